import { and, sql } from 'drizzle-orm'
import type { Db } from '../../database/client.ts'
import { prepared } from '../../database/prepared.ts'
import { revision, statusInterval } from '../../database/tables.ts'
import { limits } from '../../limits.ts'
import type { Clocks } from '../clocks.ts'
import type { StoredRow } from '../revision-text.ts'
import type { Filters } from '../selection/parameters.ts'
import { filterPart, intervalPart, listedPart } from '../selection/store.ts'
import {
  asOfWrite,
  beyond,
  inOrder,
  lastWriteColumn,
  type Read,
  type SortColumn,
  sortedBy
} from '../selection/store-pages.ts'
import { reversed, type SortKey, type SortValues } from '../sorting.ts'
import { storedColumns, type View } from '../store-columns.ts'
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
const sortColumns: Record<SortField, SortColumn> = {
  changedAt: { type: 'bigint', column: sql`${revision.seq}` },
  id: { type: 'text', column: sql`${revision.agreementId} collate "C"` },
  signedOn: { type: 'date', column: sql`${revision.signedOn}` },
  title: { type: 'text', column: sql`${revision.title} collate "C"` },
  // `q` is the value of the filter.
  relevance: {
    type: 'float8',
    column: sql`ts_rank(${revision.search}, websearch_to_tsquery('english', ${sql.placeholder('q')}::text))::float8`
  },
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
  endsOn: { type: 'date', column: sql`coalesce(${revision.endsFrom}, 'infinity')` },
  lastHeardOn: { type: 'date', column: sql`coalesce(${statusInterval.lastHeardOn}, '-infinity')` }
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
  const columns = sort.map(({ field, descending }) => ({ ...sortColumns[field], descending }))
  const listed = listedPart(query.clocks)
  const interval = intervalPart(query.clocks)
  const filter = filterPart(db, query.clocks, query.filters)
  const order = sort.map(key => `${key.descending ? '-' : ''}${key.field}`).join()
  const shape = ['list', query.view, listed.shape, interval.shape, filter.shape, order, query.from ? 'from' : ''].join(
    '|'
  )
  const statement = prepared(db, shape, () =>
    db
      .select({ ...storedColumns(query.view), ...sortedBy(columns), ...lastWriteColumn(query.clocks) })
      .from(revision)
      .innerJoin(statusInterval, interval.condition())
      .where(and(listed.condition(), filter.condition(), query.from ? beyond(columns) : undefined))
      .orderBy(...inOrder(columns))
      .limit(sql.placeholder('limit') as unknown as number)
  )
  const values = Object.fromEntries(query.from?.values.map((value, i) => [`from${i}`, value]) ?? [])
  const found = (await statement.execute({
    ...listed.values,
    ...interval.values,
    ...filter.values,
    ...values,
    limit: query.limit + 1
  })) as (StoredRow & Read & Record<`sort${number}`, string | number>)[]
  const rows = found
    .slice(0, query.limit)
    .map(row => ({ ...row, sortValues: sort.map((_, i) => row[`sort${i}`] as string | number) }))
  return { rows: backward ? rows.reverse() : rows, more: found.length > query.limit, lastWrite: found[0]?.lastWrite }
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
  const listed = listedPart(clocks)
  const interval = intervalPart(clocks)
  const filter = filterPart(db, clocks, filters)
  const shape = ['count', listed.shape, interval.shape, filter.shape].join('|')
  const statement = prepared(db, shape, () => {
    const some = db
      .select({ one: sql`1`.as('one') })
      .from(revision)
      .innerJoin(statusInterval, interval.condition())
      .where(and(listed.condition(), filter.condition()))
      .limit(limits.counted + 1)
      .as('some')
    return db.select({ total: sql<number>`count(*)::int`, ...lastWriteColumn(clocks) }).from(some)
  })
  const [row] = await statement.execute({ ...listed.values, ...interval.values, ...filter.values })
  return row as Read & { total: number }
}
