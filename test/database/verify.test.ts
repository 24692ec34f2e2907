import { type SQL, sql } from 'drizzle-orm'
import root, { type Test } from 'tap'
import { derivedVersion } from '../../src/agreements/derived-version.ts'
import { rebuildDerived } from '../../src/agreements/upkeep/store-rebuild.ts'
import { verify } from '../../src/agreements/upkeep/store-verify.ts'
import { upgradeDatabase } from '../../src/commands/prepare.ts'
import { readDataSet } from '../../src/commands/seed.ts'
import type { Db } from '../../src/database/client.ts'
import { queryRows } from '../../src/database/rows.ts'
import { saveSetting } from '../../src/database/settings.ts'
import { type Engine, engines, type Registry, startWith } from '../start.ts'

async function differences(db: Db): Promise<string[]> {
  const found: string[] = []
  for await (const difference of verify(db)) found.push(difference)
  return found
}

/** By what `verify` says of it: something that was changed behind the back of the registry, in one revision. */
const tampered: Record<string, (seq: number) => SQL> = {
  'the document is not in its complete form': seq =>
    sql`update revision set document = (document::text || ' ')::json where seq = ${seq}`,
  'the provenance differs': seq => sql`update revision set actor = 'nobody' where seq = ${seq}`,
  'the columns differ': seq => sql`update revision set title = title || '!' where seq = ${seq}`,
  'the rows of identifier differ': seq =>
    sql`insert into identifier (seq, position, scheme, value) values (${seq}, 99, 'other', 'forged')`,
  'the rows of kind differ': seq => sql`delete from kind where seq = ${seq} and position = 0`,
  'the rows of party differ': seq => sql`update party set authority = 'Nobody' where seq = ${seq} and position = 0`,
  'the rows of event differ': seq => sql`update event set date_to = date_to + 1 where seq = ${seq} and position = 0`,
  'the rows of source differ': seq => sql`update source set url = url || '#' where seq = ${seq} and position = 0`,
  'the rows of feeTerm differ': seq =>
    sql`insert into fee_term (seq, position, id, stage, basis, standing) values (${seq}, 99, 'forged', 'agreed', 'grant', 'accepted')`,
  'the rows of linkage differ': seq =>
    sql`insert into linkage (seq, position, id, type, sense, standing) values (${seq}, 99, 'forged', 'aid', 'threat', 'accepted')`,
  'the rows of facility differ': seq =>
    sql`insert into facility (seq, position, id, name, country, role) values (${seq}, 99, 'forged', 'Forged', 'SV', 'transit')`,
  'the rows of relation differ': seq =>
    sql`insert into relation (seq, position, type, target) select ${seq}, 99, 'related', agreement_id from revision where seq = ${seq}`,
  'the rows of statusInterval differ': seq =>
    sql`update status_interval set label = 'forged' where seq = ${seq} and ordinal = 1`
}

// All of the data set is verified on both engines by cli.test.ts in test/process.
const { records } = await readDataSet()
const some = {
  // Without the relations to those that are left out.
  records: new Map([...records].slice(0, 20).map(([id, record]) => [id, { ...record, relations: [] }])),
  corrections: []
}

const registries = new Map<Engine, Promise<Registry>>()

/** In one registry for all, each of which finds it as it should be; what cannot be undone comes last. */
function onEachDatabase(promise: string, body: (t: Test, registry: Registry) => Promise<void>): void {
  for (const engine of engines) {
    root.test(`${promise} (${engine})`, async t => {
      const registry = registries.get(engine) ?? startWith(root, engine, some)
      registries.set(engine, registry)
      t.same(await differences((await registry).database.db), [])
      await body(t, await registry)
    })
  }
}

onEachDatabase('verify says by what lists find an agreement otherwise than it says', async (t, { database }) => {
  const { db } = database
  const [first] = await queryRows(db, sql`select seq::int, agreement_id from revision order by seq limit 1`)
  const { seq, agreement_id } = first as { seq: number; agreement_id: string }
  await db.execute(sql`delete from listed where seq = ${seq} and facet = 'hasFee:false'`)
  await db.execute(sql`insert into listed (facet, seq, ordinal, key) values ('kind:forged', ${seq}, 0, 'forged')`)
  const said = (facet: string) => `${agreement_id}: lists find it by "${facet}" otherwise than its newest revision says`
  t.same(await differences(db), [said('hasFee:false'), said('kind:forged')])
  await rebuildDerived(database)
  t.same(await differences(db), [])
})

onEachDatabase('verify says which facility lies in two countries', async (t, { database }) => {
  const { db } = database
  await db.execute(sql`insert into facility (seq, position, id, name, country, role)
    select r.seq, 98, f.id, 'Elsewhere', 'TV', 'transit' from facility f, revision r
    where r.superseded_at is null and not exists (select from facility g where g.seq = r.seq and g.id = f.id) limit 1`)
  const found = await differences(db)
  t.match(found.at(-1), /^facility \S+: lies in TV, \w\w|^facility \S+: lies in \w\w, TV/)
  await db.execute(sql`delete from facility where position = 98`)
})

onEachDatabase(
  'newer code derives again what older code had stored, and older code leaves it alone',
  async (t, api) => {
    const { db } = api.database
    const setVersion = (version: number) => saveSetting(db, 'status_code_version', String(version))
    await db.execute(sql`update status_interval set label = 'forged' where ordinal = 1`)
    await upgradeDatabase(api.database)
    t.not((await differences(db)).length, 0, 'the same code has nothing to do')
    await setVersion(derivedVersion - 1)
    await upgradeDatabase(api.database)
    t.same(await differences(db), [])
    await setVersion(derivedVersion + 1)
    await t.rejects(upgradeDatabase(api.database), { message: /newer version/ })
    await setVersion(derivedVersion)
  }
)

onEachDatabase(
  'verify finds nothing in a registry as it should be, and whatever was tampered with',
  async (t, { database }) => {
    const { db } = database
    const revisions = await queryRows(db, sql`select seq::int, agreement_id from revision order by seq`)
    const expected: string[] = []
    for (const [i, [sentence, statement]] of Object.entries(tampered).entries()) {
      const { seq, agreement_id } = revisions[i] as { seq: number; agreement_id: string }
      await db.execute(statement(seq))
      expected.push(`${agreement_id}, version 1: ${sentence}`)
    }
    const found = await differences(db)
    // The column that holds a document belongs to the columns.
    t.same(
      found.filter(difference => difference !== `${revisions[0]?.agreement_id}, version 1: the columns differ`),
      expected
    )

    await rebuildDerived(database)
    t.same(
      (await differences(db)).filter(difference => difference.endsWith('statusInterval differ')),
      []
    )
  }
)
