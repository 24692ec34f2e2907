import type { FieldError } from '../../problems.ts'

/** What a list can be sorted by. */
export const sortFields = [
  'changedAt',
  'id',
  'signedOn',
  'title',
  'relevance',
  'personsMoved',
  'amount',
  'endsOn',
  'lastHeardOn'
] as const
export type SortField = (typeof sortFields)[number]

/** One key of an order. */
export interface SortKey {
  field: SortField
  descending: boolean
}

/** The values of a row in the columns that a list is sorted by. */
export type SortValues = (string | number)[]

/** What an order is made of: itself, and the filters that some fields need. */
interface Sorted {
  sort?: string | undefined
  q?: string | undefined
  currency?: string[] | undefined
}

/** What fits best first, where something is searched for; else the latest change first. */
const defaultSort = ({ q }: Sorted): string => (q === undefined ? '-changedAt' : '-relevance')

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
export function sortKeys(query: Sorted): SortKey[] {
  const keys = parseSort(query.sort ?? defaultSort(query))
  if (typeof keys === 'string') throw new Error(keys)
  return keys
}

/** What is wrong with the order that a query asks for. */
export function sortFaults({ sort, q, currency }: Sorted): FieldError[] {
  if (sort === undefined) return []
  const read = parseSort(sort)
  if (typeof read === 'string') return [{ parameter: 'sort', code: 'invalid_sort', detail: read }]
  const say = (detail: string): FieldError[] => [{ parameter: 'sort', code: 'invalid_sort', detail }]
  const isBy = (field: SortField) => read.some(key => key.field === field)
  if (isBy('relevance') && q === undefined) return say('"relevance" is that of what "q" looks for; there is no "q".')
  if (isBy('amount') && currency?.length !== 1)
    return say('"amount" compares sums of one currency: add one "currency", which also filters.')
  return []
}

const isSortField = (text: string): text is SortField => (sortFields as readonly string[]).includes(text)

/** The same order from its end. */
export const reversed = (keys: SortKey[]): SortKey[] => keys.map(key => ({ ...key, descending: !key.descending }))
