import { and, sql } from 'drizzle-orm'
import { ahead } from '../../database/ahead.ts'
import type { Db } from '../../database/client.ts'
import { prepared } from '../../database/prepared.ts'
import { revision, statusInterval } from '../../database/tables.ts'
import { limits } from '../../limits.ts'
import type { Clocks } from '../clocks.ts'
import type { StoredRow } from '../revision-text.ts'
import type { Filters } from '../selection/parameters.ts'
import { intervalPart, listedPart } from '../selection/store-clocks.ts'
import { type FilterPart, filterPart } from '../selection/store-filters.ts'
import {
  asOfWrite,
  beyond,
  inOrder,
  lastWriteColumn,
  type OrderColumn,
  type Read,
  sortedBy
} from '../selection/store-pages.ts'
import type { Beyond } from '../selection/store-values.ts'
import { reversed, type SortKey, type SortValues } from '../sorting.ts'
import { storedColumns, type View } from '../store-columns.ts'
import type { SortField } from './sort.ts'
import { type Order, orderOf, placed, type SortedRow, sortedOrder } from './store-order.ts'
import { foundBy, ofMarks, WALKED, type Way, waysOf } from './store-ways.ts'

/** A page of the list. */
export interface PageQuery {
  clocks: Clocks
  filters: Filters
  sort: SortKey<SortField>[]
  limit: number
  view: View
  /** Only what comes after these values (`forward`) or before them, in the registry as it stood after `lastWrite`. */
  from?: { values: SortValues; forward: boolean; lastWrite?: number | undefined } | undefined
  /** Rows of an order that are looked through for each one that is wanted, at most, before all that match are fetched. */
  walked?: number
}

export interface ListedRow extends StoredRow {
  sortValues: SortValues
}

export interface Page extends Read {
  rows: ListedRow[]
  more: boolean
}

/** One page of agreements, in the order asked for. */
export const listAgreements = (db: Db, query: PageQuery): Promise<Page> =>
  asOfWrite(query.from?.lastWrite, query.clocks, clocks => listOnce(db, { ...query, clocks }))

/**
 * All agreements in the order asked for, page by page. The pages are one state of the registry, that which the first one saw,
 * and no transaction is open between them: whoever reads slowly holds up nobody.
 */
export async function* walkAgreements(db: Db, query: Omit<PageQuery, 'from'>): AsyncGenerator<Page, void> {
  const first = await listAgreements(db, query)
  yield first
  // Whoever wants no more than that has not made anybody read more.
  yield* ahead(pagesAfter(db, query, first))
}

async function* pagesAfter(db: Db, query: Omit<PageQuery, 'from'>, first: Page): AsyncGenerator<Page, void> {
  for (let page = first; page.more; ) {
    const { sortValues: values } = page.rows.at(-1) as ListedRow
    page = await listAgreements(db, { ...query, from: { values, forward: true, lastWrite: page.lastWrite } })
    yield page
  }
}

async function listOnce(db: Db, query: PageQuery): Promise<Page> {
  const { limit } = query
  let found: FoundRow[] = []
  for (const { find } of waysTo(db, query)) {
    found = await find()
    if (found.length > limit) break
  }
  const rows = found.slice(0, limit)
  return {
    rows: query.from?.forward === false ? rows.reverse() : rows,
    more: found.length > limit,
    lastWrite: found[0]?.lastWrite
  }
}

/**
 * The ways to a page: each is taken where the one before did not fill it. All ask for one row more, which tells whether more follow, and
 * read from the cursor on, so backward where it says so.
 */
export function waysTo(db: Db, query: PageQuery): { way: Way; find: () => Promise<FoundRow[]> }[] {
  const { clocks, filters, from } = query
  const sort = from?.forward === false ? reversed(query.sort) : query.sort
  const order = orderOf(sort, clocks, filters, from?.values)
  const byValues = sortedOrder(sort, filters, from?.values)
  const filter = filterPart(db, clocks, filters, order.listed)
  return waysOf(filter, order, clocks).map(way => ({
    way,
    find: () => find(db, query, { way, filter, order: way === 'walking' || way === 'at once' ? order : byValues })
  }))
}

type FoundRow = ListedRow & Read

/** The rows of a page and the next one, or those of them that are found in one of the ways. */
async function find(
  db: Db,
  { clocks, filters, view, from, limit, walked = WALKED }: PageQuery,
  { way, filter, order }: { way: Way; filter: FilterPart; order: Order }
): Promise<FoundRow[]> {
  const { columns, places } = order
  const current = listedPart(clocks)
  const interval = intervalPart(clocks)
  const shapes = [current.shape, interval.shape, filter.shape, order.shape]
  const build = () => {
    const behind = from && beyond(columns)
    if (way === 'at once') {
      const [first] = columns as [OrderColumn]
      // The first column is enough: no two agreements have the same value in one that `listed` is in the order of.
      const beyondIn: Beyond | undefined =
        from && order.listed && (column => beyond([{ ...first, column: sql`${column}` }]))
      const rows = db
        .select({ ...storedColumns(view), ...sortedBy(columns), ...lastWriteColumn(clocks) })
        .from(revision)
        .innerJoin(statusInterval, interval.condition())
        .$dynamic()
      if (places) rows.innerJoin(placed, and(places.facet, places.join))
      return rows
        .where(and(current.condition(), filter.condition(beyondIn), behind))
        .orderBy(...inOrder(columns))
        .limit(sql.placeholder('limit') as unknown as number)
    }
    // First which they are, then what they say: nothing more is read of those that are not shown.
    const selection = { clocks, filter, order, beyond: behind }
    const shown = ofMarks(columns, 'shown')
    return db
      .select({ ...storedColumns(view), ...sortedBy(shown), ...lastWriteColumn(clocks) })
      .from(sql`(${foundBy[way](selection)}) as shown`)
      .innerJoin(revision, sql`${revision.seq} = shown.seq`)
      .innerJoin(statusInterval, interval.condition())
      .orderBy(...inOrder(shown))
      .limit(sql.placeholder('limit') as unknown as number)
  }
  const statement = prepared(db, ['list', way, view, ...shapes, from ? 'from' : ''].join('|'), build, {
    seesValues: way !== 'at once' || filter.seesValues
  })
  const found = (await statement.execute({
    ...current.values,
    ...interval.values,
    // That of the order by amounts, whether the filter needs it or not.
    currency: filters.currency,
    ...filter.values,
    ...(from && order.begin(from.values)),
    limit: limit + 1,
    walked: (limit + 1) * walked
  })) as (StoredRow & Read & SortedRow)[]
  return found.map(row => ({ ...row, sortValues: order.valuesOf(row) }))
}

/** How many agreements the filters name, after a write or now; null when more than can be counted. */
export async function countAgreements(
  db: Db,
  clocks: Clocks,
  filters: Filters,
  lastWrite?: number
): Promise<number | null> {
  const { total } = await asOfWrite(lastWrite, clocks, clocks => countOnce(db, clocks, filters))
  return total <= limits.counted ? total : null
}

async function countOnce(db: Db, clocks: Clocks, filters: Filters): Promise<Read & { total: number }> {
  const current = listedPart(clocks)
  const interval = intervalPart(clocks)
  const filter = filterPart(db, clocks, filters)
  const shape = ['count', current.shape, interval.shape, filter.shape].join('|')
  const count = () => {
    const some = db
      .select({ one: sql`1`.as('one') })
      .from(revision)
      .innerJoin(statusInterval, interval.condition())
      .where(and(current.condition(), filter.condition()))
      .limit(limits.counted + 1)
      .as('some')
    return db.select({ total: sql<number>`count(*)::int`, ...lastWriteColumn(clocks) }).from(some)
  }
  const statement = prepared(db, shape, count, filter)
  const [row] = await statement.execute({ ...current.values, ...interval.values, ...filter.values })
  return row as Read & { total: number }
}
