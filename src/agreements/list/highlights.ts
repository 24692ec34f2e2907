import { foldedInPlace, type SearchedText } from '../../record/search.ts'

// What a search found in the texts of a record, as structure: whoever shows it decides on the markup.

/** A piece of a text, and whether it is what was looked for. */
export interface Part {
  text: string
  match: boolean
}

/** The fragments of one text in which something was found. */
export interface Highlight {
  pointer: string
  fragments: Part[][]
}

/** What stands around matches and between fragments: characters for private use, which the texts that are looked through lack. */
export const marks = { start: '\uE000', stop: '\uE001', between: '\uE002' } as const

/** A text as it is looked through: folded, without marks, and without what could be taken for a tag and left out. */
export const lookedThrough = (text: string): string => foldedInPlace(text).replace(/[<>\uE000-\uE002]/g, ' ')

/**
 * Fragments of a text as it was written.
 *
 * @param marked fragments of the text as it was looked through, with their marks
 */
export function highlightOf({ pointer, text }: SearchedText, marked: string): Highlight {
  const plain = lookedThrough(text)
  let place = 0
  const fragments = marked.split(marks.between).map(fragment => {
    const pieces = fragment.split(/(?=\uE000)|\uE001/).map(piece => ({
      text: piece.replace(marks.start, ''),
      match: piece.startsWith(marks.start)
    }))
    place = plain.indexOf(pieces.map(({ text }) => text).join(''), place)
    return pieces.flatMap(({ text: { length }, match }) => {
      const part = { text: text.slice(place, place + length), match }
      place += length
      return length > 0 ? part : []
    })
  })
  return { pointer, fragments }
}
