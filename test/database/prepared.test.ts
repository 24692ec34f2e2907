import { sql } from 'drizzle-orm'
import t from 'tap'
import { prepared } from '../../src/database/prepared.ts'
import { queryRows } from '../../src/database/rows.ts'
import { agreement } from '../../src/database/tables.ts'
import { agreementsSeeded } from '../fixtures/data-set.ts'
import { start } from '../start.ts'

t.test('statements are prepared once per shape, and no connection keeps more than 500 of them', async t => {
  const { database } = await start(t, 'postgresql')
  let built = 0
  const ask = (db: typeof database.db, shape: number) =>
    prepared(db, `limit ${shape}`, () => {
      built++
      return db.select({ id: agreement.id }).from(agreement).limit(shape)
    }).execute()
  await database.transaction(async tx => {
    for (let shape = 1; shape <= 510; shape++) {
      t.equal((await ask(tx, shape)).length, Math.min(shape, agreementsSeeded))
    }
    t.equal(built, 510)
    await ask(tx, 1)
    t.equal(built, 510, 'a known shape is not built again')
    t.equal((await ask(tx, 505)).length, agreementsSeeded)
    t.equal(built, 511, 'a shape beyond the bound is built each time')
    t.same(await queryRows(tx, sql`select count(*)::int as n from pg_prepared_statements where name <> ''`), [
      { n: 500 }
    ])
  })
})
