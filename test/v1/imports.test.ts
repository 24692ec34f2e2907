import t from 'tap'
import { anAgreement } from '../fixtures/agreement.ts'
import { agreementsSeeded, revisionsSeeded } from '../fixtures/data-set.ts'
import { onEachDatabase, type Registry } from '../start.ts'

// On each engine one registry for all of them, since they name records of their own.

const path = '/v1/imports'
const ndjson = { 'content-type': 'application/x-ndjson' }
const lines = (...records: unknown[]) => records.map(record => `${JSON.stringify(record)}\n`).join('')
const example = (name: string, overrides = {}) => anAgreement({ id: `us-sv-2019-${name}`, ...overrides })
const related = (name: string) => ({ relations: [{ type: 'related', agreement: `us-sv-2019-${name}` }] })

onEachDatabase(t, 'a file of records', async (t, api) => {
  const send = (query: string, ...records: unknown[]) => api.post(`${path}?${query}`, lines(...records), ndjson)
  const read = async (name: string) => (await api.get(`/v1/agreements/us-sv-2019-${name}`)).body

  await t.test('that was exported is imported as it is, and makes no revision', async t => {
    const { text } = await api.get('/v1/agreements?format=ndjson')
    const report = { created: 0, updated: 0, unchanged: agreementsSeeded, derivedMembers: 3 * agreementsSeeded }
    t.same((await api.post(path, text, ndjson)).body, report)
    t.equal(await revisions(api), revisionsSeeded)
  })

  await t.test('is kept as a whole, and its records name each other in any order', async t => {
    const names = ['first', 'second', 'third']
    const ring = names.map((name, i) => example(name, related(names[(i + 1) % 3] as string)))
    const answer = await send('note=All%20three&cause=new_source', ...ring)
    t.match(answer, { status: 200, body: { created: 3, updated: 0, unchanged: 0, derivedMembers: 0 } })
    const { items } = (await api.get(`/v1/changes?${ring.map(({ id }) => `agreement=${id}`).join('&')}`)).body
    t.same(
      items.map(({ agreement }: { agreement: string }) => agreement),
      ring.map(({ id }) => id),
      'the feed has them in the order of the file'
    )
    t.match(await read('first'), { ...related('second'), revision: { note: 'All three', cause: 'new_source' } })
    const list = await api.post(path, [example('fourth', related('fifth')), example('fifth')])
    t.match(list, { status: 200, body: { created: 2 } }, 'as a list of JSON, too')
  })

  await t.test('changes what is there where it may, and items without an id keep theirs', async t => {
    const unnamed = { type: 'signed', date: '2019-09-20', citations: [{ source: 'treaty-text' }] }
    const changed = example('first', { notes: 'Changed.', events: [unnamed] })
    t.match(await send('mode=create', changed), { status: 422, body: { errors: [{ line: 1, code: 'taken' }] } })
    t.match((await send('', changed)).body, { updated: 1, created: 0 })
    t.match(await read('first'), { notes: 'Changed.', events: [{ id: 'signed' }], revision: { version: 2 } })
    t.match((await send('', changed)).body, { updated: 0, unchanged: 1 })
    await api.delete('/v1/agreements/us-sv-2019-fourth', { 'if-match': '*' })
    t.match(await send('', example('fourth')), { status: 422, body: { errors: [{ code: 'deleted' }] } })
  })

  await t.test('with faults is answered with all of them, and nothing of it is kept', async t => {
    const { id: _, ...unnamed } = example('bad')
    const file = [
      lines(example('good')),
      '{"id":"us-sv-2019-torn","title":\n',
      '\n',
      lines(example('bad-form', { kinds: ['treaty'], titel: 'x' })),
      lines(example('bad-meaning', { events: [{ ...example('').events?.[0], date: '2023-02-30' }] })),
      lines(example('good')),
      lines(example('bad-relation', related('nowhere')), unnamed, 5)
    ].join('')
    const { status, headers, body } = await api.post(path, file, ndjson)
    t.match({ status, headers }, { status: 422, headers: { 'content-type': /^application\/problem\+json/ } })
    t.same(
      body.errors.map(({ line, id, pointer, code }: Record<string, unknown>) => [line, id, pointer, code]),
      [
        [2, null, '#', 'malformed_request'],
        [4, 'us-sv-2019-bad-form', '#/titel', 'unknown_member'],
        [4, 'us-sv-2019-bad-form', '#/kinds/0', 'unknown_value'],
        [5, 'us-sv-2019-bad-meaning', '#/events/0/date', 'invalid_date'],
        [6, 'us-sv-2019-good', '#/id', 'duplicate_id'],
        [7, 'us-sv-2019-bad-relation', '#/relations/0/agreement', 'unknown_agreement'],
        [8, null, '#/id', 'missing'],
        [9, null, '#', 'type']
      ]
    )
    t.match(body, { code: 'invalid-import', badRecords: 7 })
    t.match(body.errors[0].detail, /line 2, column \d+/)
    t.equal((await api.get('/v1/agreements/us-sv-2019-good')).status, 404)
    const many = await api.post(path, '{}\n'.repeat(1_001), ndjson)
    t.match(many.body, { badRecords: 1_001, moreErrors: true })
    t.equal(many.body.errors.length, 1_000)
    const twiceBad = example('twice-bad', { relations: [{ type: 'replaces', agreement: 'nowhere' }], kinds: [] })
    const onOneLine = await send('', { titel: 'x' }, {}, example('twin'), example('twin'), twiceBad, example('fine'))
    t.equal(onOneLine.body.badRecords, 4, 'records are counted, also where they stand on one line')
  })

  await t.test('that is none is refused before its records are looked at', async t => {
    for (const text of ['{}', '[{}', '[] []', '"x"', ','])
      t.match(await api.post(path, text), { status: 400, body: { detail: /line 1, column \d/ } }, text)
    t.match(await api.post(path, 'id,title\n', { 'content-type': 'text/csv' }), {
      status: 415,
      headers: { 'accept-post': 'application/json, application/x-ndjson' }
    })
    t.match(await api.post(path, '[]'), { status: 200, body: { created: 0 } })
    t.match(await send('dryRun=maybe', example('x')), { status: 400 })
    t.match(await send('asOf=2020-01-01', example('x')), { status: 400, body: { errors: [{ parameter: 'asOf' }] } })
  })

  await t.test('that is rehearsed says what it would be, at any clocks, and is not kept', async t => {
    const before = await revisions(api)
    const records = [example('rehearsed', related('sixth')), example('sixth'), example('second', related('third'))]
    const { status, body } = await send('dryRun=true&asOf=2020-01-01&reportedBy=2019-10-01', ...records)
    t.match({ status, body }, { status: 200, body: { created: 2, unchanged: 1 } })
    const alone = await api.get('/v1/agreements/us-sv-2019-second?asOf=2020-01-01&reportedBy=2019-10-01')
    t.same(
      body.records.map(({ line, outcome, status }: Record<string, unknown>) => [line, outcome, status]),
      [
        [1, 'created', alone.body.status],
        [2, 'created', alone.body.status],
        [3, 'unchanged', alone.body.status]
      ],
      'its status is what a read would give'
    )
    const early = await send('dryRun=true&asOf=2000-01-01', example('rehearsed'))
    t.equal(early.body.records[0].status, null, 'nothing was known then')
    t.equal(await revisions(api), before)
    t.equal((await send('dryRun=true', example('rehearsed', { kinds: [] }))).status, 422)
  })

  await t.test('that the database gives up for another transaction is tried again', async t => {
    const { db } = api.database
    await db.execute('create sequence attempts')
    await db.execute(`create function give_up() returns trigger language plpgsql as $$ begin
      if nextval('attempts') = 1 then raise exception 'given up' using errcode = 'deadlock_detected'; end if;
      return null;
    end $$`)
    await db.execute('create trigger give_up before insert on revision for each statement execute function give_up()')
    t.match(await send('', example('tried-again')), { status: 200, body: { created: 1 } })
    t.match(await read('tried-again'), { revision: { version: 1 } })
    await db.execute('drop trigger give_up on revision')
  })

  await t.test('of two at once that change the same record none is lost', async t => {
    const answers = await Promise.all(
      ['One.', 'Two.', 'Three.'].map(notes => send('', example('third', { notes }), example('second')))
    )
    for (const { status } of answers) t.ok([200, 503].includes(status), `${status}`)
    const kept = answers.filter(({ status }) => status === 200).length
    t.ok(kept > 0, 'and one gets through')
    t.equal((await read('third')).revision.version, 1 + kept)
  })
})

const revisions = async ({ get }: Registry): Promise<number> => {
  let count = 0
  for (let next: string | null = '/v1/changes?limit=200'; next; ) {
    const { body } = await get(next)
    count += body.items.length
    next = body.more ? body.next : null
  }
  return count
}
