import type { operations } from '../record/codes.ts'
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

/** A revision with the status interval that holds at some clocks. The JSON columns are text, as stored. */
export interface StoredRow extends Pick<RevisionRow, 'seq' | 'version' | 'operation'> {
  /** The member `revision` of the record. */
  provenance: string
  /** The record or its summary. */
  body: string
  ordinal: number
  label: string
  status: string
  totals: string
}

/**
 * The text of a record with its derived members. Stored texts are joined, not parsed: reading a record costs no more
 * than sending it.
 */
export const recordText = (row: StoredRow, echo: ClocksEcho): string => `${open(row.body)},${derivedText(row, echo)}}`

/** The text of a record's summary, as lists show it. */
export const summaryText = (row: StoredRow, echo: ClocksEcho): string =>
  `${open(row.body)},"label":${JSON.stringify(row.label)},${derivedText(row, echo)}}`

/** The text of a list's items. Concatenated, because `join` would copy every text once more. */
export const itemsText = (rows: StoredRow[], text: typeof recordText, echo: ClocksEcho): string =>
  rows.reduce((items, row, i) => `${items}${i > 0 ? ',' : ''}${text(row, echo)}`, '')

const derivedText = (row: StoredRow, echo: ClocksEcho): string =>
  `"status":${open(JSON.stringify(echo))},${row.status.slice(1)},"totals":${row.totals},"revision":${row.provenance}`

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

/**
 * Entity tag of a record: version, status interval, day and representation (RFC 9110, section 8.8.3: strong, since the
 * four together decide every byte).
 */
export const tagOf = (row: StoredRow, { asOf, reportedBy, knownAt, projected }: ClocksEcho): string => {
  const clocks = [reportedBy && `r${reportedBy}`, knownAt && `k${Date.parse(knownAt)}`, projected && 'p'].filter(
    Boolean
  )
  return `"${row.version}.${row.ordinal}.${asOf}.${['json', ...clocks].join('-')}"`
}
