import { type SQL, sql } from 'drizzle-orm'
import type { Db } from '../database/client.ts'
import { queryRows } from '../database/rows.ts'
import { kind, party, revision, statusChange } from '../database/tables.ts'

/** Which changes a reader follows. Each member: any of these values. */
export interface ChangeFilters {
  agreement?: string[] | undefined
  kind?: string[] | undefined
  party?: string[] | undefined
  cause?: string[] | undefined
}

/** An entry of the change feed: a revision, or (with a `day`) a status that changed by the passing of time (`agreements/store-time-passed.ts`). */
export interface ChangeRow {
  seq: number
  agreementId: string
  version: number
  operation: 'create' | 'update' | 'delete' | 'restore' | null
  actor: string | null
  cause: string | null
  note: string | null
  /** Milliseconds since 1970. */
  recordedAt: number
  changed: string[]
  /** The day on which the status changed. */
  day: string | null
  /** The record; null unless asked for, and for a deletion. */
  document: string | null
}

export interface ChangesQuery {
  /** Only what comes after this position. */
  after: number
  limit: number
  filters: ChangeFilters
  /** With the records. */
  full: boolean
}

/**
 * Entries of the change feed in their order, and the position up to which the feed was read.
 *
 * Positions are assigned in the order of commits, so whoever has seen one has seen, or could have seen, all below it:
 * the newest position is read first, and nothing can appear below it later.
 */
export async function listChanges(
  db: Db,
  { after, limit, filters, full }: ChangesQuery
): Promise<{ rows: ChangeRow[]; until: number; more: boolean }> {
  const newest = await newestPosition(db)
  const document = full ? sql`r.document` : sql`null::json`
  // Each half is cut by its own index; int8 comes as text from one driver and as a number from the other. Seconds are
  // exact as a decimal and not as a float, which loses a millisecond of every fourth moment after January 2038.
  const half = (entry: SQL, columns: SQL, from: SQL) => sql`(
    select ${entry}.seq, r.agreement_id as "agreementId", r.version, ${columns}, ${document} as document,
      (extract(epoch from ${entry}.recorded_at) * 1000)::float8 as "recordedAt", ${entry}.changed
    from ${from} and ${entry}.seq > ${after} and ${entry}.seq <= ${newest}
    order by ${entry}.seq limit ${limit + 1})`
  const revisions = half(
    sql`r`,
    sql`r.operation, r.actor, r.cause, r.note, null as day`,
    sql`${revision} r where ${followed(filters, sql`r.cause`, sql`(r.version, r.version - 1)`)}`
  )
  const statusChanges = half(
    sql`c`,
    sql`null, null, 'time_passed', null, c.day::text`,
    sql`${statusChange} c join ${revision} r on r.seq = c.revision_seq where ${followed(filters, sql`'time_passed'`, sql`(r.version)`)}`
  )
  const found = await queryRows<Omit<ChangeRow, 'seq'> & { seq: string | number }>(
    db,
    sql`select * from (${revisions} union all ${statusChanges}) as entry order by seq limit ${limit + 1}`
  )
  const rows = found.map(row => ({ ...row, seq: Number(row.seq) }))
  const more = rows.length > limit
  const page = rows.slice(0, limit)
  return { rows: page, more, until: more ? (page.at(-1) as ChangeRow).seq : newest }
}

/** A revision as a reader of pages sees it, with the title that its record has there; null for a deletion. */
export interface EditRow extends Omit<ChangeRow, 'day' | 'document'> {
  title: string | null
}

/** Revisions, the newest first. What the passing of time changed is none. */
export async function listEdits(
  db: Db,
  { before, limit, filters }: { before: number | undefined; limit: number; filters: ChangeFilters }
): Promise<{ rows: EditRow[]; more: boolean }> {
  const found = await queryRows<EditRow>(
    db,
    sql`
    select r.seq::float8 as seq, r.agreement_id as "agreementId", r.version, r.operation, r.actor, r.cause, r.note, r.title,
      (extract(epoch from r.recorded_at) * 1000)::float8 as "recordedAt", r.changed
    from ${revision} r
    where ${followed(filters, sql`r.cause`, sql`(r.version, r.version - 1)`)}
      and ${before === undefined ? sql`true` : sql`r.seq < ${before}`}
    order by r.seq desc limit ${limit + 1}`
  )
  return { rows: found.slice(0, limit), more: found.length > limit }
}

/** The newest position of the feed, 0 while it is empty. */
export async function newestPosition(db: Db): Promise<number> {
  const [row] = await queryRows<{ newest: number }>(
    db,
    sql`
    select greatest(
      (select max(seq) from ${revision}), (select max(seq) from ${statusChange}), 0
    )::float8 as newest`
  )
  return row?.newest ?? 0
}

/** @param versions those of which one must have the kind or the party */
function followed(
  { agreement, kind: kinds, party: parties, cause }: ChangeFilters,
  causeColumn: SQL,
  versions: SQL
): SQL {
  const conditions = [sql`true`]
  if (agreement) conditions.push(sql`r.agreement_id = any(${array(agreement)})`)
  if (cause) conditions.push(sql`${causeColumn} = any(${array(cause)})`)
  if (kinds) conditions.push(claimed(sql`${kind}`, sql`claim.kind = any(${array(kinds)})`, versions))
  if (parties) conditions.push(claimed(sql`${party}`, sql`claim.country = any(${array(parties)})`, versions))
  return sql.join(conditions, sql` and `)
}

/**
 * Of a revision, it or the one before: whoever follows agreements of a kind must also hear that one was deleted, or is of
 * that kind no longer.
 */
const claimed = (table: SQL, condition: SQL, versions: SQL) => sql`exists (
  select 1 from ${revision} v join ${table} claim on claim.seq = v.seq
  where v.agreement_id = r.agreement_id and v.version in ${versions} and ${condition})`

const array = (values: string[]) => sql`${sql.param(values)}::text[]`
