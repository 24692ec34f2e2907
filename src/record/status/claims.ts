import { implementationEventTypes } from '../codes.ts'
import { addDuration, type Bounds, bounds, type Day, nextDay, previousDay } from '../dates.ts'
import type { Agreement, AgreementEvent, Citation, Source } from '../schema.ts'
import { type Axis, axisOf, phases, type Transition } from './machine.ts'

/** What the record claims to have happened, before anybody asks as of which days. */
export interface Claim extends Bounds {
  /** Id of the event; of a computed one, what it is computed from. */
  id: string
  type: AgreementEvent['type']
  /** How it moves an axis; undefined when it moves none. */
  transition: Transition | undefined
  axis: Axis | undefined
  /** Follows from the term or from a notice, not from an event of its own. */
  computed: boolean
  /** First day by which a source that it cites was published. */
  reported: Day
  /** First day by which a source that disputes it was published; undefined when nobody does. */
  disputedFrom: Day | undefined
  event: AgreementEvent | undefined
  /** Earliest year of its date; undefined for a computed one. */
  year: string | undefined
  /** Day from which nothing was heard for twelve months, if this was the last; undefined where it is no news of implementation. */
  quietFrom: Day | undefined
}

/** A claim as it stands on one day of the `reported` axis. */
export interface Standing extends Claim {
  disputed: boolean
}

/** The first day on which a claim is news: what takes effect later is known from the day on which it was done. */
export function newsFrom({ lo, event }: Standing): Day {
  const done = event?.effectiveOn ? bounds(event.date).lo : '-infinity'
  return done !== '-infinity' && done < lo ? done : lo
}

/** When the claims of a record were published, going by the earliest source that each of them cites. */
export function publications(record: Agreement) {
  const byId = new Map(record.sources.map(source => [source.id, publicationOf(source)]))
  const days = (citations: readonly Citation[], end: 'lo' | 'hi'): Day[] =>
    citations.map(({ source }) => byId.get(source)?.[end] ?? 'infinity')
  const earliest = (citations: readonly Citation[]): Day => days(citations, 'hi').sort()[0] ?? 'infinity'
  return {
    /** The first day on which a claim may have been public: what has no date of its own is at least as old. */
    since: (citations: readonly Citation[]): Day => days(citations, 'lo').sort()[0] ?? '-infinity',
    /** A claim that cites nothing counts always; one whose sources have no date only without a limit. */
    of: (citations: readonly Citation[]): Day => (citations.length === 0 ? '-infinity' : earliest(citations)),
    ofDispute: ({ standing, disputedBy }: { standing: string; disputedBy: readonly Citation[] }): Day | undefined =>
      standing === 'disputed' ? earliest(disputedBy) : undefined
  }
}

/** First and last possible day of publication. A source was out at the latest when it was read. */
function publicationOf({ publishedOn, accessedOn }: Source): Bounds {
  const read = accessedOn === null ? { lo: 'infinity', hi: 'infinity' } : bounds(accessedOn)
  if (publishedOn === null) return read
  const { lo, hi } = bounds(publishedOn)
  return { lo, hi: hi === 'infinity' ? read.hi : hi }
}

const ofImplementation: ReadonlySet<string> = new Set(implementationEventTypes)

/** Every claim of the timeline that was not retracted. */
export function claimsOf(record: Agreement): Claim[] {
  const published = publications(record)
  return record.events
    .filter(event => event.standing !== 'retracted')
    .map(event => {
      const transition = transitionOf(event)
      const when = bounds(event.effectiveOn ?? event.date)
      return {
        id: event.id,
        type: event.type,
        transition,
        axis: transition === undefined ? undefined : axisOf(transition),
        computed: false,
        ...when,
        reported: published.of(event.citations),
        disputedFrom: published.ofDispute(event),
        event,
        year: yearOf(bounds(event.date)),
        quietFrom: ofImplementation.has(event.type) ? addDuration(when.hi, 'P1Y') : undefined
      }
    })
}

/** A date that is open at its beginning has no earliest year but the one that it ends in. */
const yearOf = ({ lo, hi }: Bounds): string => (lo === '-infinity' ? hi : lo).slice(0, 4)

function transitionOf({ type, effect, finding, binding, persons }: AgreementEvent): Transition | undefined {
  if (type === 'court_ruling' || type === 'implementation_assessed') return `${type}:${effect ?? finding}`
  if (type === 'signed' && binding) return 'signed:binding'
  // A flight with nobody on it carries nothing out.
  if (type === 'transfer' && persons?.max === 0) return undefined
  return axisOf(type) && type
}

/** The claims that count at a day of the `reported` axis, with those that follow from them, their bounds clipped. */
export function standingsAt(record: Agreement, claims: readonly Claim[], reportedBy: Day): Standing[] {
  const counted = claims
    .filter(claim => claim.reported <= reportedBy)
    .map(claim => ({ ...claim, disputed: claim.disputedFrom !== undefined && claim.disputedFrom <= reportedBy }))
  return clip([...counted, ...computed(record, counted, reportedBy)])
}

const closings: readonly string[] = ['terminated', 'expired', 'superseded', 'annulled', 'signature_withdrawn']

/** The expiry at the end of the term, and the termination that a notice leads to, where the timeline has no end of its own. */
function computed(record: Agreement, counted: readonly Standing[], reportedBy: Day): Standing[] {
  const lastExtension = counted
    .filter(({ type }) => type === 'extended')
    .map(({ lo }) => lo)
    .sort()
    .at(-1)
  // An agreement that was extended after it had ended can end once more.
  const isClosed = counted.some(
    ({ type, lo, disputed }) =>
      closings.includes(type) && !disputed && (lastExtension === undefined || lo > lastExtension)
  )
  return isClosed ? [] : [...terminations(counted), ...expiries(record, counted, reportedBy)]
}

const computedFrom = (
  from: Pick<Claim, 'reported' | 'disputedFrom'> & { disputed: boolean },
  id: string,
  type: 'terminated' | 'expired',
  { lo, hi }: Bounds
): Standing => ({
  id,
  type,
  transition: type,
  axis: 'legal',
  computed: true,
  lo,
  hi,
  reported: from.reported,
  disputedFrom: from.disputedFrom,
  disputed: from.disputed,
  event: undefined,
  year: undefined,
  quietFrom: undefined
})

function terminations(counted: readonly Standing[]): Standing[] {
  const revocations = counted.filter(({ type }) => type === 'termination_notice_revoked')
  return counted
    .filter(({ type, event }) => type === 'termination_notified' && event?.effectiveOn)
    .filter(
      notice => !revocations.some(({ lo }) => lo <= notice.hi && lo >= bounds((notice.event as AgreementEvent).date).lo)
    )
    .map(notice => computedFrom(notice, notice.id, 'terminated', notice))
}

/** An end that is claimed, and what claims it. */
type End = Bounds & { claim: Pick<Claim, 'reported' | 'disputedFrom'> & { disputed: boolean }; id: string }

function expiries(record: Agreement, counted: readonly Standing[], reportedBy: Day): Standing[] {
  if (record.term?.renewal === 'automatic') return []
  const extensions = counted.filter(({ type }) => type === 'extended').sort((a, b) => (a.lo < b.lo ? -1 : 1))
  const ofTerm = endOfTerm(record, counted)
  const ends: End[] = [
    ...(ofTerm && ofTerm.claim.reported <= reportedBy ? [ofTerm] : []),
    ...extensions.flatMap(claim =>
      claim.event?.newEnd ? [{ ...bounds(claim.event.newEnd), claim, id: claim.id }] : []
    )
  ]
  return ends.flatMap(end => {
    // An extension that came before the end has moved it, unless it is disputed and may not have come at all.
    const later = extensions.slice(extensions.findIndex(({ id }) => id === end.id) + 1)
    const movers = later.filter(({ lo }) => lo <= end.hi)
    if (movers.some(({ disputed }) => !disputed)) return []
    const claim = { ...end.claim, disputed: end.claim.disputed || movers.length > 0 }
    // The last day is still covered.
    return [computedFrom(claim, end.id, 'expired', { lo: nextDay(end.lo), hi: nextDay(end.hi) })]
  })
}

/** The end that the term gives, or its duration from where it starts. */
function endOfTerm(record: Agreement, counted: readonly Standing[]): End | undefined {
  const { term } = record
  if (!term) return undefined
  const claim = { reported: publications(record).of(term.citations), disputedFrom: undefined, disputed: false }
  if (term.endsOn) return { ...bounds(term.endsOn), claim, id: 'term' }
  const { duration } = term
  const inForce = counted.find(
    ({ transition }) => transition === 'entered_into_force' || transition === 'signed:binding'
  )
  const start = term.startsOn ? bounds(term.startsOn) : inForce
  if (!duration || !start) return undefined
  const last = (day: Day) => previousDay(addDuration(day, duration))
  const disputed = !term.startsOn && inForce?.disputed === true
  return { lo: last(start.lo), hi: last(start.hi), claim: { ...claim, disputed }, id: 'term' }
}

/** Raises the first possible day of each opening act to that of the acts before it, while that stays possible. */
function clip(standings: Standing[]): Standing[] {
  const clipped = new Map<Standing, Standing>()
  for (const types of Object.values(phases)) {
    let highest: Day = '-infinity'
    for (const type of types) {
      const ofPhase = standings.filter(standing => standing.type === type)
      const raised = ofPhase.map(standing =>
        highest > standing.lo && highest <= standing.hi ? { ...standing, lo: highest } : standing
      )
      for (const [i, standing] of ofPhase.entries()) clipped.set(standing, raised[i] as Standing)
      for (const { lo, disputed } of raised) if (!disputed && lo > highest) highest = lo
    }
  }
  return standings.map(standing => clipped.get(standing) ?? standing)
}
