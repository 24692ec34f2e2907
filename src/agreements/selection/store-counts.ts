import { sql } from 'drizzle-orm'
import { LRUCache } from 'lru-cache'
import type { Db } from '../../database/client.ts'
import { prepared } from '../../database/prepared.ts'
import { revision } from '../../database/tables.ts'
import type { FacetValue } from '../schemas.ts'
import type { Part } from './store-clocks.ts'

// Counts that are kept. Counting reads all that is counted; after a write or a thousand, what they changed is counted only.

/** What was written after one moment and by another. */
interface Stretch {
  after: Date
  by: Date
}

/** How something is counted, the most frequent first and so many values at most. */
interface Counting {
  all: (most: number) => Promise<FacetValue[]>
  /** The same of the agreements that changed in a stretch, as the registry held them at a moment. */
  changed: (knownAt: Date, stretch: Stretch, most: number) => Promise<FacetValue[]>
}

interface Counts {
  /** Moment of the write after which they are true, in milliseconds since 1970. */
  lastWrite: number
  values: FacetValue[]
}

/** Values of one question that are kept, and of all questions. */
const MOST_VALUES = 10_000
const MOST_VALUES_OF_ALL = 300_000

/** Everything is counted anew where it is no more than this, or more than this share of it has changed. */
const FEW = 500
const SHARE = 1 / 10

const kept = new WeakMap<Db, LRUCache<string, Counts>>()

/** Counts as they were after a write: those that were kept with what changed since, or everything. */
export async function countedAt(db: Db, key: string, lastWrite: number, counting: Counting): Promise<FacetValue[]> {
  const known =
    kept.get(db) ??
    new LRUCache<string, Counts>({ maxSize: MOST_VALUES_OF_ALL, sizeCalculation: ({ values }) => values.length + 1 })
  kept.set(db, known)
  const before = known.get(key)
  if (before?.lastWrite === lastWrite) return before.values
  const values = (before && (await broughtUp(db, before, lastWrite, counting))) ?? (await counting.all(MOST_VALUES + 1))
  const newest = known.peek(key)?.lastWrite ?? 0
  if (values.length <= MOST_VALUES && lastWrite > newest) known.set(key, { lastWrite, values })
  return values
}

/** Adds what the changed agreements have now and takes off what they had before; undefined where too many changed. */
async function broughtUp(
  db: Db,
  { lastWrite, values }: Counts,
  to: number,
  { changed }: Counting
): Promise<FacetValue[] | undefined> {
  const total = values.reduce((sum, { count }) => sum + count, 0)
  if (to < lastWrite || total <= FEW) return undefined
  const stretch = { after: new Date(lastWrite), by: new Date(to) }
  const most = Math.floor(SHARE * total)
  if ((await countWritten(db, stretch, most + 1)) > most) return undefined
  const [then, now] = await Promise.all(
    [stretch.after, stretch.by].map(knownAt => changed(knownAt, stretch, MOST_VALUES + 1))
  )
  if (!then || !now || Math.max(then.length, now.length) > MOST_VALUES) return undefined
  return mostFrequentFirst(sumOf(values, now, then))
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

/** Revisions of a stretch, counted up to some number. */
async function countWritten(db: Db, { after, by }: Stretch, most: number): Promise<number> {
  const statement = prepared(db, 'countWritten', () => {
    const some = db
      .select({ one: sql`1`.as('one') })
      .from(revision)
      .where(isWritten())
      .limit(sql.placeholder('most') as unknown as number)
      .as('some')
    return db.select({ count: sql<number>`count(*)::int` }).from(some)
  })
  const [row] = await statement.execute({ after: after.toISOString(), by: by.toISOString(), most })
  return row?.count ?? 0
}

/** The revisions of agreements of which one was written in a stretch. */
export const changedPart = ({ after, by }: Stretch): Part => ({
  shape: 'changed',
  condition: () => sql`${revision.agreementId} in (
    select written.agreement_id from ${revision} written where ${isWritten('written')})`,
  values: { after: after.toISOString(), by: by.toISOString() }
})

const isWritten = (name = 'revision') => {
  const recordedAt = sql`${sql.identifier(name)}.recorded_at`
  return sql`${recordedAt} > ${sql.placeholder('after')}::timestamptz and ${recordedAt} <= ${sql.placeholder('by')}::timestamptz`
}
