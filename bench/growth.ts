import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { sql } from 'drizzle-orm'
import type { Db } from '../src/database/client.ts'
import { median } from './turns.ts'

// How long pages of lists take in a small registry and in a large one.

/** A list, and how much slower it may be in the large registry: by how many times, or up to how many milliseconds (p95). */
export interface Case {
  name: string
  path: string
  atMost: { ratio?: number; p95?: number }
}

export interface Timing {
  /** Milliseconds. */
  median: number
  p95: number
  /** How many agreements the first page shows. */
  items: number
}

const filters = [
  'kind',
  'party',
  'sender',
  'receiver',
  'eventType',
  'feeStage',
  'payer',
  'payee',
  'currency',
  'publisher',
  'source',
  'hasFee',
  'archived',
  'nationality',
  'legal',
  'implementation',
  'money',
  'certain',
  'dormant',
  'year'
] as const

/** Orders in which a filter has an index of its own, and those in which it has none. */
const indexed = ['-changedAt', 'changedAt', '-signedOn', 'signedOn']
const others = [
  'title',
  '-title',
  'id',
  '-id',
  'endsOn',
  '-endsOn',
  'lastHeardOn',
  '-lastHeardOn',
  'personsMoved',
  '-personsMoved'
]

const address = (query: Record<string, string>) => `/v1/agreements?${new URLSearchParams({ ...query, limit: '20' })}`

/** The lists that are compared, with values that are frequent in the small registry and such as fill a page there at the least. */
export async function casesOf(db: Db): Promise<Case[]> {
  const valuesOf = async (facet: string) => {
    const { rows } = (await db.execute(sql`
      select substr(facet, strpos(facet, ':') + 1) as value, count(*)::int as n from listed
      where facet >= ${`${facet}:`} and facet < ${`${facet};`} group by facet order by n desc, facet`)) as unknown as {
      rows: { value: string; n: number }[]
    }
    return { common: rows[0]?.value as string, rare: (rows.findLast(({ n }) => n >= 21) ?? rows[0])?.value as string }
  }
  const cases: Case[] = []
  const add = (query: Record<string, string>, atMost: Case['atMost']) => {
    const path = address(query)
    cases.push({ name: decodeURIComponent(path.slice(15).replace('&limit=20', '')).replaceAll('+', ' '), path, atMost })
  }
  const values = Object.fromEntries(await Promise.all(filters.map(async name => [name, await valuesOf(name)] as const)))
  const ranges: Record<string, string>[] = [
    { signedFrom: '2020' },
    { signedFrom: '1990', signedTo: '1990' },
    { signedTo: '1960' },
    { endsFrom: '2027' },
    { endsFrom: '2001-03', endsTo: '2001-03' },
    { changedFrom: '2026-09' },
    { eventFrom: '2024-05', eventTo: '2024-05' },
    { minPersons: '1' },
    { minPersons: '50000' },
    { currency: values.currency?.common as string, minAmount: '100000' },
    { currency: values.currency?.common as string, minAmount: '99000000' }
  ]
  const singles = [
    ...Object.entries(values).flatMap(([name, { common, rare }]) => [
      { [name]: common },
      ...(rare === common ? [] : [{ [name]: rare }])
    ]),
    ...ranges
  ]
  for (const query of [{}, ...singles]) for (const sort of indexed) add({ ...query, sort }, { ratio: 3 })
  const { sender, receiver, kind } = values as Record<string, { common: string; rare: string }>
  for (const sort of others) {
    for (const query of [
      {},
      { sender: sender?.common },
      { sender: sender?.rare },
      { kind: kind?.rare },
      { legal: values.legal?.rare }
    ])
      add({ ...(query as Record<string, string>), sort }, { p95: 100 })
  }
  const pairs = [
    { sender: sender?.common, kind: kind?.common },
    { sender: sender?.common, kind: kind?.rare },
    { sender: sender?.rare, kind: kind?.common },
    { sender: sender?.rare, kind: kind?.rare },
    { sender: sender?.common, receiver: receiver?.rare },
    { sender: sender?.rare, receiver: receiver?.rare },
    { sender: sender?.rare, legal: values.legal?.rare },
    { sender: sender?.common, legal: values.legal?.rare },
    { kind: kind?.rare, money: values.money?.rare },
    { kind: kind?.rare, signedFrom: '1990', signedTo: '1990' }
  ] as Record<string, string>[]
  for (const query of pairs) for (const sort of indexed) add({ ...query, sort }, { ratio: 4, p95: 50 })
  for (const q of ['readmission word25', 'topic7 term9', 'word1 term2']) add({ q }, { p95: 100 })
  return cases
}

/** Asks for a page again and again, over one connection. */
export async function time(origin: string, path: string, times: number): Promise<Timing> {
  const timings: number[] = []
  let items = 0
  for (let i = -3; i < times; i++) {
    const begun = performance.now()
    const answer = await fetch(origin + path)
    const text = await answer.text()
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${text}`)
    if (i >= 0) timings.push(performance.now() - begun)
    items = JSON.parse(text).items.length
  }
  timings.sort((a, b) => a - b)
  return { median: median(timings), p95: timings[Math.ceil(timings.length * 0.95) - 1] as number, items }
}

/** Follows the links of a list, and times the last page that it comes to. */
export async function timePage(origin: string, path: string, page: number, times: number): Promise<Timing> {
  let at = path
  for (let i = 1; i < page; i++) {
    const { page: links } = (await (await fetch(origin + at)).json()) as { page: { next: string | null } }
    if (!links.next) break
    at = links.next
  }
  return time(origin, at, times)
}

/**
 * Reads a whole result as lines of JSON, by another process: rows in a second, and by how much the memory of this one, which
 * serves it, went up and down meanwhile, in MB.
 */
export async function readExport(
  origin: string,
  path: string
): Promise<{ rows: number; perSecond: number; grownMb: number }> {
  let [least, most] = [Number.POSITIVE_INFINITY, 0]
  const look = setInterval(() => {
    const { rss } = process.memoryUsage()
    least = Math.min(least, rss)
    most = Math.max(most, rss)
  }, 100)
  const begun = performance.now()
  try {
    const reader = fileURLToPath(new URL('./reader.js', import.meta.url))
    const { stdout } = await promisify(execFile)(process.execPath, [reader, origin + path])
    const rows = Number(stdout)
    return { rows, perSecond: rows / ((performance.now() - begun) / 1000), grownMb: (most - least) / 2 ** 20 }
  } finally {
    clearInterval(look)
  }
}

/** The same texts as the database alone hands them out: rows in a second. */
export async function copyDocuments(db: Db, facet: string): Promise<number> {
  const begun = performance.now()
  const { rows } = (await db.execute(sql`select count(*)::int as n from listed where facet = ${facet}`)) as unknown as {
    rows: [{ n: number }]
  }
  await db.execute(
    sql.raw(`copy (select document from revision where superseded_at is null and operation <> 'delete'
      and seq in (select seq from listed where facet = '${facet}') order by seq desc) to program 'cat > /dev/null'`)
  )
  return rows[0].n / ((performance.now() - begun) / 1000)
}

export const allFacets = `/v1/agreements?limit=1${[
  'kind',
  'party',
  'sender',
  'receiver',
  'legal',
  'implementation',
  'money',
  'year'
]
  .map(name => `&facet=${name}`)
  .join('')}`

interface Compared extends Case {
  small: Timing
  large: Timing
  ratio: number
  isMet: boolean
}

/** Times the same lists in a small registry and in a large one. */
export async function compareGrowth(
  db: Db,
  origin: string,
  {
    growTo,
    small,
    large,
    times
  }: { growTo: (agreements: number) => Promise<void>; small: number; large: number; times: number }
): Promise<Compared[]> {
  await growTo(small)
  const cases = await casesOf(db)
  const before = new Map<string, Timing>()
  for (const { path } of cases) before.set(path, await time(origin, path, times))
  await growTo(large)
  const compared: Compared[] = []
  for (const one of cases) {
    const [then, now] = [before.get(one.path) as Timing, await time(origin, one.path, times)]
    const ratio = now.median / then.median
    const { ratio: most = 0, p95 = 0 } = one.atMost
    compared.push({ ...one, small: then, large: now, ratio, isMet: ratio <= most || now.p95 <= p95 })
  }
  return compared
}

/** What a walk, an export and counts of the large registry come to. */
export async function measureWhole(db: Db, origin: string, times: number): Promise<Record<string, unknown>> {
  const list = '/v1/agreements?limit=20'
  const first = await time(origin, list, times)
  const deep = await timePage(origin, list, 5000, times)
  const ofKind = `${list}&kind=readmission`
  const firstOfKind = await time(origin, ofKind, times)
  const deepOfKind = await timePage(origin, ofKind, 5000, times)
  const copied = await copyDocuments(db, 'kind:readmission')
  const exported = await readExport(origin, '/v1/agreements?format=ndjson&kind=readmission')
  return {
    first,
    deep,
    firstOfKind,
    deepOfKind,
    copied,
    exported,
    facets: await time(origin, allFacets, 2).catch(String)
  }
}
