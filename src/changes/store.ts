import { type SQL, sql } from 'drizzle-orm'
import type { Db } from '../database/client.ts'
import { kind, party, revision, statusChange, statusInterval } from '../database/tables.ts'

/** Which changes a reader follows. Each member: any of these values. */
export interface ChangeFilters {
  agreement?: string[] | undefined
  kind?: string[] | undefined
  party?: string[] | undefined
  cause?: string[] | undefined
}

/** An entry of the change feed: a revision, or (with a `day`) a status that changed by the passing of time. */
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
  changed: string[] | null
  /** The day on which the status changed. */
  day: string | null
  /** The status and totals before and from that day on. */
  before: string | null
  after: string | null
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
  const within = (column: SQL) => sql`${column} > ${after} and ${column} <= ${newest}`
  const document = full ? sql`r.document` : sql`null::json`
  const { rows } = (await db.execute(sql`
    select r.seq::float8 as seq, r.agreement_id as "agreementId", r.version, r.operation, r.actor, r.cause, r.note,
      extract(epoch from r.recorded_at)::float8 * 1000 as "recordedAt", r.changed,
      null as day, null::json as before, null::json as after, ${document} as document
    from ${revision} r
    where ${within(sql`r.seq`)} and ${followed(filters, sql`r.cause`)}
    union all
    select c.seq::float8, r.agreement_id, r.version, null, null, 'time_passed', null,
      extract(epoch from c.recorded_at)::float8 * 1000, null,
      c.day::text, ${interval(sql`c.day - 1`)}, ${interval(sql`c.day`)}, ${document}
    from ${statusChange} c join ${revision} r on r.seq = c.revision_seq
    where ${within(sql`c.seq`)} and ${followed(filters, sql`'time_passed'`)}
    order by 1 limit ${limit + 1}`)) as unknown as { rows: ChangeRow[] }
  const more = rows.length > limit
  const page = rows.slice(0, limit)
  return { rows: page, more, until: more ? (page.at(-1) as ChangeRow).seq : newest }
}

/** The newest position of the feed, 0 while it is empty. */
export async function newestPosition(db: Db): Promise<number> {
  const { rows } = (await db.execute(sql`
    select greatest(
      (select max(seq) from ${revision}), (select max(seq) from ${statusChange}), 0
    )::float8 as newest`)) as unknown as { rows: [{ newest: number }] }
  return rows[0].newest
}

const interval = (day: SQL) => sql`(
  select json_build_object('status', b.status, 'totals', b.totals)
  from ${statusInterval} b where b.seq = r.seq and b.reported_to = 'infinity' and ${day} between b.valid_from and b.valid_to)`

function followed({ agreement, kind: kinds, party: parties, cause }: ChangeFilters, causeColumn: SQL): SQL {
  const conditions = [sql`true`]
  if (agreement) conditions.push(sql`r.agreement_id = any(${array(agreement)})`)
  if (cause) conditions.push(sql`${causeColumn} = any(${array(cause)})`)
  if (kinds) conditions.push(claimed(sql`${kind}`, sql`claim.kind = any(${array(kinds)})`))
  if (parties) conditions.push(claimed(sql`${party}`, sql`claim.country = any(${array(parties)})`))
  return sql.join(conditions, sql` and `)
}

/**
 * Of this version or the one before: whoever follows agreements of a kind must also hear that one was deleted, or is of
 * that kind no longer.
 */
const claimed = (table: SQL, condition: SQL) => sql`exists (
  select 1 from ${revision} v join ${table} claim on claim.seq = v.seq
  where v.agreement_id = r.agreement_id and v.version in (r.version, r.version - 1) and ${condition})`

const array = (values: string[]) =>
  sql`array[${sql.join(
    values.map(value => sql`${value}`),
    sql`, `
  )}]::text[]`
