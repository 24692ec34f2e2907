import { compare, type Day, previousDay } from '../dates.ts'
import type { Agreement } from '../schema/agreement.ts'
import { publications } from './claims.ts'
import { deriveOn, firstDay, type Given, givenBy, type Reported, reportedBy } from './derive.ts'
import type { IntervalStatus, Totals } from './schema.ts'
import { newsFrom, type Standing } from './standings.ts'

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

/** The most intervals that a record may have. */
const MOST_INTERVALS = 5_000

/** The most claims that are looked at to find them, each once for every stretch of days: some seconds of work. */
const MOST_WORK = 6_000_000

/** A record whose claims make more intervals than can be kept. */
export class TooManyIntervals extends Error {
  override name = 'TooManyIntervals'

  constructor() {
    super(
      `The dates of the claims and of their sources divide time into too many stretches; at most ${MOST_INTERVALS} that differ in status are kept. Leave out claims that do not change it, or date them and their sources alike.`
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
  const given = givenBy(record)
  const days = breaksOfReporting(given)
  const done: Interval[] = []
  let open = new Map<string, Interval>()
  let course: Course | undefined
  const claims = given.claims.length + given.promises.feeTerms.length + given.promises.caps.length
  let work = 0
  for (const [i, reportedFrom] of days.entries()) {
    const after = days[i + 1]
    const reportedTo = after === undefined ? 'infinity' : previousReported(after)
    course = courseOf(reportedBy(given, reportedFrom), course)
    work += course.derived * claims
    if (work > MOST_WORK) throw new TooManyIntervals()
    const still = new Map<string, Interval>()
    for (const { key, ...stretch } of course.stretches) {
      const place = `${stretch.validFrom} ${stretch.validTo} ${key}`
      const same = open.get(place)
      if (same) same.reportedTo = reportedTo
      still.set(place, same ?? { reportedFrom, reportedTo, ...stretch })
    }
    for (const [place, interval] of open) if (!still.has(place)) done.push(interval)
    open = still
    if (done.length + open.size > MOST_INTERVALS) throw new TooManyIntervals()
  }
  return [...done, ...open.values()].sort(
    (a, b) => compare(a.validFrom, b.validFrom) || compare(a.reportedFrom, b.reportedFrom)
  )
}

/** The day before one on the `reported` axis, whose last point is `infinity` and not a day. */
const previousReported = (day: Day): Day => (day === 'infinity' ? '9999-12-31' : previousDay(day))

/** Days of publication on which some claim begins to count, or to be disputed. */
function breaksOfReporting({ record, claims, promises }: Given): Day[] {
  const days = [...claims, ...promises.feeTerms, ...promises.caps].flatMap(claim => [
    claim.reported,
    claim.disputedFrom
  ])
  const ofTerm = record.term && publications(record).of(record.term.citations)
  return [...new Set(['-infinity', ...days, ofTerm].filter(day => typeof day === 'string'))].sort()
}

/** A stretch of days of the world, with a key that is equal exactly for equal status and totals. */
type Stretch = Pick<Interval, 'validFrom' | 'validTo' | 'status' | 'totals'> & { key: string }

/** Status and totals over the days of the world, going by what had been published by some day. */
interface Course {
  reported: Reported
  stretches: Stretch[]
  /** How often the status was derived for it. */
  derived: number
}

/** Takes over from the course of an earlier day of publication what comes before the first difference between the two. */
function courseOf(reported: Reported, earlier: Course | undefined): Course {
  const first = firstDay(reported)
  if (first === undefined) return { reported, stretches: [], derived: 0 }
  const from = earlier ? firstDifference(earlier.reported, reported) : '-infinity'
  const stretches = (earlier?.stretches ?? [])
    .filter(({ validFrom }) => validFrom < from)
    .map(stretch => (stretch.validTo < from ? stretch : { ...stretch, validTo: previousDay(from) }))
  const days = [first, from, ...breaksOfWorld(reported)].filter(
    day => day >= from && day >= first && day !== 'infinity'
  )
  const sorted = [...new Set(days)].sort()
  for (const [i, validFrom] of sorted.entries()) {
    const after = sorted[i + 1]
    const validTo = after === undefined ? 'infinity' : previousDay(after)
    const { status, totals } = deriveOn(reported, validFrom)
    const key = JSON.stringify([status, totals])
    const last = stretches.at(-1)
    // Those taken over belong to the earlier course too.
    if (last?.key === key) stretches.splice(-1, 1, { ...last, validTo })
    else stretches.push({ validFrom, validTo, status, totals, key })
  }
  return { reported, stretches, derived: sorted.length }
}

/** The first day of the world of which the two speak differently. */
function firstDifference(earlier: Reported, later: Reported): Day {
  const before = new Set(earlier.standings.map(signature))
  const after = new Set(later.standings.map(signature))
  const days = [
    ...later.standings.filter(standing => !before.has(signature(standing))),
    ...earlier.standings.filter(standing => !after.has(signature(standing)))
  ].map(newsFrom)
  for (const { reported, disputedFrom, since } of [...later.promises.feeTerms, ...later.promises.caps]) {
    const differs = [reported, disputedFrom ?? 'infinity'].some(
      day => day > earlier.reportedBy && day <= later.reportedBy
    )
    if (differs) days.push(since)
  }
  return days.sort()[0] ?? 'infinity'
}

const signature = ({ id, type, lo, hi, disputed }: Standing): string => `${id} ${type} ${lo} ${hi} ${disputed}`

/** Days of the world on which the fold can change. */
function breaksOfWorld({ standings, promises }: Reported): Day[] {
  const days = new Set<Day>()
  for (const standing of standings) {
    const { lo, hi, quietFrom } = standing
    days.add(newsFrom(standing)).add(lo).add(hi)
    if (quietFrom) days.add(quietFrom)
  }
  for (const { since } of [...promises.feeTerms, ...promises.caps]) days.add(since)
  return [...days].filter(day => !day.endsWith('infinity')).sort()
}
