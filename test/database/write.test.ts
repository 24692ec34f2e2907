import { setTimeout } from 'node:timers/promises'
import { sql } from 'drizzle-orm'
import t from 'tap'
import type { Authored } from '../../src/agreements/drafting.ts'
import { stagedFrom } from '../../src/agreements/staging.ts'
import { findListedDifferences } from '../../src/agreements/store-listed.ts'
import { findNewest } from '../../src/agreements/store-revision.ts'
import { draftRevision, saveRevisions, writeAgreements } from '../../src/agreements/store-save.ts'
import { saveMany } from '../../src/agreements/store-save-many.ts'
import { buildApp } from '../../src/app.ts'
import type { Database, Db } from '../../src/database/client.ts'
import { openDatabase } from '../../src/database/open.ts'
import { queryRows } from '../../src/database/rows.ts'
import { inSharedWrite } from '../../src/database/shared-write.ts'
import { inWrite, type Write } from '../../src/database/write.ts'
import { complete } from '../../src/record/complete.ts'
import { anAgreement } from '../fixtures/agreement.ts'
import { revisionsSeeded } from '../fixtures/data-set.ts'
import { save } from '../fixtures/saving.ts'
import {
  onEachDatabase,
  onEachRecord,
  type Registry,
  readOnEachDatabase,
  sharedRegistry,
  start,
  testConfig,
  urlOf
} from '../start.ts'

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
      queryRows(db, sql`select ${table} as name, count(*)::int as n from ${sql.identifier(table)}`)
    )
  )

onEachRecord(t, 'a dry run gives the result and keeps nothing; so does a failure', async (t, { database }) => {
  const { db } = database
  const before = await everything(db)
  const task = (dryRun: boolean, failure?: Error) =>
    inWrite(
      database,
      async ({ tx }) => {
        await tx.execute(sql`insert into agreement (id) values ('rehearsed')`)
        if (failure) throw failure
        return queryRows(tx, sql`select id from agreement where id = 'rehearsed'`)
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

onEachRecord(
  t,
  'a write that the database gives up for another one is tried again, a few times',
  async (t, { database }) => {
    /** Fails so often, in the way that the database names so, and says how often it was tried. */
    const triesOf = async (failures: number, code: string) => {
      let tries = 0
      const task = async ({ tx }: Write) => {
        tries++
        await tx.execute(sql`insert into agreement (id) values (${`tried-${code}-${failures}`})`)
        if (tries <= failures)
          await tx.execute(sql.raw(`do $$ begin raise exception 'given up' using errcode = '${code}'; end $$`))
      }
      const isKept = await inWrite(database, task).then(
        () => true,
        () => false
      )
      return { tries, isKept }
    }
    t.same(await triesOf(2, '40001'), { tries: 3, isKept: true })
    t.same(await triesOf(1, '40P01'), { tries: 2, isKept: true })
    t.same(await triesOf(3, '40P01'), { tries: 3, isKept: false })
    t.same(await triesOf(1, '23514'), { tries: 1, isKept: false })
  }
)

t.test('whoever follows the positions of 16 writers sees each of them once, in order (postgresql)', async t => {
  const api = await start(t, 'postgresql')
  const { db } = api.database
  let writing = true
  const seen: number[] = []
  const follow = async () => {
    for (let isLast = false; !isLast; ) {
      isLast = !writing
      const rows = await queryRows(db, sql`select seq::int from revision where seq > ${seen.at(-1) ?? 0} order by seq`)
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
  const rows = await queryRows(db, sql`select seq::int, recorded_at from revision order by recorded_at, seq`)
  t.equal(rows.length, revisionsSeeded + 16 * 5)
  t.same(
    seen,
    rows.map(row => row.seq),
    'and positions and moments are in one order'
  )
})

onEachDatabase(
  t,
  'whoever writes while many revisions are staged comes before all of them, in positions and in moments',
  async (t, api) => {
    const { db, engine } = api.database
    const isBeside = engine === 'postgresql'
    const today = api.clock.now.toISOString().slice(0, 10)
    const changed = 'us-sv-2019-asylum-cooperative-agreement'
    const [{ last }] = (await queryRows(db, sql`select max(seq)::int as last from revision`)) as [{ last: number }]
    const staged = async (id: string): Promise<Authored> => {
      const current = await findNewest(db, id)
      const next = complete(anAgreement({ id, notes: 'Staged.' }))
      const draft = await draftRevision(db, { id, current, next, operation: current ? 'update' : 'create', today })
      return { draft, by: { actor: 'tester', cause: null, note: '"recordedAt":"never"' } }
    }
    const file = [await staged('first'), await staged(changed), await staged('third')]
    let writing: Promise<string> | undefined
    async function* batchesWith(other: string) {
      yield stagedFrom(file.slice(0, 2))
      writing = create(api, other)
      // The embedded database has one connection, for which the other one waits.
      if (isBeside) {
        await writing
        const same = await api.post('/v1/agreements', anAgreement({ id: 'first' }))
        t.equal(same.status, 503, 'who writes one of them is not kept waiting, nor are others')
      }
      yield stagedFrom(file.slice(2))
    }
    const save = async (other: string, dryRun: boolean) => {
      const given = { count: 3, newIds: ['first', 'third'], batches: batchesWith(other), today }
      await saveMany(api.database, given, { dryRun })
      return writing as Promise<string>
    }
    await save('other-1', true)
    const moment = await save('other-2', false)
    await create(api, 'later')
    const rows = await queryRows(
      db,
      sql`select agreement_id as id, superseded_at is null as newest, recorded_at from revision where seq > ${last} order by seq`
    )
    const ids = file.map(({ draft }) => draft.id)
    t.same(
      rows.map(({ id }) => id),
      ['other-1', ...(isBeside ? ['other-2', ...ids] : [...ids, 'other-2']), 'later'],
      'a dry run has kept nothing'
    )
    t.ok(rows.every(({ newest }) => newest))
    t.equal(
      new Set(rows.map(({ recorded_at }) => String(recorded_at))).size,
      4,
      'those that were staged have one moment'
    )
    t.same(
      await queryRows(db, sql`select seq from revision order by recorded_at, seq`),
      await queryRows(db, sql`select seq from revision order by seq`)
    )
    api.clock.now = new Date()
    const { status } = await api.get(`/v1/agreements/first?knownAt=${moment}`)
    t.equal(status, isBeside ? 404 : 200)
    const { body } = await api.get('/v1/agreements/first')
    const [{ at }] = (await queryRows(
      db,
      sql`select recorded_at as at from revision where agreement_id = 'first'`
    )) as [{ at: string | Date }]
    t.match(body.revision, { recordedAt: new Date(at).toISOString(), note: '"recordedAt":"never"' })
    t.same(await findListedDifferences(db), [])
  }
)

t.test('writers that wait for another process leave connections to readers (postgresql)', async t => {
  const api = await start(t, 'postgresql')
  const other = await openDatabase({
    databaseUrl: urlOf(api.database),
    dataDir: ''
  })
  let release = () => {}
  const held = new Promise<void>(done => {
    release = done
  })
  const holding = inWrite(other, () => held)
  await setTimeout(100)
  const writes = Array.from({ length: 12 }, (_, i) => create(api, `waiting-${i}`))
  await setTimeout(100)
  for (let i = 0; i < 5; i++) t.equal((await api.get('/v1/agreements?limit=1')).status, 200)
  api.clock.now = new Date()
  const read = api.get(`/v1/agreements?knownAt=${api.clock.now.toISOString()}&limit=200`)
  release()
  await holding
  for (const recordedAt of await Promise.all(writes)) t.match(recordedAt, /Z$/)
  t.equal((await read).status, 200)
  await other.close()
})

onEachRecord(
  t,
  'writers of one moment share a transaction, and one that cannot be saved costs the others nothing',
  async (t, { database }) => {
    const saveAll = async ({ tx, recordedAt }: Write, ids: string[]) => {
      for (const id of ids) await tx.execute(sql`insert into agreement (id) values (${id})`)
      return ids.map(id => ({ id, at: recordedAt.getTime(), together: ids.length }))
    }
    const share = (id: string) => inSharedWrite(database, id, saveAll)
    // The first one opens a write while the others come.
    const shared = await Promise.all(['a', 'b', 'c', 'd'].map(share))
    t.same(
      shared.map(({ id }) => id),
      ['a', 'b', 'c', 'd']
    )
    t.equal(new Set(shared.map(({ at }) => at)).size, 1)
    t.equal(shared[0]?.together, 4)
    // The id "a" is taken.
    const results = await Promise.allSettled(['e', 'a', 'f'].map(share))
    t.same(
      results.map(({ status }) => status),
      ['fulfilled', 'rejected', 'fulfilled']
    )
    t.same(await queryRows(database.db, sql`select id from agreement where id in ('e', 'f') order by id`), [
      { id: 'e' },
      { id: 'f' }
    ])
    const many = await Promise.all(Array.from({ length: 40 }, (_, i) => share(`many-${i}`)))
    t.ok(Math.max(...many.map(({ together }) => together)) <= 16, 'the size of a statement is bounded')
  }
)

t.test('where no write could be opened for the next try, those who share it are not tried one by one', async t => {
  let opened = 0
  const database = {
    db: {},
    async transaction(task: (tx: object, opened: object[]) => Promise<unknown>) {
      if (++opened > 1) throw new Error('Nobody answers.')
      return task({}, [{ epoch: Date.now(), until: null }])
    }
  } as unknown as Database
  const save = async () => {
    throw Object.assign(new Error('A deadlock.'), { code: '40P01' })
  }
  const results = await Promise.allSettled(['a', 'b', 'c'].map(item => inSharedWrite(database, item, save)))
  for (const result of results) t.match(result, { status: 'rejected', reason: { message: 'Nobody answers.' } })
  t.equal(opened, 2)
})

onEachRecord(t, 'records that come without an id at the same moment each get one of their own', async (t, api) => {
  const { id: _, ...record } = anAgreement()
  const answers = await Promise.all(Array.from({ length: 8 }, () => api.post('/v1/agreements', record)))
  t.same(new Set(answers.map(({ status }) => status)), new Set([201]))
  t.equal(new Set(answers.map(({ body }) => body.id)).size, 8)
})

onEachRecord(t, 'revisions of one write stand in the feed in the order in which they were given', async (t, api) => {
  const { database } = api
  await database.db.execute(sql`analyze`)
  const today = '2026-11-24'
  const by = { actor: 'tester', cause: null, note: null }
  const ids = Array.from({ length: 16 }, (_, i) => `us-sv-2019-ordered-${(i * 7) % 16}`)
  await writeAgreements(database, today, async write => {
    const drafts = []
    for (const id of ids) {
      const next = complete(anAgreement({ id }))
      const draft = await draftRevision(write.tx, { id, current: undefined, next, operation: 'create', today })
      drafts.push({ draft, by })
    }
    const saved = await saveRevisions(write, drafts)
    const positions = saved.map(revision => revision?.seq as number)
    t.same(
      positions,
      [...positions].sort((a, b) => a - b)
    )
  })
})

onEachRecord(t, 'of drafts that were decided on one revision, one is saved', async (t, api) => {
  await api.create()
  const results = await Promise.all(
    Array.from({ length: 8 }, (_, i) => api.patch(api.path, { notes: `Note ${i}` }, { 'if-match': '"1"' }))
  )
  t.same(results.map(({ status }) => status).sort(), [200, ...Array(7).fill(412)])
  // Each of them is decided on anew whenever another one was faster.
  const whatever = await Promise.all(
    Array.from({ length: 10 }, (_, i) => api.patch(api.path, { notes: `Any ${i}` }, { 'if-match': '*' }))
  )
  t.same(
    whatever.map(({ status }) => status),
    Array(10).fill(200)
  )
  t.same(
    whatever.map(({ body }) => body.revision.version).sort((a, b) => a - b),
    Array.from({ length: 10 }, (_, i) => i + 3)
  )
})

t.test('a writer does not queue for a connection behind readers (postgresql)', async t => {
  const { database } = await sharedRegistry('postgresql')
  // Drizzle runs a statement when somebody waits for it.
  const readers = Array.from({ length: 20 }, () => database.db.execute(sql`select pg_sleep(1)`).then(rows => rows))
  const writing = inWrite(database, ({ tx }) => queryRows(tx, sql`select 'written' as first`))
  t.same(await Promise.race([writing, ...readers]), [{ first: 'written' }])
  await Promise.all(readers)
})

t.test('a writer does not wait for readers at a moment either (postgresql)', async t => {
  const api = await sharedRegistry('postgresql')
  api.clock.now = new Date()
  const busy = Array.from({ length: 10 }, () => api.database.db.execute(sql`select pg_sleep(2)`).then(rows => rows))
  const reading = api.get(`/v1/agreements?limit=1&knownAt=${api.clock.now.toISOString()}`)
  await setTimeout(50)
  const writing = inWrite(api.database, ({ tx }) => queryRows(tx, sql`select 'written' as first`))
  t.same(await Promise.race([writing, reading, ...busy]), [{ first: 'written' }])
  await Promise.all([reading, ...busy])
})

// The embedded database has one connection, which cannot read while it writes.
t.test('a read at a moment waits for the writes that began before it (postgresql)', async t => {
  const api = await sharedRegistry('postgresql')
  let written = () => {}
  const pause = new Promise<void>(done => {
    written = done
  })
  let begin = () => {}
  const begun = new Promise<void>(done => {
    begin = done
  })
  const id = 'us-sv-2019-example'
  const writing = writeAgreements(api.database, '2026-11-24', async write => {
    begin()
    await setTimeout(50)
    const next = complete(anAgreement({ id }))
    await save(write, id, next, '2026-11-24')
    await pause
  })
  await begun
  api.clock.now = new Date()
  const reading = api.get(`/v1/agreements/${id}?knownAt=${api.clock.now.toISOString()}`)
  t.equal(await Promise.race([reading, setTimeout(300, 'still waiting')]), 'still waiting')
  written()
  await writing
  t.match(await reading, { status: 200, body: { revision: { actor: 'tester', version: 1 } } })
})

readOnEachDatabase(t, 'a moment that has not come by the clock of the database is 503, not a wait', async (t, api) => {
  api.clock.now = new Date(Date.now() + 3_600_000)
  const { status, headers } = await api.get(`/v1/agreements?knownAt=${api.clock.now.toISOString()}`)
  t.equal(status, 503)
  t.ok(Number(headers['retry-after']) > 3000)
})

t.test(
  'a service whose clock is far ahead of that of the database records nothing, and says why (postgresql)',
  async t => {
    const api = await sharedRegistry('postgresql')
    const record = anAgreement({ id: 'us-sv-2019-ahead' })
    const { now } = Date
    const ahead = t.intercept(Date, 'now', { value: () => now() + 11 * 60_000 })
    const { status, body } = await api.post('/v1/agreements', record)
    ahead.restore()
    t.match({ status, body }, { status: 503, body: { code: 'unavailable', detail: /clock of the service/ } })
    t.equal((await api.post('/v1/agreements', record)).status, 201)
  }
)

t.test(
  'a database that takes no writes is 503 to writers, until it does, and readers do not notice (postgresql)',
  async t => {
    const api = await start(t, 'postgresql')
    const { db } = api.database
    const name = new URL(urlOf(api.database)).pathname.slice(1)
    const alter = async (change: string) => {
      await db.execute(sql.raw(`alter database ${name} ${change}`))
      await db.execute(sql`select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid()`)
      await setTimeout(100)
    }
    await alter('set default_transaction_read_only = on')
    const refused = { status: 503, body: { detail: 'The database takes no writes at the moment.' } }
    t.match(await api.post('/v1/agreements', anAgreement()), refused)
    t.equal((await api.get('/v1/agreements')).status, 200)
    t.equal((await api.get('/v1/changes')).status, 200)
    await alter('reset default_transaction_read_only')
    t.equal((await api.post('/v1/agreements', anAgreement())).status, 201)
  }
)

t.test('the settings of a database do not bend days and moments (postgresql)', async t => {
  const api = await start(t, 'postgresql')
  const connectionString = urlOf(api.database)
  const name = new URL(connectionString).pathname.slice(1)
  await api.database.db.execute(sql.raw(`alter database ${name} set datestyle = 'German'`))
  await api.database.db.execute(sql.raw(`alter database ${name} set timezone = 'Pacific/Auckland'`))
  const database = await openDatabase({ databaseUrl: connectionString, dataDir: '' })
  t.teardown(() => database.close())
  const app = await buildApp({ config: testConfig, database, now: () => api.clock.now })
  t.teardown(() => app.close())
  const path = '/v1/agreements/us-sv-2019-asylum-cooperative-agreement'
  for (const url of [path, `${path}/revisions`, `${path}/status`, '/v1/changes', '/v1/agreements?sort=signedOn']) {
    const answer = await app.inject(url)
    t.equal(answer.statusCode, 200, url)
    t.same(answer.json(), (await api.get(url)).body, url)
  }
})
