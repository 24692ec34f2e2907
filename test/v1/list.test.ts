import t from 'tap'
import { agreementsSeeded } from '../fixtures/data-set.ts'
import { type Answer, onEachRecord, type Reader, readOnEachDatabase } from '../start.ts'

type Item = {
  id: string
  title: string
  kinds: string[]
  label: string
  parties: { country: string }[]
  status: { legal: string; implementation: string }
}
const any = { 'if-match': '*' }
const ids = ({ body }: Answer): string[] => body.items.map((item: Item) => item.id)

async function allPages({ get }: Reader, first: string, relation: 'next' | 'prev' = 'next'): Promise<string[][]> {
  const pages: string[][] = []
  for (let url: string | null = first; url; ) {
    const answer: Answer = await get(url)
    pages.push(ids(answer))
    url = answer.body.page[relation]
  }
  return pages
}

readOnEachDatabase(t, 'a list shows summaries with their status', async (t, api) => {
  const { status, body, headers } = await api.get('/v1/agreements?limit=2&total=true')
  t.equal(status, 200)
  t.same(Object.keys(body), ['items', 'description', 'page', 'clocks'])
  t.same(Object.keys(body.items[0]), [
    'id',
    'title',
    'kinds',
    'parties',
    'signedOn',
    'label',
    'status',
    'totals',
    'revision'
  ])
  t.equal(body.items[0].label, body.items[0].status.label)
  t.match(body.page, { limit: 2, total: agreementsSeeded, prev: null })
  t.match(headers.link, /^<\/v1\/agreements\?.*>; rel="next"$/)
  t.match(body.clocks, { asOf: '2026-11-26', reportedBy: null, knownAt: null, projected: false })
})

onEachRecord(t, 'a list shows the latest change first', async (t, api) => {
  const later = `${api.id}-later`
  await api.create()
  await api.create({ id: later })
  t.same(ids(await api.get('/v1/agreements?limit=2')), [later, api.id])
  await api.patch(api.path, { notes: 'Newly changed.' }, any)
  t.same(ids(await api.get('/v1/agreements?limit=2')), [api.id, later])
  for (const id of [api.id, later]) await api.delete(`/v1/agreements/${id}`, any)
})

readOnEachDatabase(t, 'view=full lists the same records as they are read one by one', async (t, { get }) => {
  const { body } = await get('/v1/agreements?view=full&limit=200&kind=prison_lease')
  t.ok(body.items.length > 1)
  for (const item of body.items) t.same(item, (await get(`/v1/agreements/${item.id}`)).body, item.id)
})

readOnEachDatabase(
  t,
  'filters on status obey the clocks, and what nobody knew yet is not listed',
  async (t, { get }) => {
    const then = await get('/v1/agreements?limit=200&asOf=2020-01-01&party=SV')
    t.same(ids(then), ['us-sv-2019-asylum-cooperative-agreement'])
    t.same(ids(await get('/v1/agreements?limit=200&asOf=2020-01-01&party=SV&legal=terminated')), [])
    t.match(then.body.clocks, { asOf: '2020-01-01', projected: false })
    t.match((await get('/v1/agreements?asOf=2090-01-01&limit=1')).body.clocks, { projected: true })
  }
)

readOnEachDatabase(
  t,
  'pages in either direction hold every agreement once, in the order of the whole list',
  async (t, api) => {
    for (const sort of ['-changedAt', 'title', '-title', 'signedOn', '-signedOn,title', 'id']) {
      const whole = ids(await api.get(`/v1/agreements?limit=200&sort=${sort}`))
      const forward = await allPages(api, `/v1/agreements?limit=25&sort=${sort}`)
      t.equal(whole.length, agreementsSeeded)
      t.same(forward.flat(), whole, sort)
      let last = `/v1/agreements?limit=25&sort=${sort}`
      for (let next: string | null = last; next; next = (await api.get(last)).body.page.next) last = next
      const backward = await allPages(api, last, 'prev')
      t.same(backward.reverse().flat(), whole, `${sort} backward`)
    }
  }
)

readOnEachDatabase(t, 'titles and days of signature are sorted as they are shown', async (t, { get }) => {
  const titles = (await get('/v1/agreements?limit=200&sort=title')).body.items.map((item: Item) => item.title)
  t.same(titles, [...titles].sort())
  const { body } = await get('/v1/agreements?limit=200&sort=signedOn&view=full')
  const days = body.items.map(
    (item: { events: { type: string; date: string; standing: string }[] }) =>
      item.events
        .filter(event => event.type === 'signed' && event.standing === 'accepted')
        // A day that may be any until another one comes first.
        .map(event => /^\[?(\d{4})/.exec(event.date)?.[1] ?? '')
        .sort()
        .at(0) ?? ''
  )
  t.same(days, [...days].sort())
})

readOnEachDatabase(t, 'a cursor belongs to its list', async (t, { get }) => {
  const { body } = await get('/v1/agreements?limit=5&party=US')
  const cursor = new URL(body.page.next, 'http://host').searchParams.get('cursor')
  t.match(await get(`/v1/agreements?limit=5&party=SV&cursor=${cursor}`), {
    status: 400,
    body: { code: 'invalid-cursor' }
  })
  t.equal(
    (await get(`/v1/agreements?limit=9&party=US&cursor=${cursor}`)).status,
    200,
    'the length of a page may change'
  )
})

readOnEachDatabase(t, 'pages that are read across midnight speak of one day', async (t, api) => {
  const first = await api.get('/v1/agreements?limit=50')
  api.clock.now = new Date('2026-11-27T00:00:01.000Z')
  t.equal((await api.get(first.body.page.next)).body.clocks.asOf, '2026-11-26')
  t.equal((await api.get('/v1/agreements?limit=50')).body.clocks.asOf, '2026-11-27')
})

onEachRecord(t, 'a list has a tag that changes with any item on it, and not otherwise', async (t, api) => {
  await api.create()
  const first = await api.get('/v1/agreements?party=SV')
  t.equal((await api.get('/v1/agreements?party=SV', { 'if-none-match': first.headers.etag as string })).status, 304)
  await api.patch(api.path, { notes: 'Changed.' }, any)
  t.equal((await api.get('/v1/agreements?party=SV', { 'if-none-match': first.headers.etag as string })).status, 200)
  await api.delete(api.path, any)
})

onEachRecord(t, 'pages of a list at a moment speak of that moment, also when it was given as today', async (t, api) => {
  api.clock.now = new Date()
  const day = api.clock.now.toISOString().slice(0, 10)
  const first = await api.get(`/v1/agreements?knownAt=${day}&sort=id&limit=20&total=true`)
  await api.create()
  api.clock.now = new Date(Date.now() + 1000)
  const ids: string[] = []
  for (let answer = first; ; answer = await api.get(answer.body.page.next)) {
    t.same(answer.body.clocks, first.body.clocks)
    ids.push(...answer.body.items.map(({ id }: { id: string }) => id))
    if (answer.body.page.next === null) break
  }
  t.equal(ids.length, first.body.page.total)
  t.notOk(ids.includes(api.id))
  await api.delete(api.path, any)
})

readOnEachDatabase(
  t,
  'everything that is wrong with a query is said at once, before a key is looked at',
  async (t, api) => {
    const { status, body } = await api.get('/v1/agreements?party=ZZ&kind=bad&sort=nope&asOf=x&knownAt=y&limit=0', {
      authorization: 'Bearer bad'
    })
    t.equal(status, 400)
    const named = body.errors.map(({ parameter }: { parameter: string }) => parameter).sort()
    t.same(named, ['asOf', 'kind', 'knownAt', 'limit', 'party', 'sort'])
    for (const url of [
      '/v1/agreements/a-b?asOf=x',
      '/v1/agreements/a-b/status?asOf=x',
      '/v1/agreements/a-b/diff?from=2&to=1'
    ])
      t.equal((await api.get(url, { authorization: 'Bearer bad' })).status, 400, url)
  }
)
