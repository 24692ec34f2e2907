import type { Agreement, AgreementEvent, FeeTerm, Provision, Relation } from '../../record/schema/agreement.ts'
import { type EventType, implementationEventTypes, legalEventTypes } from '../../record/schema/codes.ts'
import type { Axis } from '../../record/status/transitions.ts'
import { dateWords } from './dates.ts'
import { inBrief, money } from './numbers.ts'

// Codes of the closed lists as people say them.

/** A code in words. */
export const human = (code: string): string => code.replace(/^(non|pre)_/, '$1-').replaceAll('_', ' ')

/** A sentence or a cell begins with a capital. */
export const capital = (text: string): string => text.replace(/^./, letter => letter.toUpperCase())

const kindNames: Record<string, string> = {
  third_country_removal: 'third-country removal',
  wait_abroad: 'waiting abroad'
} satisfies Partial<Record<Agreement['kinds'][number], string>>

/** What an agreement arranges. */
export const kindWords = (code: string): string => kindNames[code] ?? human(code)

/** The two axes as pages name them. */
export const axisWords = { legal: 'On paper', implementation: 'In practice' } as const satisfies Record<Axis, string>

/** A state on paper; `none` is no act yet. */
export const paperWords = (state: string): string => (state === 'none' ? 'no act yet' : human(state))

/** A state in practice: `unimplemented` only where a source says so, for what was not found is no finding. */
export const practiceWords = (state: string, evidence: string): string =>
  state === 'unimplemented' && evidence === 'absent' ? 'no transfers recorded' : human(state)

/** A state of either axis that may hold beside the one that is stated. */
export const otherWords = (state: string): string => (state === 'none' ? 'nothing yet' : human(state))

const halted = new Set(['suspended', 'paused', 'blocked'])
const over = new Set(['terminated', 'expired', 'superseded', 'annulled', 'abandoned', 'ended'])

/** The family of a state, which its swatch shows beside its colour. */
export const familyOf = (state: string): 'halt' | 'over' | '' =>
  halted.has(state) ? 'halt' : over.has(state) ? 'over' : ''

/** Whether an agreement is at its end on paper. */
export const isOver = (legal: string): boolean => over.has(legal)

const eventNames: Record<string, string> = {
  offered: 'Offered or asked for',
  termination_notified: 'Notice of termination',
  preparation: 'Prepared'
} satisfies Partial<Record<EventType, string>>

const rulings: Record<NonNullable<AgreementEvent['effect']>, string> = {
  halts: ': halted',
  lifts: ': halt lifted',
  none: ''
}

/** What happened, in a few words. */
export function eventName({ type, finding, effect }: AgreementEvent): string {
  if (type === 'implementation_assessed')
    return `Assessed: ${finding === 'unimplemented' ? 'not carried out' : human(finding ?? 'not said')}`
  if (type === 'court_ruling') return `Court ruling${rulings[effect ?? 'none']}`
  return eventNames[type] ?? capital(human(type))
}

/** The same beside a mark, where a payment is its amount. */
export const markName = (event: AgreementEvent): string =>
  event.payment ? `${money(event.payment.amount, event.payment.currency, inBrief)} paid` : eventName(event)

/** The date at which an event stands: notice is not effect, all else stands where it takes effect. */
export const dateOf = ({ type, date, effectiveOn }: AgreementEvent): string =>
  type === 'termination_notified' ? date : (effectiveOn ?? date)

/** The same in words. */
export const eventDate = (event: AgreementEvent, isShort = false): string => dateWords(dateOf(event), isShort)

type Lane = 'legal' | 'practice' | 'money' | 'said'

const legalTypes: ReadonlySet<string> = new Set(legalEventTypes)
const practiceTypes: ReadonlySet<string> = new Set([
  ...implementationEventTypes,
  ...['headcount', 'onward_return', 'release', 'reverse_transfer']
])

/** What sort of mark an event has: a legal act, practice, money, or something said. */
export function laneOf({ type }: AgreementEvent): Lane {
  if (type === 'payment') return 'money'
  if (legalTypes.has(type)) return 'legal'
  return practiceTypes.has(type) ? 'practice' : 'said'
}

const bases: Record<string, string> = {
  lump_sum: 'one sum',
  per_milestone: 'on a condition',
  loan_or_relief: 'loan or relief'
} satisfies Partial<Record<FeeTerm['basis'], string>>

/** How a fee is counted. */
export const basisWords = (basis: string): string => bases[basis] ?? human(basis)

const stances: Record<string, string> = {
  partial: 'In part',
  text_unavailable: 'Text not available',
  inconclusive: 'Not conclusive'
} satisfies Partial<Record<Provision['stance'], string>>

/** What a text says on a topic. */
export const stanceWords = (stance: string): string => stances[stance] ?? capital(human(stance))

/** What a party does. */
export const roleWords = { sender: 'Sends', receiver: 'Receives', mutual: 'Both ways' } as const

const relationsBack: Record<Relation['type'], string> = {
  follows_offer: 'Followed by',
  amends: 'Amended by',
  supplements: 'Supplemented by',
  implements: 'Implemented by',
  funded_by: 'Funds',
  part_of: 'Contains',
  replaces: 'Replaced by',
  revives: 'Revived by',
  related: 'Related'
}

/** A relation as the record that has it says it, or as the other one would. */
export const relationWords = (type: Relation['type'], isBack: boolean): string =>
  isBack ? relationsBack[type] : capital(human(type))
