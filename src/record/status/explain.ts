import type { Day } from '../dates.ts'
import type { Agreement, AgreementEvent } from '../schema/agreement.ts'
import type { Fold, Folded, Step } from './fold.ts'
import type { StatusExplanation } from './schema.ts'
import { asPublished, prepare, statusOn } from './status.ts'
import { occurrenceOn, type PublishedEvent } from './timeline.ts'
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
  const steps: AnyStep[] = [
    ...allSteps(published.legal, found.legal),
    ...allSteps(published.implementation, found.implementation)
  ]
  const folded = new Set<PublishedEvent>(steps.map(({ event }) => event))
  const unmoving = published.events.filter(event => !folded.has(event))
  const counted = new Set(published.events.flatMap(({ written }) => written?.event ?? []))
  const publicFrom = new Map(prepared.events.map(({ event, publicFrom }) => [event, publicFrom]))
  return {
    events: [
      ...steps.map(step => ofStep(step, asOf)),
      ...unmoving.map(event => ofUnmoving(event, asOf)),
      ...record.events
        .filter(event => !counted.has(event))
        .map(event => ofLeftOut(event, reasonToLeaveOut(publicFrom.get(event), reportedBy)))
    ],
    anomalies: steps
      .filter(({ outcome, event }) => outcome === 'refused' && event.written)
      .map(({ event }) => event.id),
    inferred: found.inferred
  }
}

/** The fold stops at the groups that lie ahead; their events are named too. */
const allSteps = <A extends Axis>({ events }: Fold<A>, { stated, steps }: Folded<A>): Step<A>[] => [
  ...steps,
  ...events.slice(steps.length).map(event => ({ event, before: stated, after: stated, outcome: 'absent' as const }))
]

const open = (day: Day): Day | null => (day.endsWith('infinity') ? null : day)

const common = (event: PublishedEvent, axis: Axis | null, asOf: Day) => ({
  id: event.id,
  type: event.type,
  axis,
  computed: event.written === undefined,
  disputed: event.disputed,
  from: open(event.lo),
  to: open(event.hi),
  occurrence: occurrenceOn(asOf, event)
})

const outcomes: Record<Step['outcome'], Explained['outcome']> = {
  moved: 'moved',
  confirmed: 'confirmed',
  refused: 'anomaly',
  possible: 'may_have_moved',
  absent: 'skipped'
}

const ofStep = (step: AnyStep, asOf: Day): Explained => ({
  ...common(step.event, step.event.act.axis, asOf),
  // Nobody wrote down what is computed, so there is nothing for editors to look at.
  outcome: !step.event.written && step.outcome === 'refused' ? 'skipped' : outcomes[step.outcome],
  reason: reasonOf(step, asOf),
  before: step.before.name,
  after: step.after.name
})

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
      return event.disputed
        ? 'Disputed: it counts among what is possible, not in what is stated.'
        : `It may have happened by ${asOf}, but need not have: its last possible day is ${open(event.hi) ?? 'open'}.`
  }
}

const ofUnmoving = (event: PublishedEvent, asOf: Day): Explained => ({
  ...common(event, null, asOf),
  outcome: 'none',
  reason: `Events of the type ${event.type} move no state by themselves.`,
  before: null,
  after: null
})

const ofLeftOut = ({ id, type }: AgreementEvent, reason: string): Explained => ({
  id,
  type,
  axis: null,
  computed: false,
  disputed: false,
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
