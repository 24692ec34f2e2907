import { type Static, type TObject, type TProperties, Type } from 'typebox'
import { MoneyRange } from '../schema/agreement.ts'
import {
  axes,
  eventTypes,
  evidences,
  implementationStates,
  legalStates,
  moneyStates,
  occurrences,
  outcomes,
  promisedStages,
  uncertainties
} from '../schema/codes.ts'
import { ref, refOrNull } from '../schema/forms.ts'
import { code, codeOrNull, nullable } from '../schema/scalars.ts'

const closed = <T extends TProperties>($id: string, description: string, members: T) =>
  Type.Object(members, { $id, additionalProperties: false, description })

const PossibleStates = closed('PossibleStates', 'Every state that vague dates and disputed claims allow.', {
  legal: Type.Array(code(legalStates), { description: 'Every state in law that the claims allow.' }),
  implementation: Type.Array(code(implementationStates), {
    description: 'Every state of implementation that the claims allow.'
  })
})

/** What follows from the claims alone; the clocks of the answer come before it. */
const states = {
  legal: code(legalStates, { description: 'State in law.' }),
  implementation: code(implementationStates, { description: 'State of implementation.' }),
  money: code(moneyStates, { description: 'How far the money has come.' }),
  certain: Type.Boolean({ description: 'Each axis can be in one state only.' }),
  uncertainBecause: Type.Array(code(uncertainties), {
    description:
      'Why it is not certain. `dispute`: leaving disputed claims out changes what is stated or possible. `dates`: it stays uncertain without them. `renewal`: a term ran out, and whether it was renewed is not known.'
  }),
  possible: ref(PossibleStates),
  since: nullable('string', {
    description:
      'First day from which both stated states hold (EDTF): exact where it is known, a range where the act is vague; null where nothing has happened.',
    examples: ['2021-02-06', '[2018-03-01..2018-12-31]']
  }),
  evidence: code(evidences, {
    description:
      'What supports the state of implementation: `stated` by a claim, `inferred` from the end in law only, or `absent`: nothing was found, which is not a finding.'
  }),
  lastHeardOn: nullable('string', {
    description:
      'Last possible day of the latest event of any type; a date that is not over yet counts as its beginning.',
    examples: ['2025-02-03']
  }),
  dormant: Type.Boolean({
    description:
      'It is `proposed` or `negotiating`, or `preparing`, `operating`, `paused` or `blocked`, and nothing was heard for 24 months.'
  }),
  partial: Type.Array(Type.String(), {
    description: 'Ids of the acts in effect that concern a part of the agreement. They move no state.'
  }),
  because: Type.Array(Type.String(), {
    description: 'Ids of the events that led to the stated states; `term` is the end of the term.',
    examples: [['signed', 'termination-notified']]
  }),
  label: Type.String({
    description: 'The status in a few words.',
    examples: ['2019 safe-third-country, terminated, unimplemented']
  })
}

/** A status without the clocks that it was asked for, as it is stored. */
export const IntervalStatus = Type.Object(states, { additionalProperties: false })
export type IntervalStatus = Static<typeof IntervalStatus>

/** What became of an agreement, at some clocks. Follows from the claims; nobody types it in. */
export const Status = Type.Object(
  {
    asOf: Type.String({ description: 'Day in the world that the status speaks of.', examples: ['2026-11-24'] }),
    reportedBy: nullable('string', { description: 'Only claims published by this day count; null: no limit.' }),
    knownAt: nullable('string', { description: 'As the registry stood at this moment; null: now.' }),
    projected: Type.Boolean({
      description: '`asOf` lies in the future: it holds unless something happens until then.'
    }),
    ...states
  },
  {
    $id: 'Status',
    additionalProperties: false,
    description: 'What became of an agreement. Read only: it follows from the claims.'
  }
)
export type Status = Static<typeof Status>

const AmountByCurrency = {
  currency: Type.String({ description: 'ISO 4217 code.', examples: ['USD'] }),
  amount: ref(MoneyRange)
}
const PromisedTotal = closed('PromisedTotal', 'What was promised in one currency and stage.', {
  stage: code(promisedStages, { description: 'Whether it was offered or agreed.' }),
  ...AmountByCurrency
})
const PaidTotal = closed('PaidTotal', 'What one party paid another in one currency.', {
  payer: nullable('string', { description: 'The party that paid; null: somebody else, or not known.' }),
  payee: nullable('string', { description: 'The party that was paid; null: somebody else, or not known.' }),
  ...AmountByCurrency
})
const PerPersonTotal = closed('PerPersonTotal', 'An amount for each person in one currency.', AmountByCurrency)
const TotalReason = closed('TotalReason', 'Why a total is null.', {
  pointer: Type.String({ description: 'JSON Pointer to the member.', examples: ['/perPersonAtCap'] }),
  reason: Type.String({ description: 'Why it is null, in a sentence.' })
})

const sums = <T extends TObject>(total: T, description: string) =>
  Type.Unsafe<Static<T>[] | null>({ type: ['array', 'null'], items: ref(total), description })

const count = (description: string) => nullable('integer', { minimum: 0, description })

/** How many people were moved: a sum, which may be larger than any count in a record. */
const PersonsTotal = Type.Object(
  { min: count('At least; null: not known.'), max: count('At most; null: open.') },
  { $id: 'PersonsTotal', additionalProperties: false, description: 'How many people were moved.' }
)

/** Sums over the claims at some clocks. What cannot be computed is null, with a reason. */
export const Totals = Type.Object(
  {
    persons: refOrNull(
      PersonsTotal,
      'People moved under the agreement. Single movements are at least so many; a count of everybody is exact up to its day, and says nothing of later ones: whoever was moved since and is in no claim is in neither end.'
    ),
    promised: sums(
      PromisedTotal,
      'Definite promises by currency; those agreed, where there are any, else those offered. Terms that restate each other count once, in the currency of that whose id comes first; a term that has lapsed counts no longer.'
    ),
    package: sums(PromisedTotal, 'The same of sums that are partly, or wholly, for other purposes.'),
    paid: sums(PaidTotal, 'Payments by direction and currency; what was paid back is a direction of its own.'),
    perPersonAtCap: sums(PerPersonTotal, 'Promised per head if as many people come as were agreed, rounded outwards.'),
    perPersonActual: sums(
      PerPersonTotal,
      'Paid per head of those who were moved, after what was paid back, rounded outwards.'
    ),
    reasons: Type.Array(ref(TotalReason), { description: 'Why a member is null.' })
  },
  {
    $id: 'Totals',
    additionalProperties: false,
    description: 'Sums over the claims. Promises and payments are never mixed.'
  }
)
export type Totals = Static<typeof Totals>

/** One event in the fold. */
export const FoldedEvent = Type.Object(
  {
    id: Type.String({ description: 'Id of the event; of a computed one, what it follows from.' }),
    type: code(eventTypes, { description: 'Type of the event.' }),
    axis: codeOrNull(axes, { description: 'Axis that it can move; null: none.' }),
    computed: Type.Boolean({ description: 'It follows from the term or from a notice.' }),
    disputed: Type.Boolean({ description: 'A source says otherwise, so that it may not have happened.' }),
    doubt: codeOrNull(uncertainties, {
      description:
        'Why it need not have happened, beyond a vague date of its own, so that what was before stays possible.'
    }),
    partial: Type.Boolean({ description: 'It concerns a part of the agreement, so that it moves no state.' }),
    from: nullable('string', {
      description: 'First possible day, narrowed by the acts that must have come before; null: open.'
    }),
    to: nullable('string', { description: 'Last possible day; null: open.' }),
    occurrence: code(occurrences, { description: 'Whether it has happened by `asOf`.' }),
    outcome: code(outcomes, {
      description:
        'What it did to the stated state: moved it; confirmed it; nothing, as the state before does not allow it (`anomaly`, for editors); nothing for sure, as it may not have happened; nothing, as it does not count; or it moves no state at all.'
    }),
    reason: Type.String({ description: 'The outcome as a sentence.' }),
    before: nullable('string', { description: 'Stated state before.' }),
    after: nullable('string', { description: 'Stated state after.' })
  },
  { $id: 'FoldedEvent', additionalProperties: false, description: 'One event in the fold, and what it did.' }
)

/** The status with its reasons: every event in the order in which it was counted. */
export const StatusExplanation = Type.Object(
  {
    events: Type.Array(ref(FoldedEvent), { description: 'Every event of the record and every computed one.' }),
    anomalies: Type.Array(Type.String(), { description: 'Ids of events that the state before them does not allow.' }),
    inferred: Type.Boolean({
      description: 'The state of implementation follows from the end in law, not from an event of its own.'
    })
  },
  { $id: 'StatusExplanation', additionalProperties: false, description: 'The status with its reasons, event by event.' }
)
export type StatusExplanation = Static<typeof StatusExplanation>

/** Schemas of this module that have a name in the API document. */
export const statusSchemas = [
  PossibleStates,
  Status,
  PersonsTotal,
  PromisedTotal,
  PaidTotal,
  PerPersonTotal,
  TotalReason,
  Totals,
  FoldedEvent,
  StatusExplanation
]
