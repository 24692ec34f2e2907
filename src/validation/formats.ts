import { countryProblem } from '../record/countries.ts'
import { currencyProblem } from '../record/currencies.ts'
import { moneyPattern, moneyProblem } from '../record/money.ts'
import { countryPattern, currencyPattern } from '../record/schema/scalars.ts'
import { linePattern, textProblem } from '../record/text.ts'

/** What a schema can ask of a text by `format`, beside those that it can say itself. */
interface Format {
  /** Kind of fault, for programs. */
  code: string
  /** A sentence on what is wrong with a text, undefined when it is fine. */
  fault(text: string): string | undefined
  /** As much of it as a schema can say, for the API document. */
  form: { pattern: string; minLength?: number }
}

/** What is checked where it is read, which says more: the format is for the API document. */
const checkedLater = { code: 'format', fault: () => undefined }

const year = '(1[89]\\d{2}|20\\d{2}|2100)'
const month = '(0[1-9]|1[0-2])'
/** The 31st of every month is one: which days there are only a calendar knows. */
const day = '(0[1-9]|[12]\\d|3[01])'
const minute = '([01]\\d|2[0-3]):[0-5]\\d'

const entityTag = '(W/)?"[!#-~]*"'

const versionPattern = '^[1-9][0-9]{0,8}$'

/** The formats that schemas may name; any other does not compile. */
export const formats: Record<string, Format> = {
  /** A country that exists. */
  country: { code: 'unknown_country', fault: countryProblem, form: { pattern: countryPattern } },
  /** A currency that exists, or did. */
  currency: { code: 'unknown_currency', fault: currencyProblem, form: { pattern: currencyPattern } },
  /** An amount of money. */
  money: { code: 'invalid_amount', fault: moneyProblem, form: { pattern: moneyPattern } },
  /** A text that people read, of one line. */
  text: { code: 'invalid_text', fault: textProblem, form: { minLength: 1, pattern: linePattern } },
  /** The number of a version, in an address. */
  version: {
    code: 'no_version',
    fault: text =>
      new RegExp(versionPattern).test(text) ? undefined : 'A version is a whole number from 1 to 999999999.',
    form: { pattern: versionPattern }
  },
  /** A day of a clock. */
  day: { ...checkedLater, form: { pattern: `^${year}-${month}-${day}$` } },
  /** A day, a month or a year. */
  vague_day: { ...checkedLater, form: { pattern: `^${year}(-${month}(-${day})?)?$` } },
  /** A moment of a clock (RFC 3339), or a day. */
  moment: {
    ...checkedLater,
    form: {
      pattern: `^${year}-${month}-${day}([Tt]${minute}(:([0-5]\\d|60)(\\.\\d+)?)?([Zz]|[+-]${minute}))?$`
    }
  },
  /** A cursor. */
  cursor: { ...checkedLater, form: { pattern: '^[A-Za-z0-9_-]+$' } },
  /** Entity tags, or an asterisk (RFC 9110, section 13.1). */
  entity_tags: { ...checkedLater, form: { pattern: `^(\\*|${entityTag}(, ?${entityTag})*)$` } },
  /** A date of HTTP in its preferred form (RFC 9110, section 5.6.7). */
  http_date: {
    ...checkedLater,
    form: {
      pattern: `^(Mon|Tue|Wed|Thu|Fri|Sat|Sun), ${day} (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \\d{4} ${minute}:[0-5]\\d GMT$`
    }
  },
  /** A wish for the answer to a write, among others perhaps; what is not understood is passed over (RFC 7240, section 2). */
  preference: { ...checkedLater, form: { pattern: '^.*$' } },
  /** A Structured Field string (RFC 9651, section 3.3.3), or the same without its quotation marks. */
  idempotency_key: {
    ...checkedLater,
    form: { pattern: '^("([ !#-[\\]-~]|\\\\["\\\\]){1,255}"|[!#-+\\--:<-[\\]-~]{1,255})$' }
  },
  /** An asterisk. */
  asterisk: { ...checkedLater, form: { pattern: '^\\*$' } }
}
