import { and, asc, desc, eq, lt, type SQL, sql } from 'drizzle-orm'
import type { Db } from '../../database/client.ts'
import { event, feeTerm, revision, source, statusInterval } from '../../database/tables.ts'
import { problem } from '../../problems.ts'
import type { Day } from '../../record/dates.ts'
import { type Ids, namedLists } from '../../record/ids.ts'
import { notFound } from '../refusals.ts'
import type { RevisionRow } from '../revision-text.ts'
import { heldPart } from '../selection/store.ts'
import { revisionColumns } from '../store-columns.ts'
import { findFirstRecorded, notYetRecorded } from '../store-revision.ts'

/** An entry in the history of an agreement. */
export interface HistoryRow extends RevisionRow {
  changed: string[]
}

/** Revisions of an agreement, newest first, only those below the version `before` where that is given. */
export async function listRevisions(
  db: Db,
  id: string,
  { before, limit }: { before: number | undefined; limit: number }
): Promise<{ rows: HistoryRow[]; more: boolean }> {
  const rows = await db
    .select({ ...revisionColumns, changed: revision.changed })
    .from(revision)
    .where(and(eq(revision.agreementId, id), before === undefined ? undefined : lt(revision.version, before)))
    .orderBy(desc(revision.version))
    .limit(limit + 1)
  if (rows.length === 0 && before === undefined) throw notFound(id)
  return { rows: rows.slice(0, limit), more: rows.length > limit }
}

/** A revision with its record, null when it is a deletion. */
export interface VersionRow extends HistoryRow {
  document: string | null
}

/**
 * One version of an agreement.
 *
 * @throws ApiProblem not-found when there is no such agreement, or no such version of it
 */
export async function findVersion(db: Db, id: string, version: number): Promise<VersionRow> {
  const row = await findRevision(db, and(eq(revision.agreementId, id), eq(revision.version, version)))
  if (row) return row
  if (!(await findFirstRecorded(db, id))) throw notFound(id)
  throw problem('not-found', {
    detail: `The agreement ${id} has no version ${version}. Its versions are at /v1/agreements/${id}/revisions.`
  })
}

/**
 * The version of an agreement that the registry held at a moment.
 *
 * @throws ApiProblem not-found, not-known-yet
 */
export async function findVersionAt(db: Db, id: string, knownAt: Date): Promise<VersionRow> {
  const held = heldPart({ knownAt })
  const row = await findRevision(db, and(eq(revision.agreementId, id), held.condition()), held.values)
  if (row) return row
  throw await notYetRecorded(db, id, knownAt)
}

async function findRevision(db: Db, condition: SQL | undefined, values = {}): Promise<VersionRow | undefined> {
  const [row] = await db
    .select({
      ...revisionColumns,
      changed: revision.changed,
      document: revision.document
    })
    .from(revision)
    .where(condition)
    .prepare('')
    .execute(values)
  return row
}

/** The ids of fee terms, events and sources in all revisions of an agreement. */
export async function findUsedIds(db: Db, agreementId: string): Promise<Ids> {
  const tables = { feeTerms: feeTerm, events: event, sources: source }
  const halves = namedLists.map(
    list => sql`
      select ${list}::text as list, item.id from ${tables[list]} item join ${revision} r on r.seq = item.seq
      where r.agreement_id = ${agreementId}`
  )
  const { rows } = (await db.execute(sql.join(halves, sql` union `))) as unknown as {
    rows: { list: keyof Ids; id: string }[]
  }
  const used = { feeTerms: new Set<string>(), events: new Set<string>(), sources: new Set<string>() }
  for (const { list, id } of rows) used[list].add(id)
  return used
}

/** What the status of a revision is from a day to a day, both inclusive. */
export interface TimelineRow {
  validFrom: Day
  validTo: Day
  legal: string
  implementation: string
  money: string
  certain: boolean
  label: string
}

/** The status of a revision over time, going by what had been published at `reportedBy`. */
export async function listIntervals(db: Db, seq: number, reportedBy: Day): Promise<TimelineRow[]> {
  const { validFrom, validTo, legal, implementation, money, certain, label } = statusInterval
  return db
    .select({ validFrom, validTo, legal, implementation, money, certain, label })
    .from(statusInterval)
    .where(
      and(
        eq(statusInterval.seq, seq),
        sql`${reportedBy}::date between ${statusInterval.reportedFrom} and ${statusInterval.reportedTo}`
      )
    )
    .orderBy(asc(validFrom))
}
