import type { operations } from '../record/schema/codes.ts'
import { statusCodeVersion } from '../record/status/intervals.ts'
import type { ClocksEcho } from './clocks.ts'

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

/** A revision with the status interval that holds at some clocks. */
export interface StoredRow extends Pick<RevisionRow, 'seq' | 'version'> {
  ordinal: number
  /** The record or its summary, as text. */
  body: string
  /** What follows it in an answer: the status from behind the clocks on, the totals, the revision and the closing brace. */
  derived: string
}

/**
 * The text of a record, or of its summary, with its derived members. Stored texts are joined, not parsed: reading a record
 * costs no more than sending it.
 */
export const recordText = ({ body, derived }: StoredRow, echo: ClocksEcho): string =>
  `${open(body)},"status":${open(JSON.stringify(echo))},${derived}`

/** The text of a list's items. Concatenated, because `join` would copy every text once more. */
export const itemsText = (rows: StoredRow[], echo: ClocksEcho): string =>
  rows.reduce((items, row, i) => `${items}${i > 0 ? ',' : ''}${recordText(row, echo)}`, '')

/** A JSON object's text without its closing brace. Stored objects are never empty. */
const open = (object: string): string => object.slice(0, -1)

/** The member `revision` of a record. */
export const revisionOf = ({ version, recordedAt, actor, cause, note }: RevisionRow) => ({
  version,
  recordedAt: recordedAt.toISOString(),
  actor,
  cause,
  note
})

/** The same with what was done: an entry of the history, and the member `revision` of a record as one revision holds it. */
export const historyEntryOf = (row: RevisionRow & { changed: string[] }, publicUrl: string) => ({
  ...revisionOf(row),
  operation: row.operation,
  changed: row.changed,
  href: `${publicUrl}/v1/agreements/${row.agreementId}/revisions/${row.version}`
})

/**
 * Entity tag of a record: version, status interval, day and representation (RFC 9110, section 8.8.3: strong, since the
 * four together decide every byte). What the interval says depends on the code that derived it.
 */
export const tagOf = (row: StoredRow, { asOf, reportedBy, knownAt, projected }: ClocksEcho): string => {
  const marks = [
    'json',
    `s${statusCodeVersion}`,
    reportedBy && `r${reportedBy}`,
    knownAt && `k${Date.parse(knownAt)}`,
    projected && 'p'
  ]
  return `"${row.version}.${row.ordinal}.${asOf}.${marks.filter(Boolean).join('-')}"`
}
