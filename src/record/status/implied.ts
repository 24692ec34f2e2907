import type { Day } from '../dates.ts'
import type { Folded } from './fold.ts'
import type { State } from './states.ts'
import type { Moving, PublishedEvent } from './timeline.ts'
import { endsInLaw, type StateNames } from './transitions.ts'

// With an end in law what was carried out ends too, unless it went on in spite of it.

/** Whether the practice outlived an end in law: as it is stated, and all that may be so. */
export interface Outlived {
  stated: boolean
  possible: readonly boolean[]
  /** Events of implementation that are dated after the end. */
  events: readonly PublishedEvent[]
}

const isPractice = (to: string): boolean => to === 'operating' || to === 'paused'

/** An act on its day; a count of everything up to a day tells of no act of that day. */
const isPracticed = ({ act, written }: Moving<'implementation'>): boolean =>
  isPractice(act.to) && !written?.event.cumulative

/** Looks for acts of implementation after the acts that ended, or may have ended, an agreement by a day. */
export function outlivedOn(day: Day, legal: Folded<'legal'>, implementation: Folded<'implementation'>): Outlived {
  const { ends, steps } = legal
  if (ends.length === 0) return { stated: false, possible: [false], events: [] }
  const practice = implementation.steps.filter(({ event, outcome }) => isPracticed(event) && outcome !== 'absent')
  // What had ended already was not ended again, as by the annulment of what was terminated.
  const stated = steps.findLast(
    ({ event, before, outcome }) => outcome === 'moved' && event.act.ends && !endsInLaw.has(before.name)
  )?.event
  const isAfter = ({ lo }: PublishedEvent, end: PublishedEvent | undefined) => end !== undefined && lo > end.hi
  const happened = practice.flatMap(({ event, outcome }) =>
    outcome === 'moved' || outcome === 'confirmed' ? [event] : []
  )
  const isSure = happened.some(event => event.doubt === undefined && ends.every(end => isAfter(event, end)))
  const mayBe = practice.some(({ event: { hi } }) => ends.some(end => (hi < day ? hi : day) > end.lo))
  const events = happened.filter(event => isAfter(event, stated))
  return { stated: events.length > 0, possible: isSure ? [true] : mayBe ? [false, true] : [false], events }
}

/** The state of implementation that shows, given the one in law and whether practice outlived it. */
export function implied(
  { name: legal }: State<'legal'>,
  { name, before }: State<'implementation'>,
  isOutlived: boolean
): StateNames['implementation'] {
  if (!endsInLaw.has(legal)) return name
  const state = name === 'blocked' && before ? before.name : name
  if (isPractice(state)) return isOutlived ? state : 'ended'
  return state === 'preparing' ? 'unimplemented' : state
}
