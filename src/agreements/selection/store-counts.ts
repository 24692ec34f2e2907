import { sql } from 'drizzle-orm'
import { LRUCache } from 'lru-cache'
import type { Db } from '../../database/client.ts'
import { preparedSql } from '../../database/prepared.ts'
import { revision } from '../../database/tables.ts'
import type { FacetValue } from '../schemas.ts'
import type { Counted } from './facets.ts'
import type { Part } from './store-clocks.ts'

// Counts that are kept. Counting reads all that is counted; after a write or a thousand, what they changed is counted only.

/** What was written after one moment and by another. */
interface Stretch {
  after: Date
  by: Date
}

/** Values of facets, the most frequent first. */
export type Counts = Map<Counted, FacetValue[]>

/** How facets are counted, so many values of each at most. */
interface Counting {
  /** `keep` gets each part as soon as it is counted, so that what fails later takes nothing with it. */
  all: (facets: Counted[], most: number, keep: (counts: Counts) => void) => Promise<unknown>
  /** The same of the agreements that changed in a stretch, as the registry held them at a moment. */
  changed: (facets: Counted[], knownAt: Date, stretch: Stretch, most: number) => Promise<Counts>
}

interface Kept {
  /** Moment of the write after which they are true, in milliseconds since 1970. */
  lastWrite: number
  counts: Counts
}

/** Values of one facet that are kept, and of all together; questions that are. */
const MOST_VALUES = 10_000
const MOST_VALUES_OF_ALL = 300_000
const MOST_QUESTIONS = 1_000

/** Everything is counted anew in a registry of no more positions than this, or after more revisions. */
const FEW_POSITIONS = 500
const MOST_REVISIONS = 5_000

interface Keeping {
  counts: LRUCache<string, Kept>
  /** Who counts for a question right now. */
  busy: Map<string, Promise<unknown>>
}

const keepingOf = new WeakMap<Db, Keeping>()

const sizeOf = ({ counts }: Kept): number => [...counts.values()].reduce((sum, values) => sum + values.length, 1)

function keepingFor(db: Db): Keeping {
  const keeping = keepingOf.get(db) ?? {
    counts: new LRUCache<string, Kept>({
      max: MOST_QUESTIONS,
      maxSize: MOST_VALUES_OF_ALL,
      sizeCalculation: sizeOf
    }),
    busy: new Map()
  }
  keepingOf.set(db, keeping)
  return keeping
}

/** Facets after a write. */
interface Asked {
  /** What is counted, apart from the facets. */
  key: string
  facets: Counted[]
  lastWrite: number
}

/** Facets as they were after a write: those that were kept with what changed since, or counted. One at a time counts for a question. */
export async function countedAt(db: Db, asked: Asked, counting: Counting): Promise<Counts> {
  const { key } = asked
  const { counts, busy } = keepingFor(db)
  while (busy.has(key)) await busy.get(key)?.catch(() => {})
  const counted = countOnce(db, counts, asked, counting)
  busy.set(key, counted)
  try {
    return await counted
  } finally {
    busy.delete(key)
  }
}

async function countOnce(
  db: Db,
  kept: LRUCache<string, Kept>,
  { key, facets, lastWrite }: Asked,
  counting: Counting
): Promise<Counts> {
  const before = kept.get(key)
  const known: Counts = new Map(before && (await broughtUp(db, before, lastWrite, counting)))
  const keep = (counts: Counts) => {
    for (const [facet, values] of counts) known.set(facet, values)
    if (before && before.lastWrite > lastWrite) return
    const short = [...known].filter(([, values]) => values.length <= MOST_VALUES)
    kept.set(key, { lastWrite, counts: new Map(short) })
  }
  const unknown = facets.filter(facet => !known.has(facet))
  if (unknown.length > 0) await counting.all(unknown, MOST_VALUES + 1, keep)
  else if (before?.lastWrite !== lastWrite) keep(new Map())
  return known
}

/** Adds what the changed agreements have now and takes off what they had before; undefined where too many changed. */
async function broughtUp(
  db: Db,
  { lastWrite, counts }: Kept,
  to: number,
  { changed }: Counting
): Promise<Counts | undefined> {
  if (to <= lastWrite) return to === lastWrite ? counts : undefined
  const stretch = { after: new Date(lastWrite), by: new Date(to) }
  if (!(await isShort(db, stretch))) return undefined
  const facets = [...counts.keys()]
  const [then, now] = await Promise.all(
    [stretch.after, stretch.by].map(knownAt => changed(facets, knownAt, stretch, MOST_VALUES + 1))
  )
  const of = (counts: Counts | undefined, facet: Counted) => counts?.get(facet) ?? []
  const isWhole = (facet: Counted) => Math.max(of(then, facet).length, of(now, facet).length) <= MOST_VALUES
  return new Map(
    facets
      .filter(isWhole)
      .map(facet => [facet, mostFrequentFirst(sumOf(of(counts, facet), of(now, facet), of(then, facet)))])
  )
}

const sumOf = (before: FacetValue[], added: FacetValue[], removed: FacetValue[]): FacetValue[] => {
  const counts = new Map(before.map(({ value, count }) => [value, count]))
  const add = (value: string, count: number) => counts.set(value, (counts.get(value) ?? 0) + count)
  for (const { value, count } of added) add(value, count)
  for (const { value, count } of removed) add(value, -count)
  return [...counts].filter(([, count]) => count > 0).map(([value, count]) => ({ value, count }))
}

/** As the database orders them: those that are as frequent by their bytes. */
const mostFrequentFirst = (values: FacetValue[]): FacetValue[] =>
  values.sort((a, b) => b.count - a.count || Buffer.compare(Buffer.from(a.value), Buffer.from(b.value)))

/** Whether little was written in a stretch, and there is more. */
async function isShort(db: Db, { after, by }: Stretch): Promise<boolean> {
  const statement = preparedSql<{ isShort: boolean }>(db, 'isShort', () => {
    const [few, most] = [sql.raw(String(FEW_POSITIONS)), sql.raw(String(MOST_REVISIONS))]
    const revisions = sql`(select from ${revision} written where ${isWritten} limit ${most} + 1) as revisions`
    return sql`
      select (select max(seq) from ${revision}) > ${few} and (select count(*) from ${revisions}) <= ${most} as "isShort"`
  })
  const { rows } = await statement.execute({ after: after.toISOString(), by: by.toISOString() })
  return rows[0]?.isShort === true
}

/** The revisions of agreements of which one was written in a stretch. */
export const changedPart = ({ after, by }: Stretch): Part => ({
  shape: 'changed',
  condition: () =>
    sql`${revision.agreementId} in (select written.agreement_id from ${revision} written where ${isWritten})`,
  values: { after: after.toISOString(), by: by.toISOString() }
})

const isWritten = sql`written.recorded_at > ${sql.placeholder('after')}::timestamptz
  and written.recorded_at <= ${sql.placeholder('by')}::timestamptz`
