import { and, desc, eq, isNull, min, ne, type SQL, sql } from 'drizzle-orm'
import type { SelectedFields } from 'drizzle-orm/pg-core'
import type { Db } from '../database/client.ts'
import { prepared } from '../database/prepared.ts'
import { revision, statusInterval } from '../database/tables.ts'
import { lookUp } from '../database/together.ts'
import type { Day } from '../record/dates.ts'
import type { Clocks } from './clocks.ts'
import { deleted, noSuchVersion, notFound, notKnownYet, notYetRecorded } from './refusals.ts'
import type { Marks, RevisionRow, StoredRow, VersionRow } from './revision-text.ts'
import { heldPart, intervalPart } from './selection/store-clocks.ts'
import { revisionColumns, storedColumns } from './store-columns.ts'

/** The newest revision of an agreement, also when it is a deletion; undefined when the registry has never held the id. */
export async function findNewest(db: Db, id: string): Promise<VersionRow | undefined> {
  const [row] = await prepared(db, 'findNewest', () =>
    versions(db, and(eq(revision.agreementId, sql.placeholder('id')), isNull(revision.supersededAt)))
  ).execute({ id })
  return row
}

/** The newest revisions of some agreements, by id, also where they are deletions. */
export async function findNewestOf(db: Db, ids: string[]): Promise<Map<string, VersionRow>> {
  const rows = await prepared(db, 'findNewestOf', () =>
    versions(db, and(anyOfIds(), isNull(revision.supersededAt)))
  ).execute({ ids })
  return new Map(rows.map(row => [row.agreementId, row]))
}

/** The newest revision of an agreement that somebody else than `actor` wrote; undefined when nobody did. */
export async function findNewestByOthers(db: Db, id: string, actor: string): Promise<RevisionRow | undefined> {
  const [row] = await db
    .select(revisionColumns)
    .from(revision)
    .where(and(eq(revision.agreementId, id), ne(revision.actor, actor)))
    .orderBy(desc(revision.version))
    .limit(1)
  return row
}

/**
 * The newest revision of an agreement, also when it is a deletion.
 *
 * @throws ApiProblem not-found
 */
export async function getNewest(db: Db, id: string): Promise<VersionRow> {
  const newest = await findNewest(db, id)
  if (newest) return newest
  throw notFound(id)
}

/**
 * One version of an agreement.
 *
 * @throws ApiProblem not-found when there is no such agreement, or no such version of it
 */
export async function getVersion(db: Db, id: string, version: number): Promise<VersionRow> {
  const [row] = await versions(db, and(eq(revision.agreementId, id), eq(revision.version, version)))
  if (row) return row
  throw (await findFirstRecorded(db, id)) ? noSuchVersion(id, version) : notFound(id)
}

/**
 * The version of an agreement that the registry held at a moment.
 *
 * @throws ApiProblem not-found, not-known-yet
 */
export async function getVersionAt(db: Db, id: string, knownAt: Date): Promise<VersionRow> {
  const held = heldPart({ knownAt })
  const condition = and(eq(revision.agreementId, sql.placeholder('id')), held.condition())
  const [row] = await versions(db, condition)
    .prepare('')
    .execute({ id, ...held.values })
  if (row) return row
  throw await notRecordedAt(db, id, knownAt)
}

const versions = (db: Db, condition: SQL | undefined) =>
  db
    .select({ ...revisionColumns, changed: revision.changed, document: revision.document })
    .from(revision)
    .where(condition)

/**
 * An agreement as it is to be read at these clocks.
 *
 * @throws ApiProblem not-found, gone, not-known-yet: each says why there is nothing to read
 */
export async function getAgreement(db: Db, id: string, clocks: Clocks): Promise<StoredRow> {
  const row = await findAt<FoundRow>(db, id, clocks, { name: 'find', columns: storedColumns('full') })
  if (!row) throw clocks.knownAt ? await notRecordedAt(db, id, clocks.knownAt) : notFound(id)
  if (row.body === null) throw deleted(id, row.version)
  if (!isKnown(row)) throw notKnownYet(clocks, await firstDaysOf(db, row.seq))
  return row
}

/** Revisions that a statement before has named, as they are to be read at these clocks, whatever was written since. */
export async function listRevisionsAt(db: Db, seqs: readonly number[], clocks: Clocks): Promise<StoredRow[]> {
  if (seqs.length === 0) return []
  const interval = intervalPart(clocks)
  const statement = prepared(db, `listRevisionsAt|${interval.shape}`, () =>
    db
      .select(storedColumns('full'))
      .from(revision)
      .innerJoin(statusInterval, interval.condition())
      .where(sql`${revision.seq} = any((select ${sql.placeholder('seqs')}::bigint[])::bigint[])`)
  )
  return statement.execute({ seqs, ...interval.values })
}

/** An agreement as it stands at some clocks: without a body when it was deleted, without the rest where nothing is known yet. */
type FoundRow = Omit<StoredRow, Missing> & { [Column in Missing]: StoredRow[Column] | null }
type Missing = 'body' | 'ordinal' | 'derived'

const isKnown = (row: FoundRow): row is StoredRow => row.derived !== null

/** What the tag of an agreement is made of, at far less cost than its texts; undefined where there is nothing to read. */
export async function findMarks(db: Db, id: string, clocks: Clocks): Promise<Marks | undefined> {
  const columns = { version: revision.version, ordinal: statusInterval.ordinal }
  const row = await findAt<Pick<FoundRow, keyof Marks>>(db, id, clocks, { name: 'findMarks', columns })
  return row?.ordinal == null ? undefined : { version: row.version, ordinal: row.ordinal }
}

/** A revision of an agreement with the status interval that holds at some clocks, where there is one. */
function findAt<Found>(
  db: Db,
  id: string,
  clocks: Clocks,
  { name, columns }: { name: string; columns: SelectedFields }
): Promise<Found | undefined> {
  const held = heldPart(clocks)
  const interval = intervalPart(clocks)
  const values = { ...held.values, ...interval.values }
  const shape = [name, held.shape, interval.shape].join('|')
  return lookUp(db, shape + JSON.stringify(values), id, async ids => {
    const statement = prepared(db, shape, () =>
      db
        .select({ id: revision.agreementId, ...columns })
        .from(revision)
        .leftJoin(statusInterval, interval.condition())
        .where(and(anyOfIds(), held.condition()))
    )
    const rows = await statement.execute({ ids, ...values })
    return new Map(rows.map(row => [row.id, row as Found]))
  })
}

/**
 * Within a `select` the number of ids is unknown to the planner. Else it would plan for each number anew, since a plan for
 * few looks cheaper than one for any.
 */
const anyOfIds = () => sql`${revision.agreementId} = any((select ${sql.placeholder('ids')}::text[])::text[])`

/** The problem of an agreement that the registry did not hold at a moment. */
async function notRecordedAt(db: Db, id: string, knownAt: Date) {
  const first = await findFirstRecorded(db, id)
  return first ? notYetRecorded(knownAt, first) : notFound(id)
}

/** Since when the registry has known an agreement; undefined when it never has. */
export async function findFirstRecorded(db: Db, id: string): Promise<Date | undefined> {
  const [row] = await db
    .select({ recordedAt: revision.recordedAt })
    .from(revision)
    .where(and(eq(revision.agreementId, id), eq(revision.version, 1)))
  return row?.recordedAt
}

/** The first day on which anything is known of a revision, and the first day by which anything of it was published. */
async function firstDaysOf(db: Db, seq: number): Promise<{ valid: Day | null; reported: Day | null }> {
  const [row] = await db
    .select({ valid: min(statusInterval.validFrom), reported: min(statusInterval.reportedFrom) })
    .from(statusInterval)
    .where(eq(statusInterval.seq, seq))
  return row ?? { valid: null, reported: null }
}
