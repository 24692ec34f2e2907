import { sql } from 'drizzle-orm'
import t from 'tap'
import { migrate } from '../../src/database/migrate.ts'
import { openDatabase } from '../../src/database/open.ts'
import { queryRows } from '../../src/database/rows.ts'
import { countries } from '../../src/record/countries.ts'
import { createDatabase, onEachDatabase } from '../start.ts'

onEachDatabase(t, 'migrating again changes nothing, and mends the countries', async (t, { database }) => {
  const { db } = database
  const migrations = await queryRows(db, sql`select * from drizzle.__drizzle_migrations`)
  await db.execute(sql`update country set name = 'Nowhere', cow = 1, note = 'Nothing' where code = 'SV'`)
  await db.execute(sql`delete from country where code = 'TV'`)
  await migrate(database)
  t.same(await queryRows(db, sql`select * from drizzle.__drizzle_migrations`), migrations)
  t.same(
    await queryRows(db, sql`select * from country order by code collate "C"`),
    [...countries].sort((a, b) => (a.code < b.code ? -1 : 1))
  )
})

t.test('processes that migrate one empty PostgreSQL database at once take turns', async t => {
  const databaseUrl = await createDatabase(t)
  const databases = await Promise.all(Array.from({ length: 4 }, () => openDatabase({ databaseUrl, dataDir: '' })))
  t.teardown(() => Promise.all(databases.map(database => database.close())))
  let inside = 0
  let most = 0
  await Promise.all(
    databases.map(database =>
      migrate(database, async db => {
        most = Math.max(most, ++inside)
        await db.execute(sql`select pg_sleep(0.05)`)
        inside--
      })
    )
  )
  t.equal(most, 1, 'what follows a migration is alone too')
  const [database] = databases as [(typeof databases)[number]]
  t.same(await queryRows(database.db, sql`select count(*)::int as n from country`), [{ n: countries.length }])
})

t.test('an error ends the turn', async t => {
  const databaseUrl = await createDatabase(t)
  const database = await openDatabase({ databaseUrl, dataDir: '' })
  t.teardown(() => database.close())
  await t.rejects(
    migrate(database, async () => {
      throw new Error('interrupted')
    }),
    { message: 'interrupted' }
  )
  await migrate(database)
})
