import { compare, type Day } from '../dates.ts'
import type { Moving } from './timeline.ts'
import type { Axis } from './transitions.ts'

// In which order acts of one axis happened, as far as it is known.

/** The events of a stretch of time whose order is not wholly known. */
export interface Order<A extends Axis> {
  /** In the order in which they are counted, which agrees with all that is known. */
  events: readonly Moving<A>[]
  /** For each of them, the places in that list of those that certainly came before it. */
  before: readonly (readonly number[])[]
}

/** Orders events whose bounds overlap: by their days, by what they say that they came after, and on one day by their ranks. */
export function orderOf<A extends Axis>(events: readonly Moving<A>[]): Order<A> {
  const sorted = inOrder([...events].sort(byDay), isBefore)
  const places = new Map(sorted.map((event, i) => [event, i]))
  // What happened on one and the same known day, did so in the order in which it stands now.
  const isKnown = (a: Moving<A>, b: Moving<A>) =>
    isOnOneDay(a, b) ? (places.get(a) as number) < (places.get(b) as number) : isBefore(a, b)
  return { events: sorted, before: sorted.map(b => sorted.flatMap((a, i) => (a !== b && isKnown(a, b) ? [i] : []))) }
}

/** Opening acts count from their first possible day, all else from its last; level ones by rank, then by id. */
function byDay<A extends Axis>(a: Moving<A>, b: Moving<A>): number {
  const day = ({ act, lo, hi }: Moving<A>): Day => (act.opens ? lo : hi)
  return compare(day(a), day(b)) || a.act.rank - b.act.rank || compare(a.key, b.key)
}

/** The list with each item behind all that come before it, and otherwise as it was. */
function inOrder<T>(list: readonly T[], isBefore: (a: T, b: T) => boolean): T[] {
  const left = [...list]
  const ordered: T[] = []
  while (left.length > 0) {
    const next = left.findIndex(item => left.every(other => other === item || !isBefore(other, item)))
    ordered.push(...left.splice(Math.max(next, 0), 1))
  }
  return ordered
}

/** Whether one certainly came before the other, but for what is known of acts of one day. */
function isBefore<A extends Axis>(a: Moving<A>, b: Moving<A>): boolean {
  if (b.after.has(a.key) || a.before?.has(b.key)) return true
  if (a.after.has(b.key) || b.before?.has(a.key) || isOnOneDay(a, b)) return false
  return a.hi < b.lo || (a.hi === b.lo && a.act.rank <= b.act.rank)
}

const isOnOneDay = <A extends Axis>(a: Moving<A>, b: Moving<A>): boolean =>
  a.lo === a.hi && b.lo === b.hi && a.lo === b.lo
