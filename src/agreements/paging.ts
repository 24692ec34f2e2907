import { createHash } from 'node:crypto'
import { addressOf, decodeCursor, encodeCursor } from '../http/output/pagination.ts'
import type { Clocks } from './clocks.ts'
import { otherList } from './refusals.ts'
import type { SortValues } from './sorting.ts'

/** What a query says of a page; whatever else is in it makes the list. */
interface PageQuery {
  cursor?: string | undefined
}

/** What a cursor of a list holds. */
interface ListCursor {
  /** The list that it belongs to: a hash of its address, filters and order. */
  list: string
  /** The day that the first page spoke of, so that pages read across midnight belong together. */
  asOf: string
  /** The moment that the first page spoke of; null: now. */
  knownAt: string | null
  /** The newest write that the first page saw, so that what is written meanwhile moves nothing between pages. */
  lastWrite?: number | undefined
  /** The values of the row next to the page in the columns of the order. */
  values: SortValues
  forward: boolean
}

/** Parameters that may change from page to page. */
const ofPage = ['cursor', 'limit', 'total', 'view', 'fields', 'facet', 'format']

const listOf = (path: string, query: PageQuery): string => {
  const named = Object.entries(query).filter(([name]) => !ofPage.includes(name))
  return createHash('sha256')
    .update(JSON.stringify([path, ...named.sort()]))
    .digest('base64url')
    .slice(0, 16)
}

/**
 * Where a page begins.
 *
 * @throws ApiProblem invalid-cursor when the cursor was not given for this list
 */
export function readCursor(path: string, query: PageQuery, cursorKey: string): ListCursor | undefined {
  if (query.cursor === undefined) return undefined
  const cursor = decodeCursor(query.cursor, cursorKey) as ListCursor
  if (cursor.list === listOf(path, query)) return cursor
  throw otherList('This cursor was given for other filters, clocks or another order. Begin again without it.')
}

/** The addresses of the pages beside one, and the cursor of the next; null where there is none. */
export function pageLinks(
  path: string,
  query: PageQuery,
  clocks: Clocks,
  page: {
    from: ListCursor | undefined
    first?: SortValues | undefined
    last?: SortValues | undefined
    more: boolean
    lastWrite?: number | undefined
  },
  { cursorKey, publicUrl }: { cursorKey: string; publicUrl: string }
): { next: string | null; prev: string | null; cursor: string | null } {
  const cursorTo = (values: SortValues | undefined, forward: boolean) => {
    if (!values) return null
    const { asOf, knownAt } = clocks
    const cursor: ListCursor = {
      list: listOf(path, query),
      asOf,
      knownAt: knownAt?.toISOString() ?? null,
      lastWrite: page.lastWrite,
      values,
      forward
    }
    return encodeCursor(cursor, cursorKey)
  }
  const link = (cursor: string | null) => cursor && publicUrl + addressOf(path, { ...query, cursor })
  const backward = page.from?.forward === false
  const next = backward || page.more ? cursorTo(page.last, true) : null
  const prev = (backward ? page.more : page.from) ? cursorTo(page.first, false) : null
  return { next: link(next), prev: link(prev), cursor: next }
}
