import fc from 'fast-check'
import t from 'tap'
import { anAgreement } from '../fixtures/agreement.ts'
import { onEachDatabase, onEachRecord, type Registry } from '../start.ts'

type Item = { id: string; title: string; revision: { version: number } }
const any = { 'if-match': '*' }

/** One thing that a writer does to an agreement of a list, whichever it is. */
const acts: Record<string, (api: Registry, id: string, n: number) => Promise<unknown>> = {
  change: (api, id, n) => api.patch(`/v1/agreements/${id}`, { notes: `Changed ${n}.` }, any),
  rename: (api, id, n) => api.patch(`/v1/agreements/${id}`, { title: `${n % 2 ? 'Aa' : 'Zz'} renamed ${n}` }, any),
  delete: (api, id) => api.delete(`/v1/agreements/${id}`, any),
  restore: (api, id) => api.post(`/v1/agreements/${id}/revisions/1/restore`, '', any),
  create: (api, _id, n) => api.post('/v1/agreements', anAgreement({ id: `written-meanwhile-${n}` }))
}

const walk = fc.record({
  sort: fc.constantFrom('-changedAt', 'changedAt', 'id', '-id', 'title', '-title,id', '-signedOn,title', 'signedOn'),
  view: fc.constantFrom('summary', 'full'),
  limit: fc.integer({ min: 3, max: 9 }),
  turns: fc.array(fc.constantFrom('next', 'prev'), { maxLength: 6 }),
  writes: fc.array(
    fc.array(fc.record({ act: fc.constantFrom(...Object.keys(acts)), on: fc.nat(99) }), { maxLength: 2 }),
    { minLength: 1, maxLength: 4 }
  )
})

onEachDatabase(
  t,
  'the pages of a walk are one state of the registry, whatever is written meanwhile',
  async (t, api) => {
    let n = 0
    const shown = (items: Item[]) => items.map(({ id, title, revision }) => [id, title, revision.version])
    await fc.assert(
      fc.asyncProperty(walk, async ({ sort, view, limit, turns, writes }) => {
        const list = `/v1/agreements?party=SV&party=US&sort=${sort}&view=${view}`
        const { body: whole } = await api.get(`${list}&limit=200&total=true`)
        const begin = await api.get(`${list}&limit=${limit}&total=true`)
        const pages = Array.from({ length: Math.ceil(whole.items.length / limit) }, (_, i) =>
          shown(whole.items.slice(i * limit, (i + 1) * limit))
        )
        const steps = [...turns, ...pages.map(() => 'next'), ...pages.map(() => 'prev')]
        let { body } = begin
        let at = 0
        for (const [i, step] of steps.entries()) {
          for (const { act, on } of writes[i] ?? []) {
            const { id } = whole.items[on % whole.items.length]
            await acts[act]?.(api, id, n++)
          }
          t.same(shown(body.items), pages[at], `${sort}, page ${at + 1} of ${pages.length}`)
          t.equal(body.page.total, whole.page.total)
          t.same(body.clocks, begin.body.clocks)
          t.same([body.page.prev === null, body.page.next === null], [at === 0, at === pages.length - 1])
          if (body.page[step] === null) continue
          body = (await api.get(body.page[step])).body
          at += step === 'next' ? 1 : -1
        }
      }),
      { numRuns: 8 }
    )
  }
)

onEachRecord(t, 'a record that is changed before its page is read is still read', async (t, api) => {
  await api.create()
  await api.create({ id: `${api.id}-later` })
  const first = await api.get('/v1/agreements?party=SV&limit=1')
  const all = (await api.get('/v1/agreements?party=SV')).body.items.map(({ id }: Item) => id)
  t.equal(all.indexOf(api.id), 1, 'it stands on the second page')
  await api.patch(api.path, { notes: 'Changed.' }, any)
  const read: string[] = []
  for (let answer = first; ; answer = await api.get(answer.body.page.next)) {
    read.push(...answer.body.items.map(({ id }: Item) => id))
    if (answer.body.page.next === null) break
  }
  t.same(read, all)
})

onEachRecord(
  t,
  'the tag of a first page outlives what is written elsewhere, and one may go on from it',
  async (t, api) => {
    const list = '/v1/agreements?party=GB&limit=1&sort=id'
    const first = await api.get(list)
    await api.create()
    t.equal((await api.get(list, { 'if-none-match': first.headers.etag as string })).status, 304)
    const second = await api.get(first.body.page.next)
    t.equal(second.status, 200)
    const since = await api.get((await api.get(list)).body.page.next)
    t.same(since.body.items, second.body.items)
  }
)
