import { addDuration, type Bounds, bounds, compare, type Day, nextDay, previousDay } from '../dates.ts'
import type { Agreement } from '../schema/agreement.ts'
import { isPublic, type Publication, type Publications } from './publication.ts'
import { isMoving, type PublishedEvent } from './timeline.ts'
import { endingAct } from './transitions.ts'

/** How long an agreement lasts by its own words. */
export interface Term extends Publication {
  startsOn: Bounds | undefined
  endsOn: Bounds | undefined
  duration: string | null
  isRenewed: boolean
}

/** Reads the term of a record; undefined where it has none. */
export function termOf({ term }: Agreement, publications: Publications): Term | undefined {
  if (!term) return undefined
  const { startsOn, endsOn, duration, renewal } = term
  return {
    startsOn: startsOn === null ? undefined : bounds(startsOn),
    endsOn: endsOn === null ? undefined : bounds(endsOn),
    duration,
    isRenewed: renewal === 'automatic',
    ...publications.of(term)
  }
}

/**
 * The expiry at the end of the term, and the termination that a notice leads to, where the timeline has no end of its own.
 *
 * @param events those that had been published by `day`
 */
export function computedEnds(term: Term | undefined, events: readonly PublishedEvent[], day: Day): PublishedEvent[] {
  const extensions = events.filter(({ type }) => type === 'extended')
  if (isClosed(events, extensions)) return []
  const ofTerm = term && isPublic(term, day) ? endOfTerm(term, events) : undefined
  return [...terminations(events), ...(term?.isRenewed ? [] : expiries(ofTerm, extensions))]
}

/** An agreement that was extended after it had ended can end once more. */
const isClosed = (events: readonly PublishedEvent[], extensions: readonly PublishedEvent[]): boolean =>
  events.some(
    event =>
      isMoving(event, 'legal') && event.act.closes && !event.disputed && extensions.every(({ lo }) => event.lo > lo)
  )

/** An end that is claimed by the term or by an extension: the last day that is covered. */
interface End extends Bounds {
  id: string
  disputed: boolean
  extension: PublishedEvent | undefined
}

const computed = (
  type: 'terminated' | 'expired',
  { id, lo, hi, disputed }: Pick<PublishedEvent, 'id' | 'lo' | 'hi' | 'disputed'>
): PublishedEvent => ({ id, type, act: endingAct(type), lo, hi, disputed, written: undefined })

function terminations(events: readonly PublishedEvent[]): PublishedEvent[] {
  const revocations = events.filter(({ type }) => type === 'termination_notice_revoked')
  return events
    .filter(({ type }) => type === 'termination_notified')
    .flatMap(notice => {
      const { written } = notice
      if (!written?.event.effectiveOn) return []
      const revoked = revocations.filter(({ lo, hi }) => hi >= written.dated.lo && lo <= notice.hi)
      if (revoked.some(({ disputed }) => !disputed)) return []
      return [computed('terminated', { ...notice, disputed: notice.disputed || revoked.length > 0 })]
    })
}

function expiries(ofTerm: End | undefined, extensions: readonly PublishedEvent[]): PublishedEvent[] {
  const ends = [...(ofTerm ? [ofTerm] : []), ...extensions.flatMap(endOfExtension)]
  const expired = ends.flatMap(end => {
    // The last day is still covered, so an extension of the day after comes in time.
    const lo = nextDay(end.lo)
    const hi = nextDay(end.hi)
    const { extension: own } = end
    const movers = extensions.filter(other => other !== own && other.lo <= hi && !(own && follows(own, other)))
    const isMoved = movers.some(other => !other.disputed && other.hi <= hi && (!own || follows(other, own)))
    return isMoved ? [] : [{ ...end, lo, hi, disputed: end.disputed || movers.length > 0 }]
  })
  return expired.map(end => {
    // Whoever disputes the extension to the last end holds that an earlier end came: that it has ended by then is sure.
    const isSure = ends.some(other => !other.disputed && other.hi < end.lo) && expired.every(({ hi }) => hi <= end.hi)
    return computed('expired', { ...end, disputed: end.disputed && !isSure })
  })
}

/** Whether one came after the other for certain; on one day they count in the order of their ids. */
const follows = (later: PublishedEvent, earlier: PublishedEvent): boolean =>
  later.lo > earlier.hi || (later.lo === earlier.hi && later.id > earlier.id)

function endOfExtension(extension: PublishedEvent): End[] {
  const { id, disputed, written } = extension
  return written?.event.newEnd ? [{ ...bounds(written.event.newEnd), id, disputed, extension }] : []
}

/** The end that the term gives, or its duration from where it starts. */
function endOfTerm({ startsOn, endsOn, duration }: Term, events: readonly PublishedEvent[]): End | undefined {
  const end = { id: 'term', disputed: false, extension: undefined }
  if (endsOn) return { ...end, ...endsOn }
  if (!duration) return undefined
  const inForce = startsOn ? undefined : entryIntoForce(events)
  const start = startsOn ?? inForce
  if (!start) return undefined
  const last = (day: Day) => previousDay(addDuration(day, duration))
  return { ...end, lo: last(start.lo), hi: last(start.hi), disputed: inForce?.disputed === true }
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
