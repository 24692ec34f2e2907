import { isDeepStrictEqual } from 'node:util'
import type { FieldError } from '../problems.ts'
import { type Clocks, clockFaults, resolveClocks } from './clocks.ts'

/** Members of a record that follow from the others. */
const derivedMembers = ['status', 'totals', 'revision'] as const

/** A record, or a patch of one, with some of its derived members. */
export type WithDerived = { [Member in (typeof derivedMembers)[number]]?: unknown }

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

const clockNames = ['asOf', 'reportedBy', 'knownAt'] as const

/** The clocks that a status was read at, as it says itself, or what is wrong with them. One that it does not name stands as on a plain reading. */
export function clocksOfStatus(status: unknown, now: Date): { clocks: Clocks } | { faults: FieldError[] } {
  const sent = Object(status) as Record<string, unknown>
  const named = clockNames.flatMap(name => {
    const value = sent[name] ?? undefined
    return value === undefined ? [] : [[name, typeof value === 'string' ? value : JSON.stringify(value)]]
  })
  const query = Object.fromEntries(named)
  const faults = clockFaults(query, now)
  if (faults.length > 0) {
    return { faults: faults.map(({ parameter, code, detail }) => ({ pointer: `/status/${parameter}`, code, detail })) }
  }
  const clocks = resolveClocks(query, now)
  // What lay in the future when it was read may have come since.
  return { clocks: { ...clocks, projected: clocks.projected || sent.projected === true } }
}
