import type { Axis, StateNames, Transition } from './transitions.ts'

/** A state of one axis. Some remember the one before, to which an act may lead back. */
export interface State<A extends Axis> {
  readonly name: StateNames[A]
  readonly before: State<A> | undefined
}

const states: { [A in Axis]: Map<string, State<A>> } = { legal: new Map(), implementation: new Map() }

const keyOf = ({ name, before }: State<Axis>): string => (before ? `${name} after ${keyOf(before)}` : name)

/** The one object that is this state, so that a set holds it once. */
function stateOf<A extends Axis>(axis: A, name: StateNames[A], before?: State<A>): State<A> {
  const state: State<A> = { name, before }
  const key = keyOf(state as State<Axis>)
  const known = states[axis].get(key)
  if (known) return known
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
  { axis, from, to, remembers, confirms = [] }: Transition<A>
): { state: State<A>; outcome: 'moved' | 'confirmed' | 'refused' } {
  const { name, before } = state
  const isIn = (names: readonly StateNames[A][] | 'any') => names === 'any' || names.includes(name)
  if (name === to) return { state, outcome: 'confirmed' }
  if (!isIn(from)) return { state, outcome: isIn(confirms) ? 'confirmed' : 'refused' }
  if (to === 'remembered') return { state: before ?? state, outcome: before ? 'moved' : 'confirmed' }
  return { state: stateOf(axis, to, remembers && state), outcome: 'moved' }
}
