import { cited, countRange, disputedBy, moneyRange, standing } from './claims.ts'
import * as lists from './codes.ts'
import { part, refs, refsOrNull } from './forms.ts'
import {
  booleanOrNull,
  code,
  codeOrNull,
  countryOrNull,
  currency,
  edtf,
  edtfOrNull,
  id,
  idList,
  idOrNull,
  textOrNull
} from './scalars.ts'

const movements = ['transfer', 'onward_return', 'release', 'reverse_transfer'] as const

/** Members that mean something on some types of event only; on every other type they are null. */
export const eventMemberTypes = {
  persons: [...movements, 'headcount'],
  includesOthers: [...movements, 'headcount'],
  /** On a head count it may only be said that it is none. */
  cumulative: [...movements, 'headcount', 'payment'],
  payment: ['payment'],
  effect: ['court_ruling'],
  finding: ['implementation_assessed'],
  binding: ['signed'],
  newEnd: ['extended'],
  extent: [
    'suspended',
    'operation_resumed',
    'terminated',
    'superseded',
    'annulled',
    'transfers_paused',
    'transfers_ended',
    'court_ruling'
  ]
} as const satisfies Record<string, readonly lists.EventType[]>

export const payment = part('Payment', 'Money that was paid.', ['amount', 'currency'], {
  amount: refs(moneyRange),
  currency: currency({ description: 'ISO 4217 code of a currency, in use or withdrawn.', examples: ['USD'] }),
  payer: countryOrNull({
    description: 'The party that paid; null when somebody else did or it is not known.',
    examples: ['US']
  }),
  payee: countryOrNull({
    description: 'The party that was paid; null when somebody else was or it is not known.',
    examples: ['SV']
  }),
  feeTerm: idOrNull({ description: 'Id of the fee term of this record that it pays.', examples: ['detention-grant'] })
})

export const event = part(
  'AgreementEvent',
  'Something that happened to an agreement or under it.',
  ['type', 'date', 'citations'],
  {
    id: id({
      description:
        'Name of the event within the record. Left out, it is that of an equal event of the record, or a new one made from the type.',
      examples: ['signed']
    }),
    type: code(lists.eventTypes, { description: 'What happened.', examples: ['signed'] }),
    date: edtf({
      description:
        'When it happened or was announced (EDTF; as an extension, the ends of a range may have different precisions): at the latest today, where on earth the day is latest (UTC+14).',
      examples: ['2019-09-20', '2025-03~', '[2025-03-13..2025-03-22]']
    }),
    effectiveOn: edtfOrNull({
      description: 'When it takes effect (EDTF), if that differs: notice is not effect, and never after it.',
      examples: ['2021-02-06']
    }),
    after: idList({
      description:
        'Ids of events of this record that certainly came before it, where the dates alone do not say so: in no circle, and possible by the dates.',
      examples: [['offered']]
    }),
    party: countryOrNull({ description: 'Who did it, for one-sided acts: a party of the record.', examples: ['US'] }),
    description: textOrNull(2000, {
      description: 'What happened, in plain neutral sentences.',
      examples: ['Signed in Washington.']
    }),
    persons: refsOrNull(
      countRange,
      'How many people: on `transfer`, `onward_return`, `release`, `reverse_transfer`, and on `headcount` (held or present on that day).'
    ),
    includesOthers: booleanOrNull({
      description:
        'With `persons`: true when the count includes people who do not belong to this agreement, so that totals leave it out; null: no.',
      examples: [false]
    }),
    cumulative: booleanOrNull({
      description:
        'With `persons`, and on `payment`: whether it counts everything up to that day (of the same fee term, or else in the same direction and currency) instead of one movement. Never true on `headcount`, which is of one day.',
      examples: [false]
    }),
    payment: refsOrNull(payment, 'What was paid: on `payment`; null where nothing is known.'),
    effect: codeOrNull(lists.rulingEffects, {
      description: 'What the court did to transfers: on `court_ruling`, and required there.'
    }),
    finding: codeOrNull(lists.findings, {
      description: 'What was found: on `implementation_assessed`, and required there.'
    }),
    binding: booleanOrNull({ description: 'On `signed`: true when the signature alone binds.', examples: [true] }),
    newEnd: edtfOrNull({
      description: 'The new end (EDTF): on `extended`; null where it is not known.',
      examples: ['2027-12-31']
    }),
    extent: codeOrNull(lists.extents, {
      description:
        'Whether it concerns all of the agreement or a part, which moves no state: on `suspended`, `operation_resumed`, `terminated`, `superseded`, `annulled`, `transfers_paused`, `transfers_ended` and `court_ruling`, where it is `whole` when left out.',
      examples: ['whole']
    }),
    standing,
    disputedBy,
    citations: cited
  }
)
