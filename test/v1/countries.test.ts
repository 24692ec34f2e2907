import t from 'tap'
import { agreements } from '../fixtures/data-set.ts'
import { onEachRecord, readOnEachDatabase } from '../start.ts'

readOnEachDatabase(t, 'countries come with their codes and the number of agreements by role', async (t, api) => {
  const { body } = await api.get('/v1/countries?all=true')
  t.ok(body.items.length > 240)
  const codes = body.items.map((country: { code: string }) => country.code)
  t.same(codes, [...codes].sort())
  t.match((await api.get('/v1/countries/SV')).body, {
    code: 'SV',
    alpha3: 'SLV',
    numeric: '222',
    name: 'El Salvador',
    wikidata: 'Q792',
    cow: 92,
    gw: 92,
    note: null,
    agreements: { receiver: 3, sender: 0 }
  })
})

onEachRecord(t, 'agreements of a country are counted, deleted ones not among them', async (t, api) => {
  const before = (await api.get('/v1/countries/SV')).body
  await api.create()
  t.equal((await api.get('/v1/countries/SV')).body.agreements.receiver, before.agreements.receiver + 1)
  await api.delete(api.path, { 'if-match': '*' })
  t.same((await api.get('/v1/countries/SV')).body, before)
})

readOnEachDatabase(
  t,
  'the two extensions are there, and a wrong code is 404 with the right one',
  async (t, { get }) => {
    t.match((await get('/v1/countries/XK')).body, {
      name: 'Kosovo',
      alpha3: 'XKX',
      numeric: null,
      cow: 347,
      note: /XKX/
    })
    t.match((await get('/v1/countries/EU')).body, { name: 'European Union', alpha3: null, wikidata: 'Q458', cow: null })
    t.match((await get('/v1/countries/CZ')).body, { name: 'Czechia', alpha3: 'CZE', numeric: '203' })
    t.match(await get('/v1/countries/UK'), { status: 404, body: { detail: /GB/ } })
  }
)

readOnEachDatabase(t, 'who knows a country by another code is told the one to use', async (t, { get }) => {
  t.match(await get('/v1/countries/Q792'), { status: 404, body: { detail: /"SV" \(El Salvador\)/ } })
  const detail = /"XK" \(Kosovo\)/
  t.match(await get('/v1/agreements?party=XKX'), { status: 400, body: { errors: [{ parameter: 'party', detail }] } })
})

readOnEachDatabase(
  t,
  'a country comes with its agreements, by what it does in them, at the clocks',
  async (t, { get }) => {
    const { body } = await get('/v1/countries/RW')
    const expected = agreements.filter(({ parties }) => parties.some(({ country }) => country === 'RW'))
    t.same(
      body.items.map(({ id }: { id: string }) => id),
      expected.map(({ id }) => id).sort()
    )
    const received = expected.filter(({ parties }) =>
      parties.some(one => one.country === 'RW' && one.role !== 'sender')
    )
    const counted = (list: { count: number }[]) => list.reduce((sum, { count }) => sum + count, 0)
    t.equal(counted(body.asReceiver.legal), received.length)
    t.equal(
      body.asReceiver.kind.find(({ value }: { value: string }) => value === 'asylum_transfer').count,
      received.filter(({ kinds }) => kinds.includes('asylum_transfer')).length
    )
    const then = await get('/v1/countries/RW?asOf=2014-06-01')
    t.ok(then.body.items.length < body.items.length)
    for (const { id, label, href } of then.body.items)
      t.equal((await get(`${href}?asOf=2014-06-01`)).body.status.label, label, id)
    t.match(then.body.clocks, { asOf: '2014-06-01' })
    for (const { agreements, items } of [body, then.body])
      t.equal(
        agreements.sender + agreements.receiver + agreements.mutual,
        items.length,
        'the numbers are at the clocks'
      )
  }
)

readOnEachDatabase(t, 'the list has the countries that take part, and with all=true every one', async (t, { get }) => {
  const taking = new Set(agreements.flatMap(({ parties }) => parties.map(({ country }) => country)))
  const codes = (await get('/v1/countries')).body.items.map(({ code }: { code: string }) => code)
  t.same(codes, [...taking].sort())
  t.ok((await get('/v1/countries?all=true')).body.items.length > 240)
})

readOnEachDatabase(t, 'whoever holds the countries, or one of them, is told so', async (t, { get }) => {
  for (const url of ['/v1/countries', '/v1/countries/SV?asOf=2026-11-26']) {
    const { headers } = await get(url)
    t.equal((await get(url, { 'if-none-match': headers.etag as string })).status, 304, url)
  }
  const [now, then] = [await get('/v1/countries/SV'), await get('/v1/countries/SV?asOf=2019-12-31')]
  t.not(now.headers.etag, then.headers.etag)
})
