import { bounds, type Day, dayOrNull } from '../dates.ts'
import type { Agreement, AgreementEvent } from '../schema/agreement.ts'
import type { Fold, Folded, Step } from './fold.ts'
import type { StatusExplanation } from './schema.ts'
import { asPublished, prepare, statusOn } from './status.ts'
import { isPartial, occurrenceOn, type PublishedEvent } from './timeline.ts'
import type { Axis } from './transitions.ts'

type Explained = StatusExplanation['events'][number]
type AnyStep = Step<'legal'> | Step<'implementation'>

/**
 * The whole fold behind a status: every event in the order in which it was counted, what it did and why.
 *
 * @returns undefined where nothing is known at these clocks
 */
export function explainStatus(
  record: Agreement,
  { asOf, reportedBy }: { asOf: Day; reportedBy: Day }
): StatusExplanation | undefined {
  const prepared = prepare(record)
  const published = asPublished(prepared, reportedBy)
  const found = statusOn(published, asOf)
  if (!found) return undefined
  const { status, shown } = found
  const { whole } = published
  const steps: AnyStep[] = [
    ...allSteps(whole.legal, shown.onLegal),
    ...allSteps(whole.implementation, shown.onImplementation)
  ]
  const folded = new Set<PublishedEvent>(steps.map(({ event }) => event))
  const unmoving = whole.events.filter(event => !folded.has(event))
  const counted = new Set(whole.events.flatMap(({ written }) => written?.event ?? []))
  const outlived = new Set(shown.outlived.events)
  const publicFrom = new Map(prepared.events.map(({ event, publicFrom }) => [event, publicFrom]))
  return {
    events: [
      ...steps.map(step => ofStep(step, asOf, outlived.has(step.event))),
      ...unmoving.map(event => ofUnmoving(event, asOf, status.partial)),
      ...record.events
        .filter(event => !counted.has(event))
        .map(event => ofLeftOut(event, reasonToLeaveOut(publicFrom.get(event), reportedBy)))
    ],
    anomalies: steps
      .filter(({ outcome, event }) => (outcome === 'refused' && event.written) || outlived.has(event))
      .map(({ event }) => event.id),
    inferred: status.evidence === 'inferred'
  }
}

/** The fold stops at the groups that lie ahead; their events are named too. */
const allSteps = <A extends Axis>({ events }: Fold<A>, { stated, steps }: Folded<A>): Step<A>[] => [
  ...steps,
  ...events.slice(steps.length).map(event => ({ event, before: stated, after: stated, outcome: 'absent' as const }))
]

const common = (event: PublishedEvent, axis: Axis | null, asOf: Day) => ({
  id: event.id,
  type: event.type,
  axis,
  computed: event.written === undefined,
  disputed: event.disputed,
  doubt: event.doubt ?? null,
  partial: isPartial(event),
  from: dayOrNull(event.lo),
  to: dayOrNull(event.hi),
  occurrence: occurrenceOn(asOf, event)
})

const outcomes: Record<Step['outcome'], Explained['outcome']> = {
  moved: 'moved',
  confirmed: 'confirmed',
  refused: 'anomaly',
  possible: 'may_have_moved',
  absent: 'skipped'
}

const ofStep = (step: AnyStep, asOf: Day, isOutliving: boolean): Explained => ({
  ...common(step.event, step.event.act.axis, asOf),
  // Nobody wrote down what is computed, so there is nothing for editors to look at.
  outcome: !step.event.written && step.outcome === 'refused' ? 'skipped' : outcomes[step.outcome],
  reason: sentences(
    originOf(step.event),
    reasonOf(step, asOf),
    step.outcome === 'moved' && doubtOf(step.event),
    narrowingOf(step.event),
    isOutliving && 'It is dated after the end in law: practice outlived the text, which editors should look at.'
  ),
  before: step.before.name,
  after: step.after.name
})

const sentences = (...parts: (string | false | undefined)[]): string => parts.filter(Boolean).join(' ')

function reasonOf({ event, before, after, outcome }: AnyStep, asOf: Day): string {
  switch (outcome) {
    case 'moved':
      return `It had happened by ${asOf} and led from ${before.name} to ${after.name}.`
    case 'confirmed':
      return `It had happened by ${asOf} and leaves the state at ${before.name}.`
    case 'refused':
      if (!event.written) return `It does not apply: ${event.type} cannot follow ${before.name}.`
      return `It had happened by ${asOf}, but ${event.type} cannot follow ${before.name}: editors should look at it.`
    case 'absent':
      return `It cannot have happened by ${asOf}: its first possible day is ${event.lo}.`
    case 'possible':
      if (event.disputed) return 'Disputed: it counts among what is possible, not in what is stated.'
      if (!event.stated)
        return 'Another act may have come before it: it counts among what is possible, not in what is stated.'
      return `It may have happened by ${asOf}, but need not have: its last possible day is ${dayOrNull(event.hi) ?? 'open'}.`
  }
}

/** What a computed event follows from. */
function originOf({ id, type, written }: PublishedEvent): string | undefined {
  if (written) return undefined
  if (type === 'terminated') return `It follows from the notice "${id}".`
  return id === 'term' ? 'It follows from the end of the term.' : `It follows from "${id}".`
}

/** Why what was before an event that is stated stays possible. */
function doubtOf({ doubt }: PublishedEvent): string | undefined {
  switch (doubt) {
    case 'dispute':
      return 'A disputed claim says that it did not come to that, so what was before stays possible.'
    case 'dates':
      return 'Another act may have come in time to prevent it, so what was before stays possible.'
    case 'renewal':
      return 'Whether the term was renewed is not known, so what was before stays possible.'
  }
}

/** That the days on which an event may have happened are fewer than its date says. */
function narrowingOf({ lo, hi, written }: PublishedEvent): string | undefined {
  if (!written) return undefined
  const { effectiveOn, date } = written.event
  const own = bounds(effectiveOn ?? date)
  if (own.lo === lo && own.hi === hi) return undefined
  return `Its report, or the acts that it follows and precedes, leave the days from ${dayOrNull(lo) ?? 'long before'} to ${dayOrNull(hi) ?? 'long after'}.`
}

const ofUnmoving = (event: PublishedEvent, asOf: Day, partial: readonly string[]): Explained => ({
  ...common(event, null, asOf),
  outcome: 'none',
  reason: isPartial(event)
    ? `It concerns a part of the agreement and moves no state${partial.includes(event.id) ? '; it is in effect' : ''}.`
    : `Events of the type ${event.type} move no state by themselves.`,
  before: null,
  after: null
})

const ofLeftOut = ({ id, type }: AgreementEvent, reason: string): Explained => ({
  id,
  type,
  axis: null,
  computed: false,
  disputed: false,
  doubt: null,
  partial: false,
  from: null,
  to: null,
  occurrence: 'absent',
  outcome: 'skipped',
  reason,
  before: null,
  after: null
})

/** @param publicFrom undefined of an event that was retracted */
function reasonToLeaveOut(publicFrom: Day | undefined, reportedBy: Day): string {
  if (publicFrom === undefined) return 'The claim was retracted.'
  if (publicFrom === 'infinity')
    return 'Its sources have no date, so that it does not count where publication is limited.'
  return `It was published on ${publicFrom} at the earliest, after ${reportedBy}.`
}
