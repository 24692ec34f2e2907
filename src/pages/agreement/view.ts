import type { Clocks, ClocksQuery } from '../../agreements/clocks.ts'
import type { historyEntryOf } from '../../agreements/revision-text.ts'
import type { AgreementRecord } from '../../agreements/schemas.ts'
import type { Day } from '../../record/dates.ts'
import type { StatusExplanation } from '../../record/status/schema.ts'
import type { Chronology } from '../chronology.ts'
import type { Course } from '../course.ts'

export type HistoryEntry = ReturnType<typeof historyEntryOf>

/** An agreement at some clocks, and what follows from it. */
export interface Reading {
  record: AgreementRecord
  explanation: StatusExplanation
  chronology: Chronology
  /** All that is known of its course, also of days after the one shown. */
  course: Course
}

/** All that the page of an agreement shows. */
export interface AgreementView extends Reading {
  /** Agreements that it relates to, or that relate to it. */
  related: readonly AgreementRecord[]
  /** Its revisions, newest first. */
  history: readonly HistoryEntry[]
  clocks: Clocks
  /** The clocks as they were asked for. */
  asked: ClocksQuery
  today: Day
}
