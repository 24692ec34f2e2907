import { setTimeout } from 'node:timers/promises'
import { sql } from 'drizzle-orm'
import t from 'tap'
import { buildApp } from '../../src/app.ts'
import { encodeCursor } from '../../src/http/output/pagination.ts'
import { anAgreement } from '../fixtures/agreement.ts'
import { agreementsSeeded, revisionsSeeded } from '../fixtures/data-set.ts'
import { onEachDatabase, onEachRecord, type Registry, readOnEachDatabase, start, testConfig } from '../start.ts'

interface Entry {
  agreement: string
  version: number
  operation: string | null
  cause: string | null
  day: string | null
  changed: string[]
  recordedAt: string
}

/** Follows the feed from an address until there is nothing more. */
async function follow({ get }: Pick<Registry, 'get'>, from: string): Promise<{ entries: Entry[]; next: string }> {
  const entries: Entry[] = []
  for (let url = from; ; ) {
    const { status, text, body } = await get(url)
    if (status !== 200) throw new Error(text)
    entries.push(...body.items)
    url = body.next
    if (!body.more) return { entries, next: url }
  }
}

/** The address at which the feed goes on after all that is there. */
const nowAt = async (api: Registry, filters = ''): Promise<string> =>
  (await follow(api, `/v1/changes?limit=200${filters}`)).next

const path = '/v1/agreements/us-sv-2019-example'
const shown = ({ agreement, version, operation }: Entry) => `${agreement} ${version} ${operation}`

onEachDatabase(
  t,
  'the feed begins at the beginning, goes on where a reader stopped, and waits there',
  async (t, api) => {
    const all = await follow(api, '/v1/changes?limit=20')
    t.equal(all.entries.length, revisionsSeeded)
    const [created, corrected] = [all.entries.slice(0, agreementsSeeded), all.entries.slice(agreementsSeeded)]
    t.ok(created.every(entry => entry.operation === 'create' && entry.version === 1))
    t.ok(corrected.every(entry => entry.operation === 'update' && entry.version === 2 && entry.cause === 'correction'))
    t.same((await api.get(all.next)).body, { items: [], next: all.next, more: false })
    await api.post('/v1/agreements?cause=new_source&note=Found', anAgreement())
    await api.patch(path, { notes: 'New.' }, { 'if-match': '"1"' })
    await api.delete(path, { 'if-match': '"2"' })
    await api.post(`${path}/revisions/2/restore`, '')
    const answer = await api.get(all.next)
    t.match(answer.body.items, [
      {
        agreement: 'us-sv-2019-example',
        version: 1,
        operation: 'create',
        actor: 'tester',
        cause: 'new_source',
        note: 'Found',
        day: null,
        changed: [''],
        href: `${path}/revisions/1`,
        record: null
      },
      { version: 2, operation: 'update', changed: ['/notes'] },
      { version: 3, operation: 'delete' },
      { version: 4, operation: 'restore' }
    ])
    t.match(answer.headers, { 'cache-control': 'no-cache', link: /rel="next"/ })
    const moments = answer.body.items.map((entry: Entry) => entry.recordedAt)
    t.same(moments, [...moments].sort())
  }
)

onEachDatabase(t, 'the feed dates a change to the very millisecond, also after January 2038', async (t, api) => {
  const moment = (i: number) => new Date(Date.UTC(2038, 2, 7 * i, 0, 0, i, (i * 37) % 1000)).toISOString()
  await api.database.db.execute(sql`
    with entry as (select seq, row_number() over (order by seq) as place from revision)
    update revision set recorded_at = recorded.moment, superseded_at = superseded_at + interval '100 years' from entry, (
      select value::timestamptz as moment, ordinality as place
      from json_array_elements_text(${JSON.stringify(Array.from({ length: revisionsSeeded }, (_, i) => moment(i)))}::json) with ordinality
    ) as recorded
    where entry.seq = revision.seq and entry.place = recorded.place`)
  const { entries } = await follow(api, '/v1/changes?limit=200')
  t.same(
    entries.map(({ recordedAt }) => recordedAt),
    entries.map((_, i) => moment(i))
  )
})

onEachRecord(t, 'view=full carries the record of each version', async (t, api) => {
  const from = await nowAt(api, '&view=full')
  await api.create()
  await api.patch(api.path, { notes: 'New.' }, { 'if-match': '"1"' })
  await api.delete(api.path, { 'if-match': '"2"' })
  const { items } = (await api.get(from)).body
  t.match(items, [{ record: { id: api.id, notes: null } }, { record: { notes: 'New.' } }, { record: null }])
  const { revision: _, ...second } = (await api.get(`${api.path}/revisions/2`)).body
  t.same(items[1].record, second)
})

onEachRecord(t, 'a reader follows some agreements only, and still hears when one leaves', async (t, api) => {
  const filters = [`agreement=${api.id}`, 'kind=safe_third_country', 'party=SV', 'cause=editorial']
  const from = await Promise.all(filters.map(filter => nowAt(api, `&${filter}`)))
  await api.create()
  const { us, xk } = { us: { country: 'US', role: 'sender' }, xk: { country: 'XK', role: 'receiver' } }
  await api.patch(`${api.path}?cause=editorial`, { kinds: ['readmission'], parties: [us, xk] }, { 'if-match': '"1"' })
  await api.patch(api.path, { notes: 'Not of that kind any more.' }, { 'if-match': '"2"' })
  await api.create({ id: `${api.id}-another` })
  const seen = await Promise.all(from.map(async url => (await follow(api, url)).entries.map(shown)))
  const [created, updated, again, another] = [
    `${api.id} 1 create`,
    `${api.id} 2 update`,
    `${api.id} 3 update`,
    `${api.id}-another 1 create`
  ]
  t.same(seen, [[created, updated, again], [created, updated, another], [created, updated, another], [updated]])
  t.same(
    (await follow(api, '/v1/changes?kind=safe_third_country&kind=readmission&party=XK')).entries.map(shown).slice(-2),
    [updated, again]
  )
})

onEachRecord(t, 'a status that changes as time passes is an entry, once, with what changed', async (t, api) => {
  api.clock.now = new Date('2094-01-01T00:00:00.000Z')
  const from = await nowAt(api)
  const term = { endsOn: '2095-06-30', citations: [{ source: 'treaty-text' }] }
  const made = await api.create({ term })
  t.equal(made.status, 201, made.text)
  api.clock.now = new Date('2095-06-30T23:59:59.999Z')
  const before = await follow(api, from)
  t.same(before.entries.map(shown), [`${api.id} 1 create`])
  api.clock.now = new Date('2095-07-01T00:00:00.000Z')
  // A reader, a second reader and a writer meet after midnight.
  const [first, second] = await Promise.all([
    follow(api, before.next),
    follow(api, before.next),
    api.create({ id: `${api.id}-midnight` })
  ])
  const expiry = {
    agreement: api.id,
    version: 1,
    operation: null,
    actor: null,
    cause: 'time_passed',
    day: '2095-07-01',
    href: `${api.path}/revisions/1`
  }
  t.match(first.entries[0], expiry)
  t.match(second.entries[0], expiry)
  t.ok(first.entries[0]?.changed.includes('/status/legal'))
  t.ok(first.entries[0]?.changed.includes('/status/label'))
  api.clock.now = new Date('2095-07-09T00:00:00.000Z')
  const later = (await follow(api, before.next)).entries.map(({ agreement, cause }) => `${agreement} ${cause}`)
  t.same(later, [`${api.id} time_passed`, `${api.id}-midnight null`], 'time comes before the write, and once')
  const filtered = await follow(api, '/v1/changes?cause=time_passed&limit=200')
  t.equal(filtered.entries.filter(({ day }) => day === '2095-07-01').length, 1)
})

readOnEachDatabase(
  t,
  'a position that is lost is 410, what never was one 400, and both say what to do',
  async (t, api) => {
    const { next } = (await api.get('/v1/changes?limit=1')).body
    const after = new URL(next, 'http://host').searchParams.get('after') as string
    const forged = `${after[0] === 'A' ? 'B' : 'A'}${after.slice(1)}`
    const { body: list } = await api.get('/v1/agreements?limit=1')
    const otherCursor = new URL(list.page.next, 'http://host').searchParams.get('cursor')
    for (const position of [
      forged,
      encodeCursor({ seq: 1 }, 'the key of a registry before'),
      encodeCursor({ seq: -1 }, '')
    ])
      t.match(
        await api.get(`/v1/changes?after=${position}`),
        { status: 410, body: { code: 'cursor-gone', errors: [{ parameter: 'after', detail: /Begin again/ }] } },
        position
      )
    for (const position of [
      'abc',
      'nonsense',
      '5',
      `${after}!`,
      after.slice(0, -1),
      otherCursor,
      encodeCursor('x', '')
    ])
      t.match(
        await api.get(`/v1/changes?after=${position}`),
        { status: 400, body: { code: 'invalid-cursor', errors: [{ parameter: 'after', detail: /begin without it/ }] } },
        String(position)
      )
    t.match(await api.get('/v1/changes?after='), { status: 400, body: { errors: [{ parameter: 'after' }] } })
    for (const [parameter, value] of [
      ['limit', '0'],
      ['limit', '201'],
      ['kind', 'prison'],
      ['party', 'UK'],
      ['cause', 'boredom'],
      ['agreement', 'US SV'],
      ['view', 'whole']
    ])
      t.match(
        await api.get(`/v1/changes?${parameter}=${value}`),
        { status: 400, body: { errors: [{ parameter }] } },
        `${parameter}=${value}`
      )
  }
)

t.test('a position from before a backup was put back is 410, not silence (postgresql)', async t => {
  const api = await start(t, 'postgresql')
  await api.post('/v1/agreements', anAgreement())
  const next = await nowAt(api)
  await api.database.db.execute('delete from status_interval where seq = (select max(seq) from revision)')
  for (const table of ['kind', 'party', 'event', 'source'])
    await api.database.db.execute(`delete from "${table}" where seq = (select max(seq) from revision)`)
  await api.database.db.execute('delete from revision where seq = (select max(seq) from revision)')
  t.match(await api.get(next), { status: 410, body: { code: 'cursor-gone' } })
})

t.test('who follows 16 writers, by two processes, sees every change once and in order (postgresql)', async t => {
  const api = await start(t, 'postgresql')
  const second = await buildApp({ config: testConfig, database: api.database, now: () => api.clock.now })
  t.teardown(() => second.close())
  const get: Registry['get'] = async url => {
    const { statusCode, headers, body } = await second.inject({ method: 'GET', url })
    return { status: statusCode, headers: headers as Record<string, string>, text: body, body: JSON.parse(body) }
  }
  const from = await nowAt(api)
  let writing = true
  const write = async (writer: number) => {
    const id = `us-sv-2019-writer-${writer}`
    await api.post('/v1/agreements', anAgreement({ id }))
    for (let i = 1; i <= 5; i++)
      await api.patch(`/v1/agreements/${id}`, { notes: `Note ${i}` }, { 'if-match': `"${i}"` })
    await api.delete(`/v1/agreements/${id}`, { 'if-match': '*' })
  }
  const writers = Promise.all(Array.from({ length: 16 }, (_, i) => write(i))).finally(() => {
    writing = false
  })
  const seen: Entry[] = []
  const reader = async () => {
    let url = from
    for (let isLast = false; !isLast; ) {
      isLast = !writing
      const { entries, next } = await follow({ get }, url.replace('limit=200', 'limit=7'))
      seen.push(...entries)
      url = next
      await setTimeout(1)
    }
  }
  await Promise.all([writers, reader()])
  t.equal(seen.length, 16 * 7)
  t.same(seen, (await follow(api, from)).entries, 'as they stand in the end')
  const moments = seen.map(({ recordedAt }) => recordedAt)
  t.same(moments, [...moments].sort())
  for (let writer = 0; writer < 16; writer++)
    t.same(
      seen.filter(({ agreement }) => agreement === `us-sv-2019-writer-${writer}`).map(({ version }) => version),
      [1, 2, 3, 4, 5, 6, 7]
    )
})
