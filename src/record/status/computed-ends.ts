import { addDuration, type Bounds, bounds, compare, type Day, firstOf, lastDayOf, lastOf, nextDay } from '../dates.ts'
import type { Agreement } from '../schema/agreement.ts'
import { isPublic, type Publication, type Publications } from './publication.ts'
import { type Doubt, isMoving, isPartial, type PublishedEvent } from './timeline.ts'
import { endingAct } from './transitions.ts'

/** How long an agreement lasts by its own words. */
export interface Term extends Publication {
  startsOn: Bounds | undefined
  endsOn: Bounds | undefined
  duration: string | null
  noticePeriod: string | null
  renewal: NonNullable<Agreement['term']>['renewal']
}

/** Reads the term of a record; undefined where it has none. */
export function termOf({ term }: Agreement, publications: Publications): Term | undefined {
  if (!term) return undefined
  const { startsOn, endsOn, duration, noticePeriod, renewal } = term
  return {
    startsOn: startsOn === null ? undefined : bounds(startsOn),
    endsOn: endsOn === null ? undefined : bounds(endsOn),
    duration,
    noticePeriod,
    renewal,
    ...publications.of(term)
  }
}

/**
 * The expiry at the end of the term, and the termination that a notice leads to.
 *
 * @param term undefined where none had been published
 * @param events those that had been published, with narrowed bounds
 */
export function computedEnds(term: Term | undefined, events: readonly PublishedEvent[]): PublishedEvent[] {
  const start = entryIntoForce(events)
  return [...terminations(term, start, events), ...(term?.renewal === 'automatic' ? [] : expiries(term, start, events))]
}

/** The term, where it had been published by a day. */
export const publishedTerm = (term: Term | undefined, day: Day): Term | undefined =>
  term && isPublic(term, day) ? term : undefined

interface Computed extends Bounds {
  id: string
  type: 'terminated' | 'expired'
  disputed: boolean
  doubt: Doubt | undefined
  stated: boolean
  /** Names of those that it can only have come before. */
  before?: ReadonlySet<string>
}

const nothing: ReadonlySet<string> = new Set()

const computed = ({ id, type, lo, hi, disputed, doubt, stated, before }: Computed): PublishedEvent => ({
  id,
  key: `${id}:${type}`,
  type,
  act: endingAct(type),
  lo,
  hi,
  dated: { lo, hi },
  after: nothing,
  before,
  disputed,
  doubt,
  stated,
  written: undefined
})

/** Terminations by notice: on the day that it names, or else when the period of notice is over. */
function terminations(
  term: Term | undefined,
  start: PublishedEvent | undefined,
  events: readonly PublishedEvent[]
): PublishedEvent[] {
  const revocations = events.filter(({ type }) => type === 'termination_notice_revoked')
  return events
    .filter(({ type }) => type === 'termination_notified')
    .flatMap(notice => {
      const effect = effectOf(notice, term, start)
      if (!effect) return []
      const revoked = revocations.filter(
        revocation => isOfSameParty(revocation, notice) && revocation.hi >= notice.dated.lo && revocation.lo < effect.hi
      )
      // A revocation of what had taken effect would be none, so an accepted one came before.
      if (revoked.some(({ disputed }) => !disputed)) return []
      return [
        computed({
          id: notice.id,
          type: 'terminated',
          ...effect,
          disputed: notice.disputed,
          doubt: revoked.length > 0 ? 'dispute' : notice.doubt,
          stated: notice.stated
        })
      ]
    })
}

/** A revocation takes back the notice of whoever made it, or any where that is not known. */
function isOfSameParty(revocation: PublishedEvent, notice: PublishedEvent): boolean {
  const [by, of] = [revocation.written?.event.party, notice.written?.event.party]
  return !by || !of || by === of
}

/** First and last possible day on which a notice takes effect; undefined where nothing says so. */
function effectOf(notice: PublishedEvent, term: Term | undefined, start: PublishedEvent | undefined) {
  if (notice.written?.event.effectiveOn) return { lo: notice.lo, hi: notice.hi }
  if (!term?.noticePeriod) return undefined
  const period = term.noticePeriod
  const effect = (end: keyof Bounds): Day => {
    const given = notice[end]
    const running = term.renewal === 'automatic' ? endOfRunningTerm(term, endOfTerm(term, start), given) : undefined
    return lastOf([addDuration(given, period), ...(running ? [nextDay(running[end])] : [])]) as Day
  }
  return { lo: effect('lo'), hi: effect('hi') }
}

/** First and last possible last day of the term that is running on a day, where each is followed by another of the same length. */
function endOfRunningTerm({ duration }: Term, first: Bounds | undefined, day: Day): Bounds | undefined {
  if (!first || duration === null) return first
  const lo = firstFrom(day, first.lo, duration)
  const hi = firstFrom(day, first.hi, duration)
  // Where the first may have ended on any day of a whole term, or on days some of which come again before `day` and some after, one may
  // end on `day` itself, and another as long after it as can be.
  const isAnyDay = hi < lo || lastDayOf(nextDay(first.lo), duration) <= nextDay(first.hi)
  if (!isAnyDay) return { lo, hi }
  return { lo: lastOf([first.lo, day]) as Day, hi: lastOf([hi, lastDayOf(day, duration)]) as Day }
}

/** Terms that follow one another, at most. */
const MOST_TERMS = 500

/** The first last day of a term from a day on, of terms of which one ends on another day. */
function firstFrom(day: Day, end: Day, duration: string): Day {
  let last = end
  for (let terms = 1; last < day && day !== 'infinity' && terms < MOST_TERMS; terms++)
    last = lastDayOf(nextDay(last), duration)
  return last
}

/** An end that is claimed by the term or by an extension: the last day that is covered. */
interface End extends Bounds {
  id: string
  disputed: boolean
  extension: PublishedEvent | undefined
}

function expiries(
  term: Term | undefined,
  start: PublishedEvent | undefined,
  events: readonly PublishedEvent[]
): PublishedEvent[] {
  const extensions = events.filter(({ type }) => type === 'extended')
  const ofTerm = term && endOfTerm(term, start)
  const ends = [...(ofTerm ? [ofTerm] : []), ...extensions.flatMap(endOfExtension)]
  const expired = ends.flatMap(end => {
    // The last day is still covered, so an extension of the day after comes in time.
    const lo = nextDay(end.lo)
    const hi = nextDay(end.hi)
    const { extension: own } = end
    const movers = extensions.filter(other => other !== own && other.lo <= hi && !(own && follows(own, other)))
    const accepted = movers.filter(other => !other.disputed)
    const isMovedBy = (day: Day) => accepted.some(other => other.hi <= day && (!own || follows(other, own)))
    if (isMovedBy(lo)) return []
    const isMoved = accepted.length > 0 ? 'dates' : movers.length > 0 ? 'dispute' : undefined
    const doubt: Doubt | undefined = end.disputed ? 'dispute' : isMoved
    // An extension that came before the end moved it; it can only come behind an end that was reached.
    const before = new Set(accepted.filter(other => other.hi > lo).map(({ key }) => key))
    return [{ ...end, lo, hi, doubt, stated: !end.disputed && !isMovedBy(hi), before }]
  })
  return expired.flatMap(end => {
    // Whoever disputes the extension to the last end holds that an earlier end came: that it has ended by then is sure.
    const isSure = expired.some(other => other.stated && other.hi < end.lo) && expired.every(({ hi }) => hi <= end.hi)
    const doubt = isSure ? undefined : end.doubt
    const isRenewable = doubt === undefined && term?.renewal !== 'none'
    const expiry = computed({
      ...end,
      type: 'expired',
      disputed: end.disputed && !isSure,
      doubt: isRenewable ? 'renewal' : doubt,
      stated: end.stated || isSure
    })
    return isRenewable ? [expiry, ...confirmations(events, end)] : [expiry]
  })
}

/** Types of event that tell, after the end of a term, that it was one. */
const tellsOfAnEnd: readonly string[] = ['transfers_ended', 'facility_closed']

/** The expiry once more, on the day of the first accepted event that says so, unless it may have been taken up again by then. */
function confirmations(events: readonly PublishedEvent[], { lo, hi }: Bounds): PublishedEvent[] {
  const takenUpFrom = firstOf(events.filter(event => takesUp(event) && event.hi >= lo).map(event => event.lo))
  return events
    .filter(event => !event.disputed && !isPartial(event) && event.dated.lo >= hi && tellsOfAnEnd.includes(event.type))
    .sort((a, b) => compare(a.dated.hi, b.dated.hi) || compare(a.id, b.id))
    .slice(0, 1)
    .filter(({ dated }) => takenUpFrom === undefined || dated.hi < takenUpFrom)
    .map(({ id, dated }) =>
      computed({ id, type: 'expired', ...dated, disputed: false, doubt: undefined, stated: true })
    )
}

/** Whether an act opens what had not begun or was at its end, or leads back to what was before. */
const takesUp = (event: PublishedEvent): boolean =>
  isMoving(event, 'legal') && (event.act.inTurn === true || event.act.to === 'remembered')

/** Whether one came after the other for certain; on one day they count in the order of their ids. */
const follows = (later: PublishedEvent, earlier: PublishedEvent): boolean =>
  later.after.has(earlier.key) ||
  later.lo > earlier.hi ||
  (later.lo === earlier.hi && later.id > earlier.id && !earlier.after.has(later.key))

function endOfExtension(extension: PublishedEvent): End[] {
  const { id, disputed, written } = extension
  return written?.event.newEnd ? [{ ...bounds(written.event.newEnd), id, disputed, extension }] : []
}

/** The end that the term gives, or its duration from where it starts. */
function endOfTerm({ startsOn, endsOn, duration }: Term, inForce: PublishedEvent | undefined): End | undefined {
  const end = { id: 'term', disputed: false, extension: undefined }
  if (endsOn) return { ...end, ...endsOn }
  const start = startsOn ?? inForce
  if (!duration || !start) return undefined
  const last = (day: Day) => lastDayOf(day, duration)
  return { ...end, lo: last(start.lo), hi: last(start.hi), disputed: !startsOn && inForce?.disputed === true }
}

/** The act that brought it into force: an undisputed one before a disputed one, an act of its own before a signature. */
function entryIntoForce(events: readonly PublishedEvent[]): PublishedEvent | undefined {
  return events
    .filter(event => isMoving(event, 'legal'))
    .filter(({ act }) => act.opens && act.to === 'in_force')
    .sort(
      (a, b) =>
        Number(a.disputed) - Number(b.disputed) ||
        b.act.rank - a.act.rank ||
        compare(a.lo, b.lo) ||
        compare(a.hi, b.hi) ||
        compare(a.id, b.id)
    )[0]
}
