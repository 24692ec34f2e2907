import type { Collection } from '../agreements/addresses.ts'
import { parseSort, type Sortable, type SortKey } from '../agreements/sorting.ts'
import type { FieldError } from '../problems.ts'

/** What they are called in a sentence. */
export const nouns: Record<Collection, { one: string; many: string }> = {
  events: { one: 'event', many: 'events' },
  feeTerms: { one: 'fee term', many: 'fee terms' },
  facilities: { one: 'facility', many: 'facilities' },
  sources: { one: 'source', many: 'sources' }
}

/** What a list shows, as the beginning of a sentence. */
export function subjectOf(collection: Collection, { standing }: { standing?: string[] | undefined }): string {
  const subject = [standing?.join(' or '), nouns[collection].many].filter(Boolean).join(' ')
  return subject.charAt(0).toUpperCase() + subject.slice(1)
}

export type SortField = 'date' | 'amount' | 'name' | 'agreements' | 'id'

/** What each list can be sorted by, and its order where nothing is said. */
export const orders: Record<Collection, { fields: SortField[]; usual: string }> = {
  events: { fields: ['date', 'id'], usual: '-date' },
  feeTerms: { fields: ['amount', 'id'], usual: 'id' },
  facilities: { fields: ['name', 'agreements', 'id'], usual: 'name' },
  sources: { fields: ['date', 'agreements', 'id'], usual: '-agreements' }
}

interface Sorted {
  sort?: string | undefined
  currency?: string[] | undefined
}

const read = (collection: Collection, { sort }: Sorted) => {
  const { fields, usual } = orders[collection]
  const sortable: Sortable<SortField> = { fields, unique: ['id'] }
  return parseSort<SortField>(sort ?? usual, sortable)
}

/** The order that a query asks for, which has no faults. */
export function sortKeysOf(collection: Collection, query: Sorted): SortKey<SortField>[] {
  const keys = read(collection, query)
  if (typeof keys === 'string') throw new Error(keys)
  return keys
}

/** What is wrong with the order that a query asks for. */
export function sortFaultsOf(collection: Collection, query: Sorted): FieldError[] {
  const keys = read(collection, query)
  const say = (detail: string): FieldError[] => [{ parameter: 'sort', code: 'invalid_sort', detail }]
  if (typeof keys === 'string') return say(keys)
  if (keys.some(({ field }) => field === 'amount') && query.currency?.length !== 1)
    return say('"amount" compares sums of one currency: add one "currency", which also filters.')
  return []
}
