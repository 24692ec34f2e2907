import { distance } from 'fastest-levenshtein'

/** The longest text that is compared: no name is as long, and distance costs the product of the lengths. */
const longest = 100

/** How many letters may differ. Two letters of a short word make another word, and a long one has room for more slips. */
function reach({ length }: string): number {
  if (length < 5) return length < 3 ? 0 : 1
  return Math.max(2, Math.floor(length / 6))
}

/** The candidates that a text is nearly spelt like, upper and lower case apart: all that are equally near, none where none is. */
export function nearest(text: string, candidates: readonly string[]): string[] {
  if (text.length > longest) return []
  const sought = text.toLowerCase()
  const distances = candidates.map(candidate => slips(sought, candidate.toLowerCase()))
  const least = Math.min(...distances)
  return least <= reach(sought) ? candidates.filter((_, i) => distances[i] === least) : []
}

/** How many letters differ; two that were swapped are one slip. */
function slips(a: string, b: string): number {
  const differing = distance(a, b)
  return differing === 2 && [...a].sort().join('') === [...b].sort().join('') ? 1 : differing
}

/** `"a"`, `"a" and "b"` or `"a", "b" and "c"`. */
export function quoted(texts: readonly string[], last: 'and' | 'or' = 'and'): string {
  const quotes = texts.map(text => JSON.stringify(text))
  return [quotes.slice(0, -1).join(', '), ...quotes.slice(-1)].filter(part => part !== '').join(` ${last} `)
}

/** `the nearest is "a"`, `the nearest are "a" and "b"`; undefined where nothing is near. */
export function sayNearest(text: string, candidates: readonly string[]): string | undefined {
  const near = nearest(text, candidates)
  return near.length === 0 ? undefined : `the nearest ${near.length === 1 ? 'is' : 'are'} ${quoted(near)}`
}
