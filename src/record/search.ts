import { countryName } from './countries.ts'
import { otherNamesOf } from './country-names.ts'
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
 * The same in as many characters as the text has, so that a place in one is that place in the other; characters that are
 * folded into several stay.
 */
export const foldedInPlace = (text: string): string =>
  [...text]
    .map(character => {
      const plain = folded(character)
      return plain.length === character.length ? plain : character
    })
    .join('')

/** A text of a record that can be searched, and where it stands (RFC 6901). */
export interface SearchedText {
  pointer: string
  text: string
}

/**
 * What can be searched of a record, from what weighs most to what weighs least: titles and numbers; parties, facilities and
 * participants with its labels; the summary; notes, scope, provisions, events and sources.
 *
 * @param labels of the record, on any day
 */
export function searchedTexts(record: Agreement, labels: readonly string[]): SearchedText[][] {
  const { title, otherTitles, summary, notes, identifiers, scope, provisions } = record
  const { parties, facilities, participants, events, sources } = record
  const weights = [
    [
      at('/title', title),
      ...otherTitles.map((text, i) => at(`/otherTitles/${i}`, text)),
      ...identifiers.map(({ value }, i) => at(`/identifiers/${i}/value`, value))
    ],
    [
      ...labels.map(label => at('/status/label', label)),
      ...parties.flatMap(({ country, authority }, i) => [
        at(`/parties/${i}/country`, countryName(country)),
        at(`/parties/${i}/country`, country),
        ...otherNamesOf(country).map(name => at(`/parties/${i}/country`, name)),
        at(`/parties/${i}/authority`, authority)
      ]),
      ...facilities.flatMap(({ name, place }, i) => [
        at(`/facilities/${i}/name`, name),
        at(`/facilities/${i}/place`, place)
      ]),
      ...participants.map(({ name }, i) => at(`/participants/${i}/name`, name))
    ],
    [at('/summary', summary)],
    [
      at('/notes', notes),
      at('/scope/description', scope.description),
      // Hyphens, so that a topic is found by its words, as a phrase and written as one.
      ...provisions.flatMap(({ topic, note }, i) => [
        at(`/provisions/${i}/topic`, topic.replaceAll('_', '-')),
        at(`/provisions/${i}/note`, note)
      ]),
      ...events.map(({ description }, i) => at(`/events/${i}/description`, description)),
      ...sources.flatMap(({ title, publisher }, i) => [
        at(`/sources/${i}/title`, title),
        at(`/sources/${i}/publisher`, publisher)
      ])
    ]
  ]
  return weights.map(texts => texts.flat())
}

/** A text that may be missing, as a list of one or none. */
const at = (pointer: string, text: string | null): SearchedText[] => (text === null ? [] : [{ pointer, text }])

/**
 * The same as the database is given it: one folded text for each weight.
 *
 * @param labels every label that the record takes on any day
 */
export const searchTexts = (record: Agreement, labels: readonly string[]): string[] =>
  searchedTexts(record, labels).map(texts =>
    folded([...new Set(texts.map(({ text }) => text))].join(' \n'))
      .slice(0, MOST_CHARACTERS)
      .toWellFormed()
  )
