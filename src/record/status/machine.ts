import type { EventType } from '../schema/codes.ts'

/**
 * A state of one axis. `suspended` and `blocked` remember the state before, to which `operation_resumed` and `lifts` lead
 * back: `suspended:in_force`.
 */
export type State = string

export const visible = (state: State): string => state.split(':', 1)[0] as string
const remembered = (state: State): string | undefined => state.split(':')[1]

/** What may be folded on an axis: types of events, those with an outcome by type and outcome. */
export type Transition = string

type Rule = { from: readonly string[] | 'any'; to: string | 'prior'; remembers?: true }

const beforeSigned = ['none', 'proposed', 'negotiating', 'agreed'] as const
const live = ['agreed', 'signed', 'provisional', 'in_force'] as const
const liveOrSuspended = [...live, 'suspended'] as const

const legalRules: Record<Transition, Rule> = {
  offered: { from: ['none'], to: 'proposed' },
  negotiations_opened: { from: ['none', 'proposed'], to: 'negotiating' },
  agreed: { from: ['none', 'proposed', 'negotiating'], to: 'agreed' },
  signed: { from: beforeSigned, to: 'signed' },
  'signed:binding': { from: beforeSigned, to: 'in_force' },
  provisionally_applied: { from: ['signed'], to: 'provisional' },
  entered_into_force: { from: [...beforeSigned, 'signed', 'provisional'], to: 'in_force' },
  suspended: { from: live, to: 'suspended', remembers: true },
  operation_resumed: { from: ['suspended'], to: 'prior' },
  terminated: { from: liveOrSuspended, to: 'terminated' },
  superseded: { from: liveOrSuspended, to: 'superseded' },
  expired: { from: liveOrSuspended, to: 'expired' },
  extended: { from: ['expired'], to: 'in_force' },
  negotiations_ended: { from: ['proposed', 'negotiating', 'agreed'], to: 'abandoned' },
  signature_withdrawn: { from: ['signed'], to: 'abandoned' },
  annulled: {
    from: [...beforeSigned.slice(1), ...liveOrSuspended, 'terminated', 'expired', 'superseded', 'abandoned'],
    to: 'annulled'
  }
}

const implementationRules: Record<Transition, Rule> = {
  preparation: { from: ['unimplemented'], to: 'preparing' },
  transfers_began: { from: 'any', to: 'operating' },
  transfer: { from: 'any', to: 'operating' },
  transfers_resumed: { from: 'any', to: 'operating' },
  'implementation_assessed:partly': { from: ['unimplemented', 'preparing'], to: 'operating' },
  'implementation_assessed:operating': { from: ['unimplemented', 'preparing'], to: 'operating' },
  'implementation_assessed:unimplemented': { from: ['unimplemented', 'preparing'], to: 'unimplemented' },
  transfers_paused: { from: ['operating'], to: 'paused' },
  transfers_ended: { from: ['operating', 'paused', 'blocked'], to: 'ended' },
  'court_ruling:halts': { from: ['unimplemented', 'preparing', 'operating', 'paused'], to: 'blocked', remembers: true },
  'court_ruling:lifts': { from: ['blocked'], to: 'prior' }
}

export type Axis = 'legal' | 'implementation'
const rules: Record<Axis, Record<Transition, Rule>> = { legal: legalRules, implementation: implementationRules }

export const initial: Record<Axis, State> = { legal: 'none', implementation: 'unimplemented' }

/** The axis that a transition moves; undefined for what moves none. */
export const axisOf = (transition: Transition): Axis | undefined =>
  Object.hasOwn(legalRules, transition)
    ? 'legal'
    : Object.hasOwn(implementationRules, transition)
      ? 'implementation'
      : undefined

/** What a transition does to a state: moves it, confirms it, or cannot happen in it. */
export function step(
  axis: Axis,
  state: State,
  transition: Transition
): { state: State; outcome: 'moved' | 'confirmed' | 'refused' } {
  const rule = rules[axis][transition] as Rule
  const now = visible(state)
  if (now === rule.to) return { state, outcome: 'confirmed' }
  if (rule.from !== 'any' && !rule.from.includes(now)) {
    // An extension of what has not expired only moves the end.
    return { state, outcome: transition === 'extended' ? 'confirmed' : 'refused' }
  }
  const to = rule.to === 'prior' ? (remembered(state) as string) : rule.to
  return { state: rule.remembers ? `${to}:${now}` : to, outcome: 'moved' }
}

/** Opening acts in the order of their phases; each lies no earlier than those before it. */
export const phases: Record<Axis, readonly EventType[]> = {
  legal: [
    'offered',
    'negotiations_opened',
    'agreed',
    'signed',
    'consent_given',
    'provisionally_applied',
    'entered_into_force'
  ],
  implementation: ['preparation', 'transfers_began', 'transfer']
}

/** Other transitions that open a state: they count from their first possible day. All else counts from its last. */
export const otherOpenings: readonly Transition[] = ['suspended', 'transfers_paused', 'court_ruling:halts']

/** States in which an agreement is at its end in law. */
const legalEnds: readonly string[] = ['terminated', 'expired', 'superseded', 'annulled', 'abandoned']

/** What an end in law makes of the implementation. */
export function implied(legal: State, implementation: State): State {
  if (!legalEnds.includes(visible(legal))) return implementation
  const base = visible(implementation) === 'blocked' ? (remembered(implementation) as string) : implementation
  if (base === 'operating' || base === 'paused') return 'ended'
  return base === 'preparing' ? 'unimplemented' : base
}
