import { type Clocks, type ClocksQuery, echoOf, resolveClocks } from '../agreements/clocks.ts'
import { listRevisions } from '../agreements/history/store.ts'
import { historyEntryOf, recordText } from '../agreements/revision-text.ts'
import type { AgreementRecord } from '../agreements/schemas.ts'
import { getAgreement } from '../agreements/store-revision.ts'
import type { Db } from '../database/client.ts'
import { awaitWriters } from '../database/write.ts'
import { limits } from '../limits.ts'
import { today as dayOf } from '../record/dates.ts'
import { explainStatus } from '../record/status/explain.ts'
import type { StatusExplanation } from '../record/status/schema.ts'
import type { AgreementView } from './agreement/view.ts'
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
  const record = JSON.parse(recordText(row, echoOf(clocks))) as AgreementRecord
  const [courses, related, revisions] = await Promise.all([
    listCourses(db, [row.seq], clocks.reportedBy),
    listRecords(db, clocks, { related: [id] }),
    listRevisions(db, id, { before: undefined, limit: limits.page.most })
  ])
  const { knownAt } = clocks
  return {
    record,
    related: related.map(({ record }) => record),
    explanation: explainStatus(record, clocks) as StatusExplanation,
    chronology: chronologyOf(record, clocks),
    course: courses.get(row.seq) ?? [],
    history: revisions.rows
      .filter(({ recordedAt }) => !knownAt || recordedAt <= knownAt)
      .map(revision => historyEntryOf(revision, publicUrl)),
    clocks,
    asked: { asOf: asked.asOf, reportedBy: asked.reportedBy, knownAt: asked.knownAt },
    today: dayOf(moment)
  }
}
