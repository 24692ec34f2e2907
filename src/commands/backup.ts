import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createReadStream, existsSync } from 'node:fs'
import { rename, rm, rmdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { blob } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import { type Config, environmentWith, readConfig } from '../config.ts'
import { fetchBackup } from '../database/backup-socket.ts'
import { assertFree, DirectoryInUse, lockDirectory, unusable } from '../database/directory-lock.ts'
import { queryRows } from '../database/rows.ts'
import { openConfigured } from './open.ts'
import { sentenceFor } from './report.ts'
import { argumentsOf, backupUsage, fileOf, restoreUsage, UsageError, unusableFile } from './usage.ts'
import { isOfFiles, writeWhole } from './whole-file.ts'

/** `npm run backup` */
export async function backup(args: string[]): Promise<void> {
  const file = namedFile(args, backupUsage)
  if (existsSync(file)) throw new UsageError(`${file} is there already. Name a file that is not.`)
  const config = readConfig()
  // Hashes of keys are in it.
  process.umask(0o077)
  await writeWhole(file, async part => {
    if (config.databaseUrl) await runProgram('pg_dump', config.databaseUrl, ['--format=custom', `--file=${part}`])
    else await writeFile(part, await copyEmbedded(config))
  })
  console.log(`Backed up to ${file}.`)
}

/** The process that serves the embedded database gives a copy of it; where none does, this one opens it meanwhile. */
async function copyEmbedded(config: Config): Promise<Buffer> {
  if (!existsSync(join(config.dataDir, 'pg'))) throw new UsageError(`There is no database in ${config.dataDir}.`)
  try {
    await assertFree(config.dataDir)
  } catch (error) {
    if (!(error instanceof DirectoryInUse)) throw error
    return fetchBackup(config.dataDir)
  }
  const database = await openConfigured(config, line => console.error(line))
  try {
    return await fetchBackup(config.dataDir)
  } finally {
    await database.close()
  }
}

/** `npm run restore` */
export async function restore(args: string[]): Promise<void> {
  const file = namedFile(args, restoreUsage)
  if (!existsSync(file)) throw new UsageError(`There is no file ${file}.`)
  const config = readConfig()
  if (config.databaseUrl) {
    await assertEmpty(config)
    await runProgram('pg_restore', config.databaseUrl, ['--exit-on-error', '--single-transaction', file])
  } else await restoreEmbedded(config, file)
  console.log(`Restored from ${file}. "npm run verify" looks whether all of it is sound.`)
}

/** Whoever would serve from the directory meanwhile, or restore into it, is kept out. */
async function restoreEmbedded({ dataDir }: Config, file: string): Promise<void> {
  const copy = await unpack(file)
  const wasThere = existsSync(dataDir)
  const unlock = await lockDirectory(dataDir)
  try {
    if (existsSync(join(dataDir, 'pg')))
      throw new UsageError(`There is a database in ${dataDir}. Set DATA_DIR to a directory that is not there yet.`)
    await makeEmbedded(dataDir, copy)
  } catch (error) {
    if (isOfFiles(error)) throw unusable(dataDir, error)
    throw error instanceof UsageError || sentenceFor(error) ? error : notWhole(file, error)
  } finally {
    await unlock()
    // Only an empty directory can be removed so.
    if (!wasThere) await rmdir(dataDir).catch(() => {})
  }
}

/** Beside the place that it gets when it is whole, so that nothing is left of one that is not. */
async function makeEmbedded(dataDir: string, copy: Blob): Promise<void> {
  const { makeFiles } = await import('../database/embedded.ts')
  const part = join(dataDir, 'restoring')
  const clear = () => rm(part, { recursive: true, force: true })
  // One that was killed has left its own.
  await clear()
  try {
    await makeFiles(part, copy)
    await rename(part, join(dataDir, 'pg'))
  } finally {
    await clear()
  }
}

/** What is torn is found here, because PGlite would end the process with it. */
async function unpack(file: string): Promise<Blob> {
  try {
    return (await pipeline(createReadStream(file), createGunzip(), blob)) as Blob
  } catch (error) {
    throw isOfFiles(error) ? unusableFile(file, 'read', error) : notWhole(file, error)
  }
}

const notWhole = (file: string, cause: unknown): UsageError =>
  new UsageError(`${file} is no whole copy of an embedded database. Nothing was restored.`, { cause })

async function assertEmpty(config: Config): Promise<void> {
  const database = await openConfigured(config, line => console.error(line))
  try {
    const tables = await queryRows(
      database.db,
      "select 1 from pg_tables where schemaname not in ('pg_catalog', 'information_schema') limit 1"
    )
    if (tables.length > 0) throw new UsageError('The database that DATABASE_URL names has tables. Name an empty one.')
  } finally {
    await database.close()
  }
}

/** Runs a program of PostgreSQL. The password goes by its environment, where no list of processes shows it. */
async function runProgram(name: string, databaseUrl: string, args: string[]): Promise<void> {
  // As in config.ts: an address may leave the host out, or have it behind the question mark, which then counts.
  const url = new URL(databaseUrl.replace('@/', '@localhost/'))
  const { password } = url
  url.password = ''
  const env = environmentWith(password ? { PGPASSWORD: decodeURIComponent(password) } : {})
  const all = ['--no-owner', '--no-privileges', `--dbname=${url.href}`, ...args]
  const program = spawn(name, all, { env, stdio: ['ignore', 'inherit', 'inherit'] })
  const [code] = (await once(program, 'close').catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error
    throw new UsageError(`${name} is not installed. It comes with the client programs of PostgreSQL.`)
  })) as [number | null]
  if (code !== 0)
    throw new UsageError(`${name} ended with status ${code}, and nothing was kept; what it said stands above.`)
}

const namedFile = (args: string[], usage: string): string =>
  fileOf(argumentsOf(args, {}, { usage, allowPositionals: true }).positionals, usage)
