import Big from 'big.js'
import { isCurrency, minorUnits } from './currencies.ts'

/** An amount: up to fifteen digits and as many decimals as a currency has at most, never in exponent form. */
export const moneyPattern = '^(0|[1-9][0-9]{0,14})(\\.[0-9]{1,4})?$'

const money = new RegExp(moneyPattern)

/** A sentence on what is wrong with an amount of money, undefined when it is valid. */
export function moneyProblem(text: string): string | undefined {
  if (money.test(text)) return undefined
  return `"${text}" is no amount: write digits with a point and the decimals of its currency, such as "6000000.00".`
}

/** A sentence on the decimals of an amount that its currency does not have, undefined when it has them. */
export function decimalsProblem(amount: string, currency: string): string | undefined {
  const units = minorUnits(currency)
  const decimals = amount.split('.')[1]?.length ?? 0
  if (decimals <= units) return undefined
  return `"${amount}" has too many decimals: an amount in ${currency} has ${units === 0 ? 'none' : `at most ${units}`}.`
}

/** An amount in the one form in which it is kept, with all minor units of its currency; as it is where it has too many, or no currency. */
export function withMinorUnits(amount: string, currency: string): string {
  const isOfCurrency = isCurrency(currency) && !moneyProblem(amount) && !decimalsProblem(amount, currency)
  return isOfCurrency ? new Big(amount).toFixed(minorUnits(currency)) : amount
}

/** Less than, equal to or greater than zero, as `a` is to `b`. */
export function compareMoney(a: string, b: string): number {
  return new Big(a).cmp(b)
}
