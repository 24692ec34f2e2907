import { once } from 'node:events'
import { get } from 'node:http'
import { setTimeout } from 'node:timers/promises'
import { sql } from 'drizzle-orm'
import pg from 'pg'
import t, { type Test } from 'tap'
import { buildApp } from '../../src/app.ts'
import { WORTH_CANCELLING } from '../../src/database/cancelling.ts'
import { openDatabase } from '../../src/database/open.ts'
import { LONGEST_STATEMENT } from '../../src/database/session.ts'
import { lookUp } from '../../src/database/together.ts'
import { limits } from '../../src/limits.ts'
import { findPgbouncer, type PgBouncer, startPgbouncer } from '../pgbouncer.ts'
import { start, testConfig, urlOf } from '../start.ts'

t.test('the query of a reader who goes away is cancelled', async t => {
  const { app, database } = await start(t, 'postgresql')
  const url = urlOf(database)
  const base = await app.listen({ host: '127.0.0.1', port: 0 })

  await t.test('soon, and its connection can be used by others', async t => holds(t, url, base))

  await t.test('but not one that others wait for too', async t => {
    const { db } = database
    const slowly = (key: string) =>
      lookUp(db, 'slow', key, async keys => {
        await db.execute(sql`select pg_sleep(1)`)
        return new Map(keys.map(key => [key, key]))
      })
    const goes = new AbortController()
    const found = Promise.all([database.readFor(goes.signal, () => slowly('one')), slowly('other')])
    await setTimeout(100)
    goes.abort()
    t.same(await found, ['one', 'other'])
  })

  await t.test('nor one for a page that others wait for', async t => {
    const { statements, unlock } = await lock(t, url, 'status_interval')
    const first = ask(t, `${base}/map`)
    await until(async () => (await statements()) > 0)
    const other = ask(t, `${base}/map`)
    await setTimeout(100)
    first.destroy()
    await Promise.race([other.answered, setTimeout(WORTH_CANCELLING + 200)])
    await unlock()
    t.equal((await other.answered)?.statusCode, 200)
  })

  await t.test('but one that all who waited for it have left, and the next who asks gets the page', async t => {
    const { statements, unlock } = await lock(t, url, 'status_interval')
    const crowd = [ask(t, `${base}/network`), ask(t, `${base}/network`)]
    await until(async () => (await statements()) > 0)
    for (const one of crowd) one.destroy()
    const begun = performance.now()
    await until(async () => (await statements()) === 0)
    t.ok(performance.now() - begun < 10_000, 'before its own time is over')
    await unlock()
    t.equal((await ask(t, `${base}/network`).answered)?.statusCode, 200)
  })

  const bouncer = findPgbouncer()
  const skip = bouncer ? false : 'no PgBouncer is installed'
  await t.test('through a pooler too', { skip }, async t => {
    const { url: pooled } = await startPgbouncer(t, bouncer as PgBouncer, url, { pool_mode: 'transaction' })
    const database = await openDatabase({ databaseUrl: pooled, dataDir: '', preparedStatements: false })
    t.teardown(() => database.close())
    const app = await buildApp({ config: testConfig, database, now: () => new Date() })
    t.teardown(() => app.close())
    await holds(t, url, await app.listen({ host: '127.0.0.1', port: 0 }))
  })
})

async function holds(t: Test, databaseUrl: string, base: string): Promise<void> {
  const { statements, unlock } = await lock(t, databaseUrl, 'agreement, revision')
  const readers = Array.from({ length: 12 }, () => ask(t, `${base}/v1/agreements`))
  await until(async () => (await statements()) > 0)
  for (const reader of readers) reader.destroy()
  const begun = performance.now()
  await until(async () => (await statements()) === 0)
  t.ok(performance.now() - begun < 10_000, 'before its own time is over')
  await unlock()
  t.equal((await ask(t, `${base}/v1/agreements`).answered)?.statusCode, 200)
}

/** Keeps everybody from some tables, and counts the statements that wait. */
async function lock(t: Test, connectionString: string, tables: string) {
  const clients = [new pg.Client({ connectionString }), new pg.Client({ connectionString })] as const
  for (const client of clients) {
    await client.connect()
    t.teardown(() => client.end())
  }
  const [holder, watcher] = clients
  await holder.query(`begin; lock table ${tables} in access exclusive mode`)
  return {
    async statements(): Promise<number> {
      const { rows } = await watcher.query(
        "select count(*)::int as n from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'"
      )
      return rows[0].n
    },
    unlock: () => holder.query('rollback')
  }
}

function ask(t: Test, url: string) {
  const request = get(url, { agent: false })
  const answered = once(request, 'response').then(
    ([response]) => {
      response.resume()
      return response as { statusCode: number }
    },
    () => undefined
  )
  t.teardown(() => request.destroy())
  return Object.assign(request, { answered })
}

t.test('the server gives a statement up before its request is', async t => {
  const { database } = await start(t, 'postgresql')
  const { rows } = (await database.db.execute(sql`show statement_timeout`)) as unknown as {
    rows: [{ statement_timeout: string }]
  }
  t.equal(Number.parseInt(rows[0].statement_timeout, 10) * 1_000, LONGEST_STATEMENT)
  t.ok(LONGEST_STATEMENT < limits.handlerTime)
})

async function until(isSo: () => Promise<boolean>): Promise<void> {
  for (let i = 0; i < 500 && !(await isSo()); i++) await setTimeout(30)
}
