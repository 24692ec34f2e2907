import { compare, type Day, firstOf, isOpen, nextDay } from '../dates.ts'
import type { Agreement } from '../schema/agreement.ts'
import { clipped } from './clipping.ts'
import { publishedTerm, type Term, termOf } from './computed-ends.ts'
import { type Counted, countedOn, undisputedBy } from './counted.ts'
import { daysOfNaming, labelOf } from './label.ts'
import { partialOn } from './partial.ts'
import type { Meter } from './possible.ts'
import { type Promises, promisesOf } from './promises.ts'
import { publicationsOf } from './publication.ts'
import type { IntervalStatus, Totals } from './schema.ts'
import { sinceOf } from './since.ts'
import {
  dormantFrom,
  eventsOf,
  heardOn,
  knownFrom,
  type PublishedEvent,
  publishedBy,
  silences,
  type WrittenEvent
} from './timeline.ts'
import { type SumUp, summing } from './totals.ts'
import { isCertain, isSame, type Shown, shownOn, type View, viewOf } from './view.ts'

// A record is read once (`prepare`), taken as it had been published by some day (`asPublished`), and that is asked for the
// status on any day of the world (`statusOn`).

/** A record with all that is read of it before anybody asks as of which days. */
export interface Prepared {
  record: Agreement
  events: readonly WrittenEvent[]
  /** The events as all that was ever published makes them: a record is called by one year, whoever had heard of it. */
  naming: readonly PublishedEvent[]
  term: Term | undefined
  promises: Promises
  sumUp: SumUp
  meter: Meter
}

/** Reads a record. */
export function prepare(record: Agreement): Prepared {
  const publications = publicationsOf(record)
  const promises = promisesOf(record, publications)
  const events = eventsOf(record, publications)
  return {
    record,
    events,
    naming: clipped(publishedBy(events, 'infinity')),
    term: termOf(record, publications),
    promises,
    sumUp: summing(promises),
    meter: { beginnings: 0 }
  }
}

/** Days of publication on which something begins to count, or to be disputed. */
export function daysOfPublication({ events, term, promises }: Prepared): Day[] {
  const days = new Set<Day>(['-infinity'])
  for (const { publicFrom, disputedFrom } of [...events, ...promises.feeTerms, ...promises.caps]) {
    days.add(publicFrom)
    if (disputedFrom !== undefined) days.add(disputedFrom)
  }
  if (term) days.add(term.publicFrom)
  return [...days].sort()
}

/** A record as it had been published by a day. */
export interface Published {
  prepared: Prepared
  reportedBy: Day
  /** All claims. */
  whole: View
  /** Those that nobody disputes. */
  undisputed: () => View
  /** The same, with every term that ran out taken as not renewed. */
  unrenewed: () => View
  /** The first day on which anything is known; undefined where nothing is. */
  firstKnown: Day | undefined
  /** The days on which something was heard, in order. */
  heard: readonly Day[]
  counted: Counted
}

/** Takes a record as it had been published by a day. */
export function asPublished(prepared: Prepared, reportedBy: Day): Published {
  const published = publishedBy(prepared.events, reportedBy)
  const accepted = published.filter(({ disputed }) => !disputed)
  const term = publishedTerm(prepared.term, reportedBy)
  const { meter } = prepared
  const whole = viewOf(published, { term, meter })
  const undisputed = once(() => (accepted.length < published.length ? viewOf(accepted, { term, meter }) : whole))
  const isRenewable = whole.events.some(({ doubt }) => doubt === 'renewal')
  // A record without an event is known always.
  const isAlways = prepared.events.length === 0
  return {
    prepared,
    reportedBy,
    whole,
    undisputed,
    unrenewed: once(() => (isRenewable ? viewOf(accepted, { term, meter, isRenewed: false }) : undisputed())),
    firstKnown: isAlways ? '-infinity' : firstOf(whole.events.filter(({ written }) => written).map(knownFrom)),
    heard: heardOn(whole.events),
    counted: undisputedBy(reportedBy, whole.events, prepared.promises)
  }
}

/** Makes a value when it is first asked for. */
function once<T>(make: () => T): () => T {
  let made: { value: T } | undefined
  return () => {
    made ??= { value: make() }
    return made.value
  }
}

/** Days of the world on which the status or the totals can change. */
export function daysOfChange({ prepared, whole, heard }: Published): Day[] {
  const days = new Set<Day>([...daysOfNaming(prepared.naming), ...heard, ...silences(heard)])
  for (const event of whole.events) {
    days.add(knownFrom(event)).add(event.lo).add(event.hi)
    // From the day after an end on, what was carried out may have gone on after it.
    if (isEnding(event)) days.add(nextDay(event.lo))
  }
  for (const day of daysOfPromises(prepared.promises)) days.add(day)
  return [...days].filter(day => !isOpen(day)).sort(compare)
}

const isEnding = ({ act }: Pick<PublishedEvent, 'act'>): boolean => !!act && 'to' in act && act.ends === true

const daysOfPromises = ({ feeTerms, caps }: Promises): Day[] =>
  [...feeTerms, ...caps].flatMap(({ madeOn, lapsedOn }) => [madeOn, lapsedOn])

/** The most days of the world on which they can change, whatever had been published. */
export function mostDaysOfChange({ events, naming, promises }: Prepared): number {
  // An event has its first and last day, those of its date, and two from which nothing was heard any more. They move where
  // others narrow them, but to days of others, and those of silence with them.
  const days = new Set([...daysOfNaming(naming), ...daysOfPromises(promises)])
  for (const event of events) {
    for (const dated of [event, event.dated]) {
      for (const day of [dated.lo, dated.hi]) days.add(day).add(dormantFrom(day))
      if (isEnding(event)) days.add(nextDay(dated.lo)).add(nextDay(dated.hi))
    }
  }
  // The term, every extension and every notice may make an end, with a first and a last possible day; and an end that was told
  // of until then leaves the day on which it would have come.
  const ends = 1 + events.filter(({ type }) => type === 'extended' || type === 'termination_notified').length
  return days.size + 6 * ends + 1
}

/** Status and totals on one day, and what they were made of. */
export interface StatusOnDay {
  status: IntervalStatus
  totals: Totals
  shown: Shown
}

/** @returns undefined where nothing is known yet */
export function statusOn(published: Published, asOf: Day): StatusOnDay | undefined {
  const { prepared, whole, firstKnown } = published
  if (firstKnown === undefined || firstKnown > asOf) return undefined
  const shown = shownOn(asOf, whole)
  const { legal, implementation, possible, onLegal, onImplementation } = shown
  const certain = isCertain(shown)
  const evidence = evidenceOf(shown)
  const partial = partialOn(asOf, whole.events, shown)
  const lastHeardOn = published.heard.findLast(day => day <= asOf) ?? null
  const dormant = lastHeardOn !== null && isAwaited(shown) && dormantFrom(lastHeardOn) <= asOf
  const { isCarriedOut, isMoved } = pastOf(shown)
  const { money, totals } = prepared.sumUp(countedOn(asOf, published.counted), isMoved)
  const moved = [...onLegal.steps, ...onImplementation.steps].filter(({ outcome }) => outcome === 'moved')
  const told = {
    legal,
    implementation,
    money,
    certain,
    uncertainBecause: certain ? [] : doubtsOn(asOf, published, shown),
    evidence,
    dormant,
    lastHeardOn
  }
  return {
    status: {
      legal,
      implementation,
      money,
      certain,
      uncertainBecause: told.uncertainBecause,
      possible,
      since: sinceOf(shown),
      evidence,
      lastHeardOn,
      dormant,
      partial: partial.map(({ id }) => id),
      because: [...new Set(moved.map(({ event }) => event.id))],
      label: labelOf(
        prepared.record,
        { asOf, naming: prepared.naming, published: whole.events },
        { ...told, partial, isCarriedOut, isMoved }
      )
    },
    totals,
    shown
  }
}

/** Why it is not certain: what leaving disputed claims out changes, and what stays uncertain without them. */
function doubtsOn(asOf: Day, { undisputed, unrenewed }: Published, shown: Shown): IntervalStatus['uncertainBecause'] {
  const without = shownOn(asOf, undisputed())
  const settled = shownOn(asOf, unrenewed())
  return [
    ...(isSame(shown, without) ? [] : (['dispute'] as const)),
    ...(isCertain(settled) ? [] : (['dates'] as const)),
    ...(isSame(without, settled) ? [] : (['renewal'] as const))
  ]
}

/** What supports the state of implementation: an event that led to it or found it so, or only what follows from the rest. */
function evidenceOf({ implementation, onImplementation: { stated, steps } }: Shown): IntervalStatus['evidence'] {
  const happened = steps.filter(({ outcome }) => outcome === 'moved' || outcome === 'confirmed')
  // That nothing was carried out is only ever found by somebody who looked: no other act supports it.
  const supporting =
    implementation === 'unimplemented'
      ? happened.filter(({ event: { written } }) => written?.event.finding === 'unimplemented')
      : happened
  if (implementation === stated.name) return supporting.length > 0 ? 'stated' : 'absent'
  return implementation === 'unimplemented' && supporting.length > 0 ? 'stated' : 'inferred'
}

/** States of which one would expect to hear. */
const awaited: readonly string[] = ['proposed', 'negotiating', 'preparing', 'operating', 'paused', 'blocked']

const isAwaited = ({ legal, implementation }: Shown): boolean =>
  awaited.includes(legal) || awaited.includes(implementation)

/** Whether anything was ever carried out, and whether people were moved, also where no source says how many. */
function pastOf({ onImplementation: { steps } }: Shown) {
  const happened = steps.filter(({ outcome }) => outcome === 'moved' || outcome === 'confirmed')
  return {
    isCarriedOut: happened.some(({ after: { name } }) => ['operating', 'paused', 'ended'].includes(name)),
    isMoved: happened.some(({ event }) => event.act.movesPeople)
  }
}
