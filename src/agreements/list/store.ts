import { and, eq, sql } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import type { Db } from '../../database/client.ts'
import { prepared } from '../../database/prepared.ts'
import { listed, revision, statusInterval } from '../../database/tables.ts'
import { limits } from '../../limits.ts'
import type { Clocks } from '../clocks.ts'
import type { StoredRow } from '../revision-text.ts'
import type { Filters } from '../selection/parameters.ts'
import { filterPart } from '../selection/store.ts'
import { intervalPart, listedPart } from '../selection/store-clocks.ts'
import {
  asOfWrite,
  beyond,
  inOrder,
  lastWriteColumn,
  type Read,
  type SortColumn,
  sortedBy
} from '../selection/store-pages.ts'
import { endsOn } from '../selection/store-predicates.ts'
import { searchQuery } from '../selection/store-search.ts'
import { reversed, type SortKey, type SortValues } from '../sorting.ts'
import { storedColumns, type View } from '../store-columns.ts'
import { areIntervalsListed, type IntervalOrder, orderFacet } from '../store-listed.ts'
import type { SortField } from './sort.ts'

/** A page of the list. */
export interface PageQuery {
  clocks: Clocks
  filters: Filters
  sort: SortKey<SortField>[]
  limit: number
  view: View
  /** Only what comes after these values (`forward`) or before them, in the registry as it stood after `lastWrite`. */
  from?: { values: SortValues; forward: boolean; lastWrite?: number | undefined } | undefined
}

export interface ListedRow extends StoredRow {
  sortValues: SortValues
}

/** Texts are in code point order, the same on every server. */
const sortColumns: Record<Exclude<SortField, 'relevance'>, SortColumn> = {
  changedAt: { type: 'bigint', column: sql`${revision.seq}` },
  id: { type: 'text', column: sql`${revision.agreementId} collate "C"` },
  signedOn: { type: 'date', column: sql`${revision.signedOn}` },
  title: { type: 'text', column: sql`${revision.title} collate "C"` },
  personsMoved: { type: 'bigint', column: sql`coalesce(${statusInterval.personsMin}, -1)` },
  amount: {
    type: 'numeric',
    column: sql`coalesce((
    select coalesce(sum->'amount'->>'max', sum->'amount'->>'min')::numeric
    from json_array_elements(
      case json_typeof(${statusInterval.totals}->'promised') when 'array' then ${statusInterval.totals}->'promised' else '[]' end
    ) sum
    where sum->>'currency' = any(${sql.placeholder('currency')}::text[])), -1)`
  },
  endsOn: { type: 'date', column: endsOn },
  lastHeardOn: { type: 'date', column: sql`coalesce(${statusInterval.lastHeardOn}, '-infinity')` }
}

const sortColumnOf = (field: SortField, filters: Filters): SortColumn =>
  field === 'relevance'
    ? { type: 'float8', column: sql`ts_rank(${revision.search}, ${searchQuery(filters)})::float8` }
    : sortColumns[field]

/** What stands in an order by the status (see `listed`). */
const placed = alias(listed, 'placed')

/** An order that is one column which has an index, of texts that are made of a value and of the id for those of equal value. */
interface KeyOrder {
  column: SortColumn
  /** The value as it begins the text, and back. */
  write: (value: string | number) => string
  read: (text: string) => string | number
}

const asItIs = { write: String, read: (text: string) => text }
const keyOrders: Record<'signedOn' | IntervalOrder, KeyOrder> = {
  signedOn: { column: { type: 'text', column: sql`${revision.signedKey}` }, ...asItIs },
  lastHeardOn: { column: { type: 'text', column: sql`${placed.key}` }, ...asItIs },
  personsMoved: {
    column: { type: 'text', column: sql`${placed.key}` },
    write: value => String(Number(value) + 1).padStart(19, '0'),
    read: text => Number(text) - 1
  }
}

/** The field of an order that is one such column at these clocks. */
function keyFieldOf(
  [first, second, ...more]: SortKey<SortField>[],
  clocks: Clocks
): keyof typeof keyOrders | undefined {
  if (!first || second?.field !== 'id' || first.descending !== second.descending || more.length > 0) return undefined
  const { field } = first
  if (field === 'signedOn') return field
  if (field !== 'lastHeardOn' && field !== 'personsMoved') return undefined
  return areIntervalsListed(clocks) ? field : undefined
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
  let page = await listAgreements(db, query)
  for (;;) {
    yield page
    const values = page.rows.at(-1)?.sortValues
    if (!page.more || !values) return
    page = await listAgreements(db, { ...query, from: { values, forward: true, lastWrite: page.lastWrite } })
  }
}

/** Asks for one row more than `limit`, which tells whether more follow. */
async function listOnce(db: Db, query: PageQuery): Promise<Page> {
  const backward = query.from?.forward === false
  const sort = backward ? reversed(query.sort) : query.sort
  const keyField = keyFieldOf(sort, query.clocks)
  const keyOrder = keyField && keyOrders[keyField]
  const columns = keyOrder
    ? [{ ...keyOrder.column, descending: sort[0]?.descending ?? false }]
    : sort.map(({ field, descending }) => ({ ...sortColumnOf(field, query.filters), descending }))
  const current = listedPart(query.clocks)
  const interval = intervalPart(query.clocks)
  const listedOrder = keyField === 'signedOn' ? keyField : sort[0]?.field === 'changedAt' ? 'changedAt' : undefined
  const filter = filterPart(db, query.clocks, query.filters, listedOrder)
  const order = sort.map(key => `${key.descending ? '-' : ''}${key.field}`).join()
  const shape = [
    'list',
    query.view,
    current.shape,
    interval.shape,
    filter.shape,
    order,
    keyField ?? '',
    query.from ? 'from' : ''
  ].join('|')
  const statement = prepared(
    db,
    shape,
    () => {
      const rows = db
        .select({ ...storedColumns(query.view), ...sortedBy(columns), ...lastWriteColumn(query.clocks) })
        .from(revision)
        .innerJoin(statusInterval, interval.condition())
        .$dynamic()
      if (keyField && keyField !== 'signedOn') {
        const isPlace = and(eq(placed.seq, revision.seq), eq(placed.ordinal, statusInterval.ordinal))
        rows.innerJoin(placed, and(sql`${placed.facet} = ${sql.raw(`'${orderFacet(keyField)}'`)}`, isPlace))
      }
      return rows
        .where(and(current.condition(), filter.condition(), query.from ? beyond(columns) : undefined))
        .orderBy(...inOrder(columns))
        .limit(sql.placeholder('limit') as unknown as number)
    },
    { seesValues: filter.plan === 'by value' || (filter.plan === 'by order' && !listedOrder) }
  )
  const [value = '', id] = query.from?.values ?? []
  const from = query.from && (keyOrder ? [`${keyOrder.write(value)} ${id}`] : query.from.values)
  const values = Object.fromEntries(from?.map((value, i) => [`from${i}`, value]) ?? [])
  const found = (await statement.execute({
    ...current.values,
    ...interval.values,
    // That of the order by amounts, whether the filter needs it or not.
    currency: query.filters.currency,
    ...filter.values,
    ...values,
    limit: query.limit + 1
  })) as (StoredRow & Read & Record<`sort${number}`, string | number>)[]
  const rows = found
    .slice(0, query.limit)
    .map(row => ({ ...row, sortValues: keyOrder ? valuesOfKey(keyOrder, row) : sort.map((_, i) => sortValue(row, i)) }))
  return { rows: backward ? rows.reverse() : rows, more: found.length > query.limit, lastWrite: found[0]?.lastWrite }
}

const sortValue = (row: Record<`sort${number}`, string | number>, i: number) => row[`sort${i}`] as string | number

/** The same values that the order has without its key, so that a cursor goes on wherever it may. */
function valuesOfKey({ read }: KeyOrder, row: Record<`sort${number}`, string | number>): SortValues {
  const [text = '', id = ''] = String(sortValue(row, 0)).split(' ')
  return [read(text), id]
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
  const statement = prepared(db, shape, count, { seesValues: filter.plan === 'by value' })
  const [row] = await statement.execute({ ...current.values, ...interval.values, ...filter.values })
  return row as Read & { total: number }
}
