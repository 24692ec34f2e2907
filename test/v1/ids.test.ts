import t from 'tap'
import { aSource } from '../fixtures/agreement.ts'
import { onEachRecord, type Registry } from '../start.ts'

const any = { 'if-match': '*' }
const cited = { citations: [{ source: 'department-of-state' }] }
const [a, b] = ['1000.00', '2000.00'].map(min => ({
  stage: 'agreed' as const,
  basis: 'lump_sum' as const,
  amount: { min, max: min },
  currency: 'USD',
  ...cited
}))
const signed = { type: 'signed' as const, date: '2019-09-20', ...cited }
const paid = {
  type: 'payment' as const,
  date: '2020',
  payment: { amount: { min: '1000.00', max: '1000.00' }, currency: 'USD', feeTerm: 'lump-sum' },
  ...cited
}
const visas = { type: 'visas' as const, sense: 'threat' as const, description: 'Fewer visas.', ...cited }
const { id: _, ...source } = aSource()
const members = { feeTerms: [a], linkages: [visas], events: [signed, paid], sources: [source] }

const idsOf = (items: { id: string }[]) => items.map(({ id }) => id)

onEachRecord(t, 'what was there keeps its id when something is put before it', async (t, api) => {
  const created = await api.create(members)
  t.same(idsOf(created.body.feeTerms), ['lump-sum'])
  const other = { ...source, title: 'Another text' }
  const later = { ...signed, date: '2021' }
  const fewer = { ...visas, description: 'No visas.' }
  const change = { feeTerms: [b, a], linkages: [fewer, visas], events: [later, signed, paid], sources: [other, source] }
  const { id, ...whole } = api.agreement(members)
  const write: Record<string, () => ReturnType<Registry['patch']>> = {
    PATCH: () => api.patch(api.path, change, any),
    PUT: () => api.put(api.path, { ...whole, ...change }, any)
  }
  for (const [method, send] of Object.entries(write)) {
    const { body } = await send()
    t.same(idsOf(body.feeTerms), ['lump-sum-2', 'lump-sum'], method)
    t.same(idsOf(body.linkages), ['visas-2', 'visas'], method)
    t.same(idsOf(body.events), ['signed-2', 'signed', 'payment'], method)
    t.same(idsOf(body.sources), ['department-of-state-2', 'department-of-state'], method)
    t.match(body.events[2].payment, { feeTerm: 'lump-sum' }, method)
    t.equal(body.revision.version, 2, 'and sending it once more makes no revision')
  }
  const { changes } = (await api.get(`${api.path}/diff?from=1&to=2`)).body
  t.same(
    changes.map(({ operation, pointer }: Record<string, string>) => [operation, pointer]),
    [
      ['add', '/feeTerms/0'],
      ['add', '/linkages/0'],
      ['add', '/events/0'],
      ['add', '/sources/0']
    ],
    'the history says what was added, and nothing else'
  )
})

onEachRecord(t, 'an id that an earlier revision used is not made again for something else', async (t, api) => {
  await api.create(members)
  await api.patch(api.path, { events: [signed], feeTerms: [], linkages: [] }, any)
  const other = { ...visas, description: 'No visas.' }
  t.same(idsOf((await api.patch(api.path, { linkages: [other] }, any)).body.linkages), ['visas-2'])
  t.same(idsOf((await api.patch(api.path, { feeTerms: [b] }, any)).body.feeTerms), ['lump-sum-2'])
  t.match(await api.patch(api.path, { events: [signed, paid] }, any), {
    status: 422,
    body: { errors: [{ pointer: '#/events/1/payment/feeTerm', code: 'unknown_fee_term' }] }
  })
})

onEachRecord(
  t,
  'what names an item that is there no longer is 422, with the place of the reference',
  async (t, api) => {
    await api.create(members)
    const corrected = await api.patch(api.path, { sources: [{ ...source, title: 'Corrected' }] }, any)
    t.equal(corrected.status, 422)
    const [first] = corrected.body.errors
    t.match(first, { pointer: '#/feeTerms/0/citations/0/source', code: 'unknown_source', detail: /with this id/ })
    t.match(await api.patch(api.path, { feeTerms: [b] }, any), {
      status: 422,
      body: { errors: [{ pointer: '#/events/1/payment/feeTerm' }] }
    })
    t.match(
      await api.patch(api.path, { feeTerms: [{ ...b, id: 'lump-sum' }] }, any),
      { status: 200 },
      'an id that is sent counts'
    )
  }
)
