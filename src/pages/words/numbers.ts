import type { CountRange, MoneyRange } from '../../record/schema/agreement.ts'

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

/** An amount in full, without decimals that are zero. */
export function inFull(amount: string): string {
  const number = Number(amount)
  const digits = Number.isInteger(number) ? 0 : 2
  return number.toLocaleString('en-GB', { minimumFractionDigits: digits, maximumFractionDigits: 2 })
}

/** An amount as heads and narrow columns have it. */
export function inBrief(amount: string): string {
  const number = Number(amount)
  const cut = (part: number, digits: number) => Number(part.toFixed(digits))
  if (number >= 1e9) return `${cut(number / 1e9, 2)} billion`
  return number >= 1e6 ? `${cut(number / 1e6, 1)} million` : inFull(amount)
}

/** An amount of money, its ISO code before it. */
export function money(range: MoneyRange | null, currency: string, say = inFull): string {
  if (!range || (range.min === null && range.max === null)) return 'amount not known'
  const { min, max } = range
  if (min === null) return `up to ${currency} ${say(max as string)}`
  if (max === null) return `at least ${currency} ${say(min)}`
  return min === max ? `${currency} ${say(min)}` : `${currency} ${say(min)}–${say(max)}`
}

/** Sums in several currencies, which are never added; undefined where there is none. */
export const sums = (
  list: readonly { currency: string; amount: MoneyRange }[] | null,
  say = inFull
): string | undefined => list?.map(({ currency, amount }) => money(amount, currency, say)).join(' and ')
