import t from 'tap'
import { anAgreement } from '../fixtures/agreement.ts'
import { onEachRecord, readOnEachDatabase } from '../start.ts'

const path = '/v1/agreements/us-sv-2019-asylum-cooperative-agreement'
type Folded = { id: string; outcome: string; occurrence: string; reason: string; axis: string | null }
type Stretch = { from: string | null; to: string | null; legal: string; label: string; certain: boolean }

readOnEachDatabase(t, 'the explanation has every event of the record, in the order of the fold', async (t, { get }) => {
  const { body: record } = await get(path)
  const { status, body } = await get(`${path}/status`)
  t.equal(status, 200)
  t.same(Object.keys(body), ['status', 'explanation', 'timeline', 'changes'])
  t.same(body.status, record.status)
  const written = record.events.map(({ id }: Folded) => id)
  const explained = body.explanation.events.filter(({ computed }: { computed: boolean }) => !computed)
  t.same(explained.map(({ id }: Folded) => id).sort(), written.sort())
  for (const event of body.explanation.events) t.match(event, { reason: /\.$/ }, event.id)
  const byId = Object.fromEntries(body.explanation.events.map((event: Folded) => [event.id, event]))
  t.match(byId.signed, { outcome: 'moved', after: 'signed', occurrence: 'certain', from: '2019-09-20' })
})

readOnEachDatabase(t, 'what may have happened, has not, or is contradicted is told apart', async (t, { get }) => {
  const { body } = await get(`${path}/status?asOf=2021-01-01`)
  const outcomes = new Set(body.explanation.events.map(({ outcome }: Folded) => outcome))
  for (const outcome of ['moved', 'may_have_moved', 'skipped']) t.ok(outcomes.has(outcome), outcome)
  const later = body.explanation.events.filter(({ occurrence }: Folded) => occurrence === 'absent')
  t.ok(later.length > 0)
  t.ok(later.every(({ outcome }: Folded) => outcome === 'skipped' || outcome === 'none'))
  const known = (await get(`${path}/status?asOf=2021-01-01&reportedBy=2021-01-15`)).body.explanation.events
  t.ok(
    known.some(({ reason }: Folded) => reason.includes('2021-01-15')),
    'and what had not been published yet says so'
  )
})

onEachRecord(t, 'an event that the state before does not allow is an anomaly, for editors', async (t, api) => {
  const cited = [{ source: 'treaty-text' }]
  const events = [
    { id: 'ended', type: 'terminated' as const, date: '2020-01-01', citations: cited },
    { id: 'late', type: 'suspended' as const, date: '2021-01-01', citations: cited }
  ]
  await api.create({ events: [...(anAgreement().events ?? []), ...events] })
  const { body } = await api.get(`${api.path}/status`)
  t.same(body.explanation.anomalies, ['late'])
  t.match(
    body.explanation.events.find(({ id }: Folded) => id === 'late'),
    { outcome: 'anomaly', before: 'terminated', after: 'terminated' }
  )
})

readOnEachDatabase(
  t,
  'the timeline has no gaps, and each stretch is what a read on its days says',
  async (t, { get }) => {
    for (const id of ['us-sv-2019-asylum-cooperative-agreement', 'us-sv-2025-cecot-detention']) {
      const { timeline } = (await get(`/v1/agreements/${id}/status`)).body as { timeline: Stretch[] }
      t.ok(timeline.length > 3)
      t.equal(timeline.at(-1)?.to, null)
      for (const [i, { from, to }] of timeline.entries()) {
        const next = timeline[i + 1]
        if (next) t.equal(next.from, dayAfter(to as string))
        for (const day of [from, to]) {
          if (day === null || day > '2100-12-31') continue
          const { status } = (await get(`/v1/agreements/${id}?asOf=${day}`)).body
          const { from: _, to: __, ...state } = timeline[i] as Stretch
          t.match(status, state, `${id} on ${day}`)
        }
      }
    }
  }
)

readOnEachDatabase(
  t,
  'on the days that it names for each clock, and on no others, the answer changes',
  async (t, { get }) => {
    const said = async (query: string) => {
      const { body } = await get(`${path}${query}`)
      const { asOf: _, reportedBy: __, knownAt: ___, projected: ____, ...status } = body.status ?? {}
      return JSON.stringify([status, body.totals])
    }
    const { changes } = (await get(`${path}/status?asOf=2021-01-01&reportedBy=2021-06-30`)).body
    t.ok(changes.asOf.length > 2)
    t.ok(changes.reportedBy.length > 1)
    const days = (from: string, to: string) => {
      const all: string[] = []
      for (let day = from; day <= to; day = dayAfter(day)) all.push(day)
      return all
    }
    const differing = async (all: string[], query: (day: string) => string) => {
      const answers: [string, string][] = []
      for (const day of all) answers.push([day, await said(query(day))])
      return answers.filter(([, answer], i) => i > 0 && answer !== answers[i - 1]?.[1]).map(([day]) => day)
    }
    const within = (list: string[], [from, ...more]: string[]) =>
      list.filter(day => day > (from as string) && day <= (more.at(-1) as string))
    const around = days('2020-12-01', '2021-03-01')
    t.same(await differing(around, day => `?asOf=${day}&reportedBy=2021-06-30`), within(changes.asOf, around))
    t.same(await differing(around, day => `?asOf=2021-01-01&reportedBy=${day}`), within(changes.reportedBy, around))
  }
)

onEachRecord(t, 'the registry says from which moments on it held another status', async (t, api) => {
  const created = await api.create()
  const address = api.path
  const version = () => api.get(address).then(({ headers }) => ({ 'if-match': headers.etag as string }))
  await api.patch(address, { summary: 'In plain words.' }, await version())
  const { revision } = (await api.patch(address, { events: [] }, await version())).body
  const { changes } = (await api.get(`${address}/status`)).body
  t.same(changes.knownAt, [created.body.revision.recordedAt, revision.recordedAt], 'not with what changes no status')
})

onEachRecord(t, 'what was held at a moment has another tag once it names a later one', async (t, api) => {
  const { body } = await api.create()
  const address = api.path
  // What was written just now lies in the past of whoever asks for it.
  api.clock.now = new Date(Date.parse(body.revision.recordedAt) + 60_000)
  const then = `${address}/status?knownAt=${body.revision.recordedAt}`
  const { headers } = await api.get(then)
  const etag = headers.etag as string
  t.equal((await api.get(then, { 'if-none-match': etag })).status, 304)
  const { revision } = (await api.patch(address, { events: [] }, { 'if-match': '"1"' })).body
  const later = await api.get(then, { 'if-none-match': etag })
  t.equal(later.status, 200)
  t.not(later.headers.etag, etag)
  t.same(later.body.changes.knownAt, [body.revision.recordedAt, revision.recordedAt])
})

const dayAfter = (day: string) => new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10)

onEachRecord(t, 'the explanation has a tag, and is refused where the record would be', async (t, api) => {
  await api.create()
  const { headers } = await api.get(`${api.path}/status`)
  t.equal((await api.get(`${api.path}/status`, { 'if-none-match': headers.etag as string })).status, 304)
  t.match(await api.get('/v1/agreements/no-such-agreement/status'), { status: 404, body: { code: 'not-found' } })
  await api.delete(api.path, { 'if-match': '*' })
  t.match(await api.get(`${api.path}/status`), { status: 410, headers: { link: /revisions/ } })
})
