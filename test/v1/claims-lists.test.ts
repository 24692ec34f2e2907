import { parse } from 'csv-parse/sync'
import t from 'tap'
import { bounds } from '../../src/record/dates.ts'
import type { Agreement } from '../../src/record/schema/agreement.ts'
import { aSource } from '../fixtures/agreement.ts'
import { agreements } from '../fixtures/data-set.ts'
import { onEachRecord, type Reader, readOnEachDatabase } from '../start.ts'

// biome-ignore lint/suspicious/noExplicitAny: items of every shape
type Item = any

/** All items of a list, walked through in pages. */
async function walk({ get }: Reader, first: string): Promise<Item[]> {
  const items: Item[] = []
  for (let url: string | null = first; url; ) {
    const { body, status, text } = await get(url)
    if (status !== 200) throw new Error(text)
    items.push(...body.items)
    url = body.page.next
  }
  return items
}

const today = '2026-11-26'
const any = { 'if-match': '*' }
const byText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)
const eventsOf = (records: Agreement[]) =>
  records.flatMap(record =>
    record.events
      .filter(event => event.standing !== 'retracted' && bounds(event.date).lo <= today)
      .map(event => ({ record, event, ...bounds(event.date) }))
  )
const nameOf = ({ agreement, event }: Item) => `${agreement.id} ${event.id}`

readOnEachDatabase(t, 'events are one timeline of all agreements, in order and each once', async (t, reader) => {
  const expected = eventsOf(agreements).sort(
    (a, b) => byText(a.lo, b.lo) || byText(a.record.id, b.record.id) || byText(a.event.id, b.event.id)
  )
  const names = expected.map(({ record, event }) => `${record.id} ${event.id}`)
  const items = await walk(reader, '/v1/events?limit=199&sort=date&total=true')
  t.same(items.map(nameOf), names)
  t.same((await walk(reader, '/v1/events?limit=200')).map(nameOf), [...names].reverse())
  t.equal((await reader.get('/v1/events?limit=1&total=true')).body.page.total, names.length)
  const { event, record, lo, hi } = expected[400] as (typeof expected)[number]
  t.match(items[400], {
    event,
    from: lo,
    to: hi,
    agreement: { id: record.id, title: record.title, status: { asOf: today, knownAt: null } }
  })
})

readOnEachDatabase(
  t,
  'filters of events say which events are shown, the others of which agreements',
  async (t, reader) => {
    const shown = async (query: string) => (await walk(reader, `/v1/events?limit=200&sort=id&${query}`)).map(nameOf)
    const expected = (keeps: (one: ReturnType<typeof eventsOf>[number]) => boolean) =>
      eventsOf(agreements)
        .filter(keeps)
        .map(({ record, event }) => [record.id, event.id] as const)
        .sort((a, b) => byText(a[0], b[0]) || byText(a[1], b[1]))
        .map(names => names.join(' '))
    const isOfSalvador = (record: Agreement) => record.parties.some(({ country }) => country === 'SV')
    t.same(
      await shown('eventType=court_ruling'),
      expected(({ event }) => event.type === 'court_ruling')
    )
    t.same(
      await shown('eventFrom=2025&eventTo=2025-06'),
      expected(({ lo, hi }) => lo <= '2025-06-30' && hi >= '2025-01-01')
    )
    t.same(
      await shown('eventFrom=2025&eventTo=2025-06&match=certain'),
      expected(({ lo, hi }) => lo >= '2025-01-01' && hi <= '2025-06-30')
    )
    t.same(
      await shown('party=SV'),
      expected(({ record }) => isOfSalvador(record))
    )
    t.same(
      await shown('party=SV&eventType=signed'),
      expected(({ record, event }) => isOfSalvador(record) && event.type === 'signed')
    )
    t.match(await reader.get('/v1/events?eventTyp=signed'), {
      status: 400,
      body: { errors: [{ detail: /eventType/ }] }
    })
    t.match(await reader.get('/v1/events?sort=amount'), { status: 400, body: { errors: [{ parameter: 'sort' }] } })
  }
)

readOnEachDatabase(t, 'the clocks leave out what had not happened or was not published', async (t, reader) => {
  const id = 'us-sv-2019-asylum-cooperative-agreement'
  const record = agreements.find(one => one.id === id) as Agreement
  const then = await walk(reader, '/v1/events?limit=200&party=SV&asOf=2021-02-10')
  t.ok(then.length > 3)
  for (const { from, agreement } of then) {
    t.ok(from === null || from <= '2021-02-10')
    t.equal(agreement.status.asOf, '2021-02-10')
  }
  const published = new Map(record.sources.map(source => [source.id, source.publishedOn ?? source.accessedOn]))
  const expected = record.events
    .filter(event => bounds(event.date).lo <= '2021-01-01')
    .filter(event => event.citations.some(one => bounds(published.get(one.source) ?? '[2100..]').hi <= '2021-01-15'))
    .map(event => `${id} ${event.id}`)
  const found = await walk(reader, '/v1/events?limit=200&party=SV&asOf=2021-01-01&reportedBy=2021-01-15')
  t.same(found.map(nameOf).sort(), expected.sort())
  t.ok(expected.length > 0 && expected.length < record.events.length)
})

readOnEachDatabase(t, 'fee terms are filtered and sorted by amount within a currency', async (t, reader) => {
  const terms = agreements.flatMap(record =>
    record.feeTerms
      .filter(({ standing }) => standing !== 'retracted')
      .map(feeTerm => ({ name: `${record.id} ${feeTerm.id}`, feeTerm }))
  )
  const shown = async (query: string) => (await walk(reader, `/v1/fee-terms?limit=50&${query}`)) as Item[]
  const namesOf = (items: Item[]) => items.map(({ agreement, feeTerm }) => `${agreement.id} ${feeTerm.id}`)
  t.same(namesOf(await shown('')).sort(), terms.map(({ name }) => name).sort())
  const dear = terms.filter(
    ({ feeTerm: { currency, amount } }) => currency === 'USD' && Number(amount?.min) >= 1_000_000
  )
  const found = await shown('currency=USD&minAmount=1000000&sort=-amount')
  t.same(namesOf(found).sort(), dear.map(({ name }) => name).sort())
  const amounts = found.map(({ feeTerm }) => Number(feeTerm.amount.max ?? feeTerm.amount.min))
  t.same(
    amounts,
    [...amounts].sort((a, b) => b - a)
  )
  t.match(await reader.get('/v1/fee-terms?sort=amount'), { status: 400, body: { errors: [{ parameter: 'sort' }] } })
  for (const { feeTerm, perPerson, perPersonReason } of await shown('')) {
    t.equal(perPerson === null, typeof perPersonReason === 'string')
    if (perPerson) t.equal(perPerson.currency, feeTerm.currency, 'nothing is converted')
  }
})

readOnEachDatabase(
  t,
  'whoever cites a claim has its sources beside it, as its agreement has them',
  async (t, reader) => {
    const records = new Map(agreements.map(record => [record.id, record]))
    const cited = ({ sources, agreement, ...item }: Item) => {
      const { citations, disputedBy = [] } = item.event ?? item.feeTerm ?? item.facility
      const ids = [...citations, ...disputedBy].map(({ source }) => source)
      const expected = records.get(agreement.id)?.sources.filter(({ id }) => ids.includes(id))
      t.same(sources, expected, item.href)
      return sources.length
    }
    let most = 0
    for (const path of ['events?eventType=court_ruling', 'events?standing=disputed', 'fee-terms?receiver=RW']) {
      const items = await walk(reader, `/v1/${path}`)
      t.ok(items.length > 0, path)
      for (const item of items) most = Math.max(most, cited(item))
      const { text } = await reader.get(`/v1/${path}&format=ndjson`)
      for (const line of text.trimEnd().split('\n')) cited(JSON.parse(line))
      const { body } = await reader.get(items[0].href)
      cited(body)
    }
    t.ok(most > 1)
    const [cecot] = await walk(reader, '/v1/facilities?facility=sv-cecot')
    for (const one of cecot.agreements) cited(one)
    const { text } = await reader.get('/v1/facilities?facility=sv-cecot&format=csv')
    const [row] = parse(text, { columns: true }) as Record<string, string>[]
    const urls = cecot.agreements.flatMap(({ sources }: Item) => sources.map(({ url }: Item) => url))
    t.same(row?.source_urls?.split(' '), [...new Set(urls)])
  }
)

readOnEachDatabase(t, 'facilities and sources are one row each, with every agreement', async (t, reader) => {
  const places = new Map<string, string[]>()
  const urls = new Map<string, Set<string>>()
  for (const { id, facilities, sources } of agreements) {
    for (const facility of facilities) places.set(facility.id, [...(places.get(facility.id) ?? []), id].sort(byText))
    for (const { url } of sources) urls.set(url, (urls.get(url) ?? new Set()).add(id))
  }
  const facilities = await walk(reader, '/v1/facilities?limit=7&sort=id')
  t.same(
    facilities.map(({ id, agreements }) => [id, agreements.map(({ agreement }: Item) => agreement.id)]),
    [...places].sort(([a], [b]) => byText(a, b))
  )
  const sources = await walk(reader, '/v1/sources?limit=200')
  t.equal(sources.length, urls.size)
  const counts = sources.map(({ agreementCount }) => agreementCount)
  t.same(
    counts,
    [...counts].sort((a, b) => b - a)
  )
  t.same(
    sources.map(({ url, agreementCount, agreements }) => [
      url,
      agreementCount,
      new Set(agreements.map(({ agreement }: Item) => agreement.id)).size
    ]),
    sources.map(({ url }) => [url, urls.get(url)?.size, Math.min(100, urls.get(url)?.size ?? 0)])
  )
  const host = 'eur-lex.europa.eu'
  const there = await walk(reader, `/v1/sources?limit=200&source=${host}`)
  t.same(there.map(({ url }) => url).sort(), [...urls.keys()].filter(url => new URL(url).hostname === host).sort())
  const unarchived = await walk(reader, '/v1/sources?limit=200&archived=false&sourceKind=court')
  const expected = agreements.flatMap(({ sources }) =>
    sources.filter(({ kind, archivedUrl }) => kind === 'court' && archivedUrl === null).map(({ url }) => url)
  )
  t.same(unarchived.map(({ url }) => url).sort(), [...new Set(expected)].sort())
})

onEachRecord(t, 'what was retracted, disputed or deleted shows as it stands', async (t, api) => {
  const cite = [{ source: 'treaty-text' }]
  const other = [{ source: 'other' }]
  const record = api.agreement({
    events: [
      { id: 'signed', type: 'signed', date: '2019-09-20', citations: cite },
      { id: 'gone', type: 'registered', date: '2019-10', standing: 'retracted', citations: cite },
      {
        id: 'doubted',
        type: 'entered_into_force',
        date: '2019-11',
        standing: 'disputed',
        disputedBy: other,
        citations: cite
      }
    ] as never,
    sources: [aSource(), aSource({ id: 'other', url: 'https://www.example.org/other' })]
  })
  t.equal((await api.post('/v1/agreements', record)).status, 201)
  const known = new Date().toISOString()
  const of = async (query: string) =>
    (await walk(api, `/v1/events?sort=id&party=SV&limit=200${query}`))
      .filter(({ agreement }) => agreement.id === record.id)
      .map(({ event }) => event.id)
  t.same(await of(''), ['doubted', 'signed'])
  t.same(await of('&standing=retracted'), ['gone'])
  t.same(await of('&standing=retracted&eventType=registered'), ['gone'], 'asked for, it is found by its own filters')
  t.same(await of('&standing=disputed&standing=accepted'), ['doubted', 'signed'])
  const address = `/v1/agreements/${record.id}/events/gone`
  t.match((await api.get(address)).body, {
    event: { id: 'gone', standing: 'retracted' },
    explanation: { outcome: 'skipped', reason: /retracted/ },
    href: address
  })
  await api.delete(api.path, any)
  t.same(await of(''), [])
  t.equal((await api.get(address)).status, 410)
  api.clock.now = new Date()
  t.same(await of(`&knownAt=${known}`), ['doubted', 'signed'])
})

onEachRecord(t, 'a walk shows one state, whatever is written meanwhile', async (t, api) => {
  const later = `${api.id}-later`
  await api.create()
  const whole = (await api.get('/v1/events?party=SV&limit=200')).body.items.map(nameOf)
  const first = await api.get('/v1/events?party=SV&limit=5')
  const seen = first.body.items.map(nameOf)
  await api.create({ id: later })
  await api.delete(api.path, any)
  t.same([...seen, ...(await walk(api, first.body.page.next)).map(nameOf)], whole)
  const now = (await walk(api, '/v1/events?party=SV&limit=200')).map(nameOf)
  t.same([now.includes(`${later} signed`), now.includes(`${api.id} signed`)], [true, false])
  t.match(await api.get(first.body.page.next.replace('party=SV', 'party=US')), {
    status: 400,
    body: { code: 'invalid-cursor' }
  })
  await api.delete(`/v1/agreements/${later}`, any)
})

onEachRecord(t, 'all rows have a tag, which any write changes', async (t, api) => {
  await api.create()
  for (const format of ['csv', 'ndjson']) {
    const url = `/v1/events?party=SV&format=${format}`
    const etag = (await api.get(url)).headers.etag as string
    const again = await api.get(url, { 'if-none-match': etag })
    t.equal(again.status, 304)
    t.equal(again.text, '')
    t.equal((await api.get(url, { 'if-none-match': 'no tag' })).status, 400)
    const { status } = await api.delete(`${api.path}?dryRun=true`, any)
    t.equal(status, 204)
    t.equal((await api.get(url, { 'if-none-match': etag })).status, 304, 'which a dry run is not')
  }
  const url = '/v1/events?party=SV&format=csv'
  const etag = (await api.get(url)).headers.etag as string
  await api.delete(api.path, any)
  t.equal((await api.get(url, { 'if-none-match': etag })).status, 200)
})

readOnEachDatabase(t, 'a sentence says what is shown', async (t, { get }) => {
  t.equal(
    (await get('/v1/events?standing=disputed&kind=prison_lease&eventFrom=2025')).body.description,
    `Disputed events of agreements of the kind prison lease, with an event in or after 2025, as of ${today}.`
  )
  for (const path of ['network', 'statistics'])
    t.equal(
      (await get(`/v1/${path}?party=SV`)).body.description,
      `Agreements with El Salvador as a party, as of ${today}.`
    )
})

readOnEachDatabase(t, 'all rows come as CSV and as lines of JSON, by name or by Accept', async (t, reader) => {
  for (const path of ['events', 'fee-terms', 'facilities', 'sources']) {
    const items = await walk(reader, `/v1/${path}?limit=200`)
    const csv = await reader.get(`/v1/${path}?format=csv`)
    t.match(csv.headers, {
      'content-type': 'text/csv; charset=utf-8; header=present',
      'content-disposition': `attachment; filename="${path}-${today}.csv"`
    })
    const rows = parse(csv.text, { columns: true }) as Record<string, string>[]
    t.equal(rows.length, items.length, path)
    const asRows = { events: 'events', 'fee-terms': 'feeTerms' }[path]
    if (asRows) {
      const beside = await reader.get(`/v1/agreements?rows=${asRows}`)
      const ofAgreements = parse(beside.text, { columns: true }) as Record<string, string>[]
      const byAddress = new Map(ofAgreements.map(row => [row.claim_url, row]))
      t.same(
        rows,
        rows.map(({ claim_url }) => byAddress.get(claim_url)),
        'each is the row that it has among those of agreements'
      )
    }
    t.same(
      rows[3]?.agreement_id ?? rows[3]?.facility ?? rows[3]?.url,
      items[3].agreement?.id ?? items[3].id ?? items[3].url
    )
    const lines = (await reader.get(`/v1/${path}`, { accept: 'application/x-ndjson' })).text.trimEnd().split('\n')
    t.same(
      lines.map(line => JSON.parse(line)),
      items,
      path
    )
    t.equal(parse((await reader.get(`/v1/${path}?format=csv&limit=3`)).text, { columns: true }).length, 3)
  }
  t.match((await reader.get('/v1/events?format=json', { accept: 'text/csv' })).headers['content-type'], /json/)
})

readOnEachDatabase(t, 'a file goes on from a cursor, and refuses one that leads back', async (t, reader) => {
  const first = await reader.get('/v1/events?limit=3')
  const second = await reader.get(first.body.page.next)
  const lines = (await reader.get(`${first.body.page.next}&format=ndjson`)).text.trimEnd().split('\n')
  t.same(
    lines.map(line => JSON.parse(line)),
    second.body.items
  )
  for (const format of ['csv', 'ndjson'])
    t.match(await reader.get(`${second.body.page.prev}&format=${format}`), {
      status: 400,
      body: { errors: [{ parameter: 'cursor', code: 'not_in_format' }] }
    })
})

readOnEachDatabase(
  t,
  'each claim has an address that leads to its agreement and to what to cite',
  async (t, { get }) => {
    const event = await get('/v1/agreements/us-sv-2019-asylum-cooperative-agreement/events/signed?asOf=2021-02-10')
    t.match(event.body, {
      event: { id: 'signed', type: 'signed' },
      agreement: { label: /suspended/, status: { asOf: '2021-02-10' } },
      explanation: { id: 'signed', outcome: 'moved' }
    })
    t.equal(
      event.headers.link,
      '</v1/agreements/us-sv-2019-asylum-cooperative-agreement>; rel="up", </v1/agreements/us-sv-2019-asylum-cooperative-agreement/revisions/1>; rel="cite-as"'
    )
    const address = '/v1/agreements/us-sv-2025-cecot-detention/fee-terms/grant'
    const { headers, body } = await get(address)
    t.equal(body.href, address)
    t.equal((await get(address, { 'if-none-match': headers.etag as string })).status, 304)
    t.match(await get('/v1/agreements/us-sv-2025-cecot-detention/facilities/nowhere'), {
      status: 404,
      body: { detail: /has no facility "nowhere"; it has "sv-cecot"/ }
    })
    t.match(await get('/v1/agreements/us-sv-2025-cecot-detention/events/signd'), { status: 404 })
    t.equal((await get('/v1/agreements/none/sources/x')).status, 404)
    t.equal((await get('/v1/agreements/us-sv-2025-cecot-detention/events/signed?asOf=2020-01-01')).status, 404)
  }
)
