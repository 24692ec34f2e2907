import t from 'tap'
import { anAgreement, aSource } from '../fixtures/agreement.ts'
import { start } from '../start.ts'

const anyVersion = { 'if-match': '*' }

// By one database: what is kept is no matter of the engine, and the other would take a minute.
t.test('facets of many agreements are those of now, whatever was written since they were asked for', async t => {
  const api = await start(t, 'postgresql')
  const idOf = (i: number) => `us-sv-2019-many-${i}`
  const many = Array.from({ length: 520 }, (_, i) =>
    anAgreement({
      id: idOf(i),
      kinds: i % 3 ? ['readmission'] : ['readmission', 'resettlement'],
      sources: [aSource({ publisher: `P${i % 7}` })]
    })
  )
  const imported = await api.post('/v1/imports', many.map(record => JSON.stringify(record)).join('\n'), {
    'content-type': 'application/x-ndjson'
  })
  t.equal(imported.body.created, many.length, imported.text)
  api.clock.now = new Date()
  const names = ['kind', 'publisher', 'receiver', 'legal', 'status', 'eventType', 'hasFee', 'nationality']
  const facets = names.map(name => `&facet=${name}`).join('')
  const facetsOf = async (query: string) => {
    const { status, body, text } = await api.get(`/v1/agreements?limit=1${facets}${query}`)
    t.equal(status, 200, text)
    return body.facets
  }
  const queries = ['', '&sender=US', '&reportedBy=2025-06-01']
  const created = 'us-sv-2019-one-more'
  const writes = [
    () => api.post('/v1/agreements', anAgreement({ id: created, kinds: ['asylum_transfer'] })),
    () => api.patch(`/v1/agreements/${created}`, { kinds: ['asylum_transfer', 'resettlement'] }, anyVersion),
    () =>
      api.patch(
        `/v1/agreements/${idOf(0)}`,
        { kinds: ['resettlement'], sources: [aSource({ publisher: 'P7' })] },
        anyVersion
      ),
    () => api.delete(`/v1/agreements/${created}`, anyVersion)
  ]
  let before = await Promise.all(queries.map(facetsOf))
  for (const write of writes) {
    const { status, text } = await write()
    t.ok(status < 300, text)
    api.clock.now = new Date()
    const after = await Promise.all(queries.map(facetsOf))
    t.notSame(after, before)
    // With the clock given, everything is counted.
    const asKnown = `&knownAt=${api.clock.now.toISOString()}`
    t.same(after, await Promise.all(queries.map(query => facetsOf(query + asKnown))))
    before = after
  }
})
