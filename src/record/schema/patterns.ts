import { countryProblem } from '../countries.ts'
import { currencyProblem } from '../currencies.ts'
import { durationPattern, durationProblem, edtfPattern, edtfProblem } from '../dates.ts'
import { moneyPattern, moneyProblem } from '../money.ts'
import { urlProblem } from '../text.ts'
import { countryPattern, currencyPattern, idPattern, pointerPattern, urlPattern } from './scalars.ts'

const explanations = new Map<string, (text: string) => string | undefined>([
  [
    idPattern,
    text =>
      new RegExp(idPattern).test(text.toLowerCase())
        ? `"${text}" is no id, since ids are in lower case. Write "${text.toLowerCase()}".`
        : `"${text}" is no id: write lower-case letters and digits, with single hyphens between words.`
  ],
  [
    pointerPattern,
    text => `"${text}" is no JSON Pointer to a member; write one such as "/feeTerms" or "/term/endsOn".`
  ],
  [edtfPattern, edtfProblem],
  [durationPattern, durationProblem],
  [countryPattern, countryProblem],
  [currencyPattern, currencyProblem],
  [moneyPattern, moneyProblem],
  [urlPattern, urlProblem]
])

/** The longest text that an explanation repeats. */
const repeated = 100

/** A sentence on why a text misses a pattern of the record's schema; undefined for patterns that are not of that schema. */
export function explainPattern(pattern: string, text: string): string | undefined {
  return explanations.get(pattern)?.(text.length > repeated ? `${text.slice(0, repeated).toWellFormed()}…` : text)
}
