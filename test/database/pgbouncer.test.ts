import { sql } from 'drizzle-orm'
import pg from 'pg'
import t, { type Test } from 'tap'
import { buildApp } from '../../src/app.ts'
import { makeFirstKey, prepareDatabase } from '../../src/commands/prepare.ts'
import type { Database } from '../../src/database/client.ts'
import { openDatabase } from '../../src/database/open.ts'
import { queryRows } from '../../src/database/rows.ts'
import { anAgreement } from '../fixtures/agreement.ts'
import { revisionsSeeded } from '../fixtures/data-set.ts'
import { findPgbouncer, type PgBouncer, type Settings, startPgbouncer } from '../pgbouncer.ts'
import { createDatabase, start, testConfig, urlOf } from '../start.ts'

const found = findPgbouncer()
const skip = found ? false : 'no PgBouncer is installed'
const bouncer = found as PgBouncer
const isFrom = (minor: number) => found !== undefined && (bouncer.version.major > 1 || bouncer.version.minor >= minor)
if (found) t.comment(`PgBouncer ${bouncer.version.major}.${bouncer.version.minor}`)

/** Few connections for many clients, so that each client meets the sessions of others. */
const byTransaction: Settings = { pool_mode: 'transaction', default_pool_size: 3 }
/** Without it, newer ones carry prepared statements. */
const withoutNames: Settings = isFrom(21) ? { max_prepared_statements: 0 } : {}

/** By what stands between: settings of PgBouncer, and whether the service prepares statements by name. */
const ways: Record<string, { settings: Settings; names: boolean; skip?: string | false }> = {
  'a pooler by transaction, without prepared statements': {
    settings: { ...byTransaction, ...withoutNames },
    names: false
  },
  'a pooler by session': { settings: { pool_mode: 'session', default_pool_size: 60 }, names: true },
  'a pooler by transaction that carries prepared statements': {
    settings: { ...byTransaction, max_prepared_statements: 200 },
    names: true,
    skip: isFrom(21) ? false : 'PgBouncer carries them from 1.21 on'
  }
}

const path = '/v1/agreements/us-sv-2019-asylum-cooperative-agreement'
const reads = [
  path,
  `${path}/revisions`,
  `${path}/status`,
  '/v1/changes',
  '/v1/agreements?sort=signedOn',
  '/v1/countries'
]

for (const [way, { settings, names, skip: unsupported = false }] of Object.entries(ways)) {
  t.test(`through ${way} the registry is the same`, { skip: skip || unsupported }, async t => {
    const direct = await start(t, 'postgresql')
    await bend(direct.database)
    const { url } = await startPgbouncer(t, bouncer, urlOf(direct.database), settings)

    t.test('processes that start together share one data set', async t => {
      const empty = new URL(await createDatabase(t))
      const pooled = new URL(url)
      pooled.pathname = empty.pathname
      const databases = await Promise.all([1, 2, 3].map(() => open(t, pooled.href, names)))
      const now = () => new Date()
      await Promise.all(databases.map(database => prepareDatabase(database, { now })))
      const keys = await Promise.all(databases.map(database => makeFirstKey(database, now())))
      t.equal(keys.filter(key => key !== undefined).length, 1, 'one of them made the first key')
      const { db } = databases[0] as Database
      t.same(await queryRows(db, sql`select count(*)::int as n from revision`), [{ n: revisionsSeeded }])
    })

    t.test('answers are those of a direct connection, whatever the settings of the server', async t => {
      const app = await serve(t, url, names, direct.clock)
      // Each several times at once, so that they meet several sessions.
      for (const address of [...reads, ...reads]) {
        const answers = await Promise.all([1, 2, 3].map(() => app.inject(address)))
        const expected = (await direct.get(address)).body
        for (const answer of answers) t.same([answer.statusCode, answer.json()], [200, expected], address)
      }
    })

    t.test('two processes of many writers lose nothing, and record everything in one order', async t => {
      const apps = [await serve(t, url, names, direct.clock), await serve(t, url, names, direct.clock)]
      const create = async (writer: number) => {
        for (let i = 0; i < 3; i++) {
          const { statusCode } = await (apps[writer % 2] as (typeof apps)[number]).inject({
            method: 'POST',
            url: '/v1/agreements',
            headers: { authorization: `Bearer ${direct.keys.write}` },
            payload: anAgreement({ id: `pooled-${writer}-${i}` })
          })
          t.equal(statusCode, 201)
        }
      }
      await Promise.all(Array.from({ length: 8 }, (_, writer) => create(writer)))
      const rows = await queryRows(direct.database.db, sql`select seq::int from revision order by recorded_at, seq`)
      t.equal(rows.length, revisionsSeeded + 24)
      t.same(
        rows,
        [...rows].sort((a, b) => (a.seq as number) - (b.seq as number))
      )
      direct.clock.now = new Date()
      const read = `${path}?knownAt=${direct.clock.now.toISOString()}`
      for (const app of apps) t.equal((await app.inject(read)).statusCode, 200)
    })

    t.test('a stranger at the same pooler meets neither settings nor locks of the service', async t => {
      const stranger = new pg.Client(url)
      await stranger.connect()
      t.teardown(() => stranger.end())
      for (let i = 0; i < 20; i++) {
        const { rows } =
          await stranger.query(`select current_setting('DateStyle') as style, current_setting('TimeZone') as zone,
          current_setting('statement_timeout') as timeout, current_setting('max_parallel_workers_per_gather') as workers`)
        t.same(rows, [{ style: 'German, DMY', zone: 'Pacific/Auckland', timeout: '0', workers: '2' }])
      }
      const { rows } = await stranger.query(`select count(*)::int as held from pg_locks where locktype = 'advisory'
        and database = (select oid from pg_database where datname = current_database())`)
      t.same(rows, [{ held: 0 }])
    })
  })
}

t.test(
  'a pooler that does not carry prepared statements is 503, which says how to set the service',
  { skip },
  async t => {
    const direct = await start(t, 'postgresql')
    const settings = { ...byTransaction, ...withoutNames }
    const { url } = await startPgbouncer(t, bouncer, urlOf(direct.database), settings)
    const app = await serve(t, url, true, direct.clock)
    const answers = []
    for (let i = 0; i < 20; i++) answers.push(...(await Promise.all(reads.map(address => app.inject(address)))))
    const refused = answers.filter(({ statusCode }) => statusCode !== 200)
    t.not(refused.length, 0)
    for (const answer of refused) {
      t.match(answer.json(), { status: 503, code: 'unavailable', detail: /must set PREPARED_STATEMENTS=off\.$/ })
    }
  }
)

async function open(t: Test, databaseUrl: string, preparedStatements: boolean): Promise<Database> {
  const database = await openDatabase({ databaseUrl, dataDir: '', preparedStatements })
  t.teardown(() => database.close())
  return database
}

async function serve(t: Test, url: string, preparedStatements: boolean, clock: { now: Date }) {
  const database = await open(t, url, preparedStatements)
  const app = await buildApp({ config: testConfig, database, now: () => clock.now })
  t.teardown(() => app.close())
  return app
}

/** Gives a database settings by which days and moments would read otherwise. */
async function bend({ db }: Database): Promise<void> {
  const [row] = await queryRows(db, sql`select current_database() as name`)
  await db.execute(sql.raw(`alter database ${row?.name} set datestyle = 'German'`))
  await db.execute(sql.raw(`alter database ${row?.name} set timezone = 'Pacific/Auckland'`))
}
