import { sql } from 'drizzle-orm'
import t from 'tap'
import type { Db } from '../../src/database/client.ts'
import { inWrite } from '../../src/database/write.ts'
import { anAgreement } from '../fixtures/agreement.ts'
import { onEachDatabase, type Registry, start } from '../start.ts'
import { rowsOf } from './rows.ts'

const create = async (api: Registry, id: string): Promise<string> =>
  (await api.post('/v1/agreements', anAgreement({ id }))).body.revision.recordedAt

onEachDatabase(t, 'moments of recording rise strictly, whatever the clock does', async (t, api) => {
  const fast = []
  for (let i = 0; i < 10; i++) fast.push(await create(api, `fast-${i}`))
  t.same(fast, [...new Set(fast)].sort())
  // As if the clock had run fast for a while and was then set back.
  await api.database.db.execute(
    sql`update revision set recorded_at = '2040-01-01T00:00:00Z' where superseded_at is null`
  )
  t.equal(await create(api, 'behind-1'), '2040-01-01T00:00:00.001Z')
  t.equal(await create(api, 'behind-2'), '2040-01-01T00:00:00.002Z')
})

const everything = async (db: Db) =>
  Promise.all(
    ['agreement', 'revision', 'event', 'source', 'status_interval', 'status_change', 'setting', 'api_key'].map(table =>
      rowsOf(db, sql`select ${table} as name, count(*)::int as n from ${sql.identifier(table)}`)
    )
  )

onEachDatabase(t, 'a dry run gives the result and keeps nothing; so does a failure', async (t, { database }) => {
  const { db } = database
  const before = await everything(db)
  const task = (dryRun: boolean, failure?: Error) =>
    inWrite(
      db,
      async ({ tx }) => {
        await tx.execute(sql`insert into agreement (id) values ('rehearsed')`)
        if (failure) throw failure
        return rowsOf(tx, sql`select id from agreement where id = 'rehearsed'`)
      },
      { dryRun }
    )
  t.same(await task(true), [{ id: 'rehearsed' }])
  t.same(await everything(db), before)
  await t.rejects(task(true, new Error('refused')), { message: 'refused' })
  await t.rejects(task(false, new Error('refused')), { message: 'refused' })
  t.same(await everything(db), before)
  t.same(await task(false), [{ id: 'rehearsed' }])
  t.not((await everything(db))[0]?.[0]?.n, before[0]?.[0]?.n)
})

t.test('whoever follows the positions of 16 writers sees each of them once, in order (postgresql)', async t => {
  const api = await start(t, 'postgresql')
  const { db } = api.database
  let writing = true
  const seen: number[] = []
  const follow = async () => {
    for (let isLast = false; !isLast; ) {
      isLast = !writing
      const rows = await rowsOf(db, sql`select seq::int from revision where seq > ${seen.at(-1) ?? 0} order by seq`)
      seen.push(...rows.map(row => row.seq as number))
    }
  }
  const write = async (writer: number) => {
    for (let i = 0; i < 5; i++) await create(api, `writer-${writer}-${i}`)
  }
  const writers = Promise.all(Array.from({ length: 16 }, (_, i) => write(i))).finally(() => {
    writing = false
  })
  await Promise.all([writers, follow()])
  const rows = await rowsOf(db, sql`select seq::int, recorded_at from revision order by recorded_at, seq`)
  t.equal(rows.length, 52 + 16 * 5)
  t.same(
    seen,
    rows.map(row => row.seq),
    'and positions and moments are in one order'
  )
})
