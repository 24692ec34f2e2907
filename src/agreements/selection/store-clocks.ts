import { and, eq, gte, isNull, lte, or, type SQL, type SQLWrapper, sql } from 'drizzle-orm'
import { event, type facility, feeTerm, revision, type source, statusInterval } from '../../database/tables.ts'
import type { Clocks } from '../clocks.ts'

// What the three clocks leave of the registry, as parts of statements.

/** A part of a statement. Its condition varies with `shape` only and is made once for each; its values are placeholders. */
export interface Part {
  shape: string
  condition: () => SQL | undefined
  values: Record<string, unknown>
}

/** The revision of each agreement that the registry held at the clock `knownAt`. */
export function heldPart({ knownAt }: Pick<Clocks, 'knownAt'>): Part {
  const condition = () => isHeld({ knownAt }, revision)
  return knownAt
    ? { shape: 'knownAt', condition, values: { knownAt: knownAt.toISOString() } }
    : { shape: 'now', condition, values: {} }
}

/** The same of a table of revisions, under whatever name it has in the statement. */
export const isHeld = (
  { knownAt }: Pick<Clocks, 'knownAt'>,
  { recordedAt, supersededAt }: Record<'recordedAt' | 'supersededAt', SQLWrapper>
): SQL | undefined =>
  knownAt
    ? and(sql`${recordedAt} <= ${knownAtValue()}`, or(isNull(supersededAt), sql`${supersededAt} > ${knownAtValue()}`))
    : isNull(supersededAt)

/** The clock `knownAt` as a value of the statement. */
const knownAtValue = () => sql`${sql.placeholder('knownAt')}::timestamptz`

/** The same over all agreements, without those that were deleted. */
export function listedPart(clocks: Pick<Clocks, 'knownAt'>): Part {
  const held = heldPart(clocks)
  // Written out, not as a parameter: only then does the plan use the indexes that leave out deletions.
  const present = () => sql`${revision.operation} <> 'delete'`
  return { ...held, condition: () => and(held.condition(), recordedBy(clocks, revision.seq), present()) }
}

/** Positions rise with moments. With this bound an index by position is entered at the right place. */
export function recordedBy({ knownAt }: Pick<Clocks, 'knownAt'>, seq: SQLWrapper): SQL | undefined {
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

/** A table of claims. */
export type ClaimTable = typeof event | typeof feeTerm | typeof facility | typeof source

/**
 * A claim that the clocks show: it had been published by `reportedBy`, and what it speaks of had happened or been promised by
 * `asOf`; facilities and sources have no day of their own.
 */
export function isShown({ reportedBy }: Pick<Clocks, 'reportedBy'>, table: ClaimTable): SQL | undefined {
  const madeOn = table === event ? event.dateFrom : table === feeTerm ? feeTerm.madeOn : undefined
  return and(
    madeOn && lte(madeOn, sql`${sql.placeholder('asOf')}::date`),
    reportedBy === 'infinity' ? undefined : lte(table.publicFrom, sql`${sql.placeholder('reportedBy')}::date`)
  )
}

const isLatest = () => sql`${statusInterval.reportedTo} = 'infinity'`

function reportedThen(): SQL | undefined {
  const reportedBy = sql`${sql.placeholder('reportedBy')}::date`
  return and(lte(statusInterval.reportedFrom, reportedBy), gte(statusInterval.reportedTo, reportedBy))
}
