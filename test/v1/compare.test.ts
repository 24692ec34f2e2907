import t from 'tap'
import { agreements } from '../fixtures/data-set.ts'
import { onEachRecord, readOnEachDatabase } from '../start.ts'

// biome-ignore lint/suspicious/noExplicitAny: whole records, of which many members are looked at
type Item = any

const address = (ids: string[], more = '') => `/v1/compare?${ids.map(id => `id=${id}`).join('&')}${more}`
const valueAt = (record: Item, pointer: string) =>
  pointer
    .split('/')
    .slice(1)
    .reduce((value, member) => value?.[member] ?? null, record)
const uncited = (value: Item) =>
  JSON.parse(JSON.stringify(value, (key, inner) => (['citations', 'sameAs'].includes(key) ? undefined : inner)))

const salvador = 'us-sv-2019-asylum-cooperative-agreement'
const guatemala = 'us-gt-2019-asylum-cooperative-agreement'

readOnEachDatabase(t, 'values are those of the records, in the order of the request', async (t, { get }) => {
  const all = agreements.map(({ id }) => id)
  for (let i = 0; i < all.length; i += 10) {
    const ids = all.slice(i, i + 10).reverse()
    if (ids.length < 2) continue
    const { status, body } = await get(address(ids))
    t.equal(status, 200)
    t.same(
      body.agreements.map(({ id }: Item) => id),
      ids
    )
    const records = await Promise.all(ids.map(async id => (await get(`/v1/agreements/${id}`)).body))
    for (const { pointer, same, values } of body.members) {
      const expected = records.map(record => uncited(valueAt(record, pointer)))
      t.same(values, expected, pointer)
      t.equal(same, new Set(expected.map(value => JSON.stringify(value))).size === 1, pointer)
    }
    for (const { topic, provisions } of body.provisions)
      t.same(
        provisions.map((provision: Item) => provision?.stance ?? null),
        records.map(record => record.provisions.find((one: Item) => one.topic === topic)?.stance ?? null),
        topic
      )
    const timelines = await Promise.all(ids.map(async id => (await get(`/v1/agreements/${id}/status`)).body.timeline))
    for (const { from, states } of body.course) {
      const expected = timelines.map(timeline => {
        const found = timeline.find(
          (one: Item) => (one.from ?? '') <= (from ?? '') && (one.to === null || (from ?? '') <= one.to)
        )
        return found?.label ?? null
      })
      t.same(
        states.map((state: Item) => state?.label ?? null),
        expected,
        `from ${from}`
      )
    }
  }
})

readOnEachDatabase(t, 'it obeys the clocks', async (t, { get }) => {
  const { body } = await get(address([salvador, guatemala], '&asOf=2021-01-01&reportedBy=2021-01-15'))
  t.match(body.agreements[0].label, 'in force')
  t.match(body.clocks, { asOf: '2021-01-01', reportedBy: '2021-01-15' })
})

readOnEachDatabase(t, 'what cannot be read is refused as by its own address, with its id', async (t, { get }) => {
  t.match(await get(address([salvador, 'no-such-thing'])), { status: 404, body: { detail: /no-such-thing/ } })
  t.match(await get(address([salvador, 'us-sv-2025-cecot-detention'], '&asOf=2025-02-10')), {
    status: 404,
    body: { code: 'not-known-yet', detail: /us-sv-2025-cecot-detention.*2025-03-13/ }
  })
  for (const ids of [[], [salvador], [salvador, salvador], agreements.slice(0, 11).map(({ id }) => id)])
    t.match(await get(address(ids)), { status: 400, body: { errors: [{ parameter: 'id' }] } }, `${ids.length} ids`)
  t.match((await get(address([]))).body.detail, /^id: This parameter is missing\.$/)
  t.match(await get(address([salvador, guatemala], '&kind=x')), {
    status: 400,
    body: { errors: [{ parameter: 'kind' }] }
  })
})

onEachRecord(t, 'a deleted agreement is gone', async (t, api) => {
  await api.create()
  const both = address([salvador, api.id])
  t.equal((await api.get(both)).status, 200)
  await api.delete(api.path, { 'if-match': '*' })
  t.match(await api.get(both), { status: 410, body: { detail: new RegExp(api.id) } })
})

readOnEachDatabase(t, 'it is asked for on a condition and as a head', async (t, { get, head }) => {
  const both = address([salvador, guatemala])
  const { headers } = await get(both)
  t.equal((await get(both, { 'if-none-match': headers.etag as string })).status, 304)
  t.match(await head(both), { status: 200, text: '', headers: { etag: headers.etag } })
  t.equal((await get(both, { accept: 'text/csv' })).status, 406)
})
