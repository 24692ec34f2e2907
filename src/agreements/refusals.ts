import { type ApiProblem, problem } from '../problems.ts'
import { type Day, isDay } from '../record/dates.ts'
import { restorePath, revisionsPath } from './addresses.ts'

// Every way in which agreements say no, as a problem to be thrown.

/** The registry has never held this id. */
export const notFound = (id: string): ApiProblem =>
  problem('not-found', { detail: `There is no agreement with the id ${JSON.stringify(id)}.` })

/** The record was deleted. */
export const deleted = (id: string, version: number): ApiProblem =>
  problem('gone', {
    detail: `The agreement ${id} was deleted in version ${version}. Its history is kept at ${revisionsPath(id)}, and any version can be restored.`,
    headers: { link: `<${revisionsPath(id)}>; rel="version-history"` }
  })

/** At a moment the registry did not hold this agreement yet. */
export const notYetRecorded = (knownAt: Date, first: Date): ApiProblem =>
  problem('not-known-yet', {
    detail: `At ${knownAt.toISOString()} the registry did not hold this agreement. It has known it since ${first.toISOString()}.`
  })

/**
 * At some clocks nothing is known of the agreement.
 *
 * @param first the first day on which anything is known, and the first day by which anything was published
 */
export function notKnownYet(
  { asOf, reportedBy }: { asOf: Day; reportedBy: Day },
  first: { valid: Day | null; reported: Day | null }
): ApiProblem {
  const limit = reportedBy === 'infinity' ? '' : `, going by what had been published by ${reportedBy}`
  return problem('not-known-yet', {
    detail: `Nothing is known of this agreement as of ${asOf}${limit}. ${sayFirst(first)}`
  })
}

/** When something was first known, in words where that is no day: sources may be undated, and dates open. */
function sayFirst({ valid, reported }: { valid: Day | null; reported: Day | null }): string {
  if (valid === null || reported === null) return 'None of its claims has a date.'
  const claim = isDay(valid) ? `Its first claim is dated ${valid}` : 'Its first claim has no first day'
  const publication = isDay(reported)
    ? `and the first publication that it cites ${reported}`
    : 'and no publication that it cites has a day by which it was out'
  return `${claim}, ${publication}.`
}

/** The agreement has other versions than the one that was asked for. */
export const noSuchVersion = (id: string, version: number): ApiProblem =>
  problem('not-found', {
    detail: `The agreement ${id} has no version ${version}. Its versions are at ${revisionsPath(id)}.`
  })

/** A version that is a deletion has no record to be read. */
export const isDeletion = (id: string, version: number): ApiProblem =>
  problem('gone', { detail: `Version ${version} of ${id} is its deletion and holds no record.` })

/** A version that is a deletion cannot be restored. */
export const holdsNothing = (id: string, version: number): ApiProblem =>
  problem('not-found', {
    detail: `Version ${version} of ${id} is its deletion and holds no record. Its other versions are at ${revisionsPath(id)}.`
  })

/** A cursor belongs to another list. */
export const otherList = (detail: string): ApiProblem =>
  problem('invalid-cursor', { errors: [{ parameter: 'cursor', code: 'other_list', detail }] })

/** An answer without pages would have to show too many agreements. */
export const tooMany = (most: number): ApiProblem =>
  problem('invalid-parameter', {
    detail: `The filters name more than ${most.toLocaleString('en')} agreements, which is the most that this answer shows. Add a filter.`
  })

/** A write does not say which version it changes. */
export const ifMatchMissing = (): ApiProblem =>
  problem('precondition-required', {
    detail: 'Send the ETag of the agreement, as you read it, in If-Match. "If-Match: *" changes it whatever it is.',
    errors: [{ header: 'If-Match', code: 'required', detail: 'The header If-Match is missing.' }]
  })

/** A replacement of what does not exist does not say that it is to be created. */
export const ifNoneMatchMissing = (id: string): ApiProblem =>
  problem('precondition-required', {
    detail: `There is no agreement ${id}. Send "If-None-Match: *" to create it.`,
    errors: [{ header: 'If-None-Match', code: 'required', detail: 'The header If-None-Match is missing.' }]
  })

/** `If-Match` does not match the current version; `detail` says why. */
export const doesNotMatch = (detail: string, current: number): ApiProblem =>
  problem('precondition-failed', { detail, headers: { etag: `"${current}"` } })

/** `If-Match` speaks of an agreement that does not exist. */
export const nothingToMatch = (id: string): ApiProblem =>
  problem('precondition-failed', {
    detail: `There is no agreement ${id} that If-Match could speak of. Send "If-None-Match: *" to create it.`
  })

/** `If-None-Match: *` asks that there be none of what exists. */
export const alreadyThere = (id: string): ApiProblem =>
  problem('precondition-failed', {
    detail: `There is an agreement ${id} already, and "If-None-Match: *" asks that there be none. Send If-Match alone, with its ETag, to change it.`
  })

/** On a write `If-None-Match` has one sense only. */
export function notAStar(): ApiProblem {
  const detail = 'On a write If-None-Match takes only "*", which asks that there be no agreement yet.'
  return problem('invalid-parameter', { detail, errors: [{ header: 'If-None-Match', code: 'not_a_star', detail }] })
}

/** The id is taken. */
export const taken = (id: string): ApiProblem =>
  problem('conflict', {
    detail: `There is an agreement ${id} already. Change it by PUT or PATCH, or choose another id.`
  })

/** The id is that of a deleted agreement; the way back is named. */
export const takenByDeleted = (id: string, version: number): ApiProblem =>
  problem('conflict', {
    detail: `The agreement ${id} was deleted in version ${version}. Bring it back by POST ${restorePath(id, version - 1)}, or choose another id.`
  })

/** Other writers changed the agreement again and again while this write was being made ready. */
export const overtakenTooOften = (): ApiProblem =>
  problem('unavailable', {
    detail: 'The agreement is being changed by others at this very moment. Send the request again.',
    headers: { 'retry-after': '1' }
  })
