import type { Clocks } from '../../agreements/clocks.ts'
import type { Day } from '../../record/dates.ts'
import type { Turn } from '../turns.ts'
import type { ChangesQuery, EditsQuery } from './query.ts'

/** A page of the changes of the world. */
export interface ChangesView {
  query: ChangesQuery
  clocks: Clocks
  today: Day
  turns: readonly Turn[]
  /** Cursor of the page behind this one. */
  next: string | undefined
}

/** A revision of a record. */
export interface Edit {
  agreementId: string
  version: number
  /** Title of the record in that version; null for a deletion. */
  title: string | null
  operation: string | null
  cause: string | null
  note: string | null
  recordedAt: number
  changed: readonly string[]
}

/** A page of the edits of the registry. */
export interface EditsView {
  query: EditsQuery
  edits: readonly Edit[]
  next: string | undefined
}
