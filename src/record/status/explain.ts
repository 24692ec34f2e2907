import type { Day } from '../dates.ts'
import type { Agreement, AgreementEvent } from '../schema/agreement.ts'
import { publications } from './claims.ts'
import { deriveOn, firstDay, givenBy, reportedBy } from './derive.ts'
import { occurrenceOn, type Step } from './fold.ts'
import { visible } from './machine.ts'
import type { IntervalStatus, StatusExplanation } from './schema.ts'
import type { Standing } from './standings.ts'

type FoldedEvent = StatusExplanation['events'][number]

/**
 * The status at some clocks with the whole fold behind it: every event in the order in which it was counted, what it did
 * and why.
 *
 * @returns undefined where nothing is known at these clocks
 */
export function explainStatus(
  record: Agreement,
  clocks: { asOf: Day; reportedBy: Day }
): { status: IntervalStatus; explanation: StatusExplanation } | undefined {
  const reported = reportedBy(givenBy(record), clocks.reportedBy)
  const first = firstDay(reported)
  if (first === undefined || first > clocks.asOf) return undefined
  const { status, legal, implementation, inferred } = deriveOn(reported, clocks.asOf)
  const folded = [...legal.steps, ...implementation.steps]
  const unmoving = reported.standings.filter(({ axis }) => axis === undefined)
  const counted = new Set(reported.standings.filter(({ computed }) => !computed).map(({ id }) => id))
  const left = record.events.filter(({ id }) => !counted.has(id))
  return {
    status,
    explanation: {
      events: [
        ...folded.map(step => ofStep(step, clocks.asOf)),
        ...unmoving.map(standing => ofUnmoving(standing, clocks.asOf)),
        ...left.map(event => leftOut(event, publications(record).of(event.citations), clocks.reportedBy))
      ],
      anomalies: folded
        .filter(({ outcome, standing }) => outcome === 'refused' && !standing.computed)
        .map(({ standing }) => standing.id),
      inferred
    }
  }
}

const open = (day: Day): Day | null => (day.endsWith('infinity') ? null : day)

const common = ({ id, type, axis, computed, disputed, lo, hi }: Standing, asOf: Day) => ({
  id,
  type,
  axis: axis ?? null,
  computed,
  disputed,
  from: open(lo),
  to: open(hi),
  occurrence: occurrenceOn(asOf, { lo, hi, disputed })
})

const outcomes: Record<Step['outcome'], FoldedEvent['outcome']> = {
  moved: 'moved',
  confirmed: 'confirmed',
  refused: 'anomaly',
  possible: 'may_have_moved',
  absent: 'skipped'
}

function ofStep({ standing, before, after, outcome }: Step, asOf: Day): FoldedEvent {
  return {
    ...common(standing, asOf),
    // Nobody claimed what is computed, so there is nothing for editors to look at.
    outcome: standing.computed && outcome === 'refused' ? 'skipped' : outcomes[outcome],
    reason: reasonOf(standing, outcome, visible(before), visible(after), asOf),
    before: visible(before),
    after: visible(after)
  }
}

function reasonOf(
  { type, computed, disputed, lo, hi }: Standing,
  outcome: Step['outcome'],
  before: string,
  after: string,
  asOf: Day
): string {
  switch (outcome) {
    case 'moved':
      return `It had happened by ${asOf} and led from ${before} to ${after}.`
    case 'confirmed':
      return `It had happened by ${asOf} and leaves the state at ${before}.`
    case 'refused':
      if (computed) return `It does not apply: ${type} cannot follow ${before}.`
      return `It had happened by ${asOf}, but ${type} cannot follow ${before}: editors should look at it.`
    case 'absent':
      return `It cannot have happened by ${asOf}: its first possible day is ${lo}.`
    case 'possible':
      return disputed
        ? 'Disputed: it counts among what is possible, not in what is stated.'
        : `It may have happened by ${asOf}, but need not have: its last possible day is ${open(hi) ?? 'open'}.`
  }
}

const ofUnmoving = (standing: Standing, asOf: Day): FoldedEvent => ({
  ...common(standing, asOf),
  outcome: 'none',
  reason: `Events of the type ${standing.type} move no state by themselves.`,
  before: null,
  after: null
})

const leftOut = ({ id, type, standing }: AgreementEvent, reported: Day, limit: Day): FoldedEvent => ({
  id,
  type,
  axis: null,
  computed: false,
  disputed: false,
  from: null,
  to: null,
  occurrence: 'absent',
  outcome: 'skipped',
  reason:
    standing === 'retracted'
      ? 'The claim was retracted.'
      : reported === 'infinity'
        ? 'Its sources have no date, so that it does not count where publication is limited.'
        : `It was published on ${reported} at the earliest, after ${limit}.`,
  before: null,
  after: null
})
