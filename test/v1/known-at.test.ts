import fc from 'fast-check'
import t from 'tap'
import { findNewest } from '../../src/agreements/store-revision.ts'
import { writeAgreements } from '../../src/agreements/store-save.ts'
import { complete } from '../../src/record/complete.ts'
import { anAgreement, aSource } from '../fixtures/agreement.ts'
import { save } from '../fixtures/saving.ts'
import { onEachRecord, type Registry, readOnEachDatabase } from '../start.ts'

const ids = ['known-a', 'known-b', 'known-c']

/** One thing that happens to some agreements in one transaction: they get a title, or are deleted. */
interface Act {
  titles: { id: string; title: string | null }[]
}

const act = fc
  .uniqueArray(fc.constantFrom(...ids), { minLength: 1, maxLength: ids.length })
  .chain(of =>
    fc
      .array(fc.option(fc.constantFrom('One', 'Two', 'Three')), { minLength: of.length, maxLength: of.length })
      .map((titles): Act => ({ titles: of.map((id, i) => ({ id, title: titles[i] ?? null })) }))
  )

/** Every state that the registry was in, by the moment since which it was: the naive way to know. */
type Model = { moment: string; titles: Map<string, string> }[]

async function perform({ database, clock }: Registry, { titles }: Act): Promise<string | undefined> {
  const today = clock.now.toISOString().slice(0, 10)
  return writeAgreements(database, today, async write => {
    let recorded: string | undefined
    for (const { id, title } of titles) {
      const current = await findNewest(write.tx, id)
      // What is not there stays away; a record is needed to begin with.
      const next = title === null && current ? undefined : complete(anAgreement({ id, title: title ?? 'Begun' }))
      const saved = await save(write, id, next, today)
      if (saved) recorded = saved.recordedAt.toISOString()
    }
    return recorded
  })
}

const remember = (model: Model, moment: string, { titles }: Act): void => {
  const next = new Map(model.at(-1)?.titles)
  const known = new Set(model.flatMap(state => [...state.titles.keys()]))
  for (const { id, title } of titles) {
    if (title === null && known.has(id)) next.delete(id)
    else next.set(id, title ?? 'Begun')
  }
  model.push({ moment, titles: next })
}

async function heldAt({ get }: Registry, ids: string[], knownAt: string): Promise<Record<string, string>> {
  const { body } = await get(`/v1/agreements?kind=safe_third_country&limit=200&knownAt=${knownAt}`)
  return Object.fromEntries(
    body.items
      .filter(({ id }: { id: string }) => ids.includes(id))
      .map(({ id, title }: { id: string; title: string }) => [id, title])
  )
}

const shifted = (moment: string, by: number) => new Date(Date.parse(moment) + by).toISOString()

onEachRecord(t, 'at any moment the registry is seen whole, as it was between two transactions', async (t, api) => {
  // One history for all runs: each goes on where the last one stopped.
  const model: Model = []
  let seen = 0
  await fc.assert(
    fc.asyncProperty(fc.array(act, { minLength: 1, maxLength: 6 }), async acts => {
      const begun = model.length
      for (const one of acts) {
        const moment = await perform(api, one)
        if (moment) remember(model, moment, one)
      }
      api.clock.now = new Date()
      for (const [i, state] of model.entries()) {
        if (i < begun - 1) continue
        const until = model[i + 1]?.moment
        const moments = [state.moment, until === undefined ? shifted(state.moment, 0) : shifted(until, -1)]
        for (const moment of moments) {
          const held = await heldAt(api, ids, moment)
          if (JSON.stringify(sorted(held)) !== JSON.stringify(sorted(Object.fromEntries(state.titles))))
            throw new Error(`at ${moment}: ${JSON.stringify(held)}, not ${JSON.stringify([...state.titles])}`)
          for (const id of ids) {
            const one = await api.get(`/v1/agreements/${id}?knownAt=${moment}`)
            const title = one.status === 200 ? one.body.title : undefined
            if (title !== held[id]) throw new Error(`${id} at ${moment}: ${title} alone, ${held[id]} in the list`)
          }
          seen++
        }
      }
    }),
    { numRuns: 10 }
  )
  t.ok(seen > 20, `${seen} moments looked at`)
})

const sorted = (titles: Record<string, string>) => Object.entries(titles).sort()

onEachRecord(t, 'what is written together is known together', async (t, api) => {
  const ids = ['a', 'b', 'c'].map(letter => `${api.id}-${letter}`)
  await perform(api, { titles: ids.map(id => ({ id, title: 'Together' })) })
  api.clock.now = new Date()
  const moments = await Promise.all(
    ids.map(async id => (await api.get(`/v1/agreements/${id}`)).body.revision.recordedAt)
  )
  const [moment] = moments as [string]
  t.same(moments, [moment, moment, moment])
  t.same(await heldAt(api, ids, shifted(moment, -1)), {})
  t.same(Object.keys(await heldAt(api, ids, moment)).sort(), ids)
})

readOnEachDatabase(
  t,
  'before its first record the registry is empty, and says since when it is not',
  async (t, api) => {
    api.clock.now = new Date()
    const { items } = (await api.get('/v1/changes?limit=1')).body
    const said = new RegExp(` It held nothing then: its first record was made at ${items[0].recordedAt}\\.$`)
    for (const path of ['agreements', 'events', 'fee-terms', 'facilities', 'sources', 'statistics', 'network']) {
      const { body } = await api.get(`/v1/${path}?knownAt=2020-01-01`)
      t.match(body.description, said, path)
      t.notMatch((await api.get(`/v1/${path}?knownAt=${items[0].recordedAt}`)).body.description, /held nothing/, path)
    }
    const { text } = await api.get('/agreements?knownAt=2020-01-01', { accept: 'text/html' })
    t.match(text, 'The first record of this registry was made on')
  }
)

readOnEachDatabase(
  t,
  'before its first revision a record is 404, which says since when it is known',
  async (t, api) => {
    const path = '/v1/agreements/us-sv-2019-asylum-cooperative-agreement'
    api.clock.now = new Date()
    const { recordedAt } = (await api.get(path)).body.revision
    const early = { status: 404, body: { code: 'not-known-yet', detail: new RegExp(`since ${recordedAt}`) } }
    t.match(await api.get(`${path}?knownAt=2020-01-01`), early)
    t.match(await api.get(`${path}/status?knownAt=2020-01-01`), early)
    t.match(await api.get(`${path}?knownAt=${recordedAt}`), { status: 200, body: { revision: { version: 1 } } })
    t.match((await api.get('/v1/agreements?knownAt=2020-01-01&total=true')).body, { items: [], page: { total: 0 } })
    t.match(await api.get('/v1/agreements/no-such-agreement?knownAt=2020-01-01'), { body: { code: 'not-found' } })
  }
)

onEachRecord(t, 'all three clocks work together: the old record, on a day, by what was published', async (t, api) => {
  const made = await api.create()
  const inForce = {
    id: 'in-force',
    type: 'entered_into_force',
    date: '2020-02-01',
    citations: [{ source: 'gazette' }]
  }
  const gazette = aSource({ id: 'gazette', publishedOn: '2020-03-01' })
  await api.patch(
    api.path,
    { events: [...(anAgreement().events ?? []), inForce], sources: [...anAgreement().sources, gazette] },
    { 'if-match': '"1"' }
  )
  api.clock.now = new Date()
  const legal = async (query: string) => (await api.get(`${api.path}?${query}`)).body.status.legal
  const first = `knownAt=${made.body.revision.recordedAt}`
  t.equal(await legal(''), 'in_force')
  t.equal(await legal('asOf=2020-01-31'), 'signed')
  t.equal(await legal('asOf=2020-02-01&reportedBy=2020-02-29'), 'signed')
  t.equal(await legal('asOf=2020-02-01&reportedBy=2020-03-01'), 'in_force')
  t.equal(await legal(first), 'signed')
  t.equal(await legal(`asOf=2020-02-01&reportedBy=2020-03-01&${first}`), 'signed')
  const listed = async (query: string) =>
    (await api.get(`/v1/agreements?legal=in_force&limit=200&asOf=2020-02-01&${query}`)).body.items.some(
      ({ id }: { id: string }) => id === api.id
    )
  t.equal(await listed('reportedBy=2020-03-01'), true)
  t.equal(await listed('reportedBy=2020-02-29'), false)
  t.equal(await listed(`reportedBy=2020-03-01&${first}`), false)
})
