import { countryProblem } from '../countries.ts'
import { currencyProblem } from '../currencies.ts'
import { durationProblem, edtfProblem } from '../dates.ts'
import type { Agreement } from '../schema/agreement.ts'
import { languageProblem, paragraphs, textProblem, urlProblem } from '../text.ts'
import type { Say } from './say.ts'

type Rule = { code: string; problem: (text: string) => string | undefined }

const date: Rule = { code: 'invalid_date', problem: edtfProblem }
const country: Rule = { code: 'unknown_country', problem: countryProblem }
const currency: Rule = { code: 'unknown_currency', problem: currencyProblem }
const duration: Rule = { code: 'invalid_duration', problem: durationProblem }
const url: Rule = { code: 'invalid_url', problem: urlProblem }
const language: Rule = { code: 'invalid_language', problem: languageProblem }

/** A member has the same meaning wherever it stands in a record. */
const rules = new Map<string, Rule>(
  Object.entries({
    date,
    effectiveOn: date,
    lapsedOn: date,
    newEnd: date,
    startsOn: date,
    endsOn: date,
    publishedOn: date,
    accessedOn: date,
    country,
    countries: country,
    party: country,
    by: country,
    payer: country,
    payee: country,
    currency,
    duration,
    noticePeriod: duration,
    url,
    archivedUrl: url,
    language
  })
)

/** Texts, days, countries, currencies, durations, addresses and languages: what is wrong whatever else the record says. */
export function checkValues(record: Agreement, say: Say): void {
  visit(record, '', '', say)
}

/** `name` is the member that a value belongs to; items of a list belong to the list. */
function visit(value: unknown, name: string, pointer: string, say: Say): void {
  if (typeof value === 'string') checkText(value, name, pointer, say)
  else if (typeof value === 'object' && value !== null) {
    const inList = Array.isArray(value)
    for (const [key, item] of Object.entries(value)) visit(item, inList ? name : key, `${pointer}/${key}`, say)
  }
}

function checkText(text: string, name: string, pointer: string, say: Say): void {
  const rule = rules.get(name)
  const badText = textProblem(text, paragraphs.has(name))
  const badValue = rule?.problem(text)
  if (badText) say(pointer, 'invalid_text', badText)
  else if (rule && badValue) say(pointer, rule.code, badValue)
}
