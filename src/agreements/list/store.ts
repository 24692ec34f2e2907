import { and, asc, desc, type SQL, sql } from 'drizzle-orm'
import type { Db } from '../../database/client.ts'
import { prepared } from '../../database/prepared.ts'
import { revision, statusInterval } from '../../database/tables.ts'
import { limits } from '../../limits.ts'
import type { Clocks } from '../clocks.ts'
import type { StoredRow } from '../revision-text.ts'
import type { Filters } from '../selection/parameters.ts'
import { filterPart, intervalPart, listedPart } from '../selection/store.ts'
import { storedColumns, type View } from '../store-columns.ts'
import { reversed, type SortField, type SortKey, type SortValues } from './sort.ts'

/** A page of the list. */
export interface PageQuery {
  clocks: Clocks
  filters: Filters
  sort: SortKey[]
  limit: number
  view: View
  /** Only what comes after these values (`forward`) or before them, in the registry as it stood after `lastWrite`. */
  from?: { values: SortValues; forward: boolean; lastWrite?: number | undefined } | undefined
}

export interface ListedRow extends StoredRow {
  sortValues: SortValues
}

/** Code point order, the same on every server. */
const sortColumns: Record<SortField, SQL> = {
  changedAt: sql`${revision.seq}`,
  id: sql`${revision.agreementId} collate "C"`,
  signedOn: sql`${revision.signedOn}`,
  title: sql`${revision.title} collate "C"`,
  // `q` is the value of the filter.
  relevance: sql`ts_rank(${revision.search}, websearch_to_tsquery('english', ${sql.placeholder('q')}::text))::float8`,
  personsMoved: sql`coalesce(${statusInterval.personsMin}, -1)`,
  amount: sql`coalesce((
    select coalesce(sum->'amount'->>'max', sum->'amount'->>'min')::numeric
    from json_array_elements(
      case json_typeof(${statusInterval.totals}->'promised') when 'array' then ${statusInterval.totals}->'promised' else '[]' end
    ) sum
    where sum->>'currency' = any(${sql.placeholder('currency')}::text[])), -1)`,
  endsOn: sql`coalesce(${revision.endsFrom}, 'infinity')`,
  lastHeardOn: sql`coalesce(${statusInterval.lastHeardOn}, '-infinity')`
}
const sortTypes: Record<SortField, string> = {
  changedAt: 'bigint',
  id: 'text',
  signedOn: 'date',
  title: 'text',
  relevance: 'float8',
  personsMoved: 'bigint',
  amount: 'numeric',
  endsOn: 'date',
  lastHeardOn: 'date'
}

/** What was read of the registry. */
interface Read {
  /** Moment of the newest write that it shows, in milliseconds since 1970; undefined where the clock `knownAt` says as much. */
  lastWrite?: number | undefined
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

/**
 * Reads the registry as it stood after a write, which is a moment of the clock `knownAt`: no two writes share one. Mostly
 * nothing was written since, and what is there now is read faster; so that comes first.
 */
async function asOfWrite<R extends Read>(
  lastWrite: number | undefined,
  clocks: Clocks,
  read: (clocks: Clocks) => Promise<R>
): Promise<R> {
  const found = await read(clocks)
  if (clocks.knownAt || lastWrite === undefined || found.lastWrite === lastWrite) return found
  return { ...(await read({ ...clocks, knownAt: new Date(lastWrite) })), lastWrite }
}

/** In the statement itself, so that both are of one snapshot. */
const lastWriteColumn = ({ knownAt }: Clocks): { lastWrite?: SQL<number> } =>
  knownAt
    ? {}
    : { lastWrite: sql<number>`(select (extract(epoch from max(r.recorded_at)) * 1000)::float8 from ${revision} r)` }

/** Asks for one row more than `limit`, which tells whether more follow. */
async function listOnce(db: Db, query: PageQuery): Promise<Page> {
  const backward = query.from?.forward === false
  const sort = backward ? reversed(query.sort) : query.sort
  const listed = listedPart(query.clocks)
  const interval = intervalPart(query.clocks)
  const filter = filterPart(db, query.clocks, query.filters)
  const order = sort.map(key => `${key.descending ? '-' : ''}${key.field}`).join()
  const shape = ['list', query.view, listed.shape, interval.shape, filter.shape, order, query.from ? 'from' : ''].join(
    '|'
  )
  const statement = prepared(db, shape, () =>
    db
      .select({ ...storedColumns(query.view), ...sortedBy(sort), ...lastWriteColumn(query.clocks) })
      .from(revision)
      .innerJoin(statusInterval, interval.condition())
      .where(and(listed.condition(), filter.condition(), query.from ? beyond(sort) : undefined))
      .orderBy(...sort.map(key => (key.descending ? desc : asc)(sortColumns[key.field])))
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

const sortedBy = (sort: SortKey[]): Record<`sort${number}`, SQL<string | number>> =>
  Object.fromEntries(
    sort.map((key, i) => [
      `sort${i}`,
      // int8 comes as text from one driver and as a number from the other.
      sql<string | number>`${sortColumns[key.field]}${sql.raw(sortTypes[key.field] === 'text' ? '' : '::text')}`
    ])
  )

/** Rows beyond the values `from0`, `from1` … in this order. */
function beyond(sort: SortKey[]): SQL | undefined {
  const value = (i: number) => sql`${sql.placeholder(`from${i}`)}::${sql.raw(sortTypes[(sort[i] as SortKey).field])}`
  const column = (i: number) => sortColumns[(sort[i] as SortKey).field]
  const all = sort.map((_, i) => i)
  const list = (parts: SQL[]) => sql.join(parts, sql`, `)
  const direction = (i: number) => sql.raw((sort[i] as SortKey).descending ? '<' : '>')
  // A comparison of whole rows can use an index, which one written out cannot; it needs a single direction.
  if (new Set(sort.map(key => key.descending)).size === 1) {
    return sql`(${list(all.map(column))}) ${direction(0)} (${list(all.map(value))})`
  }
  const steps = all.map(i => {
    const level = all.slice(0, i).map(j => sql`${column(j)} = ${value(j)}`)
    return sql`(${sql.join([...level, sql`${column(i)} ${direction(i)} ${value(i)}`], sql` and `)})`
  })
  return sql`(${sql.join(steps, sql` or `)})`
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
