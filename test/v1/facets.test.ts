import t from 'tap'
import { type Counts, countedAt } from '../../src/agreements/selection/store-counts.ts'
import { anAgreement, aSource } from '../fixtures/agreement.ts'
import { start } from '../start.ts'

const anyVersion = { 'if-match': '*' }

// By one database: what is kept is no matter of the engine, and the other would take a minute.
const api = await start(t, 'postgresql')
const idOf = (i: number) => `us-sv-2019-many-${i}`
const many = Array.from({ length: 520 }, (_, i) =>
  anAgreement({
    id: idOf(i),
    kinds: i % 3 ? ['readmission'] : ['readmission', 'resettlement'],
    ...(i === 0 && { summary: 'After a long run.' }),
    ...(i === 1 && { relations: [{ type: 'related' as const, agreement: idOf(2) }] }),
    ...(i === 3 && { title: 'Runnymede Agreement' }),
    sources: [aSource({ publisher: `P${i % 7}` })]
  })
)
const imported = await api.post('/v1/imports', many.map(record => JSON.stringify(record)).join('\n'), {
  'content-type': 'application/x-ndjson'
})
t.equal(imported.body.created, many.length, imported.text)

t.test('facets of many agreements are those of now, whatever was written since they were asked for', async t => {
  api.clock.now = new Date()
  const names = ['kind', 'publisher', 'receiver', 'legal', 'status', 'eventType', 'hasFee', 'nationality']
  const facets = names.map(name => `&facet=${name}`).join('')
  const facetsOf = async (query: string) => {
    const { status, body, text } = await api.get(`/v1/agreements?limit=1${facets}${query}`)
    t.equal(status, 200, text)
    return body.facets
  }
  const queries = ['', '&sender=US', '&reportedBy=2025-06-01', `&related=${idOf(1)}`, '&q=runn&prefix=true']
  const created = 'us-sv-2019-one-more'
  const writes = [
    () =>
      api.post('/v1/agreements', anAgreement({ id: created, title: 'Running Agreement', kinds: ['asylum_transfer'] })),
    () => api.patch(`/v1/agreements/${created}`, { kinds: ['asylum_transfer', 'resettlement'] }, anyVersion),
    () =>
      api.patch(
        `/v1/agreements/${idOf(0)}`,
        { kinds: ['resettlement'], sources: [aSource({ publisher: 'P7' })] },
        anyVersion
      ),
    () =>
      api.patch(
        `/v1/agreements/${idOf(1)}`,
        { relations: [2, 4].map(i => ({ type: 'related', agreement: idOf(i) })) },
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
    // With the clock given, everything is counted.
    const asKnown = `&knownAt=${api.clock.now.toISOString()}`
    t.same(after, await Promise.all(queries.map(query => facetsOf(query + asKnown))))
    t.notSame(after, before)
    before = after
  }
})

t.test('what is kept is counted once, and then what changed', async t => {
  const counts = (kind: number): Counts => new Map([['kind', [{ value: 'readmission', count: kind }]]])
  const counted: string[] = []
  const counting = {
    all: async (_facets: unknown, _most: number, keep: (counts: Counts) => void) => {
      counted.push('all')
      keep(counts(1_000_000))
    },
    changed: async (_facets: unknown, knownAt: Date) => {
      counted.push(knownAt.toISOString())
      return counts(knownAt.toISOString() === second ? 3 : 1)
    }
  }
  const write = async (i: number): Promise<string> => {
    const { body } = await api.patch(`/v1/agreements/${idOf(i)}`, { title: 'Another title' }, anyVersion)
    return body.revision.recordedAt
  }
  const first = await write(4)
  const asked = { key: 'a million', facets: ['kind' as const] }
  const at = (moment: string) =>
    countedAt(api.database.db, { ...asked, lastWrite: new Date(moment).getTime() }, counting)
  t.same(await Promise.all([at(first), at(first)]), [counts(1_000_000), counts(1_000_000)])
  t.same(counted.splice(0), ['all'], 'once for both')
  const second = await write(5)
  t.same(await at(second), counts(1_000_002))
  t.same(await at(second), counts(1_000_002))
  t.same(counted, [first, second], 'what changed only')
})
