import { type Day, firstOf, lastOf } from '../dates.ts'
import type { Agreement } from '../schema/agreement.ts'
import { computedEnds, type Term, termOf } from './computed-ends.ts'
import { type Counted, countedOn, undisputedBy } from './counted.ts'
import { type Fold, type Folded, foldOf } from './fold.ts'
import { labelOf } from './label.ts'
import { type Promises, promisesOf } from './promises.ts'
import { publicationsOf } from './publication.ts'
import type { IntervalStatus, Totals } from './schema.ts'
import { implied } from './states.ts'
import { eventsOf, inTurn, knownFrom, type PublishedEvent, publishedBy, type WrittenEvent } from './timeline.ts'
import { type SumUp, summing } from './totals.ts'

// A record is read once (`prepare`), taken as it had been published by some day (`asPublished`), and that is asked for the
// status on any day of the world (`statusOn`).

/** A record with all that is read of it before anybody asks as of which days. */
export interface Prepared {
  record: Agreement
  events: readonly WrittenEvent[]
  term: Term | undefined
  promises: Promises
  sumUp: SumUp
}

export function prepare(record: Agreement): Prepared {
  const publications = publicationsOf(record)
  const promises = promisesOf(record, publications)
  return {
    record,
    events: eventsOf(record, publications),
    term: termOf(record, publications),
    promises,
    sumUp: summing(promises)
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
  /** With those that are computed, in time with one another. */
  events: readonly PublishedEvent[]
  /** The first day on which anything is known; undefined where nothing is. */
  firstKnown: Day | undefined
  legal: Fold<'legal'>
  implementation: Fold<'implementation'>
  undisputed: Counted
}

export function asPublished(prepared: Prepared, reportedBy: Day): Published {
  const published = publishedBy(prepared.events, reportedBy)
  const events = inTurn([...published, ...computedEnds(prepared.term, published, reportedBy)])
  // A record without an event is known always.
  const isAlways = prepared.events.length === 0
  return {
    prepared,
    reportedBy,
    events,
    firstKnown: isAlways ? '-infinity' : firstOf(events.filter(({ written }) => written).map(knownFrom)),
    legal: foldOf('legal', events),
    implementation: foldOf('implementation', events),
    undisputed: undisputedBy(reportedBy, events, prepared.promises)
  }
}

/** Days of the world on which the status or the totals can change. */
export function daysOfChange({ prepared, events }: Published): Day[] {
  const days = new Set<Day>()
  for (const event of events) {
    days.add(knownFrom(event)).add(event.lo).add(event.hi)
    if (event.written?.quietFrom) days.add(event.written.quietFrom)
  }
  for (const { madeOn } of [...prepared.promises.feeTerms, ...prepared.promises.caps]) days.add(madeOn)
  return [...days].filter(day => !day.endsWith('infinity')).sort()
}

/** The most days of the world on which they can change, whatever had been published. */
export function mostDaysOfChange({ events, promises }: Prepared): number {
  const days = new Set([...promises.feeTerms, ...promises.caps].map(({ madeOn }) => madeOn))
  for (const { lo, hi, dated, quietFrom } of events) {
    days.add(lo).add(hi).add(dated.lo).add(dated.hi)
    if (quietFrom) days.add(quietFrom)
  }
  // The term and every extension may make an end, with a first and a last possible day; and an end that was told of until then
  // leaves the day on which it would have come.
  const ends = 1 + events.filter(({ type }) => type === 'extended').length
  return days.size + 2 * ends + 1
}

/** Status and totals on one day, with both axes as they are before an end in law is applied. */
export interface StatusOnDay {
  status: IntervalStatus
  totals: Totals
  legal: Folded<'legal'>
  implementation: Folded<'implementation'>
  /** What shows of the implementation follows from the end in law. */
  inferred: boolean
}

/** @returns undefined where nothing is known yet */
export function statusOn(published: Published, asOf: Day): StatusOnDay | undefined {
  const { prepared, events } = published
  if (published.firstKnown === undefined || published.firstKnown > asOf) return undefined
  const onLegal = published.legal.on(asOf)
  const onImplementation = published.implementation.on(asOf)
  const legal = onLegal.stated.name
  const implementation = implied(onLegal.stated, onImplementation.stated)
  const possible = {
    legal: distinct([...onLegal.possible].map(({ name }) => name)),
    implementation: distinct([...onLegal.possible].flatMap(l => [...onImplementation.possible].map(i => implied(l, i))))
  }
  const certain = possible.legal.length === 1 && possible.implementation.length === 1
  const evidence = isSupported(onImplementation) ? 'stated' : 'absent'
  const carriedOut = onImplementation.steps.some(({ after }) => after.name === 'operating')
  const { money, totals } = prepared.sumUp(countedOn(asOf, published.undisputed), carriedOut)
  const known = events.filter(event => knownFrom(event) <= asOf)
  const moved = [...onLegal.steps, ...onImplementation.steps].filter(({ outcome }) => outcome === 'moved')
  return {
    status: {
      legal,
      implementation,
      money,
      certain,
      possible,
      // The last of the days on which the stated state of either axis moved.
      since: lastOf(moved.map(({ event }) => event.hi)) ?? null,
      evidence,
      dormant: implementation === 'operating' && isDormant(known, asOf),
      because: [...new Set(moved.map(({ event }) => event.id))],
      label: labelOf(prepared.record, known, { legal, implementation, money, certain, evidence, carriedOut })
    },
    totals,
    legal: onLegal,
    implementation: onImplementation,
    inferred: implementation !== onImplementation.stated.name
  }
}

const distinct = <T>(values: readonly T[]): T[] => [...new Set(values)].sort()

/** Some event led to the state or found it so. Nothing found is not a finding. */
const isSupported = ({ steps }: Folded<'implementation'>): boolean =>
  steps.some(({ outcome }) => outcome === 'moved' || outcome === 'confirmed')

/** Nothing of the implementation was heard for twelve months. */
function isDormant(known: readonly PublishedEvent[], asOf: Day): boolean {
  const quiet = known
    .filter(({ lo }) => lo <= asOf)
    .map(({ written }) => written?.quietFrom)
    .filter(day => day !== undefined)
  return quiet.length > 0 && quiet.every(day => day <= asOf)
}
