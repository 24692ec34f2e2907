import { limits } from '../../limits.ts'
import type { FieldError } from '../../problems.ts'
import type { Day } from '../dates.ts'
import type { Agreement } from '../schema/agreement.ts'
import { checkAbsent } from './absent.ts'
import { checkEvents } from './events.ts'
import { checkReferences } from './references.ts'
import type { Say } from './say.ts'
import { checkTerms } from './terms.ts'
import { checkValues } from './values.ts'

/**
 * The rules that a schema cannot say, for a record in its complete form that its schema accepts.
 *
 * @param context.today the day after which nothing can have happened: the latest one on earth (`latestToday`)
 * @returns every fault, one for each place, until there are more than an answer names; pointers are plain (RFC 6901), without a `#`
 */
export function check(record: Agreement, context: { today: Day }): FieldError[] {
  const found = new Map<string, FieldError>()
  const say: Say = (pointer, code, detail) => {
    if (!found.has(pointer) && found.size <= limits.errors) found.set(pointer, { pointer, code, detail })
  }
  // A value that is wrong in itself is reported as that, so the values come first.
  checkValues(record, say)
  checkReferences(record, say)
  checkTerms(record, say)
  checkEvents(record, context.today, say)
  checkAbsent(record, say)
  return [...found.values()]
}
