import type { Clocks, ClocksQuery } from '../../agreements/clocks.ts'
import type { historyEntryOf } from '../../agreements/revision-text.ts'
import type { AgreementRecord } from '../../agreements/schemas.ts'
import type { Day } from '../../record/dates.ts'
import type { StatusExplanation } from '../../record/status/schema.ts'
import type { Chronology } from '../chronology.ts'
import type { Course } from '../course.ts'

export type HistoryEntry = ReturnType<typeof historyEntryOf>

/** All that the page of an agreement shows. */
export interface AgreementView {
  record: AgreementRecord
  /** Agreements that it relates to, or that relate to it. */
  related: readonly AgreementRecord[]
  explanation: StatusExplanation
  chronology: Chronology
  /** All that is known of its course, also of days after the one shown. */
  course: Course
  /** Its revisions, newest first. */
  history: readonly HistoryEntry[]
  clocks: Clocks
  /** The clocks as they were asked for. */
  asked: ClocksQuery
  today: Day
}
