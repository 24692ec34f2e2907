import { sql } from 'drizzle-orm'
import t, { type Test } from 'tap'
import { listSources } from '../../src/agreements/upkeep/store-sources.ts'
import { verify } from '../../src/agreements/upkeep/store-verify.ts'
import { archive, readCopies } from '../../src/commands/archive.ts'
import { queryRows } from '../../src/database/rows.ts'
import { anAgreement, aSource } from '../fixtures/agreement.ts'
import { engines, type Registry, startWith } from '../start.ts'

const now = new Date('2026-11-26T12:00:00.000Z')
const page = 'https://www.example.org/page'
const other = 'https://www.example.org/other?a=1,2'
const copyOf = (url: string) => `https://web.archive.org/web/2026/${url}`

const list = `url,archivedUrl\n${page},${copyOf(page)}\n"${other}","${copyOf(other)}"\n`

/** What became of each source of which a list has a copy. */
async function archived({ database }: Registry, text: string, options: { replace?: boolean; dryRun?: boolean } = {}) {
  const sources = await listSources(database.db)
  const found: string[][] = []
  for await (const result of archive(database, readCopies(text), { sources, now, ...options }))
    for (const { agreementId, sourceId, outcome } of result) found.push([agreementId, sourceId, outcome])
  return found
}

const sourcesIn = async ({ get }: Registry, id: string): Promise<(string | null)[]> =>
  (await get(`/v1/agreements/${id}`)).body.sources.map(({ archivedUrl }: { archivedUrl: string | null }) => archivedUrl)

/** Two agreements that rest on these pages, and a deleted one. */
async function write({ post, delete: remove }: Registry): Promise<void> {
  const mine = 'https://www.example.org/copy-of-mine'
  await post(
    '/v1/agreements',
    anAgreement({
      id: 'both',
      sources: [aSource({ url: page }), aSource({ id: 'b', url: other }), aSource({ id: 'c' })]
    })
  )
  await post('/v1/agreements', anAgreement({ id: 'copied', sources: [aSource({ url: page, archivedUrl: mine })] }))
  await post('/v1/agreements', anAgreement({ id: 'removed', sources: [aSource({ url: page })] }))
  await remove('/v1/agreements/removed', { 'if-match': '"1"' })
}

const revisionsIn = async ({ database: { db } }: Registry) =>
  queryRows(db, sql`select seq::int, superseded_at::text from revision order by seq`)

/** Runs a test on each database engine, in a registry of one agreement, which rests on none of these pages. */
function onEachDatabase(promise: string, body: (t: Test, registry: Registry) => Promise<void>): void {
  const dataSet = { records: new Map([['elsewhere', anAgreement({ id: 'elsewhere' })]]), corrections: [] }
  for (const engine of engines)
    t.test(`${promise} (${engine})`, async t => body(t, await startWith(t, engine, dataSet)))
}

onEachDatabase(
  'copies are noted at the sources that they are of, once, and take no other’s place unasked',
  async (t, registry) => {
    await write(registry)
    const before = await revisionsIn(registry)
    const outcomes = [
      ['both', 'treaty-text', 'noted'],
      ['both', 'b', 'noted'],
      ['copied', 'treaty-text', 'kept']
    ]
    t.same(await archived(registry, list, { dryRun: true }), outcomes)
    t.same(await revisionsIn(registry), before, 'a dry run writes nothing')

    t.same(await archived(registry, list), outcomes)
    t.same(await sourcesIn(registry, 'both'), [copyOf(page), copyOf(other), null])
    t.same(await sourcesIn(registry, 'copied'), ['https://www.example.org/copy-of-mine'])
    const { body } = await registry.get('/v1/agreements/both/revisions')
    t.match(body.items, [
      {
        version: 2,
        actor: 'sources',
        cause: 'editorial',
        note: 'Stored copies of sources',
        changed: ['/sources/0/archivedUrl', '/sources/1/archivedUrl']
      },
      { version: 1 }
    ])
    const after = await revisionsIn(registry)
    t.equal(after.length, before.length + 1)

    t.same(await archived(registry, list), [
      ['both', 'treaty-text', 'there already'],
      ['both', 'b', 'there already'],
      ['copied', 'treaty-text', 'kept']
    ])
    t.same(await revisionsIn(registry), after, 'once more changes nothing')

    t.match(await archived(registry, list, { replace: true }), [[], [], ['copied', 'treaty-text', 'replaced']])
    t.same(await sourcesIn(registry, 'copied'), [copyOf(page)])
    const differences: string[] = []
    for await (const difference of verify(registry.database.db)) differences.push(difference)
    t.same(differences, [])
  }
)

onEachDatabase(
  'an agreement with a fault of its own is refused whole, and the next one is done',
  async (t, registry) => {
    await write(registry)
    const { db } = registry.database
    // As if a rule had become stricter since.
    await db.execute(sql`update revision set document = replace(document::text, '2019-09-20', '2019-02-30')::json
    where agreement_id = 'both'`)
    t.same(await archived(registry, list, { replace: true }), [
      ['both', 'treaty-text', 'refused'],
      ['both', 'b', 'refused'],
      ['copied', 'treaty-text', 'replaced']
    ])
    t.equal((await registry.get('/v1/agreements/both/revisions')).body.items.length, 1)
  }
)

t.test('a list is read as spreadsheets write it', async t => {
  const copies = new Map([
    [page, { line: 2, archivedUrl: copyOf(page) }],
    [other, { line: 3, archivedUrl: copyOf(other) }]
  ])
  t.same(readCopies(list), copies)
  t.same(readCopies(`\ufeff${list.replaceAll('\n', '\r\n')}\r\n`), copies)
  t.same(readCopies(`${list}${page},${copyOf(page)}\n`), copies, 'the same once more')
  t.same(readCopies('url,archivedUrl\n'), new Map())
})

t.test('whatever is wrong with a list is said at once, with its line, and nothing of it is used', async t => {
  const faulty: [string, RegExp][] = [
    ['', /^Line 1: the list begins with its head, url,archivedUrl\.$/],
    [`${page},${copyOf(page)}\n`, /^Line 1: the list begins with its head/],
    ['archivedUrl,url\n', /^Line 1: the list begins with its head/],
    [`${list}${page}\n`, /^Line 4: this is no CSV of two columns \(.+\)\.$/],
    [`${list}"${page},a\n`, /^Line 4: this is no CSV of two columns/],
    [`${list}${page},\n`, /^Line 4: The text is blank/],
    [`${list},${copyOf(page)}\n`, /^Line 4: there is no address\.$/],
    [`${list}${page},www.example.org\n`, /^Line 4: This is no address that begins with http/],
    [`${list}${page},https://u:p@example.org/\n`, /^Line 4: .*password\.$/],
    [`${list}${page},https://www.example.org/${'a'.repeat(2000)}\n`, /^Line 4: the address of the copy is longer/],
    [`${list}${page},"${copyOf(other)}"\n`, /^Line 4: line 2 has another copy of the same address\.$/],
    [`${list}${page},x\n\n"${other}",y\n`, /^Line 4: .*\nLine 6: .*$/]
  ]
  for (const [text, sentence] of faulty) t.throws(() => readCopies(text), { message: sentence }, text)
})
