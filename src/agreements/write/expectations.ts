import { matchProblem, readIfMatch, readIfNoneMatch, type Tags } from '../../http/output/preconditions.ts'
import { deleted, doesNotMatch, ifMatchMissing, notAStar, notFound, taken, takenByDeleted } from '../refusals.ts'
import type { VersionRow } from '../revision-text.ts'

// What a write expects of the agreement that it changes.

/** A revision that holds a record. */
export type Present = VersionRow & { document: string }

/**
 * The agreement is there to be changed.
 *
 * @throws ApiProblem not-found, gone
 */
export function existing(id: string, current: VersionRow | undefined): Present {
  if (!current) throw notFound(id)
  if (current.document === null) throw deleted(id, current.version)
  return current as Present
}

/**
 * The id has never been used.
 *
 * @throws ApiProblem conflict, which for a deleted agreement names the way back
 */
export function assertNew(id: string, current: VersionRow | undefined): void {
  if (!current) return
  throw current.document === null ? takenByDeleted(id, current.version) : taken(id)
}

/**
 * The client has seen the version that it changes.
 *
 * @throws ApiProblem precondition-required, precondition-failed
 */
export function assertMatch(ifMatch: Tags | undefined, { version }: VersionRow): void {
  if (!ifMatch) throw ifMatchMissing()
  const detail = matchProblem(ifMatch, version)
  if (detail) throw doesNotMatch(detail, version)
}

/**
 * What a write may change, by its tags.
 *
 * @throws ApiProblem precondition-required, invalid-parameter
 */
export function requireIfMatch(field: string | undefined): Tags {
  const ifMatch = readIfMatch(field)
  if (ifMatch) return ifMatch
  throw ifMatchMissing()
}

/**
 * Whether a write asks that there be no agreement yet, which is the only sense of `If-None-Match` there.
 *
 * @throws ApiProblem invalid-parameter
 */
export function isCreateOnly(field: string | undefined): boolean {
  const tags = readIfNoneMatch(field)
  if (tags === undefined || tags === '*') return tags === '*'
  throw notAStar()
}
