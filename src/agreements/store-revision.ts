import { and, eq, min, sql } from 'drizzle-orm'
import type { Db } from '../database/client.ts'
import { prepared } from '../database/prepared.ts'
import { revision, statusInterval } from '../database/tables.ts'
import { problem } from '../problems.ts'
import type { Day } from '../record/dates.ts'
import type { Clocks } from './clocks.ts'
import { deleted, notFound } from './refusals.ts'
import type { StoredRow } from './revision-text.ts'
import { heldPart, intervalPart } from './selection/store.ts'
import { storedColumns } from './store-columns.ts'

/**
 * An agreement that is there to be read at these clocks.
 *
 * @throws ApiProblem not-found, gone, not-known-yet: each says why there is nothing to read
 */
export async function presentAgreement(db: Db, id: string, clocks: Clocks): Promise<StoredRow> {
  const row = await findAgreement(db, id, clocks)
  if (!row) throw clocks.knownAt ? await notYetRecorded(db, id, clocks.knownAt) : notFound(id)
  if (row.body === null) throw deleted(id, row.version)
  if (!isKnown(row)) throw await notKnownYet(db, row, clocks)
  return row
}

const isKnown = (row: FoundRow): row is StoredRow => row.derived !== null

/** The problem of an agreement that the registry did not hold at a moment. */
export async function notYetRecorded(db: Db, id: string, knownAt: Date) {
  const first = await findFirstRecorded(db, id)
  if (!first) return notFound(id)
  return problem('not-known-yet', {
    detail: `At ${knownAt.toISOString()} the registry did not hold this agreement. It has known it since ${first.toISOString()}.`
  })
}

async function notKnownYet(db: Db, { seq }: FoundRow, { asOf, reportedBy }: Clocks) {
  const first = await findFirstDays(db, seq)
  const limit = reportedBy === 'infinity' ? '' : `, going by what had been published by ${reportedBy}`
  return problem('not-known-yet', {
    detail: `Nothing is known of this agreement as of ${asOf}${limit}. Its first claim is dated ${first.valid}, and the first publication that it cites ${first.reported}.`
  })
}

/** An agreement as it stands at some clocks: without a body when it was deleted, without the rest where nothing is known yet. */
type FoundRow = Omit<StoredRow, Missing> & { [Column in Missing]: StoredRow[Column] | null }
type Missing = 'body' | 'ordinal' | 'derived'

/** The revision of an agreement that the registry held at `knownAt`, with its status; undefined when it held none. */
async function findAgreement(db: Db, id: string, clocks: Clocks): Promise<FoundRow | undefined> {
  const held = heldPart(clocks)
  const interval = intervalPart(clocks)
  const statement = prepared(db, ['find', held.shape, interval.shape].join('|'), () =>
    db
      .select(storedColumns('full'))
      .from(revision)
      .leftJoin(statusInterval, interval.condition())
      .where(and(eq(revision.agreementId, sql.placeholder('id')), held.condition()))
  )
  const [row] = await statement.execute({ id, ...held.values, ...interval.values })
  return row
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
async function findFirstDays(db: Db, seq: number): Promise<{ valid: Day | null; reported: Day | null }> {
  const [row] = await db
    .select({ valid: min(statusInterval.validFrom), reported: min(statusInterval.reportedFrom) })
    .from(statusInterval)
    .where(eq(statusInterval.seq, seq))
  return row ?? { valid: null, reported: null }
}
