import { readFile } from 'node:fs/promises'
import { gunzipSync } from 'node:zlib'
import type { PGlite } from '@electric-sql/pglite'
import { sql } from 'drizzle-orm'
import pg from 'pg'
import t, { type Test } from 'tap'
import { verify } from '../../src/agreements/upkeep/store-verify.ts'
import { upgradeDatabase } from '../../src/commands/prepare.ts'
import type { Database, Db } from '../../src/database/client.ts'
import { openDatabase } from '../../src/database/open.ts'
import { queryRows } from '../../src/database/rows.ts'
import { compareMoney, moneyProblem } from '../../src/record/money.ts'
import { sourceFile } from '../fixtures/source-file.ts'
import { createDatabase, type Engine, engines, onEachDatabase, serve } from '../start.ts'

// The fixture is what `pg_dump --inserts` gave of a registry that version 0.1.0 had served: twelve agreements of its data set, of
// which some were changed and one deleted, and one of a reader, deleted and restored, whose status changed by the passing of time.

/** A database as version 0.1.0 left it. */
async function openOld(t: Test, engine: Engine): Promise<Database> {
  const dump = gunzipSync(await readFile(sourceFile('test/fixtures/registry-0.1.0.sql.gz'))).toString()
  const databaseUrl = engine === 'postgresql' ? await createDatabase(t) : undefined
  if (databaseUrl) {
    const client = new pg.Client({ connectionString: databaseUrl })
    await client.connect()
    await client.query(dump)
    await client.end()
  }
  const database = await openDatabase({ databaseUrl, dataDir: 'memory://' })
  t.teardown(() => database.close())
  if (!databaseUrl) await (database.db as unknown as { $client: PGlite }).$client.exec(`${dump};reset all`)
  return database
}

/** What nobody may change afterwards: who wrote what when, and the order of the feed. */
const historyOf = async (db: Db) => [
  await queryRows(
    db,
    sql`select seq::int, agreement_id, version, operation, actor, cause, note, recorded_at::text, superseded_at::text, changed,
      provenance::text from revision order by seq`
  ),
  await queryRows(
    db,
    sql`select seq::int, revision_seq::int, day::text, recorded_at::text, changed from status_change`
  ),
  await queryRows(db, sql`select id from agreement order by id`),
  await queryRows(db, sql`select name, hash from api_key`)
]

const documentsOf = async (db: Db) =>
  (await queryRows(db, sql`select document::text as text from revision where document is not null order by seq`)).map(
    ({ text }) => JSON.parse(text as string)
  )

/** Whether a value says all that another one said: members were added, and amounts may be written in another way. */
function says(now: unknown, before: unknown): boolean {
  if (typeof before === 'string' && typeof now === 'string' && !moneyProblem(before) && !moneyProblem(now))
    return compareMoney(now, before) === 0
  if (typeof before !== 'object' || before === null) return now === before
  const sameLength = !Array.isArray(before) || before.length === (now as unknown[]).length
  return (
    sameLength && Object.entries(before).every(([key, value]) => says((now as Record<string, unknown>)[key], value))
  )
}

for (const engine of engines) {
  t.test(
    `a registry of version 0.1.0 comes up, says the same, and its history stays as it was (${engine})`,
    async t => {
      const database = await openOld(t, engine)
      const { db } = database
      const [history, documents] = [await historyOf(db), await documentsOf(db)]
      const said: string[] = []
      await upgradeDatabase(database, { say: line => said.push(line) })

      t.same(said, [
        `Deriving again what follows from the records: ${documents.length} of ${documents.length} revisions`
      ])
      const found: string[] = []
      for await (const difference of verify(db)) found.push(difference)
      t.same(found, [])
      t.same(await historyOf(db), history)
      const after = await documentsOf(db)
      for (const [i, document] of documents.entries()) t.ok(says(after[i], document), document.id)

      const api = await serve(t, database)
      t.equal((await api.get('/v1/agreements?total=true')).body.page.total, 12)
      const path = '/v1/agreements/us-sv-2019-one-article'
      const { status, body } = await api.get(path)
      t.equal(status, 200)
      t.match(body.feeTerms[0], { share: 'all', amount: { min: '60.00', max: '61.00' } })
      t.match(body.events[1], { type: 'suspended', extent: 'whole', after: [] })
      t.match((await api.get(`${path}/revisions/1`)).body.feeTerms[1].amount, { min: '7', max: null })
      t.same(
        (await api.get(`${path}/diff?from=2&to=4`)).body.changes,
        [],
        'what was restored is what had been there, in the same form'
      )
      const { items } = (await api.get('/v1/changes?limit=200')).body
      t.equal(items.length, (history[0]?.length ?? 0) + (history[1]?.length ?? 0))
      const written = await api.patch(path, { notes: 'Changed.' }, { 'if-match': '"4"' })
      t.match(written.body.revision, { version: 5 })
      t.same((await api.get(`${path}/revisions`)).body.items[0].changed, ['/notes'])
    }
  )
}

onEachDatabase(
  t,
  'an end before its beginning, as earlier code could derive one, is in nobody’s way',
  async (t, api) => {
    await api.database.db.execute(sql`
    update revision set ends_from = '2022-01-02', ends_to = '2022-01-01' where agreement_id = 'us-sv-2019-asylum-cooperative-agreement'`)
    const { status, body } = await api.get('/v1/agreements?endsFrom=2022-01-01&endsTo=2022-01-01&fields=id')
    t.equal(status, 200)
    t.match(JSON.stringify(body.items), /us-sv-2019-asylum-cooperative-agreement/)
  }
)
