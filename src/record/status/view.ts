import { type Day, previousDay } from '../dates.ts'
import { clipped } from './clipping.ts'
import { computedEnds, type Term } from './computed-ends.ts'
import { type Fold, type Folded, foldOf } from './fold.ts'
import { implied, type Outlived, outlivedOn } from './implied.ts'
import type { Meter } from './possible.ts'
import type { PublishedEvent } from './timeline.ts'
import { endsInLaw, type StateNames } from './transitions.ts'

/** What some of the claims of a record make of both axes. */
export interface View {
  /** With those that are computed, their bounds narrowed by one another. */
  events: readonly PublishedEvent[]
  legal: Fold<'legal'>
  implementation: Fold<'implementation'>
}

/**
 * The view that some claims give. Ends are computed where the timeline does not end the agreement itself.
 *
 * @param options.isRenewed whether terms may have been renewed by agreement without anybody having said so
 */
export function viewOf(
  published: readonly PublishedEvent[],
  { term, meter, isRenewed = true }: { term: Term | undefined; meter: Meter; isRenewed?: boolean }
): View {
  const events = clipped(published)
  const legal = foldOf('legal', events, meter)
  const ends = withoutRenewal(endsBeside(legal, term, events), isRenewed)
  const all = [...events, ...ends]
  return {
    events: all,
    legal: ends.length > 0 ? foldOf('legal', all, meter) : legal,
    implementation: foldOf('implementation', all, meter)
  }
}

/**
 * Ends that are computed: none where the timeline ends the agreement itself, though it was taken up again afterwards, and only
 * possible ones where it may not have.
 */
function endsBeside(legal: Fold<'legal'>, term: Term | undefined, events: readonly PublishedEvent[]): PublishedEvent[] {
  const { steps } = legal.on('infinity')
  const takenUp = steps.findLast(({ before, after }) => endsInLaw.has(before.name) && !endsInLaw.has(after.name))?.event
  return computedEnds(term, events).flatMap(end => {
    const isOfLifeBefore = takenUp !== undefined && end.hi < takenUp.lo
    const { stated, possible } = legal.on(isOfLifeBefore ? previousDay(takenUp.lo) : 'infinity')
    if (!endsInLaw.has(stated.name)) return [end]
    const isOver = [...possible].every(({ name }) => endsInLaw.has(name))
    return isOver ? [] : [{ ...end, stated: false, doubt: 'dispute' as const }]
  })
}

const withoutRenewal = (ends: PublishedEvent[], isRenewed: boolean): PublishedEvent[] =>
  isRenewed ? ends : ends.map(end => (end.doubt === 'renewal' ? { ...end, doubt: undefined } : end))

/** What a view says of one day, with both axes as they are before an end in law is applied. */
export interface Shown {
  legal: StateNames['legal']
  implementation: StateNames['implementation']
  /** Every state that may hold, sorted by name. */
  possible: { legal: StateNames['legal'][]; implementation: StateNames['implementation'][] }
  onLegal: Folded<'legal'>
  onImplementation: Folded<'implementation'>
  outlived: Outlived
}

/** What a view says of a day. */
export function shownOn(day: Day, view: View): Shown {
  const onLegal = view.legal.on(day)
  const onImplementation = view.implementation.on(day)
  const outlived = outlivedOn(day, onLegal, onImplementation)
  const implementation = [...onLegal.possible].flatMap(legal =>
    [...onImplementation.possible].flatMap(state => outlived.possible.map(is => implied(legal, state, is)))
  )
  return {
    legal: onLegal.stated.name,
    implementation: implied(onLegal.stated, onImplementation.stated, outlived.stated),
    possible: {
      legal: distinct([...onLegal.possible].map(({ name }) => name)),
      implementation: distinct(implementation)
    },
    onLegal,
    onImplementation,
    outlived
  }
}

const distinct = <T>(values: readonly T[]): T[] => [...new Set(values)].sort()

/** Each axis can be in one state only. */
export const isCertain = ({ possible: { legal, implementation } }: Shown): boolean =>
  legal.length === 1 && implementation.length === 1

/** Whether two views say the same of a day. */
export const isSame = (a: Shown, b: Shown): boolean =>
  a.legal === b.legal &&
  a.implementation === b.implementation &&
  a.possible.legal.join() === b.possible.legal.join() &&
  a.possible.implementation.join() === b.possible.implementation.join()
