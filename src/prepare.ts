import { rebuildIntervals } from './agreements/store-rebuild.ts'
import type { Database } from './database/client.ts'
import { migrate } from './database/migrate.ts'
import { findSetting, saveSetting } from './database/settings.ts'
import { createKey, listKeys } from './keys/store.ts'
import { today } from './record/dates.ts'
import { statusCodeVersion } from './record/status/intervals.ts'
import { isEmpty, seed } from './seed.ts'

export interface PrepareOptions {
  now: () => Date
  onProgress?: (done: number, total: number) => void
}

/**
 * Makes a database ready to serve: tables, reference data and status intervals are those of this code. A registry that
 * has never held a record is filled with the data set and gets a first key to write with.
 *
 * @returns the secret of the first key, if one was made: the only time that it can be seen
 */
export async function prepareDatabase(
  database: Database,
  { now, onProgress }: PrepareOptions
): Promise<string | undefined> {
  let firstKey: string | undefined
  await migrate(database, async db => {
    const version = String(statusCodeVersion)
    if ((await findSetting(db, 'status_code_version')) !== version) {
      await rebuildIntervals(db)
      await saveSetting(db, 'status_code_version', version)
    }
    if (!(await isEmpty(db))) return
    await seed(db, { today: today(now()), onProgress })
    if ((await listKeys(db)).length > 0) return
    firstKey = await createKey(db, { name: 'first', scopes: ['read', 'write'], createdAt: now(), expiresAt: null })
  })
  return firstKey
}
