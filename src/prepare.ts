import { rebuildDerived } from './agreements/upkeep/store-rebuild.ts'
import type { Database, Db } from './database/client.ts'
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

/** The database was made ready by a newer version of this service, whose work this one would undo. */
export class NewerDatabase extends Error {}

/**
 * Brings a database up to date with this code: its tables, its reference data, and the status intervals where the code
 * that derives them has changed. `afterwards` runs while no other process does the same.
 *
 * @throws NewerDatabase
 */
export async function upgradeDatabase(
  database: Database,
  afterwards: (db: Db) => Promise<void> = async () => {}
): Promise<void> {
  await migrate(database, async db => {
    const derivedBy = Number((await findSetting(db, 'status_code_version')) ?? 0)
    if (derivedBy > statusCodeVersion) {
      throw new NewerDatabase('The database was made ready by a newer version of this service. Start that one.')
    }
    if (derivedBy < statusCodeVersion) {
      await rebuildDerived(database)
      await saveSetting(db, 'status_code_version', String(statusCodeVersion))
    }
    await afterwards(db)
  })
}

/**
 * Makes a database ready to serve: up to date, filled with the data set if it has never held a record, and with a first
 * key to write with if it has never had one.
 *
 * @returns the secret of the first key, if one was made: the only time that it can be seen
 */
export async function prepareDatabase(
  database: Database,
  { now, onProgress }: PrepareOptions
): Promise<string | undefined> {
  let firstKey: string | undefined
  await upgradeDatabase(database, async db => {
    if (await isEmpty(db)) await seed(database, { today: today(now()), onProgress })
    if ((await listKeys(db)).length > 0) return
    firstKey = await createKey(db, { name: 'first', scopes: ['read', 'write'], createdAt: now(), expiresAt: null })
  })
  return firstKey
}
