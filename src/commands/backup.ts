import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import { type Config, environmentWith, readConfig } from '../config.ts'
import { fetchBackup } from '../database/backup-socket.ts'
import { assertFree, DirectoryInUse } from '../database/directory-lock.ts'
import { openConfigured } from './open.ts'
import { sentenceFor } from './report.ts'
import { argumentsOf, backupUsage, restoreUsage, UsageError } from './usage.ts'

/** `npm run backup` */
export async function backup(args: string[]): Promise<void> {
  const file = fileOf(args, backupUsage)
  if (existsSync(file)) throw new UsageError(`${file} is there already. Name a file that is not.`)
  const config = readConfig()
  // Hashes of keys are in it.
  process.umask(0o077)
  if (config.databaseUrl) await dumpPostgresql(config.databaseUrl, file)
  else await backUpEmbedded(config, file)
  console.log(`Backed up to ${file}.`)
}

/** A copy that is not whole has another name, and goes. */
async function dumpPostgresql(databaseUrl: string, file: string): Promise<void> {
  const part = `${file}.part`
  try {
    await runProgram('pg_dump', databaseUrl, ['--format=custom', `--file=${part}`])
    await rename(part, file)
  } finally {
    await rm(part, { force: true })
  }
}

/** The process that serves the embedded database gives a copy of it; where none does, this one opens it meanwhile. */
async function backUpEmbedded(config: Config, file: string): Promise<void> {
  if (!existsSync(join(config.dataDir, 'pg'))) throw new UsageError(`There is no database in ${config.dataDir}.`)
  try {
    await assertFree(config.dataDir)
  } catch (error) {
    if (!(error instanceof DirectoryInUse)) throw error
    return fetchBackup(config.dataDir, file)
  }
  const database = await openConfigured(config, line => console.error(line))
  try {
    await fetchBackup(config.dataDir, file)
  } finally {
    await database.close()
  }
}

/** `npm run restore` */
export async function restore(args: string[]): Promise<void> {
  const file = fileOf(args, restoreUsage)
  if (!existsSync(file)) throw new UsageError(`There is no file ${file}.`)
  const config = readConfig()
  if (config.databaseUrl) {
    await assertEmpty(config)
    await runProgram('pg_restore', config.databaseUrl, ['--exit-on-error', '--single-transaction', file])
  } else {
    if (existsSync(join(config.dataDir, 'pg')))
      throw new UsageError(
        `There is a database in ${config.dataDir}. Set DATA_DIR to a directory that is not there yet.`
      )
    await restoreEmbedded(config, file)
  }
  console.log(`Restored from ${file}. "npm run verify" looks whether all of it is sound.`)
}

/** Beside the place that it gets when it is whole, so that nothing is left of one that is not. */
async function restoreEmbedded(config: Config, file: string): Promise<void> {
  const { dataDir } = config
  const wasThere = existsSync(dataDir)
  const part = join(dataDir, 'restoring')
  const clear = () => rm(part, { recursive: true, force: true })
  await clear()
  try {
    const { openDatabase } = await import('../database/open.ts')
    const { countAgreements } = await import('./prepare.ts')
    // PGlite would end the process with what is torn.
    const copy = await promisify(gunzip)(await readFile(file))
    const database = await openDatabase({ ...config, dataDir: part, loadDataDir: new Blob([copy]) })
    await countAgreements(database).finally(database.close)
    await rename(join(part, 'pg'), join(dataDir, 'pg'))
  } catch (error) {
    if (!wasThere) await rm(dataDir, { recursive: true, force: true })
    if (sentenceFor(error)) throw error
    throw new UsageError(`${file} is no whole copy of an embedded database. Nothing was restored.`, { cause: error })
  } finally {
    await clear()
  }
}

async function assertEmpty(config: Config): Promise<void> {
  const { sql } = await import('drizzle-orm')
  const database = await openConfigured(config, line => console.error(line))
  try {
    const { rows } = (await database.db.execute(
      sql`select 1 from pg_tables where schemaname not in ('pg_catalog', 'information_schema') limit 1`
    )) as unknown as { rows: unknown[] }
    if (rows.length > 0) throw new UsageError('The database that DATABASE_URL names has tables. Name an empty one.')
  } finally {
    await database.close()
  }
}

/** Runs a program of PostgreSQL. The password goes by its environment, where no list of processes shows it. */
async function runProgram(name: string, databaseUrl: string, args: string[]): Promise<void> {
  const url = new URL(databaseUrl)
  const { password } = url
  url.password = ''
  const env = environmentWith(password ? { PGPASSWORD: decodeURIComponent(password) } : {})
  const all = ['--no-owner', '--no-privileges', `--dbname=${url.href}`, ...args]
  const program = spawn(name, all, { env, stdio: ['ignore', 'inherit', 'inherit'] })
  const [code] = (await once(program, 'close').catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error
    throw new UsageError(`${name} is not installed. It comes with the client programs of PostgreSQL.`)
  })) as [number | null]
  if (code !== 0) throw new UsageError(`${name} ended with status ${code}; what it said stands above.`)
}

function fileOf(args: string[], usage: string): string {
  const [file, ...more] = argumentsOf(args, {}, { usage, allowPositionals: true }).positionals
  if (file === undefined || more.length > 0) throw new UsageError(`Name one file.\n\n${usage}`)
  return file
}
