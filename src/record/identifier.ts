import slugify from '@sindresorhus/slugify'
import type { AgreementInput } from './schema/agreement.ts'
import { legalEventTypes } from './schema/codes.ts'

const longest = 100

/**
 * An id for a record that came without one: sender, receiver, year and title, as in
 * `us-sv-2019-asylum-cooperative-agreement`, at most 100 characters and cut between words.
 *
 * @param attempt counts from 1; the second and later ones end in `-2`, `-3` …, for when an id is taken
 */
export function identifier(record: AgreementInput, attempt = 1): string {
  const suffix = attempt > 1 ? `-${attempt}` : ''
  const [first, second] = record.parties[0]?.role === 'receiver' ? record.parties.toReversed() : record.parties
  const words = slugify([first?.country, second?.country, yearOf(record), record.title].join(' ').toLowerCase())
  return cut(words, longest - suffix.length) + suffix
}

/** The earliest year of signature, else of the first legal event, else of the first event. */
function yearOf({ events = [] }: AgreementInput): string {
  const legal: readonly string[] = legalEventTypes
  const among = [
    events.filter(({ type }) => type === 'signed'),
    events.filter(({ type }) => legal.includes(type)),
    events
  ]
  const dated = among.find(({ length }) => length > 0) ?? []
  return dated.map(({ date }) => /\d{4}/.exec(date)?.[0] ?? '').sort()[0] ?? ''
}

function cut(words: string, length: number): string {
  if (words.length <= length) return words
  const end = words.lastIndexOf('-', length)
  return words.slice(0, end > 0 ? end : length)
}
