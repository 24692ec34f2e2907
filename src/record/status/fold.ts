import { compare, type Day } from '../dates.ts'
import { type Axis, initial, otherOpenings, phases, type State, step } from './machine.ts'
import type { Standing } from './standings.ts'

/** How far an event has come on a day: it cannot have happened, may have, or has. */
export type Occurrence = 'absent' | 'possible' | 'certain'

export const occurrenceOn = (day: Day, { lo, hi, disputed }: Pick<Standing, 'lo' | 'hi' | 'disputed'>): Occurrence =>
  lo > day ? 'absent' : hi <= day && !disputed ? 'certain' : 'possible'

/** What an event did to the stated state. */
export interface Step {
  standing: Standing
  occurrence: Occurrence
  before: State
  after: State
  /** `refused`: the state before does not allow it, which editors should look at. */
  outcome: 'moved' | 'confirmed' | 'refused' | 'absent' | 'possible'
}

/** One axis on one day: what is stated, and all that may hold. */
export interface Folded {
  stated: State
  possible: ReadonlySet<State>
  steps: Step[]
}

/** The events of an axis in the order of the headline, grouped where their bounds overlap. */
export type Order = readonly (readonly Standing[])[]

/** Opening acts count from their first possible day, all else from its last; level ones in the order of their phases, then by id. */
export function inOrder(standings: readonly Standing[], axis: Axis): Order {
  const sorted = standings
    .filter(standing => standing.axis === axis)
    .map(standing => ({ standing, key: keyOf(standing), phase: phaseOf(standing) }))
    .sort((a, b) => compare(a.key, b.key) || a.phase - b.phase || compare(a.standing.id, b.standing.id))
    .map(({ standing }) => standing)
  return overlapping(sorted)
}

const isOpening = ({ type, transition }: Standing): boolean =>
  Object.values(phases).some(types => types.includes(type)) || otherOpenings.includes(transition as string)

const keyOf = (standing: Standing): Day => (isOpening(standing) ? standing.lo : standing.hi)

function phaseOf({ type, transition, axis }: Standing): number {
  const phase = phases[axis as Axis].indexOf(type)
  if (phase >= 0) return phase
  return otherOpenings.includes(transition as string) ? 20 : closingPhases.indexOf(transition as string) + 30
}

/** What comes first of closing events on one day. */
const closingPhases = [
  'implementation_assessed:unimplemented',
  'implementation_assessed:partly',
  'implementation_assessed:operating',
  'court_ruling:lifts',
  'operation_resumed',
  'transfers_resumed',
  'extended',
  'negotiations_ended',
  'signature_withdrawn',
  'terminated',
  'superseded',
  'expired',
  'transfers_ended',
  'annulled'
]

/** Groups of events so that between two groups the order is known. */
function overlapping(sorted: readonly Standing[]): Standing[][] {
  const groups: { members: Standing[]; hi: Day }[] = []
  for (const standing of [...sorted].sort((a, b) => compare(a.lo, b.lo))) {
    const last = groups.at(-1)
    if (last && standing.lo <= last.hi) {
      last.members.push(standing)
      if (standing.hi > last.hi) last.hi = standing.hi
    } else groups.push({ members: [standing], hi: standing.hi })
  }
  const place = new Map(sorted.map((standing, i) => [standing, i]))
  return groups.map(({ members }) => members.sort((a, b) => (place.get(a) as number) - (place.get(b) as number)))
}

/** Groups up to this size are tried in every order that their bounds allow. */
const MOST_ORDERED = 5

/** The state of an axis on a day, from what may and what must have happened by then. */
export function fold(axis: Axis, order: Order, day: Day): Folded {
  let possible: ReadonlySet<State> = new Set([initial[axis]])
  let stated = initial[axis]
  const steps: Step[] = []
  for (const group of order) {
    const present = group.filter(({ lo }) => lo <= day)
    if (present.length > 0) possible = afterGroup(axis, possible, group, present, day)
    for (const standing of group) {
      const occurrence = occurrenceOn(day, standing)
      const { state, outcome } = step(axis, stated, standing.transition as string)
      const counts = occurrence === 'certain'
      steps.push({
        standing,
        occurrence,
        before: stated,
        after: counts ? state : stated,
        outcome: counts ? outcome : occurrence
      })
      if (counts) stated = state
    }
  }
  return { stated, possible, steps }
}

/** What a group whose events have all happened makes of a set of states; every later day asks for it again. */
const settled = new WeakMap<readonly Standing[], Map<string, ReadonlySet<State>>>()

function afterGroup(
  axis: Axis,
  from: ReadonlySet<State>,
  group: readonly Standing[],
  present: readonly Standing[],
  day: Day
): ReadonlySet<State> {
  const isSettled = group.every(standing => occurrenceOn(day, standing) === 'certain')
  if (!isSettled) return reach(axis, from, present, day)
  const known = settled.get(group) ?? new Map<string, ReadonlySet<State>>()
  settled.set(group, known)
  const key = [...from].sort().join()
  const states = known.get(key) ?? reach(axis, from, present, day)
  known.set(key, states)
  return states
}

function reach(axis: Axis, from: ReadonlySet<State>, present: readonly Standing[], day: Day): ReadonlySet<State> {
  if (present.length > MOST_ORDERED) return closure(axis, from, present, day)
  // What can be reached by some of the events does not depend on their order so far, so each selection is looked at once.
  const everything = 2 ** present.length - 1
  const earlier = present.map(({ lo }) => selection(present, other => other.hi < lo))
  const reached = new Map<number, Set<State>>([[0, new Set(from)]])
  for (let done = 0; done < everything; done++) {
    const states = reached.get(done)
    for (const [i, standing] of states ? present.entries() : []) {
      const isNext = !(done & (1 << i)) && !((earlier[i] as number) & ~done)
      if (!isNext) continue
      const next = done | (1 << i)
      const known = reached.get(next) ?? []
      reached.set(next, new Set([...known, ...after(axis, states as Set<State>, standing, day)]))
    }
  }
  return reached.get(everything) as Set<State>
}

/** Some of the events, as the bits of a number. */
const selection = (present: readonly Standing[], is: (standing: Standing) => boolean): number =>
  present.reduce((bits, standing, i) => (is(standing) ? bits | (1 << i) : bits), 0)

function after(axis: Axis, states: ReadonlySet<State>, standing: Standing, day: Day): ReadonlySet<State> {
  const next = new Set(occurrenceOn(day, standing) === 'certain' ? [] : states)
  for (const state of states) next.add(step(axis, state, standing.transition as string).state)
  return next
}

/** Every state that some of the events can reach in some order: more than is possible, never less. */
function closure(axis: Axis, from: ReadonlySet<State>, present: readonly Standing[], day: Day): ReadonlySet<State> {
  const reached = new Set(from)
  // A set grows while it is walked, and what was added is walked too.
  for (const state of reached) for (const next of steps(axis, state, present)) reached.add(next)
  const certain = present.filter(standing => occurrenceOn(day, standing) === 'certain')
  if (certain.length === 0) return reached
  // Something has happened, so the state is one to which an event led that may have been the last.
  const last = present.filter(({ hi }) => certain.every(({ lo }) => lo <= hi))
  return new Set([...reached].flatMap(state => steps(axis, state, last)))
}

const steps = (axis: Axis, state: State, standings: readonly Standing[]): State[] =>
  [...new Set(standings.map(({ transition }) => transition as string))].map(each => step(axis, state, each).state)
