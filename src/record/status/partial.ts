import type { Day } from '../dates.ts'
import { isPartial, type PublishedEvent } from './timeline.ts'
import { type Act, type Axis, endsInLaw, type StateNames } from './transitions.ts'

/** An act in effect that concerns a part of the agreement, with the state of that part. */
export interface PartialAct {
  id: string
  axis: Axis
  state: string
}

const stateOf = (act: Act | undefined): string | undefined => (act && 'to' in act ? act.to : undefined)

/** The state that an act takes back: of the last part where it is partial itself, of all parts where it is whole. */
function takenBackBy({ type, act }: PublishedEvent): string | undefined {
  if (type === 'transfers_resumed') return 'paused'
  return act && 'to' in act && act.to === 'remembered' ? act.from?.[0] : undefined
}

/**
 * The acts that concern a part of the agreement, that have happened for certain by a day, and that were not taken back since.
 * On an axis that has come to its end no part is left.
 */
export function partialOn(
  day: Day,
  events: readonly PublishedEvent[],
  { legal, implementation }: { legal: StateNames['legal']; implementation: StateNames['implementation'] }
): PartialAct[] {
  const happened = events.filter(({ hi, stated }) => hi <= day && stated)
  if (!happened.some(isPartial)) return []
  let acts: PartialAct[] = []
  for (const event of happened.sort(byDay)) {
    const takenBack = takenBackBy(event)
    const state = stateOf(event.act)
    if (takenBack) {
      const last = acts.findLast(act => act.state === takenBack)
      acts = acts.filter(act => (isPartial(event) ? act !== last : act.state !== takenBack))
    } else if (state && isPartial(event)) acts.push({ id: event.id, axis: (event.act as Act).axis, state })
  }
  const isOver = { legal: endsInLaw.has(legal), implementation: implementation === 'ended' }
  return acts.filter(({ axis }) => !isOver[axis])
}

const byDay = (a: PublishedEvent, b: PublishedEvent): number =>
  a.hi < b.hi ? -1 : a.hi > b.hi ? 1 : (a.act?.rank ?? 0) - (b.act?.rank ?? 0) || (a.key < b.key ? -1 : 1)
