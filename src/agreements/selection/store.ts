import { and, eq, exists, gte, isNull, lte, or, type SQL, type SQLWrapper, sql } from 'drizzle-orm'
import type { Db } from '../../database/client.ts'
import { kind, party, revision, statusInterval } from '../../database/tables.ts'
import type { Clocks } from '../clocks.ts'
import type { Filters } from './parameters.ts'

/** A part of a statement. Its condition varies with `shape` only and is made once for each; its values are placeholders. */
export interface Part {
  shape: string
  condition: () => SQL | undefined
  values: Record<string, unknown>
}

const anyOf = (column: SQL | Parameters<typeof eq>[0], name: string) =>
  sql`${column} = any(${sql.placeholder(name)}::text[])`

/** The revision of each agreement that the registry held at the clock `knownAt`. */
export function heldPart({ knownAt }: Pick<Clocks, 'knownAt'>): Part {
  if (!knownAt) return { shape: 'now', condition: () => isNull(revision.supersededAt), values: {} }
  return { shape: 'knownAt', condition: heldThen, values: { knownAt: knownAt.toISOString() } }
}

const knownAtValue = () => sql`${sql.placeholder('knownAt')}::timestamptz`

const heldThen = () =>
  and(
    sql`${revision.recordedAt} <= ${knownAtValue()}`,
    or(isNull(revision.supersededAt), sql`${revision.supersededAt} > ${knownAtValue()}`)
  )

/** The same over all agreements, without those that were deleted. */
export function listedPart(clocks: Pick<Clocks, 'knownAt'>): Part {
  const held = heldPart(clocks)
  // Written out, not as a parameter: only then does the plan use the indexes that leave out deletions.
  const present = () => sql`${revision.operation} <> 'delete'`
  return { ...held, condition: () => and(held.condition(), recordedBy(clocks, revision.seq), present()) }
}

/** Positions rise with moments. With this bound an index by position is entered at the right place. */
function recordedBy({ knownAt }: Pick<Clocks, 'knownAt'>, seq: SQLWrapper): SQL | undefined {
  if (!knownAt) return undefined
  return sql`${seq} <= (
    select r.seq from ${revision} r where r.recorded_at <= ${knownAtValue()}
    order by r.recorded_at desc, r.seq desc limit 1)`
}

/** The status interval of a revision that holds at the clocks `asOf` and `reportedBy`. */
export function intervalPart({ asOf, reportedBy }: Pick<Clocks, 'asOf' | 'reportedBy'>): Part {
  return reportedBy === 'infinity'
    ? { shape: 'reported', condition: () => and(validThen(), isLatest()), values: { asOf } }
    : { shape: 'reportedBy', condition: () => and(validThen(), reportedThen()), values: { asOf, reportedBy } }
}

function validThen(): SQL | undefined {
  const asOf = sql`${sql.placeholder('asOf')}::date`
  return and(
    eq(statusInterval.seq, revision.seq),
    lte(statusInterval.validFrom, asOf),
    gte(statusInterval.validTo, asOf)
  )
}

const isLatest = () => sql`${statusInterval.reportedTo} = 'infinity'`

function reportedThen(): SQL | undefined {
  const reportedBy = sql`${sql.placeholder('reportedBy')}::date`
  return and(lte(statusInterval.reportedFrom, reportedBy), gte(statusInterval.reportedTo, reportedBy))
}

/** The conditions of the filters that are set. Every filter has its SQL here, or this does not compile. */
export function filterPart(db: Db, clocks: Pick<Clocks, 'knownAt'>, filters: Filters): Part {
  const conditions: Record<keyof Filters, () => SQL | undefined> = {
    kind: () =>
      exists(
        db
          .select({ one: sql`1` })
          .from(kind)
          .where(and(eq(kind.seq, revision.seq), recordedBy(clocks, kind.seq), anyOf(kind.kind, 'kind')))
      ),
    party: () =>
      exists(
        db
          .select({ one: sql`1` })
          .from(party)
          .where(and(eq(party.seq, revision.seq), recordedBy(clocks, party.seq), anyOf(party.country, 'party')))
      ),
    legal: () => anyOf(statusInterval.legal, 'legal'),
    implementation: () => anyOf(statusInterval.implementation, 'implementation'),
    status: () => or(anyOf(statusInterval.legal, 'status'), anyOf(statusInterval.implementation, 'status'))
  }
  const set = (Object.keys(conditions) as (keyof Filters)[]).filter(name => filters[name])
  return {
    shape: set.join(),
    condition: () => and(...set.map(name => conditions[name]())),
    values: Object.fromEntries(set.map(name => [name, filters[name]]))
  }
}
