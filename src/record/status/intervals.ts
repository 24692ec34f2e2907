import { limits } from '../../limits.ts'
import { compare, type Day, firstOf, previousDay } from '../dates.ts'
import type { Agreement } from '../schema/agreement.ts'
import { overlapping } from './fold.ts'
import { interning } from './interning.ts'
import { mostBeginnings } from './possible.ts'
import type { IntervalStatus, Totals } from './schema.ts'
import {
  asPublished,
  daysOfChange,
  daysOfPublication,
  mostDaysOfChange,
  type Prepared,
  type Published,
  prepare,
  statusOn
} from './status.ts'
import { knownFrom, type PublishedEvent } from './timeline.ts'
import { axes } from './transitions.ts'

/** A stretch of days, on both axes, in which nothing changes. All ends are inclusive. */
export interface Interval {
  reportedFrom: Day
  reportedTo: Day
  validFrom: Day
  validTo: Day
  status: IntervalStatus
  totals: Totals
}

/** The most work that is done for a record, counted as by `workOf`: about a second. */
const MOST_WORK = 6_000_000

/** Work of a few milliseconds; nearly every agreement makes less. */
export const SMALL_WORK = 20_000

/** A record whose claims make more intervals than can be kept. */
export class TooManyIntervals extends Error {
  override name = 'TooManyIntervals'

  constructor() {
    super(
      `The dates of the claims and of their sources divide time into too many stretches, or leave too many orders open; at most ${limits.intervals} that differ in status are kept. Leave out claims that do not change it, or date them and their sources alike.`
    )
  }
}

/**
 * How many claims `deriveIntervals` looks at, at most: each once for every stretch of days of the world and every day of
 * publication, with every order that they may have had, and fee terms once more for all that they restate. It looks at far
 * fewer as a rule, since it takes over what an earlier day of publication has not changed. To know this costs little, so
 * that a record of more than `SMALL_WORK` can be derived where nobody waits.
 */
export function workOf(record: Agreement): number {
  const prepared = prepare(record)
  const restated = record.feeTerms.reduce((sum, { sameAs }) => sum + sameAs.length, 0)
  return (
    daysOfPublication(prepared).length * (mostDaysOfChange(prepared) * claimsOf(prepared) + 3 * mostOrders(prepared)) +
    record.feeTerms.length * restated
  )
}

/** The most that is followed up of the orders of events that overlap, for one view of a record. */
const mostOrders = ({ events }: Prepared): number =>
  axes
    .flatMap(axis => overlapping(events.filter(({ act }) => act?.axis === axis && 'to' in act)))
    .reduce((sum, group) => sum + (group.events.length > 1 ? mostBeginnings(group.events.length) : 0), 0)

const claimsOf = ({ events, promises }: Prepared): number =>
  events.length + promises.feeTerms.length + promises.caps.length

/**
 * The status and the totals of a record over all days of the world and of publication, as rectangles that do not overlap.
 * They change only on days that the claims name, so they are asked for once for each stretch between two of them; equal
 * neighbours are one. Where nothing is known yet there is no interval. No limit on publication is the day `infinity`.
 *
 * @throws TooManyIntervals
 */
export function deriveIntervals(record: Agreement): Interval[] {
  const prepared = prepare(record)
  const days = daysOfPublication(prepared)
  const one = interning<IntervalStatus>()
  const intervals: Interval[] = []
  /** Those that may go on, by their first day. */
  let open = new Map<Day, Interval>()
  let course: Course | undefined
  let work = 0
  for (const [i, reportedFrom] of days.entries()) {
    const after = days[i + 1]
    const reportedTo = after === undefined ? 'infinity' : previousReported(after)
    course = courseOf(asPublished(prepared, reportedFrom), course, one)
    work += course.asked * claimsOf(prepared)
    if (work + prepared.meter.beginnings > MOST_WORK) throw new TooManyIntervals()
    const stillOpen = new Map<Day, Interval>()
    for (const stretch of course.stretches) {
      let interval = open.get(stretch.validFrom)
      if (interval && interval.validTo === stretch.validTo && saysTheSame(interval, stretch)) {
        interval.reportedTo = reportedTo
      } else {
        interval = { reportedFrom, reportedTo, ...stretch }
        intervals.push(interval)
      }
      stillOpen.set(stretch.validFrom, interval)
    }
    open = stillOpen
    if (intervals.length > limits.intervals) throw new TooManyIntervals()
  }
  return intervals.sort((a, b) => compare(a.validFrom, b.validFrom) || compare(a.reportedFrom, b.reportedFrom))
}

/** The day before one on the axis of publication, whose last point is `infinity` and not a day. */
const previousReported = (day: Day): Day => (day === 'infinity' ? '9999-12-31' : previousDay(day))

/** Days of the world in which nothing changes. Equal statuses of a record are one object, and so are equal totals. */
type Stretch = Pick<Interval, 'validFrom' | 'validTo' | 'status' | 'totals'>

const saysTheSame = (a: Stretch, b: Stretch): boolean => a.status === b.status && a.totals === b.totals

/** Status and totals over the days of the world, going by what had been published by some day. */
interface Course {
  published: Published
  stretches: readonly Stretch[]
  /** On how many days the status was asked for. */
  asked: number
}

/** Takes over from the course of an earlier day of publication what comes before the first difference between the two. */
function courseOf(
  published: Published,
  earlier: Course | undefined,
  one: (status: IntervalStatus) => IntervalStatus
): Course {
  const { firstKnown } = published
  if (firstKnown === undefined) return { published, stretches: [], asked: 0 }
  const from = earlier ? firstDifference(earlier.published, published) : '-infinity'
  const stretches = (earlier?.stretches ?? [])
    .filter(({ validFrom }) => validFrom < from)
    .map(stretch => (stretch.validTo < from ? stretch : { ...stretch, validTo: previousDay(from) }))
  const days = [...new Set([firstKnown, from, ...daysOfChange(published)])]
    .filter(day => day >= from && day >= firstKnown && day !== 'infinity')
    .sort()
  for (const [i, validFrom] of days.entries()) {
    const found = statusOn(published, validFrom)
    if (!found) continue
    const after = days[i + 1]
    const validTo = after === undefined ? 'infinity' : previousDay(after)
    const stretch = { validFrom, validTo, status: one(found.status), totals: found.totals }
    const last = stretches.at(-1)
    // Those taken over belong to the earlier course too.
    if (last && saysTheSame(last, stretch)) stretches.splice(-1, 1, { ...last, validTo })
    else stretches.push(stretch)
  }
  return { published, stretches, asked: days.length }
}

/** The first day of the world of which the two speak differently. */
function firstDifference(earlier: Published, later: Published): Day {
  const days = differing(earlier.whole.events, later.whole.events).map(knownFrom)
  const { feeTerms, caps } = later.prepared.promises
  for (const { publicFrom, disputedFrom, madeOn } of [...feeTerms, ...caps]) {
    const isBetween = (day: Day) => day > earlier.reportedBy && day <= later.reportedBy
    if (isBetween(publicFrom) || (disputedFrom !== undefined && isBetween(disputedFrom))) days.push(madeOn)
  }
  return firstOf(days) ?? 'infinity'
}

/** Events of which the other list has none that is equal. */
function differing(some: readonly PublishedEvent[], others: readonly PublishedEvent[]): PublishedEvent[] {
  const left = new Map(some.map(event => [signature(event), event]))
  const added = others.filter(event => !left.delete(signature(event)))
  return [...left.values(), ...added]
}

const signature = ({ key, lo, hi, dated, disputed, doubt, stated }: PublishedEvent): string =>
  `${key} ${lo} ${hi} ${dated.lo} ${dated.hi} ${disputed} ${doubt} ${stated}`
