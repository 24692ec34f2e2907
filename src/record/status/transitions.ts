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
  /** Its order on one day: what opens a state, then halts and pauses, then what closes; level acts go by their ids. */
  rank: number
  /** It opens a state, so that it counts from its first possible day; all else counts from its last. */
  opens?: true
  /** It lies no earlier than the acts of a lower rank that do the same, and no later than those of a higher one. */
  inTurn?: true
}

/** What an act does to the state of its axis. */
interface Move<A extends Axis> extends Place {
  /** The states that allow it. */
  from: readonly StateNames[A][] | 'any'
  to: StateNames[A] | 'remembered'
  /** The state that it leads to remembers the one before. */
  remembers?: true
  /** Further states that it agrees with and leaves as they are; any other refuses it. */
  confirms?: readonly StateNames[A][] | 'any'
  /** It leads to an end in law, with which what was carried out ends too. */
  ends?: true
  /** It tells of people who were moved, be it that they no longer are. */
  movesPeople?: true
}

/** An act that moves nothing, and has its place all the same. */
type Standstill<A extends Axis> = Place & { [K in Exclude<keyof Move<A>, keyof Place>]?: undefined }

/** All that is known of one kind of act; null where it takes no part in the fold. */
type Row<A extends Axis> = Move<A> | Standstill<A> | null

// A new type of event, or a new outcome of one, is a row here; without it this does not compile.

type LegalKind = (typeof legalEventTypes)[number] | 'signed:binding'

const beforeAgreed = ['none', 'proposed', 'negotiating'] as const
const beforeSigned = [...beforeAgreed, 'agreed'] as const
const beforeInForce = [...beforeSigned, 'signed', 'provisional'] as const
// A closing act that is known without its opening proves what went before it.
const beforeSuspended = [...beforeInForce, 'in_force'] as const
const beforeEnded = [...beforeSuspended, 'suspended'] as const
/** Ends after which an agreement can be taken up again. */
const lastingEnds = ['terminated', 'expired', 'superseded', 'abandoned'] as const

const legal: Record<LegalKind, Row<'legal'>> = {
  offered: {
    rank: 1,
    opens: true,
    inTurn: true,
    from: ['none', 'abandoned'],
    to: 'proposed',
    confirms: ['negotiating']
  },
  negotiations_opened: {
    rank: 2,
    opens: true,
    inTurn: true,
    from: ['none', 'proposed', 'abandoned'],
    to: 'negotiating'
  },
  initialled: { rank: 3, opens: true, inTurn: true, from: [...beforeAgreed, 'abandoned'], to: 'agreed' },
  agreed: { rank: 4, opens: true, inTurn: true, from: [...beforeAgreed, 'abandoned'], to: 'agreed' },
  signed: { rank: 5, opens: true, inTurn: true, from: [...beforeSigned, ...lastingEnds], to: 'signed' },
  'signed:binding': { rank: 5, opens: true, inTurn: true, from: [...beforeSigned, ...lastingEnds], to: 'in_force' },
  consent_given: { rank: 6, opens: true, inTurn: true },
  provisionally_applied: {
    rank: 7,
    opens: true,
    inTurn: true,
    from: [...beforeSigned, 'signed', ...lastingEnds],
    to: 'provisional'
  },
  entered_into_force: { rank: 8, opens: true, inTurn: true, from: [...beforeInForce, ...lastingEnds], to: 'in_force' },
  suspended: { rank: 20, opens: true, from: beforeSuspended, to: 'suspended', remembers: true },
  operation_resumed: { rank: 30, from: ['suspended'], to: 'remembered' },
  terminated: { rank: 31, from: beforeEnded, to: 'terminated', ends: true },
  superseded: { rank: 32, from: beforeEnded, to: 'superseded', ends: true },
  expired: {
    rank: 33,
    from: ['agreed', 'signed', 'provisional', 'in_force', 'suspended'],
    to: 'expired',
    remembers: true,
    ends: true
  },
  // An extension of what has not expired only moves the end.
  extended: { rank: 34, from: ['expired'], to: 'remembered', confirms: 'any' },
  negotiations_ended: { rank: 35, from: beforeSigned, to: 'abandoned', ends: true },
  declined: { rank: 36, from: beforeSigned, to: 'abandoned', ends: true },
  dropped: { rank: 37, from: ['proposed', 'negotiating', 'agreed', 'signed'], to: 'abandoned', ends: true },
  signature_withdrawn: { rank: 38, from: ['signed'], to: 'abandoned', ends: true },
  annulled: {
    rank: 39,
    from: [...beforeEnded.filter(state => state !== 'none'), ...lastingEnds],
    to: 'annulled',
    ends: true
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
const beforePaused = [...unused, 'operating'] as const

const implementation: Record<ImplementationKind, Row<'implementation'>> = {
  preparation: { rank: 1, opens: true, from: ['unimplemented'], to: 'preparing' },
  // Nothing was moved before it; of the other acts none lies in turn.
  transfers_began: { rank: 2, opens: true, inTurn: true, from: 'any', to: 'operating', movesPeople: true },
  transfer: { rank: 3, opens: true, inTurn: true, from: 'any', to: 'operating', movesPeople: true },
  // A flight with nobody on it carries nothing out.
  'transfer:nobody': { rank: 3, opens: true },
  activity: { rank: 4, opens: true, from: 'any', to: 'operating' },
  'implementation_assessed:operating': { rank: 5, from: [...unused, 'paused'], to: 'operating' },
  'implementation_assessed:partly': { rank: 6, from: [...unused, 'paused'], to: 'operating' },
  'implementation_assessed:unimplemented': { rank: 7, from: unused, to: 'unimplemented', confirms: ['blocked'] },
  transfers_paused: { rank: 20, opens: true, from: beforePaused, to: 'paused', movesPeople: true },
  'court_ruling:halts': { rank: 21, opens: true, from: [...beforePaused, 'paused'], to: 'blocked', remembers: true },
  'court_ruling:lifts': { rank: 30, from: ['blocked'], to: 'remembered' },
  transfers_resumed: { rank: 31, from: 'any', to: 'operating', movesPeople: true },
  transfers_ended: { rank: 32, from: [...beforePaused, 'paused', 'blocked'], to: 'ended', movesPeople: true },
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

/** What an end does that is computed. */
export const endingAct = (type: 'terminated' | 'expired'): Transition<'legal'> => acts.get(type) as Transition<'legal'>

/** Whether an act moves the state of an axis. */
export const moves = <A extends Axis>(act: Act | undefined, axis: A): act is Transition<A> =>
  act?.axis === axis && 'to' in act

/** The states in which an agreement is at its end in law. */
export const endsInLaw: ReadonlySet<string> = new Set(
  [...acts.values()].flatMap(act => (moves(act, 'legal') && act.ends ? act.to : []))
)
