import { countryName } from './countries.ts'
import type { Agreement } from './schema/agreement.ts'

/**
 * The most characters of a record that can be searched for, in each weight. PostgreSQL takes words and their places up to a
 * mebibyte in all, which distinct words in any script do not reach by then.
 */
const MOST_CHARACTERS = 60_000

/** A text as it is searched and looked for: in lower case, and without accents. */
export const folded = (text: string): string =>
  text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().normalize('NFC')

/**
 * What can be searched of a record, from what weighs most to what weighs least: titles and numbers; parties, facilities and
 * participants with every label that the record takes; the summary; events and sources.
 *
 * @param labels every label that the record takes on any day
 */
export function searchTexts(record: Agreement, labels: readonly string[]): string[] {
  const { title, otherTitles, summary, identifiers, parties, facilities, participants, events, sources } = record
  const weights = [
    [title, ...otherTitles, ...identifiers.map(({ value }) => value)],
    [
      ...labels,
      ...parties.flatMap(({ country, authority }) => [countryName(country), country, authority]),
      ...facilities.flatMap(({ name, place }) => [name, place]),
      ...participants.map(({ name }) => name)
    ],
    [summary],
    [...events.map(({ description }) => description), ...sources.flatMap(({ title, publisher }) => [title, publisher])]
  ]
  return weights.map(texts =>
    folded([...new Set(texts.filter(text => text !== null))].join(' \n'))
      .slice(0, MOST_CHARACTERS)
      .toWellFormed()
  )
}
