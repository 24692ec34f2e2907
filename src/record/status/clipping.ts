import type { Day } from '../dates.ts'
import { notAfter, notBefore, type PublishedEvent } from './timeline.ts'
import { type Axis, axes } from './transitions.ts'

/**
 * Narrows the bounds of events by what must have come before and after them, as far as that leaves any: the opening acts of
 * an axis lie in turn, and events may name others that came before them. What is disputed narrows nothing.
 */
export function clipped(events: readonly PublishedEvent[]): PublishedEvent[] {
  let narrowed = [...events]
  for (;;) {
    const again = axes.reduce<PublishedEvent[]>((list, axis) => inTurn(list, axis), afterOthers(narrowed))
    // What narrows others has itself been narrowed, so it goes on until nothing changes; bounds only ever get narrower.
    if (again.every((event, i) => event === narrowed[i])) return again
    narrowed = again
  }
}

/** Acts that lie in turn: none begins before those of a lower rank began, nor ends after those of a higher rank ended. */
function inTurn(events: readonly PublishedEvent[], axis: Axis): PublishedEvent[] {
  const narrowed = [...events]
  const acts = events
    .flatMap(({ act }, i) => (act?.axis === axis && act.inTurn ? [{ i, rank: act.rank }] : []))
    .sort((a, b) => a.rank - b.rank)
  const ranks = [...new Set(acts.map(({ rank }) => rank))]
  if (ranks.length < 2) return narrowed
  let highest: Day = '-infinity'
  for (const rank of ranks) {
    const before = highest
    for (const { i } of acts.filter(act => act.rank === rank)) {
      const event = within(narrowed[i] as PublishedEvent, before, 'infinity')
      narrowed[i] = event
      if (!event.disputed && event.lo > highest) highest = event.lo
    }
  }
  let lowest: Day = 'infinity'
  for (const rank of ranks.reverse()) {
    const after = lowest
    for (const { i } of acts.filter(act => act.rank === rank)) {
      const event = within(narrowed[i] as PublishedEvent, '-infinity', after)
      narrowed[i] = event
      if (!event.disputed && event.hi < lowest) lowest = event.hi
    }
  }
  return narrowed
}

/** Events that name others that came before them. */
function afterOthers(events: readonly PublishedEvent[]): PublishedEvent[] {
  if (events.every(({ after }) => after.size === 0)) return [...events]
  const accepted = events.filter(({ disputed }) => !disputed)
  const later = events.map(event =>
    accepted
      .filter(({ key }) => event.after.has(key))
      .reduce((narrowed, { lo }) => within(narrowed, lo, 'infinity'), event)
  )
  return later.map(event =>
    accepted
      .filter(({ after }) => after.has(event.key))
      .reduce((narrowed, { hi }) => within(narrowed, '-infinity', hi), event)
  )
}

/** The event itself where it lies there already. */
function within(event: PublishedEvent, from: Day, to: Day): PublishedEvent {
  const { lo, hi } = notAfter(notBefore(event, from), to)
  if (lo === event.lo && hi === event.hi) return event
  // Without an effect of its own it is dated as it is counted.
  return { ...event, lo, hi, dated: event.written?.event.effectiveOn ? event.dated : { lo, hi } }
}
