import { countryProblem } from '../../record/countries.ts'
import { country } from '../../record/country-names.ts'
import { capital, human, kindWords, paperWords } from '../words/codes.ts'

const names: Record<string, string> = {
  q: 'Words',
  prefix: 'Beginning of a word',
  partyAll: 'Between',
  legal: 'On paper',
  implementation: 'In practice',
  status: 'On paper or in practice',
  disclosure: 'Text',
  signedFrom: 'Signed from',
  signedTo: 'Signed to',
  hasFee: 'Fee',
  match: 'Vague dates count'
}

/** A filter as people call it. */
export const filterName = (name: string): string =>
  names[name] ?? capital(name.replace(/[A-Z]/g, letter => ` ${letter.toLowerCase()}`))

const ofCountries = new Set([
  'party',
  'partyAll',
  'sender',
  'receiver',
  'nationality',
  'payer',
  'payee',
  'facilityCountry'
])
const ofText = new Set(['q', 'participant', 'publisher', 'source', 'identifier', 'facility', 'related'])

/** A value of a filter as people say it. */
export function valueWords(name: string, value: string): string {
  if (ofCountries.has(name) && countryProblem(value) === undefined) return country(value)
  if (ofText.has(name)) return value
  if (value === 'true' || value === 'false') return value === 'true' ? 'yes' : 'no'
  if (name === 'kind') return kindWords(value)
  return name === 'legal' || name === 'status' ? paperWords(value) : human(value)
}

const orders: Record<string, [ascending: string, descending: string]> = {
  changedAt: ['the longest unchanged record first', 'the latest change of a record first'],
  id: ['by their ids', 'by their ids, backwards'],
  signedOn: ['earliest signature first', 'latest signature first'],
  title: ['by title', 'by title, backwards'],
  relevance: ['what fits least first', 'what fits best first'],
  personsMoved: ['fewest people moved first', 'most people moved first'],
  amount: ['smallest promise first', 'largest promise first'],
  endsOn: ['earliest end first', 'latest end first'],
  lastHeardOn: ['longest without news first', 'latest news first']
}

/** An order in words. */
export const orderWords = (sort: string): string =>
  sort
    .split(',')
    .map(key => orders[key.replace(/^-/, '')]?.[key.startsWith('-') ? 1 : 0] ?? key)
    .join(', then ')
