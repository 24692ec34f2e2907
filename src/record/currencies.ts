import { createRequire } from 'node:module'
import currencyCodes from 'currency-codes'

/** Unicode's account of which currencies there have been where, and with how many digits they are written. */
interface CurrencyData {
  region: Record<string, Record<string, object>[]>
  fractions: Record<string, { _digits: string }> & { DEFAULT: { _digits: string } }
}

const { region, fractions } = createRequire(import.meta.url)('cldr-core/supplemental/currencyData.json').supplemental
  .currencyData as CurrencyData

/** Codes beside those of currencies: for tests, for "no currency", and the name that markets give the yuan outside China. */
const notMoney = new Set(['XTS', 'XXX', 'CNH'])

/** Withdrawn ones of ISO 4217 (list three) that Unicode leaves out. */
const leftOut = 'ARY AYM BGJ BGK CHC CSJ GHP GNE LAJ LSM MVQ PEH ROK UGW UYN VNC ZWC ZWN'.split(' ')

const currencies = new Set(
  [...Object.values(region).flat().flatMap(Object.keys), ...currencyCodes.codes(), ...leftOut].filter(
    code => !notMoney.has(code)
  )
)

/** Whether a text is the code of an ISO 4217 currency, in use or withdrawn, in upper case. */
export function isCurrency(code: string): boolean {
  return currencies.has(code)
}

/**
 * How many decimals an amount in a currency has at most: the minor units of ISO 4217. It gives none for metals and for
 * units of account, and forgets those of what it withdraws; they have two.
 */
export function minorUnits(code: string): number {
  const listed = currencyCodes.code(code)?.digits ?? 2
  return Math.max(listed, Number((fractions[code] ?? fractions.DEFAULT)._digits))
}

/** A sentence that says that a code is no currency's; undefined when it is one. */
export function currencyProblem(code: string): string | undefined {
  if (isCurrency(code)) return undefined
  const upper = code.toUpperCase()
  const hint = isCurrency(upper) ? `Did you mean "${upper}"?` : 'Use a code such as "USD" or "EUR".'
  return `"${code}" is no code of an ISO 4217 currency. ${hint}`
}
