import { and, type SQL, sql } from 'drizzle-orm'
import { listed, revision, statusInterval } from '../../database/tables.ts'
import type { Clocks } from '../clocks.ts'
import { intervalPart, listedPart } from '../selection/store-clocks.ts'
import type { FilterPart } from '../selection/store-filters.ts'
import { inOrder, type OrderColumn } from '../selection/store-pages.ts'
import { type Order, placed } from './store-order.ts'

/**
 * How a page is found. `at once`: where it begins, or as the planner thinks best. `walking`: among the first rows of an index in the
 * order, which is soon where many match. `sorting`: by fetching all that match, which is soon where few do. Between the last two
 * the planner cannot choose: it takes what matches to be spread evenly over any order, and would go through the whole registry
 * where it stands together, as the agreements of a country do in the order by id. `by id`: among the first of a value in that order,
 * where agreements that are level stand in it too.
 */
export type Way = 'at once' | 'walking' | 'by id' | 'sorting'

/** Rows that are looked through for each one that is wanted, unless said otherwise. */
export const WALKED = 100

/** The ways in which a page is looked for, until it is full. */
export function waysOf({ isInOrder, value }: FilterPart, { isIndexed, level }: Order, { knownAt }: Clocks): Way[] {
  // Indexes in an order are those of what is current.
  if (knownAt || isInOrder) return ['at once']
  if (!isIndexed) return ['sorting']
  return value && level ? ['walking', 'by id', 'sorting'] : ['walking', 'sorting']
}

interface Selection {
  clocks: Clocks
  filter: FilterPart
  order: Order
  /** What the page begins behind. */
  beyond: SQL | undefined
}

/** Which revisions, and their values in an order as `order0`, `order1` …, from the tables that the conditions speak of. */
const marks = (columns: readonly OrderColumn[]): SQL =>
  sql`select ${revision.seq} as seq, ${sql.join(
    columns.map(({ column }, i) => sql`${column} as ${sql.raw(`order${i}`)}`),
    sql`, `
  )}`

/** The columns of an order as the marks have them. */
export const ofMarks = (columns: readonly OrderColumn[], table: string): OrderColumn[] =>
  columns.map((column, i) => ({ ...column, column: sql.raw(`${table}.order${i}`) }))

const orderBy = (columns: readonly OrderColumn[]): SQL => sql`order by ${sql.join(inOrder(columns), sql`, `)}`

/** The first that match among the first rows of an order. */
function foundWalking({ clocks, filter, order, beyond }: Selection): SQL {
  const { columns, places } = order
  const current = listedPart(clocks).condition()
  const first = sql`${orderBy(columns)} limit ${sql.placeholder('walked')}`
  const ranges = filter.ranges?.() ?? [undefined]
  const inRanges = ranges.map(range => sql`(select * from ${revision} where ${and(current, range, beyond)} ${first})`)
  // What lies behind the last row of one range is not looked through in another either: it would come before its time.
  const inOrderOfAll =
    inRanges.length > 1
      ? sql`(select * from (${sql.join(inRanges, sql` union all `)}) as ${revision} ${first})`
      : inRanges[0]
  const walked = places
    ? sql`(select * from ${listed} as placed where ${and(places.facet, beyond)} ${first}) as placed
        join ${revision} on ${revision.seq} = ${placed.seq}`
    : sql`${inOrderOfAll} as ${revision}`
  return sql`
    ${marks(columns)} from ${walked} join ${statusInterval} on ${and(intervalPart(clocks).condition(), places?.join)}
    where ${and(current, filter.condition())} ${orderBy(columns)} limit ${sql.placeholder('limit')}`
}

/** The first that are level among the first of a value, by the keys of which the id is the end. */
function foundById({ clocks, filter, order, beyond }: Selection): SQL {
  const { columns, level } = order
  const id = sql`split_part(${listed.key}, ' ', 2)`
  const isDescending = columns.at(-1)?.descending
  const direction = sql.raw(isDescending ? 'desc' : 'asc')
  const isBeyond =
    beyond && sql`${id} ${sql.raw(isDescending ? '<' : '>')} ${sql.placeholder(`from${columns.length - 1}`)}`
  const isOwn = and(sql`${listed.facet} = ${filter.value} and ${listed.ordinal} = 0`, isBeyond)
  return sql`
    with matching as materialized (
      ${marks(columns)}
      from (select ${listed.key} from ${listed} where ${isOwn} order by ${id} ${direction} limit ${sql.placeholder('walked')}) as own
      join ${revision} on ${revision.signedKey} = own.key
      join ${statusInterval} on ${intervalPart(clocks).condition()}
      where ${listedPart(clocks).condition()})
    select * from matching where ${level}
    ${orderBy(ofMarks(columns, 'matching'))} limit ${sql.placeholder('limit')}`
}

/**
 * All that match, in order. They are fetched apart, where no index in the order tempts the planner to go through that, and without
 * their intervals, unless it takes these to find or to sort them.
 */
function foundSorting({ clocks, filter, order, beyond }: Selection): SQL {
  const { columns } = order
  const interval =
    filter.isOfInterval || order.isOfInterval
      ? sql`join ${statusInterval} on ${intervalPart(clocks).condition()}`
      : undefined
  return sql`
    with matching as materialized (
      ${marks(columns)} from ${revision} ${interval} where ${and(listedPart(clocks).condition(), filter.condition(), beyond)})
    select * from matching ${orderBy(ofMarks(columns, 'matching'))}`
}

/** A statement for each way of which it takes one: the rows of a page and the next one, in order, as marks. */
export const foundBy = { walking: foundWalking, 'by id': foundById, sorting: foundSorting }
