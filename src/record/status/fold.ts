import { type Bounds, compare, type Day } from '../dates.ts'
import { possibleAfter } from './possible.ts'
import { initial, type State, step } from './states.ts'
import { isMoving, type Moving, type Occurrence, occurrenceOn, type PublishedEvent } from './timeline.ts'
import type { Axis } from './transitions.ts'

/** What an event did to the stated state. */
export interface Step<A extends Axis = Axis> {
  event: Moving<A>
  before: State<A>
  after: State<A>
  /** `refused`: the state before does not allow it, which editors should look at. */
  outcome: 'moved' | 'confirmed' | 'refused' | Exclude<Occurrence, 'certain'>
}

/** One axis on one day: what is stated, all that may hold, and how each event that may have begun led there. */
export interface Folded<A extends Axis> {
  stated: State<A>
  possible: ReadonlySet<State<A>>
  steps: readonly Step<A>[]
}

/** Events in the order of the headline. Their bounds overlap, so that the order in which they happened is not known. */
interface Group<A extends Axis> extends Bounds {
  events: Moving<A>[]
}

/** Opening acts count from their first possible day, all else from its last; level ones by rank, then by id. */
function inOrder<A extends Axis>(events: readonly Moving<A>[]): Moving<A>[] {
  const day = ({ act, lo, hi }: Moving<A>): Day => (act.opens ? lo : hi)
  return [...events].sort((a, b) => compare(day(a), day(b)) || a.act.rank - b.act.rank || compare(a.id, b.id))
}

/** Between two groups the order is known. */
function groupsOf<A extends Axis>(events: readonly Moving<A>[]): Group<A>[] {
  const groups: Group<A>[] = []
  for (const event of [...events].sort((a, b) => compare(a.lo, b.lo))) {
    const last = groups.at(-1)
    if (last && event.lo <= last.hi) {
      last.events.push(event)
      if (event.hi > last.hi) last.hi = event.hi
    } else groups.push({ events: [event], lo: event.lo, hi: event.hi })
  }
  return groups.map(group => ({ ...group, events: inOrder(group.events) }))
}

/** An axis, ready to be asked about many days. */
export interface Fold<A extends Axis> {
  /** In the order in which they are counted. */
  events: readonly Moving<A>[]
  on: (day: Day) => Folded<A>
}

/**
 * Prepares the fold of an axis. Groups do not overlap, so that on any day at most one is under way; what those before it have
 * led to is worked out once.
 */
export function foldOf<A extends Axis>(axis: A, events: readonly PublishedEvent[]): Fold<A> {
  const groups = groupsOf(events.filter(event => isMoving(event, axis)))
  const start: Folded<A> = { stated: initial[axis], possible: new Set([initial[axis]]), steps: [] }
  const over: Folded<A>[] = []
  const on = (day: Day): Folded<A> => {
    let folded = start
    for (const [i, group] of groups.entries()) {
      if (group.lo > day) break
      if (group.hi > day) return afterGroup(folded, group, day)
      folded = over[i] ??= afterGroup(folded, group, day)
    }
    return folded
  }
  return { events: groups.flatMap(group => group.events), on }
}

/** What a group makes of the states before it, going by what may and what must have happened by a day. */
function afterGroup<A extends Axis>(before: Folded<A>, { events }: Group<A>, day: Day): Folded<A> {
  let { stated } = before
  const steps = [...before.steps]
  for (const event of events) {
    const occurrence = occurrenceOn(day, event)
    if (occurrence === 'certain') {
      const { state, outcome } = step(stated, event.act)
      steps.push({ event, before: stated, after: state, outcome })
      stated = state
    } else steps.push({ event, before: stated, after: stated, outcome: occurrence })
  }
  return { stated, possible: possibleAfter(before.possible, events, day), steps }
}
