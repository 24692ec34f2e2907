import { isDeepStrictEqual } from 'node:util'
import type { FieldError } from '../problems.ts'

/** Members of a record that follow from the others. */
const derivedMembers = ['status', 'totals', 'revision'] as const

type WithDerived = { [Member in (typeof derivedMembers)[number]]?: unknown }

/** A record without its derived members. */
export function withoutDerived<T extends object>(record: T & WithDerived): Omit<T, keyof WithDerived> {
  const { status: _status, totals: _totals, revision: _revision, ...written } = record
  return written
}

/** The derived members that somebody sent. */
export const derivedOf = (sent: WithDerived): WithDerived =>
  Object.fromEntries(derivedMembers.flatMap(member => (sent[member] === undefined ? [] : [[member, sent[member]]])))

/**
 * Derived members may be sent back as they were read. Whoever changes one believes to change the status, and must learn
 * that only events do that.
 */
export function derivedProblems(sent: WithDerived, read: WithDerived): FieldError[] {
  return derivedMembers
    .filter(member => sent[member] !== undefined && !isDeepStrictEqual(sent[member], read[member]))
    .map(member => ({
      pointer: `/${member}`,
      code: 'derived_member',
      detail: `${member} follows from the other members and differs from what was read. Change the events instead, and leave ${member} out or send it back as it was.`
    }))
}
