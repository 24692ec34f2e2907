import Big from 'big.js'
import { minorUnits } from '../record/currencies.ts'
import { compare } from '../record/dates.ts'
import type { MoneyRange } from '../record/schema/agreement.ts'
import type { Shared } from '../record/status/across.ts'
import type { Totals } from '../record/status/schema.ts'
import { groupBy } from '../record/status/sums.ts'

/** The median of an amount over agreements, and how many have it. */
export interface CostMedian {
  currency: string
  amount: MoneyRange
  agreements: number
}

/** Medians by currency over the agreements that have such an amount. */
export function mediansOf(
  all: readonly Shared[],
  amountsIn: (totals: Totals) => readonly { currency: string; amount: MoneyRange }[] | null
): CostMedian[] {
  const amounts = all.flatMap(({ totals, agreements }) =>
    (amountsIn(totals) ?? []).flatMap(amount => Array.from({ length: agreements }, () => amount))
  )
  return [...groupBy(amounts, ({ currency }) => currency)]
    .sort(([a], [b]) => compare(a, b))
    .map(([currency, ofCurrency]) => ({
      currency,
      amount: medianOf(
        ofCurrency.map(({ amount }) => amount),
        minorUnits(currency)
      ),
      agreements: ofCurrency.length
    }))
}

/**
 * The median of ranges, rounded outwards: a median does not fall when a number rises, so it lies between that of all the least
 * and that of all the most. A bound that is not known lies beyond all others.
 */
export function medianOf(ranges: readonly MoneyRange[], decimals: number): MoneyRange {
  const bound = (bounds: (string | null)[], beyond: 'below' | 'above') => {
    const known = bounds.filter(bound => bound !== null).map(bound => Big(bound))
    const unknown: null[] = bounds.filter(bound => bound === null)
    const sorted = known.sort((a, b) => a.cmp(b))
    const all = beyond === 'below' ? [...unknown, ...sorted] : [...sorted, ...unknown]
    const [one, other] = [all[Math.floor((all.length - 1) / 2)], all[Math.floor(all.length / 2)]]
    if (!one || !other) return null
    // Half of a number with some decimals has one more.
    const middle = one.plus(other).times('0.5')
    return middle.round(decimals, beyond === 'below' ? Big.roundDown : Big.roundUp).toFixed(decimals)
  }
  return {
    min: bound(
      ranges.map(({ min }) => min),
      'below'
    ),
    max: bound(
      ranges.map(({ max }) => max),
      'above'
    )
  }
}
