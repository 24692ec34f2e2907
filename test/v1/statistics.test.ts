import { parse } from 'csv-parse/sync'
import t from 'tap'
import { onEachRecord, type Reader, readOnEachDatabase } from '../start.ts'

// biome-ignore lint/suspicious/noExplicitAny: whole records, of which many members are looked at
type Item = any

const listOf = async ({ get }: Reader, query: string): Promise<Item[]> => {
  const { body } = await get(`/v1/agreements?limit=200&view=full&${query}`)
  return body.items
}

/** Every figure once more, one agreement after the other. */
function naive(items: Item[]) {
  const count = (valuesOf: (item: Item) => (string | null)[]) => {
    const found = new Map<string, number>()
    for (const item of items)
      for (const value of new Set(valuesOf(item))) if (value !== null) found.set(value, (found.get(value) ?? 0) + 1)
    return [...found]
      .map(([value, count]) => ({ value, count }))
      .sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1))
  }
  const countries = (but: string) => (item: Item) =>
    item.parties.filter(({ role }: Item) => role !== but).map(({ country }: Item) => country)
  const moved = items.flatMap(({ totals }) => totals.persons ?? [])
  const add = (numbers: (number | null)[]) => numbers.reduce<number>((sum, number) => sum + (number ?? 0), 0)
  const sums = new Map<string, { min: number | null; max: number | null; agreements: number }>()
  for (const { totals } of items)
    for (const { stage, currency, amount } of totals.promised ?? []) {
      const key = `${currency} ${stage}`
      const { min, max, agreements } = sums.get(key) ?? { min: null, max: 0, agreements: 0 }
      sums.set(key, {
        min: amount.min === null ? min : (min ?? 0) + Number(amount.min),
        max: amount.max === null || max === null ? null : max + Number(amount.max),
        agreements: agreements + 1
      })
    }
  return {
    agreements: items.length,
    kind: count(({ kinds }) => kinds),
    legal: count(({ status }) => [status.legal]),
    implementation: count(({ status }) => [status.implementation]),
    money: count(({ status }) => [status.money]),
    year: count(({ status }) => [/^\d{4}/.exec(status.label)?.[0] ?? null]),
    sender: count(countries('receiver')),
    receiver: count(countries('sender')),
    persons:
      moved.length === 0
        ? null
        : {
            min: moved.every(({ min }) => min === null) ? null : add(moved.map(({ min }) => min)),
            max: moved.some(({ max }) => max === null) ? null : add(moved.map(({ max }) => max)),
            agreements: moved.length
          },
    promised: Object.fromEntries(sums),
    costs: items.filter(({ totals }) => totals.perPersonActual !== null).length
  }
}

const queries = [
  '',
  'kind=readmission',
  'party=US',
  'party=US&hasFee=true',
  'sender=GB&sender=IT&legal=in_force',
  'asOf=2021-02-10',
  'reportedBy=2021-01-15&party=US',
  'eventType=transfers_began',
  'q=zzzzzz'
]

readOnEachDatabase(t, 'every figure is what one finds agreement by agreement', async (t, reader) => {
  for (const query of queries) {
    const { status, body } = await reader.get(`/v1/statistics?${query}`)
    t.equal(status, 200, query)
    const { agreements, persons, promised, counts, ...expected } = {
      counts: {},
      ...naive(await listOf(reader, query))
    }
    t.equal(body.agreements, agreements, query)
    for (const by of ['kind', 'legal', 'implementation', 'money', 'year', 'sender', 'receiver'] as const)
      t.same(body.counts[by].values, expected[by], `${query}: ${by}`)
    t.same(body.persons, persons, query)
    const found = body.promised.map(({ stage, currency, amount, agreements }: Item) => [
      `${currency} ${stage}`,
      { min: amount.min && Number(amount.min), max: amount.max && Number(amount.max), agreements }
    ])
    t.same(Object.fromEntries(found), promised, query)
    t.ok(
      body.costPerPerson.actual.every(({ agreements }: Item) => agreements <= expected.costs),
      query
    )
  }
})

readOnEachDatabase(t, 'figures are those at the clocks, and say which', async (t, { get }) => {
  const then = (await get('/v1/statistics?asOf=2010-01-01')).body
  const now = (await get('/v1/statistics')).body
  t.ok(then.agreements > 0 && then.agreements < now.agreements)
  t.match(then.clocks, { asOf: '2010-01-01', projected: false })
})

onEachRecord(t, 'what is deleted counts no longer, but at the moment at which it was there', async (t, api) => {
  const before = (await api.get('/v1/statistics')).body.agreements
  await api.create()
  const { recordedAt } = (await api.get(api.path)).body.revision
  await api.delete(api.path, { 'if-match': '*' })
  t.equal((await api.get('/v1/statistics')).body.agreements, before)
  api.clock.now = new Date(Date.parse(recordedAt) + 60_000)
  t.equal((await api.get(`/v1/statistics?knownAt=${recordedAt}`)).body.agreements, before + 1)
})

readOnEachDatabase(t, 'as CSV each figure has a row, by format or by Accept', async (t, { get }) => {
  const { body } = await get('/v1/statistics?party=SV')
  const { text, headers } = await get('/v1/statistics?party=SV&format=csv', { accept: 'application/xml' })
  t.equal(headers['content-type'], 'text/csv; charset=utf-8; header=present')
  t.equal(headers['content-disposition'], 'attachment; filename="statistics-2026-11-26.csv"')
  t.equal((await get('/v1/statistics?party=SV', { accept: 'text/csv' })).text, text)
  const rows = parse(text, { columns: true, record_delimiter: '\r\n' }) as Record<string, string>[]
  t.match(rows[0], { figure: 'agreements', agreements: String(body.agreements) })
  const senders = rows.filter(({ figure }) => figure === 'sender')
  t.same(
    senders.map(({ value, agreements }) => ({ value, count: Number(agreements) })),
    body.counts.sender.values
  )
  t.match(
    senders.find(({ value }) => value === 'US'),
    { name: 'United States of America' }
  )
  t.equal(rows.filter(({ figure }) => figure === 'promised').length, body.promised.length)
  t.match((await get('/v1/statistics?format=json', { accept: 'text/csv' })).body, { agreements: /\d/ })
})

readOnEachDatabase(
  t,
  'it is asked for on a condition and as a head; what is wrong is named',
  async (t, { get, head }) => {
    const { headers } = await get('/v1/statistics')
    t.match(headers.etag, /^"[\w-]+"$/)
    t.equal((await get('/v1/statistics', { 'if-none-match': headers.etag as string })).status, 304)
    t.not((await get('/v1/statistics?format=csv')).headers.etag, headers.etag)
    t.match(await head('/v1/statistics'), { status: 200, text: '', headers: { etag: headers.etag } })
    t.equal((await get('/v1/statistics', { accept: 'application/xml' })).status, 406)
    for (const [query, parameter] of [
      ['kind=x', 'kind'],
      ['format=xml', 'format'],
      ['signedFrom=2020&signedTo=2019', 'signedTo'],
      ['asOf=yesterday', 'asOf'],
      ['limit=2', 'limit']
    ])
      t.match(await get(`/v1/statistics?${query}`), { status: 400, body: { errors: [{ parameter }] } }, query as string)
  }
)
