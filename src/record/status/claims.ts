import { addDuration, type Bounds, bounds, type Day } from '../dates.ts'
import type { Agreement, AgreementEvent, Citation, Source } from '../schema/agreement.ts'
import { implementationEventTypes } from '../schema/codes.ts'
import { type Axis, axisOf, type Transition } from './machine.ts'

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

/** When the claims of a record were published, going by the earliest source that each of them cites. */
export function publications({ sources }: Pick<Agreement, 'sources'>) {
  const byId = new Map(sources.map(source => [source.id, publicationOf(source)]))
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
