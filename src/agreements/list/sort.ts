import type { FieldError } from '../../problems.ts'

/** What a list can be sorted by. */
export const sortFields = ['changedAt', 'id', 'signedOn', 'title'] as const
export type SortField = (typeof sortFields)[number]

/** One key of an order. */
export interface SortKey {
  field: SortField
  descending: boolean
}

/** The values of a row in the columns that a list is sorted by. */
export type SortValues = (string | number)[]

/** The latest change first. */
export const defaultSort = '-changedAt'

/** Fields in which no two agreements are equal. */
const unique: SortField[] = ['changedAt', 'id']

/**
 * Reads `-signedOn,title`. The id is appended where two agreements could stand level, in the direction of the last
 * field, so that one index can serve the whole order.
 *
 * @returns the keys, or a sentence that says what is wrong
 */
export function parseSort(text: string): SortKey[] | string {
  const keys: SortKey[] = []
  for (const part of text.split(',')) {
    const field = part.replace(/^-/, '')
    if (!isSortField(field))
      return `${JSON.stringify(part)} is no field to sort by. Use ${sortFields.join(', ')}, each with a minus before it for descending order.`
    if (keys.some(key => key.field === field)) return `${field} appears twice. Name each field once.`
    keys.push({ field, descending: part.startsWith('-') })
  }
  if (!keys.some(key => unique.includes(key.field)))
    keys.push({ field: 'id', descending: text.split(',').at(-1)?.startsWith('-') ?? false })
  return keys
}

/** The order that a query asks for, which has no faults. */
export function sortKeys({ sort = defaultSort }: { sort?: string }): SortKey[] {
  const keys = parseSort(sort)
  if (typeof keys === 'string') throw new Error(keys)
  return keys
}

/** What is wrong with the order that a query asks for. */
export function sortFaults({ sort }: { sort?: string }): FieldError[] {
  const read = sort === undefined ? [] : parseSort(sort)
  return typeof read === 'string' ? [{ parameter: 'sort', code: 'invalid_sort', detail: read }] : []
}

const isSortField = (text: string): text is SortField => (sortFields as readonly string[]).includes(text)

/** The same order from its end. */
export const reversed = (keys: SortKey[]): SortKey[] => keys.map(key => ({ ...key, descending: !key.descending }))
