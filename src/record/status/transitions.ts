import type { AgreementEvent } from '../schema/agreement.ts'
import type {
  findings,
  implementationEventTypes,
  implementationStates,
  legalEventTypes,
  legalStates,
  rulingEffects
} from '../schema/codes.ts'

/** The states of each axis, by name. */
export interface StateNames {
  legal: (typeof legalStates)[number]
  implementation: (typeof implementationStates)[number]
}

export type Axis = keyof StateNames
export const axes: readonly Axis[] = ['legal', 'implementation']

/** Where an act stands among others of its axis. */
interface Place {
  /** Decides between acts that are level by their dates; where it is equal too, their ids do. */
  rank: number
  /**
   * It opens a state, so that it counts from its first possible day; all else counts from its last. One that opens
   * `in_turn` lies no earlier than those of a lower rank that do.
   */
  opens?: 'in_turn' | 'at_any_time'
}

/** What an act does to the state of its axis. */
interface Move<A extends Axis> extends Place {
  /** The states that allow it. */
  from: readonly StateNames[A][] | 'any'
  to: StateNames[A] | 'remembered'
  /** The state that it leads to remembers the one before. */
  remembers?: true
  /** What it comes to in a state that does not allow it; `refused` where this is left out. */
  otherwise?: 'confirmed'
  /** It leads to an end in law, with which what was carried out ends too. */
  ends?: true
  /** It ends the agreement on the timeline, so that no other end is computed. */
  closes?: true
}

/** An act that moves nothing, and has its place all the same. */
type Standstill<A extends Axis> = Place & { [K in Exclude<keyof Move<A>, keyof Place>]?: undefined }

/** All that is known of one kind of act; null where it takes no part in the fold. */
type Row<A extends Axis> = Move<A> | Standstill<A> | null

// A new type of event, or a new outcome of one, is a row here; without it this does not compile.

type LegalKind = (typeof legalEventTypes)[number] | 'signed:binding'

const beforeSigned = ['none', 'proposed', 'negotiating', 'agreed'] as const
const live = ['agreed', 'signed', 'provisional', 'in_force'] as const
const liveOrSuspended = [...live, 'suspended'] as const

const legal: Record<LegalKind, Row<'legal'>> = {
  offered: { rank: 1, opens: 'in_turn', from: ['none'], to: 'proposed' },
  negotiations_opened: { rank: 2, opens: 'in_turn', from: ['none', 'proposed'], to: 'negotiating' },
  initialled: { rank: 3, opens: 'in_turn', from: ['none', 'proposed', 'negotiating'], to: 'agreed' },
  agreed: { rank: 3, opens: 'in_turn', from: ['none', 'proposed', 'negotiating'], to: 'agreed' },
  signed: { rank: 4, opens: 'in_turn', from: beforeSigned, to: 'signed' },
  'signed:binding': { rank: 4, opens: 'in_turn', from: beforeSigned, to: 'in_force' },
  consent_given: { rank: 5, opens: 'in_turn' },
  provisionally_applied: { rank: 6, opens: 'in_turn', from: ['signed'], to: 'provisional' },
  entered_into_force: {
    rank: 7,
    opens: 'in_turn',
    from: [...beforeSigned, 'signed', 'provisional'],
    to: 'in_force'
  },
  suspended: { rank: 10, opens: 'at_any_time', from: live, to: 'suspended', remembers: true },
  operation_resumed: { rank: 20, from: ['suspended'], to: 'remembered' },
  // An extension of what has not expired only moves the end.
  extended: { rank: 21, from: ['expired'], to: 'in_force', otherwise: 'confirmed' },
  negotiations_ended: { rank: 22, from: ['proposed', 'negotiating', 'agreed'], to: 'abandoned', ends: true },
  declined: { rank: 22, from: ['proposed', 'negotiating', 'agreed'], to: 'abandoned', ends: true },
  dropped: { rank: 22, from: ['proposed', 'negotiating', 'agreed', 'signed'], to: 'abandoned', ends: true },
  signature_withdrawn: { rank: 23, from: ['signed'], to: 'abandoned', ends: true, closes: true },
  terminated: { rank: 24, from: liveOrSuspended, to: 'terminated', ends: true, closes: true },
  superseded: { rank: 25, from: liveOrSuspended, to: 'superseded', ends: true, closes: true },
  expired: { rank: 26, from: liveOrSuspended, to: 'expired', ends: true, closes: true },
  annulled: {
    rank: 27,
    from: ['proposed', 'negotiating', ...liveOrSuspended, 'terminated', 'expired', 'superseded', 'abandoned'],
    to: 'annulled',
    ends: true,
    closes: true
  },
  amended: null,
  termination_notified: null,
  termination_notice_revoked: null,
  registered: null
}

type ImplementationKind =
  | Exclude<(typeof implementationEventTypes)[number], 'court_ruling' | 'implementation_assessed'>
  | 'transfer:nobody'
  | `court_ruling:${(typeof rulingEffects)[number]}`
  | `implementation_assessed:${(typeof findings)[number]}`

const unused = ['unimplemented', 'preparing'] as const

const implementation: Record<ImplementationKind, Row<'implementation'>> = {
  preparation: { rank: 1, opens: 'in_turn', from: ['unimplemented'], to: 'preparing' },
  transfers_began: { rank: 2, opens: 'in_turn', from: 'any', to: 'operating' },
  transfer: { rank: 3, opens: 'in_turn', from: 'any', to: 'operating' },
  activity: { rank: 3, opens: 'in_turn', from: 'any', to: 'operating' },
  // A flight with nobody on it carries nothing out.
  'transfer:nobody': { rank: 3, opens: 'in_turn' },
  transfers_paused: { rank: 10, opens: 'at_any_time', from: ['operating'], to: 'paused' },
  'court_ruling:halts': {
    rank: 10,
    opens: 'at_any_time',
    from: [...unused, 'operating', 'paused'],
    to: 'blocked',
    remembers: true
  },
  'implementation_assessed:unimplemented': { rank: 20, from: unused, to: 'unimplemented' },
  'implementation_assessed:partly': { rank: 21, from: unused, to: 'operating' },
  'implementation_assessed:operating': { rank: 22, from: unused, to: 'operating' },
  'court_ruling:lifts': { rank: 23, from: ['blocked'], to: 'remembered' },
  transfers_resumed: { rank: 24, from: 'any', to: 'operating' },
  transfers_ended: { rank: 25, from: ['operating', 'paused', 'blocked'], to: 'ended' },
  'court_ruling:none': null,
  facility_opened: null,
  facility_closed: null,
  payment: null
}

/** An act that moves the state of an axis. */
export type Transition<A extends Axis> = Move<A> & { axis: A }

/** What is known of an act on the axis where it stands. */
export type Act = Transition<'legal'> | Transition<'implementation'> | (Place & { axis: Axis })

const acts = new Map<string, Act>()
for (const [kind, row] of Object.entries(legal)) if (row) acts.set(kind, { axis: 'legal', ...row })
for (const [kind, row] of Object.entries(implementation)) if (row) acts.set(kind, { axis: 'implementation', ...row })

/** What is known of an event of a record; undefined where it takes no part in the fold. */
export const actOf = (event: AgreementEvent): Act | undefined => acts.get(kindOf(event))

function kindOf({ type, effect, finding, binding, persons }: AgreementEvent): string {
  switch (type) {
    case 'signed':
      return binding ? 'signed:binding' : type
    case 'transfer':
      return persons?.max === 0 ? 'transfer:nobody' : type
    case 'court_ruling':
      return `${type}:${effect}`
    case 'implementation_assessed':
      return `${type}:${finding}`
    default:
      return type
  }
}

/** What is known of an end that is computed. */
export const endingAct = (type: 'terminated' | 'expired'): Act | undefined => acts.get(type)

/** Whether an act moves the state of an axis. */
export const moves = <A extends Axis>(act: Act | undefined, axis: A): act is Transition<A> =>
  act?.axis === axis && 'to' in act

/** The states in which an agreement is at its end in law. */
export const endsInLaw: ReadonlySet<string> = new Set(
  [...acts.values()].flatMap(act => (moves(act, 'legal') && act.ends ? act.to : []))
)
