import { setTimeout } from 'node:timers/promises'
import { sql } from 'drizzle-orm'
import t, { type Test } from 'tap'
import { verify } from '../../src/agreements/upkeep/store-verify.ts'
import type { DataSet } from '../../src/commands/seed.ts'
import { lineOf, update } from '../../src/commands/update.ts'
import { openDatabase } from '../../src/database/open.ts'
import { queryRows } from '../../src/database/rows.ts'
import { inWrite } from '../../src/database/write.ts'
import { complete } from '../../src/record/complete.ts'
import type { AgreementInput } from '../../src/record/schema/agreement.ts'
import { anAgreement } from '../fixtures/agreement.ts'
import { save } from '../fixtures/saving.ts'
import { engines, type Registry, startWith, urlOf } from '../start.ts'

const now = new Date('2026-11-26T12:00:00.000Z')

const dataSet = (records: AgreementInput[], corrections: DataSet['corrections'] = []): DataSet => ({
  records: new Map(records.map(record => [record.id as string, record])),
  corrections
})

const record = (id: string, summary: string, rest: Partial<AgreementInput> = {}) =>
  anAgreement({ id, summary, ...rest })

function onEachFilledBy(promise: string, older: DataSet, body: (t: Test, registry: Registry) => Promise<void>): void {
  for (const engine of engines) t.test(`${promise} (${engine})`, async t => body(t, await startWith(t, engine, older)))
}

/** What an update says of each record. */
async function linesOf({ database }: Registry, newer: DataSet, options: { dryRun?: boolean } = {}): Promise<string[]> {
  const lines: string[] = []
  for await (const result of update(database, newer, { now, ...options })) lines.push(lineOf(result))
  return lines
}

/** All that a write would leave. */
const tracesOf = async ({ database: { db } }: Registry) => [
  await queryRows(
    db,
    sql`select seq::int, agreement_id, version, actor, superseded_at::text from revision order by seq`
  ),
  await queryRows(db, sql`select id from agreement order by id`)
]

const differencesOf = async ({ database: { db } }: Registry) => {
  const found: string[] = []
  for await (const difference of verify(db)) found.push(difference)
  return found
}

const match = (version: number) => ({ 'if-match': `"${version}"` })
const today = new Date().toISOString().slice(0, 10)

const older = dataSet([
  record('same', 'As it was.'),
  record('mended', 'As it was.'),
  record('edited', 'As it was.'),
  record('edited-alike', 'As it was.'),
  record('deleted', 'As it was.'),
  record('restored', 'As it was.')
])
const newer = dataSet([
  // It names a record that is new as well.
  record('mended', 'Mended.', { relations: [{ type: 'amends', agreement: 'late' }] }),
  record('same', 'As it was.'),
  record('edited', 'Mended.'),
  record('edited-alike', 'Edited.'),
  record('deleted', 'Mended.'),
  record('restored', 'Mended.'),
  record('taken', 'Mended.'),
  record('late', 'New.')
])

async function edit({ post, patch, delete: remove }: Registry): Promise<void> {
  await patch('/v1/agreements/edited', { summary: 'Edited.' }, match(1))
  await patch('/v1/agreements/edited-alike', { summary: 'Edited.' }, match(1))
  await remove('/v1/agreements/deleted', match(1))
  await remove('/v1/agreements/restored', match(1))
  await post('/v1/agreements/restored/revisions/1/restore', undefined, { 'content-type': '' })
  await post('/v1/agreements', record('taken', 'Of a reader.'))
}

const leftAlone = [
  `edited: left alone: changed by tester on ${today} (version 2)`,
  'edited-alike: unchanged',
  `deleted: left alone: deleted by tester on ${today} (version 2)`,
  `restored: left alone: restored by tester on ${today} (version 3)`,
  `taken: left alone: written by tester on ${today} (version 1)`
]

onEachFilledBy(
  'an update brings what is new and changed, once, and leaves alone what others wrote',
  older,
  async (t, registry) => {
    await edit(registry)
    const { body: before } = await registry.get('/v1/changes')

    t.same(await linesOf(registry, newer), [
      'mended: changed: /summary, /relations',
      'same: unchanged',
      ...leftAlone,
      'late: new'
    ])
    const { body: mended } = await registry.get('/v1/agreements/mended')
    t.match(mended, {
      summary: 'Mended.',
      relations: [{ agreement: 'late' }],
      revision: { version: 2, actor: 'seed', cause: 'editorial', note: 'Update of the data set of the registry' }
    })
    t.equal((await registry.get('/v1/agreements/edited')).body.summary, 'Edited.')
    t.equal((await registry.get('/v1/agreements/restored')).body.summary, 'As it was.')
    t.equal((await registry.get('/v1/agreements/taken')).body.summary, 'Of a reader.')
    t.equal((await registry.get('/v1/agreements/deleted')).status, 410)

    const { body: revisions } = await registry.get('/v1/agreements/mended/revisions')
    t.match(revisions.items, [
      { version: 2, operation: 'update', changed: ['/summary', '/relations'] },
      { version: 1, operation: 'create' }
    ])
    const { body: feed } = await registry.get(`/v1/changes?after=${before.next.split('after=')[1]}`)
    t.match(feed.items, [
      { agreement: 'late', version: 1, operation: 'create', actor: 'seed', cause: null },
      { agreement: 'mended', version: 2, operation: 'update', actor: 'seed', cause: 'editorial' }
    ])
    t.equal(feed.items.length, 2)
    t.same(await differencesOf(registry), [])

    const traces = await tracesOf(registry)
    t.same(await linesOf(registry, newer), ['mended: unchanged', 'same: unchanged', ...leftAlone, 'late: unchanged'])
    t.same(await tracesOf(registry), traces, 'a second update writes nothing')
  }
)

onEachFilledBy('a dry run says what an update would do, and writes nothing', older, async (t, registry) => {
  await edit(registry)
  const traces = await tracesOf(registry)
  const said = await linesOf(registry, newer, { dryRun: true })
  t.same(await tracesOf(registry), traces)
  t.same(said, await linesOf(registry, newer))
})

const note = 'The first version had another summary.'
const corrected = (summary: string): DataSet =>
  dataSet(
    [record('corrected', summary)],
    [{ agreement: 'corrected', note, earlier: [{ op: 'replace', path: '/summary', value: 'Mistaken.' }] }]
  )

onEachFilledBy(
  'what was corrected since is that correction, with its note',
  dataSet([record('corrected', 'Mistaken.')]),
  async (t, registry) => {
    t.same(await linesOf(registry, corrected('Right.')), ['corrected: changed: /summary'])
    const { body } = await registry.get('/v1/agreements/corrected')
    t.match(body.revision, { version: 2, actor: 'seed', cause: 'correction', note })
    t.same(await linesOf(registry, corrected('Right.')), ['corrected: unchanged'])
  }
)

onEachFilledBy(
  'a record whose correction was loaded with it is still the data set’s',
  corrected('Right.'),
  async (t, registry) => {
    t.same(await linesOf(registry, corrected('Right.')), ['corrected: unchanged'])
    t.same(await linesOf(registry, corrected('Better.')), ['corrected: changed: /summary'])
    const { body } = await registry.get('/v1/agreements/corrected/revisions')
    t.match(body.items, [
      { version: 3, cause: 'editorial' },
      { version: 2, cause: 'correction' },
      { version: 1, cause: null }
    ])
  }
)

onEachFilledBy(
  'an update that fails leaves whole records, and the next one does the rest',
  older,
  async (t, registry) => {
    const wrong = { events: [{ ...anAgreement().events?.[0], date: '2019-02-30' }] } as Partial<AgreementInput>
    const lines: string[] = []
    const broken = dataSet([record('same', 'Mended.'), record('mended', 'Mended.', wrong), record('edited', 'Mended.')])
    await t.rejects(async () => {
      for await (const result of update(registry.database, broken, { now })) lines.push(lineOf(result))
    })
    t.same(lines, ['same: changed: /summary'])
    t.match((await registry.get('/v1/agreements/same')).body, { summary: 'Mended.', revision: { version: 2 } })
    t.match((await registry.get('/v1/agreements/mended')).body, { summary: 'As it was.', revision: { version: 1 } })
    t.same(await differencesOf(registry), [])

    const traces = await tracesOf(registry)
    const brokenAndNew = dataSet([
      record('first', 'New.'),
      record('second', 'New.', wrong),
      record('edited', 'Mended.')
    ])
    await t.rejects(linesOf(registry, brokenAndNew))
    t.same(await tracesOf(registry), traces, 'what is new comes whole or not at all, and first')

    const mended = dataSet([record('same', 'Mended.'), record('mended', 'Mended.'), record('edited', 'Mended.')])
    t.same(await linesOf(registry, mended), [
      'same: unchanged',
      'mended: changed: /summary',
      'edited: changed: /summary'
    ])
  }
)

t.test('whoever writes while an update decides is not overwritten', async t => {
  const { database, get } = await startWith(t, 'postgresql', older)
  const other = await openDatabase({ databaseUrl: urlOf(database), dataDir: '' })
  t.teardown(() => other.close())
  const updating = update(database, dataSet([record('same', 'As it was.'), record('edited', 'Mended.')]), { now })
  t.match((await updating.next()).value, { id: 'same', outcome: 'unchanged' })
  const waiting = sql`select from pg_locks join pg_database on oid = database
    where datname = current_database() and locktype = 'advisory' and not granted`

  const { second } = await inWrite(other, async write => {
    const second = updating.next()
    // Once it waits for the lock, it has read what is there before.
    while ((await queryRows(write.tx, waiting)).length === 0) await setTimeout(20)
    await save(write, 'edited', complete(record('edited', 'Edited.')), today)
    return { second }
  })
  t.match((await second).value, { id: 'edited', outcome: 'left alone', since: { actor: 'tester', version: 2 } })
  t.equal((await get('/v1/agreements/edited')).body.summary, 'Edited.')
})
