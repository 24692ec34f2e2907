import { sql } from 'drizzle-orm'
import pg from 'pg'
import t, { type Test } from 'tap'
import { queryRows } from '../../src/database/rows.ts'
import { inTransaction } from '../../src/database/transaction.ts'
import { createDatabase, onEachDatabase, start } from '../start.ts'

async function openPool(t: Test, max: number, config: pg.PoolConfig = {}): Promise<pg.Pool> {
  const connectionString = await createDatabase(t)
  const pool = new pg.Pool({ connectionString, max, connectionTimeoutMillis: 2_000, ...config })
  pool.on('connect', client => client.on('error', () => {}))
  // Of a connection that the end of its database cuts.
  pool.on('error', () => {})
  t.teardown(() => pool.end())
  return pool
}

/** As if the network went away at this moment. */
const cut = (client: pg.PoolClient) =>
  (client as unknown as { connection: { stream: { destroy(): void } } }).connection.stream.destroy()

const numberOf = (pool: pg.Pool) => inTransaction(pool, async client => (await client.query('select 1 as n')).rows)

onEachDatabase(t, 'a transaction keeps all of its work or nothing', async (t, { database }) => {
  const add = (id: string, failure?: Error) =>
    database.transaction(async tx => {
      await tx.execute(sql`insert into agreement (id) values (${id})`)
      if (failure) throw failure
      return id
    })
  const added = () => queryRows(database.db, sql`select id from agreement where id like 'tx-%'`)
  const refusal = new Error('refused')
  await t.rejects(add('tx-refused', refusal), refusal)
  t.same(await added(), [])
  t.equal(await add('tx-kept'), 'tx-kept')
  t.same(await added(), [{ id: 'tx-kept' }])
})

t.test('the pool has as many connections after 20 that broke at their begin as before', async t => {
  const pool = await openPool(t, 3)
  pool.on('acquire', cut)
  for (let i = 0; i < 20; i++) {
    await t.rejects(
      inTransaction(pool, async () => t.fail('nothing is done on a broken connection')),
      { message: /terminated/ }
    )
  }
  pool.off('acquire', cut)
  const all = Array.from({ length: 3 }, () => inTransaction(pool, client => client.query('select pg_sleep(0.1)')))
  t.equal((await Promise.all(all)).length, 3)
  t.equal(pool.totalCount, 3)
})

t.test('what failed first is what is thrown, though the rollback fails as well', async t => {
  const pool = await openPool(t, 1)
  const first = new Error('first')
  const failing = inTransaction(pool, async client => {
    cut(client)
    throw first
  })
  await t.rejects(failing, first)
  t.same(await numberOf(pool), [{ n: 1 }])
})

t.test('a task that goes on after an error is not told that its work was kept', async t => {
  const pool = await openPool(t, 1)
  const swallowing = inTransaction(pool, async client => {
    await client.query('select 1 / 0').catch(() => {})
  })
  await t.rejects(swallowing, { message: /rolled back/ })
  t.same(await numberOf(pool), [{ n: 1 }])
})

t.test('a statement that is given up takes its connection along, and nobody waits for its rollback', async t => {
  const pool = await openPool(t, 1, { query_timeout: 300 })
  const begun = performance.now()
  await t.rejects(
    inTransaction(pool, client => client.query('select pg_sleep(20)')),
    { message: 'Query read timeout' }
  )
  t.same(await numberOf(pool), [{ n: 1 }])
  t.ok(performance.now() - begun < 10_000)
})

t.test('transactions on one connection have one handle, so that statements are prepared once', async t => {
  const { database } = await start(t, 'postgresql')
  t.equal(await database.transaction(async tx => tx), await database.transaction(async tx => tx))
})
