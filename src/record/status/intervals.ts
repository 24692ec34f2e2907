import { implementationEventTypes } from '../codes.ts'
import { type Day, previousDay } from '../dates.ts'
import type { Agreement } from '../schema.ts'
import { claimsOf, publications } from './claims.ts'
import { deriveOn, dormantFrom, firstDay, type Reported, reportedBy } from './derive.ts'
import type { IntervalStatus, Totals } from './schema.ts'

/** Raised when the derivation changes: stored intervals of an older version are derived again at the next start. */
export const statusCodeVersion = 1

/** A stretch of days, on both axes, in which nothing changes. All ends are inclusive. */
export interface Interval {
  reportedFrom: Day
  reportedTo: Day
  validFrom: Day
  validTo: Day
  status: IntervalStatus
  totals: Totals
}

/** The most intervals that a record may have, and the most stretches that are looked at to find them. */
const MOST_INTERVALS = 5_000
const MOST_CELLS = 60_000

/** A record whose claims make more intervals than can be kept. */
export class TooManyIntervals extends Error {
  constructor() {
    super(
      `The dates of the events and of their sources make more than ${MOST_INTERVALS} different stretches of status. Leave out events that do not change it, or date them more exactly.`
    )
  }
}

/**
 * The status and the totals of a record over all days of the world and of publication, as rectangles that do not overlap.
 * The fold changes only on days that the claims name, so it is made once for each stretch between two of them; equal
 * neighbours are one. Where nothing is known yet there is no interval. No limit on publication is the day `infinity`.
 *
 * @throws TooManyIntervals
 */
export function deriveIntervals(record: Agreement): Interval[] {
  const claims = claimsOf(record)
  const published = publications(record)
  const days = breaksOfReporting(record, published)
  const done: Interval[] = []
  let open = new Map<string, Interval>()
  let cells = 0
  for (const [i, reportedFrom] of days.entries()) {
    const after = days[i + 1]
    const reportedTo = after === undefined ? 'infinity' : previousReported(after)
    const reported = reportedBy(record, reportedFrom, claims, published)
    const still = new Map<string, Interval>()
    for (const { key, ...stretch } of stretchesOf(reported)) {
      const place = `${stretch.validFrom} ${stretch.validTo} ${key}`
      const same = open.get(place)
      if (same) same.reportedTo = reportedTo
      still.set(place, same ?? { reportedFrom, reportedTo, ...stretch })
      if (++cells > MOST_CELLS) throw new TooManyIntervals()
    }
    for (const [place, interval] of open) if (!still.has(place)) done.push(interval)
    open = still
    if (done.length + open.size > MOST_INTERVALS) throw new TooManyIntervals()
  }
  return [...done, ...open.values()].sort(
    (a, b) => compare(a.validFrom, b.validFrom) || compare(a.reportedFrom, b.reportedFrom)
  )
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** The day before one on the `reported` axis, whose last point is `infinity` and not a day. */
const previousReported = (day: Day): Day => (day === 'infinity' ? '9999-12-31' : previousDay(day))

/** Days of publication on which some claim begins to count, or to be disputed. */
function breaksOfReporting(record: Agreement, published: ReturnType<typeof publications>): Day[] {
  const days = [...record.events, ...record.feeTerms].flatMap(claim => [
    published.of(claim.citations),
    published.ofDispute(claim)
  ])
  const ofTerm = record.term && published.of(record.term.citations)
  return [...new Set(['-infinity', ...days, ofTerm].filter(day => typeof day === 'string'))].sort()
}

/** Status and totals over the days of the world, each with a key that is equal exactly for equal ones. */
function stretchesOf(reported: Reported) {
  const first = firstDay(reported)
  if (first === undefined) return []
  const days = [first, ...breaksOfWorld(reported).filter(day => day > first)]
  const stretches: (Pick<Interval, 'validFrom' | 'validTo' | 'status' | 'totals'> & { key: string })[] = []
  for (const [i, validFrom] of days.entries()) {
    const after = days[i + 1]
    const validTo = after === undefined ? 'infinity' : previousDay(after)
    const { status, totals } = deriveOn(reported, validFrom)
    const key = JSON.stringify([status, totals])
    const last = stretches.at(-1)
    if (last?.key === key) last.validTo = validTo
    else stretches.push({ validFrom, validTo, status, totals, key })
  }
  return stretches
}

const ofImplementation: readonly string[] = implementationEventTypes

/** Days of the world on which the fold can change. */
function breaksOfWorld({ record, standings, published }: Reported): Day[] {
  const days = new Set<Day>()
  for (const { type, lo, hi } of standings) {
    days.add(lo).add(hi)
    if (ofImplementation.includes(type)) days.add(dormantFrom(hi))
  }
  for (const term of record.feeTerms) days.add(published.since(term.citations))
  return [...days].filter(day => !day.endsWith('infinity')).sort()
}
