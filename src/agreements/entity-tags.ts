import { createHash } from 'node:crypto'
import type { ClocksEcho } from './clocks.ts'
import { derivedVersion } from './derived-version.ts'
import type { Marks, StoredRow } from './revision-text.ts'

// The tag of every answer about agreements (RFC 9110, section 8.8.3), made from what decides the answer, never from its
// bytes. What a document and a status interval say depends on the code that derived them.

/**
 * Of a record: version, status interval, day and representation. Strong, since the four together decide every byte. What
 * stands before the first dot is all that `If-Match` compares.
 */
export function recordTag({ version, ordinal }: Marks, { asOf, reportedBy, knownAt, projected }: ClocksEcho): string {
  const marks = [
    'json',
    `d${derivedVersion}`,
    reportedBy && `r${reportedBy}`,
    knownAt && `k${Date.parse(knownAt)}`,
    projected && 'p'
  ]
  return `"${version}.${ordinal}.${asOf}.${marks.filter(Boolean).join('-')}"`
}

/**
 * Of a record's status with its reasons, which names the moments of all revisions, those after `knownAt` too.
 *
 * @param newest the newest version of the record
 */
export const reportTag = (marks: Marks, echo: ClocksEcho, newest: number): string =>
  recordTag(marks, echo).replace(/"$/, `-n${newest}"`)

/**
 * Of a page of a list: every item is decided by its revision and its interval, so these stand for the whole body, but for the
 * last write in its links: a client that holds the same items may go on from the write that it knows.
 */
export function pageTag(
  url: string,
  echo: ClocksEcho,
  {
    next,
    prev,
    total,
    beside = {}
  }: { next: string | null; prev: string | null; total: number | null; beside?: object },
  rows: readonly Pick<StoredRow, 'seq' | 'ordinal'>[]
): string {
  const ends = [total, next !== null, prev !== null]
  const parts = [derivedVersion, url, echo, ends, beside, rows.map(row => [row.seq, row.ordinal])]
  return `W/"${createHash('sha256').update(JSON.stringify(parts)).digest('base64url').slice(0, 27)}"`
}

/**
 * Of a whole result in one of its formats: the registry as it stood after its newest write, or at a moment that is echoed.
 */
export function resultTag(url: string, format: string, echo: ClocksEcho, lastWrite: number | undefined): string {
  const parts = [derivedVersion, url, format, echo, lastWrite ?? null]
  return `W/"${createHash('sha256').update(JSON.stringify(parts)).digest('base64url').slice(0, 27)}"`
}

/** Of a page of a history, newest first: versions are never changed. */
export const historyTag = (newest: number | undefined, oldest: number | undefined): string =>
  `W/"${newest ?? 0}-${oldest ?? 0}"`

/** Of a revision in one of its representations. What it says never changes; the members that it has are those of this code. */
export const revisionTag = (version: number, representation: string): string =>
  `"${version}.d${derivedVersion}-${representation}"`
