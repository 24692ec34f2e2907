import { type Static, Type } from 'typebox'
import { MoneyRange } from '../schema/agreement.ts'
import { eventTypes, evidences, implementationStates, legalStates, moneyStates } from '../schema/codes.ts'
import { ref, refOrNull } from '../schema/forms.ts'
import { code, codeOrNull, nullable } from '../schema/scalars.ts'

/** What follows from the claims alone; the clocks of the answer come before it. */
const states = {
  legal: code(legalStates, { description: 'State in law.' }),
  implementation: code(implementationStates, { description: 'State of implementation.' }),
  money: code(moneyStates, { description: 'How far the money has come.' }),
  certain: Type.Boolean({ description: 'Each axis can be in one state only.' }),
  possible: Type.Object(
    {
      legal: Type.Array(code(legalStates), { description: 'Every state in law that the claims allow.' }),
      implementation: Type.Array(code(implementationStates), {
        description: 'Every state of implementation that the claims allow.'
      })
    },
    { additionalProperties: false, description: 'Every state that vague dates and disputed claims allow.' }
  ),
  since: nullable('string', {
    description: 'Day since which both stated states have held; null where nothing has happened.',
    examples: ['2021-02-06']
  }),
  evidence: code(evidences, {
    description: 'Whether a claim supports the state of implementation, or nothing was found.'
  }),
  dormant: Type.Boolean({ description: 'Operating, but nothing of it was heard for twelve months.' }),
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

const AmountByCurrency = { currency: Type.String({ examples: ['USD'] }), amount: ref(MoneyRange) }
const sums = (description: string, more: object = {}) =>
  Type.Unsafe<{ currency: string; amount: MoneyRange; stage?: string }[] | null>({
    type: ['array', 'null'],
    items: Type.Object({ ...AmountByCurrency, ...more }, { additionalProperties: false }),
    description
  })

const count = (description: string) => nullable('integer', { minimum: 0, description })

/** How many people were moved: a sum, which may be larger than any count in a record. */
const PersonsTotal = Type.Object(
  { min: count('At least; null: not known.'), max: count('At most; null: open.') },
  { $id: 'PersonsTotal', additionalProperties: false, description: 'How many people were moved.' }
)

/** Sums over the claims at some clocks. What cannot be computed is null, with a reason. */
export const Totals = Type.Object(
  {
    persons: refOrNull(PersonsTotal, 'People moved under the agreement.'),
    promised: sums('Definite promises by currency; those agreed, where there are any, else those offered.', {
      stage: Type.Enum(['offered', 'agreed'], { type: 'string' })
    }),
    paid: sums('Payments by currency.'),
    perPersonAtCap: sums('Promised per head if as many people come as were agreed.'),
    perPersonActual: sums('Paid per head of those who were moved.'),
    reasons: Type.Array(
      Type.Object(
        { pointer: Type.String({ examples: ['/perPersonAtCap'] }), reason: Type.String() },
        { additionalProperties: false }
      ),
      { description: 'Why a member is null.' }
    )
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
    axis: codeOrNull(['legal', 'implementation'], { description: 'Axis that it can move; null: none.' }),
    computed: Type.Boolean({ description: 'It follows from the term or from a notice.' }),
    disputed: Type.Boolean({ description: 'A source says otherwise, so that it may not have happened.' }),
    from: nullable('string', {
      description: 'First possible day, narrowed by the acts that must have come before; null: open.'
    }),
    to: nullable('string', { description: 'Last possible day; null: open.' }),
    occurrence: code(['absent', 'possible', 'certain'], { description: 'Whether it has happened by `asOf`.' }),
    outcome: code(['moved', 'confirmed', 'anomaly', 'may_have_moved', 'skipped', 'none'], {
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
export const statusSchemas = [Status, PersonsTotal, Totals, FoldedEvent, StatusExplanation]
