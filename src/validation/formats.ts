import { countryProblem } from '../record/countries.ts'
import { currencyProblem } from '../record/currencies.ts'
import { moneyProblem } from '../record/money.ts'
import { textProblem } from '../record/text.ts'

/** What a schema can ask of a text by `format`, beside those that it can say itself. */
interface Format {
  /** Kind of fault, for programs. */
  code: string
  /** A sentence on what is wrong with a text, undefined when it is fine. */
  fault: (text: string) => string | undefined
}

/** The formats that schemas may name; any other does not compile. */
export const formats: Record<string, Format> = {
  /** A country that exists. */
  country: { code: 'unknown_country', fault: countryProblem },
  /** A currency that exists, or did. */
  currency: { code: 'unknown_currency', fault: currencyProblem },
  /** An amount of money. */
  money: { code: 'invalid_amount', fault: moneyProblem },
  /** A text that people read, of one line. */
  text: { code: 'invalid_text', fault: textProblem }
}
