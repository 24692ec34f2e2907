import Big from 'big.js'

/** An amount: up to fifteen digits and at most two decimals, never in exponent form. */
export const moneyPattern = '^(0|[1-9][0-9]{0,14})(\\.[0-9]{1,2})?$'

const money = new RegExp(moneyPattern)

/** A sentence on what is wrong with an amount of money, undefined when it is valid. */
export function moneyProblem(text: string): string | undefined {
  if (money.test(text)) return undefined
  return `"${text}" is no amount: write digits with a point and at most two decimals, such as "6000000.00".`
}

/** Less than, equal to or greater than zero, as `a` is to `b`. */
export function compareMoney(a: string, b: string): number {
  return new Big(a).cmp(b)
}
