import { and, asc, isNull, max, ne } from 'drizzle-orm'
import type { Clocks } from '../agreements/clocks.ts'
import { echoOf } from '../agreements/clocks.ts'
import { listAgreements } from '../agreements/list/store.ts'
import { recordText } from '../agreements/revision-text.ts'
import type { AgreementRecord } from '../agreements/schemas.ts'
import type { Filters } from '../agreements/selection/parameters.ts'
import { listStatuses } from '../agreements/store-intervals.ts'
import type { Db } from '../database/client.ts'
import { prepared } from '../database/prepared.ts'
import { revision } from '../database/tables.ts'
import { limits } from '../limits.ts'
import type { IntervalStatus } from '../record/status/schema.ts'
import type { Stretch } from './course.ts'
import { mostPages } from './sitemap.ts'

/** The moment of the newest write, which with the day decides every page; null while the registry is empty. */
export async function findLastWrite(db: Db): Promise<number | null> {
  const [row] = await prepared(db, 'findLastWrite', () =>
    db.select({ recordedAt: max(revision.recordedAt) }).from(revision)
  ).execute()
  return row?.recordedAt ? new Date(row.recordedAt).getTime() : null
}

/** Every agreement that is there, by id, and when it was recorded last. */
export const listPresent = (db: Db): Promise<{ id: string; recordedAt: Date }[]> =>
  db
    .select({ id: revision.agreementId, recordedAt: revision.recordedAt })
    .from(revision)
    .where(and(isNull(revision.supersededAt), ne(revision.operation, 'delete')))
    .orderBy(asc(revision.agreementId))
    .limit(mostPages)

/** The courses of some revisions, by their number. */
export async function listCourses(
  db: Db,
  seqs: readonly number[],
  reportedBy: string
): Promise<Map<number, Stretch[]>> {
  const courses = new Map<number, Stretch[]>(seqs.map(seq => [seq, []]))
  if (seqs.length === 0) return courses
  for (const { seq, validFrom, validTo, status } of await listStatuses(db, seqs, reportedBy))
    courses.get(seq)?.push({ from: validFrom, to: validTo, status: JSON.parse(status) as IntervalStatus })
  return courses
}

/** An agreement with the number of its revision. */
interface FoundRecord {
  seq: number
  record: AgreementRecord
}

/** Whole records that some filters name, by title; of more than a page can show the first ones. */
export async function listRecords(db: Db, clocks: Clocks, filters: Filters): Promise<FoundRecord[]> {
  const sort = [
    { field: 'title', descending: false },
    { field: 'id', descending: false }
  ] as const
  const page = await listAgreements(db, { clocks, filters, sort: [...sort], limit: limits.batch, view: 'full' })
  const echo = echoOf(clocks)
  return page.rows.map(row => ({ seq: row.seq, record: JSON.parse(recordText(row, echo)) as AgreementRecord }))
}
