import { read } from './load.ts'
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
  const record = `${service}/v1/agreements/${id}`
  await assertSameText(record, `${peer}/agreements/${id}`)
  const tag = (await fetch(record)).headers.get('etag') as string
  const list = `${service}/v1/agreements?limit=20`
  const ofKind = `${list}&kind=readmission`
  const knownAt = `knownAt=${middle.toISOString()}`
  const pair = (name: string, atLeast: number, subject: string, other: string): Pair => ({
    name,
    unit: 'requests/s',
    atLeast,
    subject: () => read(subject, { seconds }),
    peer: () => read(other, { seconds })
  })
  return [
    pair('one record', 0.85, record, `${peer}/agreements/${id}`),
    {
      ...pair('one record, unchanged', 0.5, record, `${peer}/hello`),
      subject: () => read(record, { seconds, headers: { 'if-none-match': tag }, status: '3xx' })
    },
    pair('list of 20 records', 0.85, `${list}&view=full`, `${peer}/agreements`),
    pair('list of 20 records of a kind', 0.7, `${ofKind}&view=full`, `${peer}/kinds/readmission`),
    pair('list with asOf', 0.8, `${ofKind}&asOf=2021-02-10`, ofKind),
    pair('list with knownAt', 0.8, `${ofKind}&${knownAt}`, ofKind),
    pair('list of records with knownAt', 0.8, `${ofKind}&view=full&${knownAt}`, `${ofKind}&view=full`)
  ]
}

/** Both sides must send the same, or their speeds say nothing of each other. */
async function assertSameText(...urls: [string, string]): Promise<void> {
  const [one, other] = await Promise.all(urls.map(async url => (await fetch(url)).text()))
  if (one !== other) throw new Error(`${urls.join(' and ')} answer differently`)
}
