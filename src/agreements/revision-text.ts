import type { operations } from '../record/schema/codes.ts'
import { revisionPath } from './addresses.ts'
import type { ClocksEcho } from './clocks.ts'

// Answers are texts that were stored, put together; none of them is parsed or serialised to be read.

/** What a revision says of itself. */
export interface RevisionRow {
  seq: number
  agreementId: string
  version: number
  operation: (typeof operations)[number]
  actor: string
  cause: string | null
  note: string | null
  recordedAt: Date
}

/** An entry in the history of an agreement. */
export interface HistoryRow extends RevisionRow {
  changed: string[]
}

/** The same with its record: null when it is a deletion. */
export interface VersionRow extends HistoryRow {
  document: string | null
}

/** What decides the answer at some clocks: which revision, and which of its status intervals. */
export interface Marks {
  version: number
  ordinal: number
}

/** A revision with the status interval that holds at some clocks. */
export interface StoredRow extends Marks {
  seq: number
  /** The record or its summary, as text. */
  body: string
  /** What follows it in an answer: the status from behind the clocks on, the totals, the revision and the closing brace. */
  derived: string
}

/**
 * The texts that make a record, or its summary, with its derived members. Stored texts are put together, not parsed: reading a
 * record costs no more than sending it.
 *
 * @param echo the clocks, as JSON
 */
export const recordTexts = ({ body, derived }: StoredRow, echo: string): string[] => [
  open(body),
  `,"status":${open(echo)},`,
  derived
]

/** The same as one text. */
export const recordText = (row: StoredRow, echo: ClocksEcho): string => recordTexts(row, JSON.stringify(echo)).join('')

/** What follows the clocks in the text of a record, from the stored texts; the store makes the same in SQL. */
export const derivedText = (status: string, totals: string, provenance: string): string =>
  `${status.slice(1)},"totals":${totals},"revision":${provenance}}`

/** A JSON object's text without its closing brace. Stored objects are never empty. */
const open = (object: string): string => object.slice(0, -1)

/** The member `revision` of a record. */
export const revisionOf = ({ version, recordedAt, actor, cause, note }: Omit<RevisionRow, 'seq'>) => ({
  version,
  recordedAt: recordedAt.toISOString(),
  actor,
  cause,
  note
})

/** The same with what was done: an entry of the history, and the member `revision` of a record as one revision holds it. */
export const historyEntryOf = (row: Omit<HistoryRow, 'seq'>, publicUrl: string) => ({
  ...revisionOf(row),
  operation: row.operation,
  changed: row.changed,
  href: publicUrl + revisionPath(row.agreementId, row.version)
})
