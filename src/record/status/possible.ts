import { type Day, lastOf } from '../dates.ts'
import type { Order } from './order.ts'
import { type State, step } from './states.ts'
import { isSure, type Moving } from './timeline.ts'
import type { Axis } from './transitions.ts'

type States<A extends Axis> = ReadonlySet<State<A>>

/** How many beginnings of an order have been followed up, which is what takes time. */
export interface Meter {
  beginnings: number
}

/** How many beginnings of an order are followed up: all those of twelve events whose order is not known at all. */
const MOST_BEGINNINGS = 2 ** 12

/** A set of events is the bits of a number. */
const MOST_EVENTS = 31

/**
 * Every state that may hold on a day, after events that overlap: of those that have begun, in any order that is possible.
 * Twelve of them are always followed up exactly, and more where their order is known in part; beyond that it is every state
 * that they can reach, which may be more than is possible and is never less.
 */
export function possibleAfter<A extends Axis>(from: States<A>, order: Order<A>, day: Day, meter: Meter): States<A> {
  const { events, before } = begunBy(order, day)
  if (events.length === 1) return after(from, events[0] as Moving<A>, day)
  return (
    (events.length <= MOST_EVENTS && inEveryOrder(from, events, before, day, meter)) || reachable(from, events, day)
  )
}

/**
 * Those that have begun by a day, each with the ones that came before it, as bits. Such as have one effect and equal bounds count
 * as one.
 */
function begunBy<A extends Axis>({ events, before }: Order<A>, day: Day) {
  const begun: Moving<A>[] = []
  const places: number[] = []
  const known = new Set<string>()
  for (const [i, event] of events.entries()) {
    if (event.lo > day) continue
    const { act, lo, hi, doubt, stated } = event
    const effect = `${act.rank} ${act.to} ${lo} ${hi} ${doubt} ${stated} ${before[i]}`
    if (known.has(effect)) continue
    known.add(effect)
    begun.push(event)
    places.push(i)
  }
  return {
    events: begun,
    before: places.map(place =>
      places.reduce((bits, other, i) => (before[place]?.includes(other) ? bits | (1 << i) : bits), 0)
    )
  }
}

/**
 * Goes through the sets of events that may have come first, from the smallest to the whole: each leads to the same states
 * whatever the order within it was.
 *
 * @returns undefined where there are too many of them
 */
function inEveryOrder<A extends Axis>(
  from: States<A>,
  events: readonly Moving<A>[],
  before: readonly number[],
  day: Day,
  meter: Meter
): States<A> | undefined {
  // States by a number of their own, so that a set of them is the bits of a number too.
  const states = [...from]
  const places = new Map(states.map((state, i) => [state, i]))
  const moves = events.map(event => {
    const isCertain = isSure(event, day)
    const known = new Map<number, number>()
    return (bits: number): number => {
      const before = known.get(bits)
      if (before !== undefined) return before
      let moved = isCertain ? 0 : bits
      for (let i = 0; bits >> i; i++) {
        if (!((bits >> i) & 1)) continue
        const { state } = step(states[i] as State<A>, event.act)
        let place = places.get(state)
        if (place === undefined) {
          place = states.push(state) - 1
          places.set(state, place)
        }
        moved |= 1 << place
      }
      known.set(bits, moved)
      return moved
    }
  })
  const start = 2 ** states.length - 1
  const all = 2 ** events.length
  // To go through those of many events takes longer.
  meter.beginnings += all <= MOST_BEGINNINGS ? all : 4 * MOST_BEGINNINGS
  const reached = all <= MOST_BEGINNINGS ? throughAll(start, moves, before) : throughMost(start, moves, before)
  return reached === undefined ? undefined : new Set(states.filter((_, i) => (reached >> i) & 1))
}

/** What an event makes of a set of states, both as bits. */
type Moves = readonly ((states: number) => number)[]

/** Goes through all sets of a few events; a set comes after those that it contains, since its number is larger. */
function throughAll(start: number, moves: Moves, before: readonly number[]): number {
  const reached = new Int32Array(2 ** moves.length)
  reached[0] = start
  for (let beginning = 0; beginning < reached.length; beginning++) {
    const states = reached[beginning] as number
    if (states === 0) continue
    for (const [i, move] of moves.entries()) {
      const isNext = !((beginning >> i) & 1) && !((before[i] as number) & ~beginning)
      if (isNext) (reached[beginning | (1 << i)] as number) |= move(states)
    }
  }
  return reached.at(-1) as number
}

/** Goes through those sets of many events that their order leaves, as long as these are few. */
function throughMost(start: number, moves: Moves, before: readonly number[]): number | undefined {
  let reached = new Map([[0, start]])
  let count = 1
  for (let size = 0; size < moves.length; size++) {
    const longer = new Map<number, number>()
    for (const [beginning, states] of reached) {
      for (const [i, move] of moves.entries()) {
        const isNext = !((beginning >> i) & 1) && !((before[i] as number) & ~beginning)
        const next = beginning | (1 << i)
        if (isNext) longer.set(next, (longer.get(next) ?? 0) | move(states))
      }
    }
    count += longer.size
    if (count > MOST_BEGINNINGS) return undefined
    reached = longer
  }
  return [...reached.values()][0]
}

/** What has not happened for certain may have left everything as it was. */
function after<A extends Axis>(from: States<A>, event: Moving<A>, day: Day): States<A> {
  const moved = [...from].map(state => step(state, event.act).state)
  return new Set(isSure(event, day) ? moved : [...from, ...moved])
}

/** The most that is followed up for some events of one axis whose bounds overlap, on all their days. */
export const mostBeginnings = (events: number): number => 2 * events * Math.min(2 ** events, MOST_BEGINNINGS)

/** Every state that some of the events can reach in some order. */
function reachable<A extends Axis>(from: States<A>, events: readonly Moving<A>[], day: Day): States<A> {
  const reached = reachedBy(from, events)
  const begun = lastOf(events.filter(event => isSure(event, day)).map(({ lo }) => lo))
  if (begun === undefined) return reached
  // Something has happened, so the state is one to which an event led that may have been the last.
  const last = actsOf(events.filter(({ hi }) => hi >= begun))
  return new Set([...reached].flatMap(state => last.map(act => step(state, act).state)))
}

/** Every state that some events can lead to, if they came in any order and however often. */
export function reachedBy<A extends Axis>(from: States<A>, events: readonly Moving<A>[]): Set<State<A>> {
  const reached = new Set(from)
  const acts = actsOf(events)
  // A set grows while it is walked, and what was added is walked too.
  for (const state of reached) for (const act of acts) reached.add(step(state, act).state)
  return reached
}

const actsOf = <A extends Axis>(events: readonly Moving<A>[]) => [...new Set(events.map(({ act }) => act))]
