import Big from 'big.js'
import { type Bounds, lastOf } from '../dates.ts'

/** A number of which the least and the most are known; null: not known, and open. */
export interface Range {
  min: Big | null
  max: Big | null
}

/** A quantity that was counted on some day: one movement, or everything up to that day. */
export interface Count extends Bounds {
  range: Range
  cumulative: boolean
}

export const zero = Big(0)

const plus = (a: Big | null, b: Big | null): Big | null => (a === null || b === null ? null : a.plus(b))

/** A sum is at least what is known of its parts, null where that is nothing, and open as soon as one of them is. */
export const sumOf = (ranges: readonly Range[]): Range => ({
  min: ranges.reduce<Big | null>((sum, { min }) => (min === null ? sum : (sum ?? zero).plus(min)), null),
  max: ranges.reduce<Big | null>((sum, { max }) => plus(sum, max), zero)
})

/** From the least that any of some ranges allows to the most. */
export const hullOf = (ranges: readonly Range[]): Range => ({
  min: ranges.some(({ min }) => min === null) ? null : smallest(ranges.map(({ min }) => min as Big)),
  max: ranges.some(({ max }) => max === null) ? null : largest(ranges.map(({ max }) => max as Big))
})

const largest = (numbers: readonly Big[]): Big => numbers.reduce((a, b) => (a.gt(b) ? a : b))
const smallest = (numbers: readonly Big[]): Big => numbers.reduce((a, b) => (a.lt(b) ? a : b))

/**
 * All that was counted. A count of everything up to a day covers what came before it; single ones that certainly came after it
 * are added, and those that may have widen the maximum. The larger of what the single ones and such counts come to is the least.
 *
 * @param singles what single counts come to where nothing counts everything
 */
export function totalOf(counts: readonly Count[], singles: (sum: Range) => Range = sum => sum): Range {
  const single = counts.filter(({ cumulative }) => !cumulative)
  const cumulative = counts.filter(count => count.cumulative)
  const alone = singles(sumOf(single.map(({ range }) => range)))
  if (cumulative.length === 0) return alone
  const totals = cumulative.map(count => {
    const later = single.filter(({ lo }) => lo > count.hi)
    const perhapsLater = single.filter(({ lo, hi }) => lo <= count.hi && hi > count.lo)
    return {
      count,
      min: sumOf([count, ...later].map(({ range }) => range)).min,
      max: sumOf([count, ...later, ...perhapsLater].map(({ range }) => range)).max
    }
  })
  const leasts = [alone, ...totals].flatMap(({ min }) => min ?? [])
  const min = leasts.length === 0 ? null : largest(leasts)
  // An earlier count of everything is overtaken by a later one.
  const begun = lastOf(cumulative.map(({ lo }) => lo)) as string
  const { max } = hullOf(totals.filter(({ count }) => count.hi >= begun))
  return { min, max: max && min?.gt(max) ? min : max }
}

/** The items of a list by what they have in common, in the order in which each comes first. */
export function groupBy<T, K>(list: readonly T[], keyOf: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>()
  for (const item of list) {
    const key = keyOf(item)
    const group = groups.get(key)
    if (group) group.push(item)
    else groups.set(key, [item])
  }
  return groups
}
