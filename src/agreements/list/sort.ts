import type { FieldError } from '../../problems.ts'
import { parseSort, type Sortable, type SortKey } from '../sorting.ts'

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

/** What an order is made of: itself, and the filters that some fields need. */
interface Sorted {
  sort?: string | undefined
  q?: string | undefined
  currency?: string[] | undefined
}

/** What fits best first, where something is searched for; else the latest change first. */
const defaultSort = ({ q }: Sorted): string => (q === undefined ? '-changedAt' : '-relevance')

const sortable: Sortable<SortField> = { fields: sortFields, unique: ['changedAt', 'id'] }

/** The order that a query asks for, which has no faults. */
export function sortKeys(query: Sorted): SortKey<SortField>[] {
  const keys = parseSort(query.sort ?? defaultSort(query), sortable)
  if (typeof keys === 'string') throw new Error(keys)
  return keys
}

/** What is wrong with the order that a query asks for. */
export function sortFaults({ sort, q, currency }: Sorted): FieldError[] {
  if (sort === undefined) return []
  const read = parseSort(sort, sortable)
  if (typeof read === 'string') return [{ parameter: 'sort', code: 'invalid_sort', detail: read }]
  const say = (detail: string): FieldError[] => [{ parameter: 'sort', code: 'invalid_sort', detail }]
  const isBy = (field: SortField) => read.some(key => key.field === field)
  if (isBy('relevance') && q === undefined) return say('"relevance" is that of what "q" looks for; there is no "q".')
  if (isBy('amount') && currency?.length !== 1)
    return say('"amount" compares sums of one currency: add one "currency", which also filters.')
  return []
}
