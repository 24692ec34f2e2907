import { bounds, type Day, edtfProblem } from '../dates.ts'
import type { AgreementEvent } from '../schema/agreement.ts'
import type { Say } from './say.ts'

/** What came before an event by `after`: events of the record, in no circle, on days that leave room for it. */
export function checkOrder(events: readonly AgreementEvent[], say: Say): void {
  const indexes = new Map(events.map(({ id }, i) => [id, i]))
  /** The first day on which each event can lie by what came before it; undefined while that is being asked. */
  const earliest = new Map<number, Day | undefined>()

  /** The first day on which an event can lie. `path`: the ids through which it was reached. */
  function earliestOf(index: number, path: string[]): Day {
    const known = earliest.get(index)
    if (known !== undefined) return known
    earliest.set(index, undefined)
    const { id, after, ...event } = events[index] as AgreementEvent
    const { lo, hi } = boundsOf(event)
    let first = lo
    for (const [i, other] of after.entries()) {
      const place = `/events/${index}/after/${i}`
      const found = indexes.get(other)
      if (other === id) say(place, 'self_reference', `"${id}" does not come after itself; leave it out.`)
      else if (found === undefined) {
        say(
          place,
          'unknown_event',
          `No event of this record has the id "${other}"; give it to the event that is meant.`
        )
      } else if (earliest.has(found) && earliest.get(found) === undefined) {
        const circle = [...path.slice(path.indexOf(other)), id, other].map(name => `"${name}"`).join(' after ')
        say(place, 'circle', `Nothing comes after itself: ${circle}. Leave one of them out.`)
      } else {
        const before = earliestOf(found, [...path, id])
        if (before > hi) {
          say(
            place,
            'impossible_order',
            `"${id}" lies on ${hi} at the latest, and "${other}", which is said to come before it, on ${before} at the earliest. Correct one of their dates, or leave "${other}" out.`
          )
        } else if (before > first) first = before
      }
    }
    earliest.set(index, first)
    return first
  }

  for (const index of events.keys()) earliestOf(index, [])
}

/** A date that is none says nothing of the order. */
function boundsOf({ date, effectiveOn }: Pick<AgreementEvent, 'date' | 'effectiveOn'>) {
  const day = effectiveOn ?? date
  return edtfProblem(day) ? { lo: '-infinity', hi: 'infinity' } : bounds(day)
}
