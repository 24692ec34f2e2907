import { askedClocks, type Clocks, type ClocksQuery, echoOf, resolveClocks } from '../agreements/clocks.ts'
import { listRevisions } from '../agreements/history/store.ts'
import { historyEntryOf, recordText } from '../agreements/revision-text.ts'
import type { AgreementRecord } from '../agreements/schemas.ts'
import { getAgreement } from '../agreements/store-revision.ts'
import { awaitWriters } from '../database/awaiting-writers.ts'
import type { Db } from '../database/client.ts'
import { limits } from '../limits.ts'
import { today as dayOf } from '../record/dates.ts'
import { explainStatus } from '../record/status/explain.ts'
import type { StatusExplanation } from '../record/status/schema.ts'
import type { AgreementView, Reading } from './agreement/view.ts'
import { chronologyOf } from './chronology.ts'
import { listCourses, listRecords } from './store.ts'

/** The clocks of a query, and the wait for writers that an earlier moment of the registry may need. */
export async function clocksAt(db: Db, asked: ClocksQuery, moment: Date): Promise<Clocks> {
  const clocks = resolveClocks(asked, moment)
  if (clocks.knownAt) await awaitWriters(db, clocks.knownAt, moment)
  return clocks
}

/**
 * Everything that the page of an agreement shows.
 *
 * @throws ApiProblem not-found, gone, not-known-yet
 */
export async function readAgreementView(
  db: Db,
  id: string,
  asked: ClocksQuery,
  moment: Date,
  publicUrl: string
): Promise<AgreementView> {
  const clocks = await clocksAt(db, asked, moment)
  const row = await getAgreement(db, id, clocks)
  const [readings, related, revisions] = await Promise.all([
    readingsOf(db, [row], clocks),
    listRecords(db, clocks, { related: [id] }),
    listRevisions(db, id, { before: undefined, limit: limits.page.most })
  ])
  const { knownAt } = clocks
  return {
    ...(readings[0] as Reading),
    related: related.map(({ record }) => record),
    history: revisions.rows
      .filter(({ recordedAt }) => !knownAt || recordedAt <= knownAt)
      .map(revision => historyEntryOf(revision, publicUrl)),
    clocks,
    asked: askedClocks(asked),
    today: dayOf(moment)
  }
}

/** What pages show of some agreements that were read at some clocks. */
export async function readingsOf(
  db: Db,
  rows: readonly Awaited<ReturnType<typeof getAgreement>>[],
  clocks: Clocks
): Promise<Reading[]> {
  const courses = await listCourses(
    db,
    rows.map(({ seq }) => seq),
    clocks.reportedBy
  )
  return rows.map(row => {
    const record = JSON.parse(recordText(row, echoOf(clocks))) as AgreementRecord
    return {
      record,
      explanation: explainStatus(record, clocks) as StatusExplanation,
      chronology: chronologyOf(record, clocks),
      course: courses.get(row.seq) ?? []
    }
  })
}
