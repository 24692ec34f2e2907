import { closest } from 'fastest-levenshtein'

/** Texts longer than this are compared by their beginning: distance costs the product of the lengths. */
const comparedLength = 100

/** The candidate that looks most like a text, upper and lower case apart. There must be a candidate. */
export function nearest(text: string, candidates: readonly string[]): string {
  const lowerCase = candidates.map(candidate => candidate.toLowerCase())
  const found = closest(text.slice(0, comparedLength).toLowerCase(), lowerCase)
  return candidates[lowerCase.indexOf(found)] as string
}
