import { setTimeout } from 'node:timers/promises'
import { sql } from 'drizzle-orm'
import t, { type Test } from 'tap'
import { openDatabase } from '../../src/database/open.ts'
import { createDatabase } from '../start.ts'

async function open(t: Test, databaseUrl: string, onWaiting?: () => void) {
  const database = await openDatabase({ databaseUrl, dataDir: '', onWaiting })
  t.teardown(() => database.close())
  return database
}

t.test('whoever waits for an upgrade is told once, and goes on when it is done', async t => {
  const url = await createDatabase(t)
  let told = 0
  const first = await open(t, url)
  const second = await open(t, url, () => told++)
  const order: string[] = []
  const upgrading = first.exclusively(async () => {
    const waiting = second.exclusively(async () => order.push('second'))
    while (told === 0) await setTimeout(10)
    await setTimeout(100)
    order.push('first')
    return { waiting }
  })
  await (await upgrading).waiting
  t.same(order, ['first', 'second'])
  await second.exclusively(async () => {})
  t.equal(told, 1, 'nobody is told who need not wait')
})

t.test('an upgrade that takes too long is waited for no longer, and that is said in a sentence', async t => {
  const url = await createDatabase(t)
  const first = await open(t, url)
  const second = await open(t, url)
  await first.exclusively(async () => {
    await t.rejects(
      second.exclusively(async () => t.fail('two upgrade at once'), 300),
      { message: /^Another process has been upgrading the database for .* minutes\. / }
    )
  })
  t.equal(await second.exclusively(async () => 'free'), 'free')
})

t.test('limits that a server sets for its sessions do not end an upgrade, nor the wait for one', async t => {
  const url = await createDatabase(t)
  const admin = await open(t, url)
  const name = new URL(url).pathname.slice(1)
  for (const limit of ['statement_timeout', 'idle_in_transaction_session_timeout']) {
    await admin.db.execute(sql.raw(`alter database ${name} set ${limit} = '1s'`))
  }
  const first = await open(t, url)
  const second = await open(t, url)
  const upgrading = first.exclusively(async () => {
    await setTimeout(2_200)
    return 'first'
  })
  t.same(await Promise.all([upgrading, second.exclusively(async () => 'second')]), ['first', 'second'])
})

/** By what an engine does that is not quite PostgreSQL, the body of its function that tries to get a lock. */
const stubs = {
  'gives a lock to everybody': 'return true',
  'says that it has none': `raise exception 'unsupported' using errcode = 'feature_not_supported'`
}

for (const [what, body] of Object.entries(stubs)) {
  t.test(`an engine that ${what} is refused by its name, before anything is written`, async t => {
    const url = await createDatabase(t)
    const { db } = await open(t, url)
    await db.execute(sql.raw('create schema stubs'))
    const define = (name: string, result: string, body: string) =>
      db.execute(
        sql.raw(
          `create function stubs.${name} returns ${result} language plpgsql as 'begin ${body.replaceAll("'", "''")}; end'`
        )
      )
    await define('version()', 'text', `return 'Cockroach CCL v25.1.0 (x86_64-pc-linux-gnu, built 2025)'`)
    await define('pg_try_advisory_xact_lock_shared(int, int)', 'bool', body)
    await define('pg_try_advisory_xact_lock(int, int)', 'bool', body)
    const name = new URL(url).pathname.slice(1)
    await db.execute(sql.raw(`alter database ${name} set search_path = stubs, pg_catalog, public`))
    const stubbed = await open(t, url)
    await t.rejects(
      stubbed.exclusively(async () => t.fail('an upgrade has begun')),
      { message: /^Cockroach CCL v25\.1\.0 has no advisory locks on which several writers can rely\. / }
    )
  })
}
