import { type ReadOptions, read } from './load.ts'
import type { Pair } from './turns.ts'

export interface Sides {
  /** Where the service listens. */
  service: string
  /** Where the bare routes do. */
  peer: string
  /** How long a turn lasts. */
  seconds: number
}

/** An agreement that the filled registry holds. */
export const id = 'us-sv-2019-asylum-cooperative-agreement-1'

/** Reads of the service against bare routes, and lists with a clock against the same list without. */
export async function readPairs({ service, peer, seconds }: Sides, middle: Date): Promise<Pair[]> {
  const list = '/v1/agreements?limit=20'
  const { items } = (await (await fetch(service + list)).json()) as { items: { id: string }[] }
  const records = items.map(item => ({ path: `/v1/agreements/${item.id}` }))
  const bare = items.map(item => ({ path: `/agreements/${item.id}` }))
  await assertSameTexts(records.map(({ path }, i) => [service + path, peer + bare[i]?.path]))
  const held = await Promise.all(
    records.map(async ({ path }) => ({
      path,
      headers: { 'if-none-match': (await fetch(service + path)).headers.get('etag') as string }
    }))
  )
  const ofKind = `${list}&kind=readmission`
  const signed = `${list}&view=full&sort=-signedOn`
  const { before, page } = await pageOf(service, signed, 400)
  await assertSameRecords([
    [`${service}${signed}&kind=readmission`, `${peer}/signed/kind:readmission`],
    [`${service}${signed}&party=SV`, `${peer}/signed/party:SV`],
    [service + page, `${peer}/signed-before/${before}`]
  ])
  const knownAt = `knownAt=${middle.toISOString()}`
  const pair = (name: string, atLeast: number, subject: Side, other: Side): Pair => ({
    name,
    unit: 'requests/s',
    atLeast,
    subject: () => read({ ...subject, seconds }),
    peer: () => read({ ...other, seconds })
  })
  const served = (path: string): Side => ({ origin: service, requests: [{ path }] })
  const shown = (paths: string[]): Side => ({
    origin: service,
    requests: paths.map(path => ({ path, headers: { accept: 'text/html' } }))
  })
  // The first who asks has a page made, which on a busy machine takes longer than a turn; all others get what was kept.
  for (const path of ['/agreements', ...items.map(item => `/agreements/${item.id}`)]) {
    const begun = performance.now()
    await (await fetch(service + path, { headers: { accept: 'text/html' } })).text()
    if (path === '/agreements')
      console.log(`the first page of the list is made in ${Math.round(performance.now() - begun)} ms`)
  }
  const sent = (path: string): Side => ({ origin: peer, requests: [{ path }] })
  return [
    pair('one record', 0.85, { origin: service, requests: records }, { origin: peer, requests: bare }),
    pair('one record, unchanged', 0.5, { origin: service, requests: held, status: '3xx' }, sent('/hello')),
    pair('list of 20 records', 0.85, served(`${list}&view=full`), sent('/agreements')),
    pair('list of 20 records of a kind', 0.7, served(`${ofKind}&view=full`), sent('/kinds/readmission')),
    pair('kind by signature', 0.7, served(`${signed}&kind=readmission`), sent('/signed/kind:readmission')),
    pair('party by signature', 0.7, served(`${signed}&party=SV`), sent('/signed/party:SV')),
    pair('page 400 by signature', 0.7, served(page), sent(`/signed-before/${before}`)),
    pair('list with asOf', 0.8, served(`${ofKind}&asOf=2021-02-10`), served(ofKind)),
    pair('list with knownAt', 0.8, served(`${ofKind}&${knownAt}`), served(ofKind)),
    pair('page of a record', 0.25, shown(items.map(item => `/agreements/${item.id}`)), {
      origin: service,
      requests: records
    }),
    pair('page of a list', 0.25, shown(['/agreements']), served(list)),
    pair('list of records with knownAt', 0.8, served(`${ofKind}&view=full&${knownAt}`), served(`${ofKind}&view=full`))
  ]
}

type Side = Pick<ReadOptions, 'origin' | 'requests' | 'status'>

interface List {
  items: { id: string }[]
  page: { next: string | null }
}

/** Follows the links of a list to a page: its address, and the last agreement of the page before. */
async function pageOf(origin: string, path: string, number: number): Promise<{ page: string; before: string }> {
  let [page, before] = [path, '']
  for (let i = 1; i < number; i++) {
    const list = (await (await fetch(origin + page)).json()) as List
    if (!list.page.next) throw new Error(`${path} has no page ${number}: ask for more --copies`)
    page = list.page.next
    before = list.items.at(-1)?.id as string
  }
  return { page, before }
}

/** Both sides must list the same agreements in the same order, one with a page around them. */
async function assertSameRecords(pairs: [string, string][]): Promise<void> {
  for (const [list, records] of pairs) {
    const { items } = (await (await fetch(list)).json()) as List
    const others = (await (await fetch(records)).json()) as { id: string }[]
    if (items.length === 0 || items.map(({ id }) => id).join() !== others.map(({ id }) => id).join()) {
      throw new Error(`${list} and ${records} list different agreements`)
    }
  }
}

/** Both sides must send the same, or their speeds say nothing of each other. */
async function assertSameTexts(pairs: [string, string][]): Promise<void> {
  for (const urls of pairs) {
    const [one, other] = await Promise.all(urls.map(async url => (await fetch(url)).text()))
    if (one !== other) throw new Error(`${urls.join(' and ')} answer differently`)
  }
}
