import { and, eq, isNull, ne } from 'drizzle-orm'
import { derivedVersion } from '../agreements/derived-version.ts'
import type { Database, Db } from '../database/client.ts'
import { migrate } from '../database/migrate.ts'
import { findSetting, saveSetting } from '../database/settings.ts'
import { revision } from '../database/tables.ts'
import { createKey, listKeys, scopesUpTo } from '../keys/store.ts'
import { today } from '../record/dates.ts'
import { NewerDatabase } from './report.ts'

export interface UpgradeOptions {
  /** Told before something takes long. */
  say?: (line: string) => void
  /** Runs while no other process does the same. */
  afterwards?: (db: Db) => Promise<void>
}

/**
 * Brings a database up to date with this code: its tables, its reference data, and all that follows from its records where the
 * code that derives it has changed.
 *
 * @throws NewerDatabase
 */
export async function upgradeDatabase(
  database: Database,
  { say = () => {}, afterwards = async () => {} }: UpgradeOptions = {}
): Promise<void> {
  await migrate(database, async db => {
    const derivedBy = Number((await findSetting(db, 'status_code_version')) ?? 0)
    if (derivedBy > derivedVersion) {
      throw new NewerDatabase('The database was made ready by a newer version of this service. Start that one.')
    }
    if (derivedBy < derivedVersion) {
      await deriveAgain(database, say)
      await saveSetting(db, 'status_code_version', String(derivedVersion))
    }
    await afterwards(db)
  })
}

/**
 * Derives all that follows from the records again, and says how far it has come.
 *
 * @returns how many revisions there are
 */
export async function deriveAgain(database: Database, say: (line: string) => void): Promise<number> {
  const { rebuildDerived } = await import('../agreements/upkeep/store-rebuild.ts')
  return rebuildDerived(database, (done, total) =>
    say(`Deriving again what follows from the records: ${done} of ${total} revisions`)
  )
}

export interface PrepareOptions {
  now: () => Date
  say?: (line: string) => void
}

/** Makes a database ready to serve: up to date, and filled with the data set if it has never held a record. */
export async function prepareDatabase(database: Database, { now, say = () => {} }: PrepareOptions): Promise<void> {
  const afterwards = async (db: Db) => {
    if (await isEmpty(db)) await loadDataSet(database, { now, say })
  }
  await upgradeDatabase(database, { say, afterwards })
}

/**
 * Loads the data set that comes with the registry, and says how far it has come.
 *
 * @returns how many records were new
 */
export async function loadDataSet(database: Database, { now, say = () => {} }: PrepareOptions): Promise<number> {
  const { readDataSet, seed } = await import('./seed.ts')
  const onProgress = (done: number, total: number) => say(`Loading the data set: ${done} of ${total} agreements`)
  const added = await seed(database, await readDataSet(), { today: today(now()), onProgress })
  return added.size
}

/**
 * Makes a key to write with, where there has never been a key. Whoever calls this shows it at once: it is the only time
 * that it can be seen, and it is not made again.
 *
 * @returns its secret, if it was made; of processes that start together one gets it
 */
export async function makeFirstKey({ db }: Database, now: Date): Promise<string | undefined> {
  if ((await listKeys(db)).length > 0) return undefined
  return createKey(db, { name: 'first', scopes: scopesUpTo('write'), createdAt: now, expiresAt: null })
}

/** Whether the registry has never held a record. */
async function isEmpty(db: Db): Promise<boolean> {
  const rows = await db.select({ seq: revision.seq }).from(revision).limit(1)
  return rows.length === 0
}

/** How many agreements there are now; with an id, whether that one is there. */
export async function countAgreements({ db }: Database, id?: string): Promise<number> {
  const { agreementId, supersededAt, operation } = revision
  return db.$count(
    revision,
    and(isNull(supersededAt), ne(operation, 'delete'), id === undefined ? undefined : eq(agreementId, id))
  )
}
