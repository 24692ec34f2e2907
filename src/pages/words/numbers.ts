import type { CountRange, MoneyRange } from '../../record/schema/agreement.ts'
import type { Totals } from '../../record/status/schema.ts'
import { netOf } from '../../record/status/totals.ts'

/** A whole number with commas. */
export const count = (number: number): string => number.toLocaleString('en-GB')

/** How many people; undefined where nothing is known. */
export function people(range: CountRange | null): string | undefined {
  if (!range) return undefined
  const { min, max } = range
  if (min === null) return max === null ? undefined : `up to ${count(max)}`
  if (max === null) return `at least ${count(min)}`
  return min === max ? count(min) : `${count(min)}–${count(max)}`
}

/** An amount with all of its digits, but for decimals that are all zero. */
export function inDigits(amount: string): string {
  const [whole = '', decimals = ''] = amount.split('.')
  const digits = BigInt(whole).toLocaleString('en-GB')
  return /[1-9]/.test(decimals) ? `${digits}.${decimals}` : digits
}

/** Which end of a range an amount is. */
type Bound = 'least' | 'most'

const roundings = { least: Math.floor, most: Math.ceil } as const

/** An amount as heads and narrow columns have it; rounded so that "at least" and "up to" stay true. */
export function inBrief(amount: string, bound?: Bound): string {
  const number = Number(amount)
  const round = bound ? roundings[bound] : Math.round
  if (number >= 1e9) return `${round(number / 1e7) / 100} billion`
  return number >= 1e6 ? `${round(number / 1e5) / 10} million` : inDigits(amount)
}

type Say = (amount: string, bound?: Bound) => string

/** An amount of money, its ISO code before it. */
export function money(range: MoneyRange | null, currency: string, say: Say = inDigits): string {
  if (!range || (range.min === null && range.max === null)) return 'amount not known'
  const { min, max } = range
  if (min === null) return `up to ${currency} ${say(max as string, 'most')}`
  if (max === null) return `at least ${currency} ${say(min, 'least')}`
  return min === max ? `${currency} ${say(min)}` : `${currency} ${say(min, 'least')}–${say(max, 'most')}`
}

/** Sums in several currencies, which are never added; undefined where there is none. */
export const sums = (
  list: readonly { currency: string; amount: MoneyRange }[] | null,
  say: Say = inDigits
): string | undefined => list?.map(({ currency, amount }) => money(amount, currency, say)).join(' and ')

/** What was paid by currency, less what came back; undefined where nothing was. */
export const netPaid = (paid: Totals['paid'], say: Say = inDigits): string | undefined => sums(paid && netOf(paid), say)
