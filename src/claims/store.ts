import { and, eq, ne, or, type SQL, sql } from 'drizzle-orm'
import type { Collection } from '../agreements/addresses.ts'
import type { Clocks } from '../agreements/clocks.ts'
import { plainHost } from '../agreements/facets.ts'
import type { Filters } from '../agreements/selection/parameters.ts'
import { eventFilters, eventPart, feeFilters, feePart } from '../agreements/selection/store-claims.ts'
import { type ClaimTable, intervalPart, isShown, listedPart, type Part } from '../agreements/selection/store-clocks.ts'
import { filterPart } from '../agreements/selection/store-filters.ts'
import {
  asOfWrite,
  beyond,
  inOrder,
  lastWriteColumn,
  type OrderColumn,
  type Read,
  type SortColumn,
  sortedBy
} from '../agreements/selection/store-pages.ts'
import { anyOf } from '../agreements/selection/store-predicates.ts'
import { reversed, type SortKey, type SortValues } from '../agreements/sorting.ts'
import type { Db } from '../database/client.ts'
import { preparedSql } from '../database/prepared.ts'
import { event, facility, feeTerm, revision, source, statusInterval } from '../database/tables.ts'
import { limits } from '../limits.ts'
import type { SortField } from './collections.ts'

/** What lists of claims are filtered by: the agreements, and the standing of the claims. */
export type ClaimFilters = Filters & { standing?: string[] | undefined }

/** What a list is taken from. */
interface Listed {
  table: ClaimTable
  /** The filters that say which claims are shown, and so which agreements. */
  own: readonly (keyof Filters)[]
  /** Those filters on the rows of the table. */
  part: (filters: ClaimFilters) => Part
  /** What rows are one where the same thing stands in several records. */
  group?: SQL
  sort: { [Field in SortField]?: SortColumn[] }
}

const inC = (column: unknown): SortColumn => ({ type: 'text', column: sql`${column} collate "C"` })
const agreements: SortColumn = { type: 'bigint', column: sql`count(distinct ${revision.agreementId})` }

/** Claims that were retracted are left out unless they are asked for. */
function standingPart(table: typeof event | typeof feeTerm, { standing }: ClaimFilters): Part {
  return standing
    ? { shape: 'standing', condition: () => anyOf(table.standing, 'standing'), values: { standing } }
    : { shape: '', condition: () => ne(table.standing, 'retracted'), values: {} }
}

/** Parts that all hold. */
const all = (...parts: Part[]): Part => ({
  shape: parts.map(({ shape }) => shape).join(),
  condition: () => and(...parts.map(part => part.condition())),
  values: Object.assign({}, ...parts.map(({ values }) => values))
})

/** Filters whose values are texts of a column, under names that those of agreements do not take. */
function columnPart(filters: Filters, columns: { [Name in keyof Filters]?: () => SQL | undefined }): Part {
  const set = (Object.keys(columns) as (keyof Filters)[]).filter(name => filters[name] !== undefined)
  return {
    shape: set.join(),
    condition: () => and(...set.map(name => columns[name]?.())),
    values: Object.fromEntries(set.map(name => [`own_${name}`, filters[name]]))
  }
}

const hostOf = sql`substring(lower(${source.url}) from '^https?://(?:www[.])?([^/:?#]+)')`
const isArchived = sql`(${revision.document}->'sources'->${source.position}->>'archivedUrl') is not null`

const lists: Record<Collection, Listed> = {
  events: {
    table: event,
    own: eventFilters,
    part: filters => all(eventPart(filters), standingPart(event, filters)),
    sort: { date: [{ type: 'date', column: sql`${event.dateFrom}` }], id: [inC(revision.agreementId), inC(event.id)] }
  },
  feeTerms: {
    table: feeTerm,
    own: feeFilters,
    part: filters => all(feePart(filters), standingPart(feeTerm, filters)),
    sort: {
      amount: [{ type: 'numeric', column: sql`coalesce(${feeTerm.amountMax}, ${feeTerm.amountMin}, -1)` }],
      id: [inC(revision.agreementId), inC(feeTerm.id)]
    }
  },
  facilities: {
    table: facility,
    own: ['facility', 'facilityCountry'],
    part: filters =>
      columnPart(filters, {
        facility: () => anyOf(facility.id, 'own_facility'),
        facilityCountry: () => anyOf(facility.country, 'own_facilityCountry')
      }),
    group: sql`${facility.id}`,
    sort: {
      name: [inC(sql`(array_agg(${facility.name} order by ${revision.seq} desc))[1]`)],
      agreements: [agreements],
      id: [inC(facility.id)]
    }
  },
  sources: {
    table: source,
    own: ['source', 'sourceKind', 'publisher', 'archived'],
    part: filters => {
      const part = columnPart(filters, {
        source: () => or(anyOf(source.url, 'own_source'), anyOf(hostOf, 'own_host')),
        sourceKind: () => anyOf(source.kind, 'own_sourceKind'),
        publisher: () => anyOf(source.publisher, 'own_publisher'),
        archived: () => sql`${isArchived} = ${sql.placeholder('own_archived')}::boolean`
      })
      const own_host = filters.source?.map(plainHost)
      return { ...part, values: { ...part.values, own_host } }
    },
    group: sql`${source.url}`,
    sort: {
      date: [{ type: 'date', column: sql`max(coalesce(${source.publishedFrom}, '-infinity'))` }],
      agreements: [agreements],
      id: [inC(source.url)]
    }
  }
}

/** The most agreements that one row of a list names. */
const MOST_AGREEMENTS = 100

/** Where a claim stands: which revision, which of its status intervals, and at which place of its list. */
export interface Place {
  seq: number
  ordinal: number
  position: number
}

/** One row of a list: a claim, or what several records claim of the same thing. */
export interface ClaimRow {
  places: Place[]
  /** How many agreements have it; there may be more than places. */
  agreements: number
  sortValues: SortValues
}

export interface ClaimsQuery {
  clocks: Clocks
  filters: ClaimFilters
  sort: SortKey<SortField>[]
  limit: number
  from?: { values: SortValues; forward: boolean; lastWrite?: number | undefined } | undefined
}

export interface ClaimsPage extends Read {
  rows: ClaimRow[]
  more: boolean
}

/** One page of claims over all agreements, in the order asked for. */
export const listClaims = (db: Db, collection: Collection, query: ClaimsQuery): Promise<ClaimsPage> =>
  asOfWrite(query.from?.lastWrite, query.clocks, clocks => listOnce(db, collection, { ...query, clocks }))

/** All claims in the order asked for, or as many as are wanted, page by page: one state of the registry, as in `walkAgreements`. */
export async function* walkClaims(
  db: Db,
  collection: Collection,
  query: Omit<ClaimsQuery, 'limit'>,
  most = Number.POSITIVE_INFINITY
): AsyncGenerator<ClaimsPage, void> {
  let { from } = query
  for (let left = most; ; ) {
    const page = await listClaims(db, collection, { ...query, from, limit: Math.min(limits.page.most, left) })
    yield page
    left -= page.rows.length
    const values = page.rows.at(-1)?.sortValues
    if (!page.more || !values || left === 0) return
    from = { values, forward: true, lastWrite: page.lastWrite }
  }
}

/** The rows of a list, with the columns of its order as `order0`, `order1` … */
function rowsPart(
  db: Db,
  collection: Collection,
  { clocks, filters }: Pick<ClaimsQuery, 'clocks' | 'filters'>,
  columns: readonly SortColumn[]
) {
  const { table, own, part, group } = lists[collection]
  const { standing: _, ...ofAgreements } = filters
  const others = Object.fromEntries(
    Object.entries(ofAgreements).filter(([name]) => !(own as readonly string[]).includes(name))
  )
  const parts = [
    listedPart(clocks),
    intervalPart(clocks),
    filterPart(db, clocks, others as Filters),
    part(filters)
  ] as const
  const [listed, interval, filter, claims] = parts
  return {
    shape: parts.map(({ shape }) => shape).join('|'),
    values: Object.assign({}, ...parts.map(({ values }) => values)) as Record<string, unknown>,
    select: () => {
      const place = sql`json_build_array(${revision.seq}, ${statusInterval.ordinal}, ${table.position})`
      const places = group
        ? sql`to_json((array_agg(${place} order by ${revision.agreementId} collate "C", ${table.position}))[1:${sql.raw(String(MOST_AGREEMENTS))}])`
        : sql`json_build_array(${place})`
      const ordered = columns.map(({ column }, i) => sql`, ${column} as ${sql.raw(`order${i}`)}`)
      return sql`select ${places} as places, ${group ? agreements.column : sql`1`}::int as agreements${sql.join(ordered)}
        from ${revision}
        join ${statusInterval} on ${interval.condition()}
        join ${table} on ${eq(table.seq, revision.seq)}
        where ${and(listed.condition(), filter.condition(), claims.condition(), isShown(clocks, table))}
        ${group ? sql`group by ${group}` : sql``}`
    }
  }
}

async function listOnce(db: Db, collection: Collection, query: ClaimsQuery): Promise<ClaimsPage> {
  const backward = query.from?.forward === false
  const sort = backward ? reversed(query.sort) : query.sort
  const columns = sort.flatMap(({ field, descending }) =>
    (lists[collection].sort[field] ?? []).map(column => ({ ...column, descending }))
  )
  const ordered: OrderColumn[] = columns.map((column, i) => ({ ...column, column: sql.raw(`claims.order${i}`) }))
  const rows = rowsPart(db, collection, query, columns)
  const order = sort.map(key => `${key.descending ? '-' : ''}${key.field}`).join()
  const shape = ['claims', collection, rows.shape, order, query.from ? 'from' : ''].join('|')
  const statement = preparedSql<Read & { places: string; agreements: number } & Record<`sort${number}`, string>>(
    db,
    shape,
    () => {
      const { lastWrite } = lastWriteColumn(query.clocks)
      const values = Object.entries(sortedBy(ordered)).map(([name, column]) => sql`, ${column} as ${sql.raw(name)}`)
      return sql`select claims.places::text as places, claims.agreements${sql.join(values)}
        ${lastWrite ? sql`, ${lastWrite} as "lastWrite"` : sql``}
        from (${rows.select()}) claims
        ${query.from ? sql`where ${beyond(ordered)}` : sql``}
        order by ${sql.join(inOrder(ordered), sql`, `)} limit ${sql.placeholder('limit')}`
    }
  )
  const from = Object.fromEntries(query.from?.values.map((value, i) => [`from${i}`, value]) ?? [])
  const { rows: found } = await statement.execute({ ...rows.values, ...from, limit: query.limit + 1 })
  const page = found.slice(0, query.limit).map(row => ({
    places: placesOf(row.places),
    agreements: row.agreements,
    sortValues: columns.map((_, i) => row[`sort${i}`] as string)
  }))
  return {
    rows: backward ? page.reverse() : page,
    more: found.length > query.limit,
    lastWrite: found[0]?.lastWrite
  }
}

const placesOf = (text: string): Place[] =>
  (JSON.parse(text) as [number, number, number][]).map(([seq, ordinal, position]) => ({ seq, ordinal, position }))

/** How many rows a list has, after a write or now; null when more than can be counted. */
export async function countClaims(
  db: Db,
  collection: Collection,
  query: Pick<ClaimsQuery, 'clocks' | 'filters'>,
  lastWrite?: number
): Promise<number | null> {
  const { total } = await asOfWrite(lastWrite, query.clocks, async clocks => {
    const rows = rowsPart(db, collection, { ...query, clocks }, [])
    const statement = preparedSql<Read & { total: number }>(
      db,
      ['count claims', collection, rows.shape].join('|'),
      () => {
        const { lastWrite } = lastWriteColumn(clocks)
        return sql`select count(*)::int as total ${lastWrite ? sql`, ${lastWrite} as "lastWrite"` : sql``}
        from (${rows.select()} limit ${sql.raw(String(limits.counted + 1))}) claims`
      }
    )
    const { rows: found } = await statement.execute(rows.values)
    return found[0] as Read & { total: number }
  })
  return total <= limits.counted ? total : null
}
