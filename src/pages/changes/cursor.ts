import { otherList } from '../../agreements/refusals.ts'
import { decodeCursor, encodeCursor } from '../../http/output/pagination.ts'

/** Where a page of the changes of the world begins: behind this one. */
export type TurnPlace = [day: string, id: string]

/** Places in the two lists of changes, each with the name by which its cursors are told from others. */
interface Places {
  turns: TurnPlace
  edits: number
}

/** A cursor that holds a place in one of the lists. */
export const cursorAt = <L extends keyof Places>(list: L, place: Places[L], key: string): string =>
  encodeCursor({ [list]: place }, key)

/**
 * The place that a cursor holds; undefined without one.
 *
 * @throws ApiProblem invalid-cursor when it is none, or of another list
 */
export function placeOf<L extends keyof Places>(
  list: L,
  cursor: string | undefined,
  key: string
): Places[L] | undefined {
  if (cursor === undefined) return undefined
  const place = (decodeCursor(cursor, key) as Partial<Places>)[list]
  if (place === undefined) throw otherList('This cursor belongs to another list. Begin again without it.')
  return place
}
