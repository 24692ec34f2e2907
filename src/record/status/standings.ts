import { addDuration, type Bounds, bounds, compare, type Day, nextDay, previousDay } from '../dates.ts'
import type { Agreement, AgreementEvent } from '../schema/agreement.ts'
import { type Claim, publications } from './claims.ts'
import { phases } from './machine.ts'

/** A claim as it stands on one day of the `reported` axis. */
export interface Standing extends Claim {
  disputed: boolean
}

/** The first day on which a claim is news: what takes effect later is known from the day on which it was done. */
export function newsFrom({ lo, event }: Standing): Day {
  if (!event?.effectiveOn) return lo
  const done = bounds(event.date)
  const first = done.lo === '-infinity' ? done.hi : done.lo
  return first < lo ? first : lo
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
    .flatMap(notice => {
      const given = bounds((notice.event as AgreementEvent).date).lo
      const revoked = revocations.filter(({ lo, hi }) => hi >= given && lo <= notice.hi)
      if (revoked.some(({ disputed }) => !disputed)) return []
      return [computedFrom(perhaps(notice, revoked.length > 0), notice.id, 'terminated', notice)]
    })
}

/** An end that is claimed, and what claims it. */
type End = Bounds & { claim: Pick<Claim, 'reported' | 'disputedFrom'> & { disputed: boolean }; id: string }

/** A claim that need not have come true when `isDoubtful`: it counts like a disputed one. */
const perhaps = <T extends { disputed: boolean }>(claim: T, isDoubtful: boolean): T => ({
  ...claim,
  disputed: claim.disputed || isDoubtful
})

function expiries(record: Agreement, counted: readonly Standing[], reportedBy: Day): Standing[] {
  if (record.term?.renewal === 'automatic') return []
  const extensions = counted.filter(({ type }) => type === 'extended')
  const ofTerm = endOfTerm(record, counted)
  const ends: End[] = [
    ...(ofTerm && ofTerm.claim.reported <= reportedBy ? [ofTerm] : []),
    ...extensions.flatMap(claim =>
      claim.event?.newEnd ? [{ ...bounds(claim.event.newEnd), claim, id: claim.id }] : []
    )
  ]
  const kept = ends.flatMap(end => {
    // The last day is still covered, so an extension of the day after comes in time.
    const expired = { lo: nextDay(end.lo), hi: nextDay(end.hi) }
    const own = extensions.find(({ id }) => id === end.id)
    const movers = extensions.filter(other => other !== own && other.lo <= expired.hi && !(own && follows(own, other)))
    const isMoved = movers.some(
      other => !other.disputed && other.hi <= expired.hi && (own === undefined || follows(other, own))
    )
    return isMoved ? [] : [{ ...end, ...expired, claim: perhaps(end.claim, movers.length > 0) }]
  })
  return kept.map(end => {
    // Whoever disputes the extension to the last end holds that an earlier end came: that it has ended by then is sure.
    const isSure =
      ends.some(other => !other.claim.disputed && other.hi < end.lo) && kept.every(({ hi }) => hi <= end.hi)
    return computedFrom(isSure ? { ...end.claim, disputed: false } : end.claim, end.id, 'expired', end)
  })
}

/** Whether one came after the other for certain; on one day they count in the order of their ids. */
const follows = (later: Standing, earlier: Standing): boolean =>
  later.lo > earlier.hi || (later.lo === earlier.hi && later.id > earlier.id)

const earlierFirst = (a: Standing, b: Standing): number =>
  compare(a.lo, b.lo) || compare(a.hi, b.hi) || compare(a.id, b.id)

/** The end that the term gives, or its duration from where it starts. */
function endOfTerm(record: Agreement, counted: readonly Standing[]): End | undefined {
  const { term } = record
  if (!term) return undefined
  const claim = { reported: publications(record).of(term.citations), disputedFrom: undefined, disputed: false }
  if (term.endsOn) return { ...bounds(term.endsOn), claim, id: 'term' }
  const { duration } = term
  const inForce = entryIntoForce(counted)
  const start = term.startsOn ? bounds(term.startsOn) : inForce
  if (!duration || !start) return undefined
  const last = (day: Day) => previousDay(addDuration(day, duration))
  const disputed = !term.startsOn && inForce?.disputed === true
  return { lo: last(start.lo), hi: last(start.hi), claim: { ...claim, disputed }, id: 'term' }
}

/** The act that brought it into force: an undisputed one before a disputed one, an act of its own before a signature. */
function entryIntoForce(counted: readonly Standing[]): Standing | undefined {
  const acts = ['entered_into_force', 'signed:binding']
  const rank = ({ transition }: Standing) => acts.indexOf(transition as string)
  return counted
    .filter(standing => rank(standing) >= 0)
    .sort((a, b) => Number(a.disputed) - Number(b.disputed) || rank(a) - rank(b) || earlierFirst(a, b))[0]
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
