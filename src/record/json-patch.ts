import { isDeepStrictEqual } from 'node:util'
import { applyPatch, createPatch, type Operation } from 'rfc6902'

/** The shortest way between two lists takes time that grows with the product of their lengths; longer ones are replaced whole. */
const LONGEST_COMPARED = 50

/** A JSON Patch (RFC 6902) that leads from one JSON value to another. */
export const jsonPatch = (before: unknown, after: unknown): Operation[] =>
  createPatch(before, after, (before, after, path) => {
    if (!Array.isArray(before) || !Array.isArray(after)) return undefined
    if (Math.max(before.length, after.length) <= LONGEST_COMPARED) return undefined
    return isDeepStrictEqual(before, after) ? [] : [{ op: 'replace', path: path.toString(), value: after }]
  })

/**
 * A JSON value after a JSON Patch, which leaves the value itself as it is.
 *
 * @throws the first thing that does not fit
 */
export function patched<T>(value: T, patch: Operation[]): T {
  const copy = structuredClone(value)
  for (const failure of applyPatch(copy, patch)) if (failure) throw failure
  return copy
}
