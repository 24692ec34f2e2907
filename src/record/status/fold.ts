import { type Bounds, compare, type Day } from '../dates.ts'
import { type Order, orderOf } from './order.ts'
import { type Meter, possibleAfter, reachedBy } from './possible.ts'
import { initial, type State, step } from './states.ts'
import { isMoving, type Moving, type Occurrence, occurrenceOn, type PublishedEvent } from './timeline.ts'
import { type Axis, endsInLaw } from './transitions.ts'

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
  /** Those that may have brought about the end in law that holds, or may hold. */
  ends: readonly Moving<A>[]
}

/** Events whose bounds overlap, or touch. */
interface Group<A extends Axis> extends Bounds {
  order: Order<A>
}

/** Between two groups the order is known. */
export function overlapping<T extends Bounds>(events: readonly T[]): (Bounds & { events: T[] })[] {
  const groups: (Bounds & { events: T[] })[] = []
  for (const event of [...events].sort((a, b) => compare(a.lo, b.lo))) {
    const last = groups.at(-1)
    if (last && event.lo <= last.hi) {
      last.events.push(event)
      if (event.hi > last.hi) last.hi = event.hi
    } else groups.push({ events: [event], lo: event.lo, hi: event.hi })
  }
  return groups
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
export function foldOf<A extends Axis>(axis: A, events: readonly PublishedEvent[], meter: Meter): Fold<A> {
  const groups = overlapping(events.filter(event => isMoving(event, axis))).map(
    ({ lo, hi, events }): Group<A> => ({ lo, hi, order: orderOf(events) })
  )
  const start: Folded<A> = { stated: initial[axis], possible: new Set([initial[axis]]), steps: [], ends: [] }
  const over: Folded<A>[] = []
  const on = (day: Day): Folded<A> => {
    let folded = start
    for (const [i, group] of groups.entries()) {
      if (group.lo > day) break
      if (group.hi > day) return afterGroup(folded, group, day, meter)
      folded = over[i] ??= afterGroup(folded, group, day, meter)
    }
    return folded
  }
  return { events: groups.flatMap(({ order }) => order.events), on }
}

/** What a group makes of the states before it, going by what may and what must have happened by a day. */
function afterGroup<A extends Axis>(before: Folded<A>, { order }: Group<A>, day: Day, meter: Meter): Folded<A> {
  let { stated } = before
  const steps = [...before.steps]
  for (const event of order.events) {
    const occurrence = occurrenceOn(day, event)
    if (occurrence === 'certain') {
      const { state, outcome } = step(stated, event.act)
      steps.push({ event, before: stated, after: state, outcome })
      stated = state
    } else steps.push({ event, before: stated, after: stated, outcome: occurrence })
  }
  const possible = possibleAfter(before.possible, order, day, meter)
  return { stated, possible, steps, ends: isEnded(possible) ? [...before.ends, ...endsAmong(order, before, day)] : [] }
}

const isEnded = (states: ReadonlySet<State<Axis>>): boolean => [...states].some(({ name }) => endsInLaw.has(name))

/** Those of a group that may have ended what had not ended before. */
function endsAmong<A extends Axis>({ events }: Order<A>, { possible }: Folded<A>, day: Day): Moving<A>[] {
  const ends = events.filter(event => event.act.ends && occurrenceOn(day, event) !== 'absent')
  if (ends.length === 0) return ends
  const live = [...reachedBy(possible, events)].filter(({ name }) => !endsInLaw.has(name))
  return ends.filter(({ act }) => live.some(state => step(state, act).outcome === 'moved'))
}
