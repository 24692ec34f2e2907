import type { Bounds } from '../dates.ts'
import type { Agreement } from '../schema/agreement.ts'
import { asPublished, prepare } from './status.ts'
import { isMoving } from './timeline.ts'

/**
 * First and last possible day of the end of an agreement in law, by all that was published: the last act that ended it, or else
 * the end of its term or of a notice, which may lie ahead; undefined where none is known.
 */
export function endOf(record: Agreement): Bounds | undefined {
  const { whole } = asPublished(prepare(record), 'infinity')
  const ends = whole.events.filter(event => isMoving(event, 'legal') && event.act.ends && event.stated)
  return ends.sort((a, b) => (a.hi < b.hi ? -1 : a.hi > b.hi ? 1 : 0)).at(-1)
}
