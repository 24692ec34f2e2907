import Big from 'big.js'
import { compare } from '../dates.ts'
import type { Totals } from './schema.ts'
import { groupBy, type Range, sumOf } from './sums.ts'
import { type AmountByCurrency, inFull, netOf, rangeOf } from './totals.ts'

// Sums over several agreements. Each agreement counts for what its own totals say; what two of them say of the same people or
// money, nobody has told.

/** Totals, and how many agreements have them: many have the same, which are mostly none. */
export interface Shared {
  totals: Totals
  agreements: number
}

/** A sum with the number of agreements that it rests on. */
type Resting<T> = T & { agreements: number }

type Sum = NonNullable<Totals['promised']>[number]
type Flow = NonNullable<Totals['paid']>[number]

/** What several agreements come to. */
export interface Figures {
  persons: Resting<NonNullable<Totals['persons']>> | null
  promised: Resting<Sum>[]
  package: Resting<Sum>[]
  paid: Resting<Flow>[]
}

/** What several agreements come to, payments by direction. */
export const figuresOf = (all: readonly Shared[]): Figures => ({
  persons: personsAcross(all),
  promised: sumsAcross(all, ({ promised }) => promised),
  package: sumsAcross(all, totals => totals.package),
  paid: sumsAcross(all, ({ paid }) => paid)
})

/** What was paid under several agreements by currency, after what came back under the same agreement. */
export const netPaidOf = (all: readonly Shared[]): Resting<AmountByCurrency>[] =>
  sumsAcross(all, ({ paid }) => paid && netOf(paid))

function personsAcross(all: readonly Shared[]): Figures['persons'] {
  const known = all.filter(({ totals }) => totals.persons !== null)
  if (known.length === 0) return null
  const { min, max } = sumOf(
    known.map(({ totals, agreements }) => {
      const { min = null, max = null } = totals.persons ?? {}
      return times({ min: min === null ? null : Big(min), max: max === null ? null : Big(max) }, agreements)
    })
  )
  return { min: min?.toNumber() ?? null, max: max?.toNumber() ?? null, agreements: countOf(known) }
}

/** Sums of what is the same but for its amount, in order. */
function sumsAcross<T extends AmountByCurrency>(
  all: readonly Shared[],
  sumsIn: (totals: Totals) => readonly T[] | null
): Resting<T>[] {
  const parts = all.flatMap(({ totals, agreements }) => (sumsIn(totals) ?? []).map(sum => ({ sum, agreements })))
  const groups = groupBy(parts, ({ sum: { amount: _, currency, ...rest } }) => JSON.stringify([currency, rest]))
  return [...groups]
    .sort(([a], [b]) => compare(a, b))
    .map(([, same]) => {
      const { sum } = same[0] as (typeof same)[number]
      const range = sumOf(same.map(({ sum, agreements }) => times(rangeOf(sum.amount), agreements)))
      return { ...sum, amount: inFull(range, sum.currency), agreements: countOf(same) }
    })
}

const times = ({ min, max }: Range, by: number): Range => ({
  min: min?.times(by) ?? null,
  max: max?.times(by) ?? null
})

const countOf = (parts: readonly { agreements: number }[]): number =>
  parts.reduce((sum, { agreements }) => sum + agreements, 0)
