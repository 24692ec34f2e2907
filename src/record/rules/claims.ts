import { isCurrency } from '../currencies.ts'
import { compareMoney, decimalsProblem } from '../money.ts'
import type { Citation, CountRange, MoneyRange } from '../schema/agreement.ts'
import type { Say } from './say.ts'

type Standing = { standing: string; disputedBy: Citation[] }

/** A claim is disputed exactly when a source disputes it; one that was withdrawn may have been. */
export function checkStanding({ standing, disputedBy }: Standing, pointer: string, say: Say): void {
  if (standing === 'disputed' && disputedBy.length === 0) {
    say(
      `${pointer}/disputedBy`,
      'missing',
      'A claim that is "disputed" needs a citation of the source that disputes it.'
    )
  }
  if (standing === 'accepted' && disputedBy.length > 0) {
    say(
      `${pointer}/disputedBy`,
      'not_allowed',
      'A claim that is "accepted" is disputed by nobody; set "standing" to "disputed" or leave this empty.'
    )
  }
}

/** A range has an end, and its ends are in order. */
export function checkRange(range: MoneyRange | CountRange, pointer: string, say: Say): void {
  const { min, max } = range
  if (min === null && max === null)
    say(pointer, 'empty_range', 'Both ends of the range are null; give one, or say nothing of it.')
  else if (isUpsideDown(range)) say(pointer, 'range_upside_down', `"min" (${min}) is more than "max" (${max}).`)
}

/** A range of money, in a currency that has such amounts. */
export function checkAmount(range: MoneyRange, currency: string | null, pointer: string, say: Say): void {
  checkRange(range, pointer, say)
  if (currency === null || !isCurrency(currency)) return
  for (const end of ['min', 'max'] as const) {
    const problem = range[end] === null ? undefined : decimalsProblem(range[end], currency)
    if (problem) say(`${pointer}/${end}`, 'too_many_decimals', problem)
  }
}

function isUpsideDown({ min, max }: MoneyRange | CountRange): boolean {
  if (min === null || max === null) return false
  return typeof min === 'string' && typeof max === 'string' ? compareMoney(min, max) > 0 : min > max
}
