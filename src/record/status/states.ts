import { type Axis, endsInLaw, type StateNames, type Transition } from './transitions.ts'

/** A state of one axis. `suspended` and `blocked` remember the one before, to which an act may lead back. */
export interface State<A extends Axis> {
  readonly name: StateNames[A]
  readonly before: StateNames[A] | undefined
}

const states: { [A in Axis]: Map<string, State<A>> } = { legal: new Map(), implementation: new Map() }

/** The one object that is this state, so that a set holds it once. */
function stateOf<A extends Axis>(axis: A, name: StateNames[A], before?: StateNames[A]): State<A> {
  const key = before === undefined ? name : `${name} after ${before}`
  const known = states[axis].get(key)
  if (known) return known
  const state: State<A> = { name, before }
  states[axis].set(key, state)
  return state
}

/** The state of each axis before anything has happened. */
export const initial: { readonly [A in Axis]: State<A> } = {
  legal: stateOf('legal', 'none'),
  implementation: stateOf('implementation', 'unimplemented')
}

/** What an act does to a state: moves it, confirms it, or cannot happen in it. */
export function step<A extends Axis>(
  state: State<A>,
  { axis, from, to, remembers, otherwise }: Transition<A>
): { state: State<A>; outcome: 'moved' | 'confirmed' | 'refused' } {
  const { name, before } = state
  if (name === to) return { state, outcome: 'confirmed' }
  if (from !== 'any' && !from.includes(name)) return { state, outcome: otherwise ?? 'refused' }
  const next = to === 'remembered' ? stateOf(axis, before ?? name) : stateOf(axis, to, remembers && name)
  return { state: next, outcome: 'moved' }
}

/** The state of implementation that shows, given the one in law: with an end in law what was carried out ends too. */
export function implied(
  { name: legal }: State<'legal'>,
  { name, before }: State<'implementation'>
): StateNames['implementation'] {
  if (!endsInLaw.has(legal)) return name
  const state = name === 'blocked' && before ? before : name
  if (state === 'operating' || state === 'paused') return 'ended'
  return state === 'preparing' ? 'unimplemented' : state
}
