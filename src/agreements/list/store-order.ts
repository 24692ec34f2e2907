import { and, eq, type SQL, sql } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import { listed, revision, statusInterval } from '../../database/tables.ts'
import type { Clocks } from '../clocks.ts'
import type { Filters } from '../selection/parameters.ts'
import type { OrderColumn, SortColumn } from '../selection/store-pages.ts'
import { endsOn } from '../selection/store-predicates.ts'
import { searchQuery } from '../selection/store-search.ts'
import type { ListedOrder } from '../selection/store-values.ts'
import type { SortKey, SortValues } from '../sorting.ts'
import { areIntervalsListed, type IntervalOrder, orderFacet } from '../store-listed.ts'
import type { SortField } from './sort.ts'

// The orders of the list as columns.

/** The values of a row in the columns of an order. */
export type SortedRow = Record<`sort${number}`, string | number>

/** An order as a statement has it. */
export interface Order {
  shape: string
  columns: OrderColumn[]
  /** An index of current revisions is in this order. */
  isIndexed: boolean
  /** It is by what the interval says. */
  isOfInterval: boolean
  /** What the order is in `listed`, where values of filters stand in it too. */
  listed: ListedOrder | undefined
  /** Rows of `listed` that are the order, and belong to the revision and the interval. */
  places: { facet: SQL; join: SQL | undefined } | undefined
  /** Which of all agreements it begins with, where those have the same value, or any, and so stand in the order by id. */
  level: SQL | undefined
  /** What it begins behind, as values of `beyond`. */
  begin: (values: SortValues) => Record<string, unknown>
  valuesOf: (row: SortedRow) => SortValues
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
export const placed = alias(listed, 'placed')

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

/** What agreements have that have no value, where those are most. */
const none: Partial<Record<SortField, string>> = { endsOn: 'infinity', personsMoved: '-1' }

/** Those of equal value that come next, behind some values or at the beginning of an order, if they are most; of marks (`store-ways.ts`). */
function levelOf([first, second, ...more]: SortKey<SortField>[], from?: SortValues): SQL | undefined {
  if (!first || more.length > 0 || (second && second.descending !== first.descending)) return undefined
  const { field, descending } = first
  if (field === 'id') return sql`true`
  const value = none[field]
  if (value === undefined || second?.field !== 'id') return undefined
  const isFirst = (field === 'endsOn') === descending
  if (from ? String(from[0]) !== value : !isFirst) return undefined
  const { type } = sortColumns[field as keyof typeof sortColumns]
  return sql.raw(`order0 = '${value}'::${type}`)
}

/** Fields of the interval. */
const ofInterval: readonly SortField[] = ['personsMoved', 'amount', 'lastHeardOn']

/** Fields whose values, or values and ids, are the columns of an index. */
const indexed: readonly SortField[] = ['changedAt', 'id', 'title', 'endsOn']

/** An order as it is read from an index, where there is one at these clocks. */
export function orderOf(sort: SortKey<SortField>[], clocks: Clocks, filters: Filters, from?: SortValues): Order {
  const [first, second, ...more] = sort as [SortKey<SortField>, ...SortKey<SortField>[]]
  const { field, descending } = first
  const isAlone =
    second === undefined || (second.field === 'id' && second.descending === descending && more.length === 0)
  const order = { ...sortedOrder(sort, filters, from), listed: field === 'changedAt' ? field : undefined }
  if (!isAlone) return order
  if (field === 'signedOn') return { ...order, ...keyOrder(field, descending), listed: field }
  if ((field === 'lastHeardOn' || field === 'personsMoved') && areIntervalsListed(clocks)) {
    const facet = sql`${placed.facet} = ${sql.raw(`'${orderFacet(field)}'`)}`
    const join = and(eq(placed.seq, revision.seq), eq(placed.ordinal, statusInterval.ordinal))
    return { ...order, ...keyOrder(field, descending), places: { facet, join } }
  }
  return { ...order, isIndexed: indexed.includes(field) }
}

/** An order by the values themselves, which no index needs to have. */
export function sortedOrder(sort: SortKey<SortField>[], filters: Filters, from?: SortValues): Order {
  const named = sort.map(key => `${key.descending ? '-' : ''}${key.field}`).join()
  return {
    shape: named,
    columns: sort.map(({ field, descending }) => ({ ...sortColumnOf(field, filters), descending })),
    isIndexed: false,
    isOfInterval: sort.some(({ field }) => ofInterval.includes(field)),
    listed: undefined,
    places: undefined,
    level: levelOf(sort, from),
    begin: values => Object.fromEntries(values.map((value, i) => [`from${i}`, value])),
    valuesOf: row => sort.map((_, i) => row[`sort${i}`] as string | number)
  }
}

/** An order by a key. Cursors have the same values that they have without it, so that a walk goes on wherever it may. */
function keyOrder(field: keyof typeof keyOrders, descending: boolean) {
  const { column, write, read } = keyOrders[field]
  return {
    shape: `${descending ? '-' : ''}key of ${field}`,
    columns: [{ ...column, descending }],
    isIndexed: true,
    begin: ([value = '', id]: SortValues) => ({ from0: `${write(value)} ${id}` }),
    valuesOf: (row: SortedRow): SortValues => {
      const [text = '', id = ''] = String(row.sort0).split(' ')
      return [read(text), id]
    }
  }
}
