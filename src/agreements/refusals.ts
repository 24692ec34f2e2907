import { type IfMatch, matchesVersion } from '../http/output/preconditions.ts'
import { problem } from '../problems.ts'
import type { Current } from './store-save.ts'

/** A revision that holds a record. */
export type Present = Current & { document: string }

/**
 * The agreement is there to be changed.
 *
 * @throws ApiProblem not-found, gone
 */
export function existing(id: string, current: Current | undefined): Present {
  if (!current) throw notFound(id)
  if (current.document === null) throw deleted(id, current.version)
  return current as Present
}

/**
 * The agreement is not there.
 *
 * @throws ApiProblem conflict, which for a deleted agreement names the way back
 */
export function assertNew(id: string, current: Current | undefined): void {
  if (!current) return
  throw problem('conflict', {
    detail:
      current.document === null
        ? `The agreement ${id} was deleted in version ${current.version}. Bring it back by POST /v1/agreements/${id}/revisions/${current.version - 1}/restore, or choose another id.`
        : `There is an agreement ${id} already. Change it by PUT or PATCH, or choose another id.`
  })
}

/**
 * The client has seen the version that it changes.
 *
 * @throws ApiProblem precondition-required, precondition-failed
 */
export function assertMatch(ifMatch: IfMatch | undefined, current: Current): void {
  if (!ifMatch) throw ifMatchMissing()
  if (matchesVersion(ifMatch, current.version)) return
  throw problem('precondition-failed', {
    detail: `If-Match names another version; the current one is ${current.version}. Read the agreement again and apply your change to that.`,
    headers: { etag: `"${current.version}"` }
  })
}

/** The problem of a write that does not say which version it changes. */
export const ifMatchMissing = () =>
  problem('precondition-required', {
    detail: 'Send the ETag of the agreement, as you read it, in If-Match. "If-Match: *" changes it whatever it is.',
    errors: [{ header: 'If-Match', code: 'required', detail: 'The header If-Match is missing.' }]
  })

/** The problem of a record that was deleted. */
export const deleted = (id: string, version: number) =>
  problem('gone', {
    detail: `The agreement ${id} was deleted in version ${version}. Its history is kept at /v1/agreements/${id}/revisions, and any version can be restored.`,
    headers: { link: `</v1/agreements/${id}/revisions>; rel="version-history"` }
  })

/** The problem of an id that the registry has never held. */
export const notFound = (id: string) =>
  problem('not-found', { detail: `There is no agreement with the id ${JSON.stringify(id)}.` })
