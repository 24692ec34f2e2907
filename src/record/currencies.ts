import currencyCodes from 'currency-codes'

/** For tests and for "no currency"; ISO 4217 lists them beside the real ones. */
const notMoney = new Set(['XTS', 'XXX'])

/** Newer than the package: the Caribbean guilder (ISO 4217, amendment 176). */
const added = ['XCG']

const active = new Set([...currencyCodes.codes().filter(code => !notMoney.has(code)), ...added])

/** Whether a text is the code of an active ISO 4217 currency, in upper case. */
export function isCurrency(code: string): boolean {
  return active.has(code)
}

/** A sentence that says that a code is no active currency's; undefined when it is one. */
export function currencyProblem(code: string): string | undefined {
  if (isCurrency(code)) return undefined
  const upper = code.toUpperCase()
  const hint = isCurrency(upper) ? `Did you mean "${upper}"?` : 'Use a code such as "USD" or "EUR".'
  return `"${code}" is no code of an active ISO 4217 currency. ${hint}`
}
