import { setTimeout } from 'node:timers/promises'
import { sql } from 'drizzle-orm'
import t from 'tap'
import { openDatabase } from '../../src/database/open.ts'
import { queryRows } from '../../src/database/rows.ts'
import { anAgreement } from '../fixtures/agreement.ts'
import { createDatabase, start, urlOf } from '../start.ts'

const endOthers = sql`select pg_terminate_backend(pid) as ended from pg_stat_activity
  where datname = current_database() and pid <> pg_backend_pid()`

t.test('when PostgreSQL ends idle connections, the process goes on and the next request is answered', async t => {
  const api = await start(t, 'postgresql')
  await Promise.all([api.get('/v1/agreements'), api.get('/v1/agreements'), api.get('/v1/countries')])
  t.ok((await queryRows(api.database.db, endOthers)).length > 0)
  t.equal((await api.get('/readyz')).status, 200)
  t.equal((await api.get('/v1/agreements')).status, 200)
})

t.test('whoever opened the database is told of a connection that was lost', async t => {
  const databaseUrl = await createDatabase(t)
  const lost: Error[] = []
  const database = await openDatabase({ databaseUrl, dataDir: '', onError: error => lost.push(error) })
  t.teardown(() => database.close())
  const { db } = database
  await Promise.all([1, 2, 3].map(() => db.execute(sql`select pg_sleep(0.1)`)))
  await db.execute(endOthers)
  while (lost.length < 2) await db.execute(sql`select pg_sleep(0.01)`)
  t.match(lost[0]?.message, /terminat/)
})

t.test('a session that ends amid a transaction fails that transaction alone', async t => {
  const { database, get } = await start(t, 'postgresql')
  const server = await openDatabase({ databaseUrl: urlOf(database), dataDir: '' })
  t.teardown(() => server.close())
  const broken = database.transaction(async tx => {
    await tx.execute(sql`select 1`)
    await server.db.execute(endOthers)
    // The end arrives while no statement waits for it.
    await setTimeout(100)
    await tx.execute(sql`select 1`)
  })
  await t.rejects(broken, { cause: { message: /not queryable/ } })
  t.equal((await get('/v1/agreements')).status, 200)
})

t.test('when PostgreSQL ends sessions amid writes, those are answered by 503, and the next ones succeed', async t => {
  const api = await start(t, 'postgresql')
  const server = await openDatabase({ databaseUrl: urlOf(api.database), dataDir: '' })
  t.teardown(() => server.close())
  const answers = new Map<string, number>()
  let writing = true
  const write = async (writer: number) => {
    for (let i = 0; writing; i++) {
      const id = `writer-${writer}-${i}`
      answers.set(id, (await api.post('/v1/agreements', anAgreement({ id }))).status)
    }
  }
  const writers = Promise.all(Array.from({ length: 8 }, (_, i) => write(i)))
  const failures = () => [...answers.values()].filter(status => status === 503).length
  for (let rounds = 1; failures() < 20 && rounds < 500; rounds++) {
    await setTimeout(20)
    await server.db.execute(endOthers)
  }
  writing = false
  await writers
  t.same([...new Set(answers.values())].sort(), [201, 503])
  for (const [id, status] of answers) {
    if (status === 201) t.equal((await api.get(`/v1/agreements/${id}`)).status, 200, 'what was acknowledged is there')
  }
  t.equal((await api.post('/v1/agreements', anAgreement({ id: 'afterwards' }))).status, 201)
})
