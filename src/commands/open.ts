import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { type Config, readConfig } from '../config.ts'
import type { Database } from '../database/client.ts'
import { assertFree } from '../database/directory-lock.ts'

/**
 * Opens the database that the configuration names. `say` is told before something takes long. Whether somebody else
 * holds the embedded database is asked first, because loading the database costs more than the answer.
 *
 * @throws DirectoryInUse
 * @throws UnusableDirectory
 */
export async function openConfigured(
  config: Config,
  say: (line: string) => void,
  onError?: (error: Error) => void
): Promise<Database> {
  const { databaseUrl, dataDir } = config
  if (!databaseUrl) {
    await assertFree(dataDir)
    if (!existsSync(join(dataDir, 'pg', 'PG_VERSION'))) {
      say(`Creating the embedded database in ${dataDir}. This takes some seconds, once.`)
    }
  }
  const onWaiting = () => say('Waiting for another process that upgrades the database …')
  const { openDatabase } = await import('../database/open.ts')
  return openDatabase({ ...config, onError, onWaiting })
}

/** Runs the task of a command on the configured database, up to date. */
export async function withDatabase<T>(task: (database: Database) => Promise<T>): Promise<T> {
  const say = (line: string) => console.error(line)
  const database = await openConfigured(readConfig(), say)
  try {
    const { upgradeDatabase } = await import('./prepare.ts')
    await upgradeDatabase(database, { say })
    return await task(database)
  } finally {
    await database.close()
  }
}
