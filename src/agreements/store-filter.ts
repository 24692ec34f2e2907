import { and, eq, exists, gte, isNull, lte, ne, or, type SQL, sql } from 'drizzle-orm'
import type { Db } from '../database/client.ts'
import { kind, party, revision, statusInterval } from '../database/tables.ts'
import type { Clocks } from './clocks.ts'

/** Which agreements a list names. Each member: any of these values. */
export interface Filters {
  kind?: string[] | undefined
  party?: string[] | undefined
  legal?: string[] | undefined
  implementation?: string[] | undefined
  /** A state on either axis. */
  status?: string[] | undefined
}

/** A part of a statement: its text varies with `shape` only, its values come as placeholders. */
export interface Part {
  shape: string
  condition: SQL | undefined
  values: Record<string, unknown>
}

const anyOf = (column: SQL | Parameters<typeof eq>[0], name: string) =>
  sql`${column} = any(${sql.placeholder(name)}::text[])`

/** The revision of each agreement that the registry held at the clock `knownAt`. */
export function heldPart(clocks: Pick<Clocks, 'knownAt'>): Part {
  if (!clocks.knownAt) return { shape: 'now', condition: isNull(revision.supersededAt), values: {} }
  const at = sql`${sql.placeholder('knownAt')}::timestamptz`
  return {
    shape: 'knownAt',
    condition: and(
      sql`${revision.recordedAt} <= ${at}`,
      or(isNull(revision.supersededAt), sql`${revision.supersededAt} > ${at}`)
    ),
    values: { knownAt: clocks.knownAt.toISOString() }
  }
}

/** The same over all agreements, without those that were deleted. */
export function listedPart(clocks: Pick<Clocks, 'knownAt'>): Part {
  const held = heldPart(clocks)
  const at = sql`${sql.placeholder('knownAt')}::timestamptz`
  // Moments rise with positions, so that this bound lets the index by position begin at the right place.
  const bound = sql`${revision.seq} <= (select max(r.seq) from ${revision} r where r.recorded_at <= ${at})`
  return {
    ...held,
    condition: and(held.condition, clocks.knownAt ? bound : undefined, ne(revision.operation, 'delete'))
  }
}

/** The status interval of a revision that holds at the clocks `asOf` and `reportedBy`. */
export function intervalPart(clocks: Pick<Clocks, 'asOf' | 'reportedBy'>): Part {
  const asOf = sql`${sql.placeholder('asOf')}::date`
  const valid = and(
    eq(statusInterval.seq, revision.seq),
    lte(statusInterval.validFrom, asOf),
    gte(statusInterval.validTo, asOf)
  )
  if (clocks.reportedBy === 'infinity') {
    return {
      shape: 'reported',
      condition: and(valid, sql`${statusInterval.reportedTo} = 'infinity'`),
      values: { asOf: clocks.asOf }
    }
  }
  const reportedBy = sql`${sql.placeholder('reportedBy')}::date`
  return {
    shape: 'reportedBy',
    condition: and(valid, lte(statusInterval.reportedFrom, reportedBy), gte(statusInterval.reportedTo, reportedBy)),
    values: { asOf: clocks.asOf, reportedBy: clocks.reportedBy }
  }
}

/** The conditions of the filters that are set. */
export function filterPart(db: Db, filters: Filters): Part {
  const conditions: Record<keyof Filters, () => SQL | undefined> = {
    kind: () =>
      exists(
        db
          .select({ one: sql`1` })
          .from(kind)
          .where(and(eq(kind.seq, revision.seq), anyOf(kind.kind, 'kind')))
      ),
    party: () =>
      exists(
        db
          .select({ one: sql`1` })
          .from(party)
          .where(and(eq(party.seq, revision.seq), anyOf(party.country, 'party')))
      ),
    legal: () => anyOf(statusInterval.legal, 'legal'),
    implementation: () => anyOf(statusInterval.implementation, 'implementation'),
    status: () => or(anyOf(statusInterval.legal, 'status'), anyOf(statusInterval.implementation, 'status'))
  }
  const set = (Object.keys(conditions) as (keyof Filters)[]).filter(name => filters[name])
  return {
    shape: set.join(),
    condition: and(...set.map(name => conditions[name]())),
    values: Object.fromEntries(set.map(name => [name, filters[name]]))
  }
}
