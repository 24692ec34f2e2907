import { and, eq, exists, gte, lt, type SQL, type SQLWrapper, sql } from 'drizzle-orm'
import type { Db } from '../../database/client.ts'
import { type event, type feeTerm, revision, type source } from '../../database/tables.ts'
import type { Day } from '../../record/dates.ts'
import type { Clocks } from '../clocks.ts'
import { type DayRange, type Filters, rangeOf } from './parameters.ts'
import { recordedBy } from './store-clocks.ts'

// What the conditions of filters are made of.

/** A column that is one of the texts of a placeholder. */
export const anyOf = (column: SQL | Parameters<typeof eq>[0], name: string) =>
  sql`${column} = any(${sql.placeholder(name)}::text[])`

/** The texts of a placeholder. */
export const texts = (name: string): SQL => sql`${sql.placeholder(name)}::text[]`

/** The filters that are set of some, as values of the placeholders of their names. */
export const pick = (filters: Filters, ...names: (keyof Filters)[]): Record<string, unknown> =>
  Object.fromEntries(names.filter(name => filters[name] !== undefined).map(name => [name, filters[name]]))

/** Some claim of the revision, of one table. */
export const someOf = (
  db: Db,
  clocks: Pick<Clocks, 'knownAt'>,
  table: typeof event | typeof feeTerm | typeof source,
  ...conditions: (SQL | undefined)[]
): SQL =>
  exists(
    db
      .select({ one: sql`1` })
      .from(table)
      .where(and(eq(table.seq, revision.seq), recordedBy(clocks, table.seq), ...conditions))
  )

/** Recorded on some days, by moments and by positions, which rise with them: an index of either is entered at the right place. */
export function recordedWithin(): SQL | undefined {
  const since = sql`${sql.placeholder('changedFrom')}::date::timestamp at time zone 'UTC'`
  const until = sql`(${sql.placeholder('changedTo')}::date + 1)::timestamp at time zone 'UTC'`
  const at = sql`r.recorded_at`
  return and(
    gte(revision.recordedAt, since),
    lt(revision.recordedAt, until),
    sql`${revision.seq} >= (select r.seq from ${revision} r where ${at} >= ${since} order by ${at}, r.seq limit 1)`,
    sql`${revision.seq} <= (select r.seq from ${revision} r where ${at} < ${until} order by ${at} desc, r.seq desc limit 1)`
  )
}

/** The days of a pair of filters, as values. */
export function daysOf(filters: Filters, range: DayRange): Record<string, Day> {
  const { from, to } = rangeOf(filters, range)
  return { [`${range}From`]: from, [`${range}To`]: to }
}

/** The first day on which it may end, as lists are sorted by it. */
export const endsOn = sql`coalesce(${revision.endsFrom}, 'infinity')`

/** The days from one to another, written as the indexes of vague days have it. */
const daysBetween = (from: SQLWrapper, to: SQLWrapper): SQL => sql`daterange(${from}, ${to}, '[]')`

/** The days of a pair of filters in a statement. */
const asked = (range: DayRange) => ({
  first: sql`${sql.placeholder(`${range}From`)}::date`,
  last: sql`${sql.placeholder(`${range}To`)}::date`
})

/** What happened on some day from one to another, which are known, may lie within two days, or certainly does. */
export function within(
  { from, to }: { from: SQLWrapper; to: SQLWrapper },
  range: DayRange,
  match: Filters['match']
): SQL {
  const { first, last } = asked(range)
  // Without an end, since the planner takes `infinity` for a day that is far away.
  const days = daysBetween(sql`nullif(${first}, '-infinity')`, sql`nullif(${last}, 'infinity')`)
  return sql`${daysBetween(from, to)} ${sql.raw(match === 'certain' ? '<@' : '&&')} ${days}`
}

/**
 * In which ranges of the order by signature all stand that may have been signed within two days: behind the first day, where the order is
 * by the first possible day, and those that began before it and may have been signed later, which are few.
 */
export function signedRanges(): SQL[] {
  const { first, last } = asked('signed')
  const vague = sql`
    select s.seq from ${revision} s
    where s.superseded_at is null and s.operation <> 'delete' and s.signed_to is not null
      and ${daysBetween(sql`s.signed_on`, sql`s.signed_to`)} @> ${daysBetween(sql`${first} - 1`, first)}`
  return [
    // Up to the end of a day: in keys it is followed by a space.
    sql`(${revision.signedKey} >= ${first}::text and ${revision.signedKey} < ${last}::text || '!')`,
    sql`(${revision.signedKey} < ${first}::text and ${revision.seq} = any(array(${vague})))`
  ]
}

/** A quantity of which the least and the most are known certainly lies within two bounds, or may. */
export function between(
  { min, max }: { min: SQLWrapper; max: SQLWrapper },
  { least, most }: { least: SQL | false; most: SQL | false },
  match: Filters['match']
): SQL | undefined {
  const isPossible = match === 'possible'
  return and(
    least ? (isPossible ? sql`coalesce(${max}, 'infinity'::numeric) >= ${least}` : sql`${min} >= ${least}`) : undefined,
    most ? (isPossible ? sql`coalesce(${min}, 0) <= ${most}` : sql`${max} <= ${most}`) : undefined
  )
}
