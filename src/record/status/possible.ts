import { type Day, lastOf } from '../dates.ts'
import { type State, step } from './states.ts'
import { type Moving, occurrenceOn } from './timeline.ts'
import type { Axis } from './transitions.ts'

type States<A extends Axis> = ReadonlySet<State<A>>

/** Groups up to this size are tried in every order that their bounds allow. */
const MOST_ORDERED = 5

/** Every state that may hold on a day, after events that overlap: of those that have begun, in any order that their bounds allow. */
export function possibleAfter<A extends Axis>(from: States<A>, events: readonly Moving<A>[], day: Day): States<A> {
  const begun = events.filter(({ lo }) => lo <= day)
  return begun.length > MOST_ORDERED ? reachable(from, begun, day) : inEveryOrder(from, begun, day)
}

function inEveryOrder<A extends Axis>(from: States<A>, left: readonly Moving<A>[], day: Day): States<A> {
  if (left.length === 0) return from
  const reached = new Set<State<A>>()
  for (const event of left) {
    const isNext = left.every(({ hi }) => hi >= event.lo)
    if (!isNext) continue
    const rest = left.filter(other => other !== event)
    for (const state of inEveryOrder(after(from, event, day), rest, day)) reached.add(state)
  }
  return reached
}

/** What has not happened for certain may have left everything as it was. */
function after<A extends Axis>(from: States<A>, event: Moving<A>, day: Day): States<A> {
  const moved = [...from].map(state => step(state, event.act).state)
  return new Set(occurrenceOn(day, event) === 'certain' ? moved : [...from, ...moved])
}

/** Every state that some of the events can reach in some order: more than is possible, never less. */
function reachable<A extends Axis>(from: States<A>, events: readonly Moving<A>[], day: Day): States<A> {
  const reached = new Set(from)
  const acts = actsOf(events)
  // A set grows while it is walked, and what was added is walked too.
  for (const state of reached) for (const act of acts) reached.add(step(state, act).state)
  const certain = events.filter(event => occurrenceOn(day, event) === 'certain')
  const begun = lastOf(certain.map(({ lo }) => lo))
  if (begun === undefined) return reached
  // Something has happened, so the state is one to which an event led that may have been the last.
  const last = actsOf(events.filter(({ hi }) => hi >= begun))
  return new Set([...reached].flatMap(state => last.map(act => step(state, act).state)))
}

const actsOf = <A extends Axis>(events: readonly Moving<A>[]) => [...new Set(events.map(({ act }) => act))]
