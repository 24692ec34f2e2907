import { asc, desc, type SQL, sql } from 'drizzle-orm'
import { revision } from '../../database/tables.ts'
import type { Clocks } from '../clocks.ts'

// How the pages of one walk show one state of the registry, and where a page begins.

/** What was read of the registry. */
export interface Read {
  /** Moment of the newest write that it shows, in milliseconds since 1970; undefined where the clock `knownAt` says as much. */
  lastWrite?: number | undefined
}

/**
 * Reads the registry as it stood after a write, which is a moment of the clock `knownAt`: no two writes share one. Mostly
 * nothing was written since, and what is there now is read faster; so that comes first.
 */
export async function asOfWrite<R extends Read>(
  lastWrite: number | undefined,
  clocks: Clocks,
  read: (clocks: Clocks) => Promise<R>
): Promise<R> {
  const found = await read(clocks)
  if (clocks.knownAt || lastWrite === undefined || found.lastWrite === lastWrite) return found
  return { ...(await read({ ...clocks, knownAt: new Date(lastWrite) })), lastWrite }
}

/** In the statement itself, so that both are of one snapshot. */
export const lastWriteColumn = ({ knownAt }: Clocks): { lastWrite?: SQL<number> } =>
  knownAt
    ? {}
    : { lastWrite: sql<number>`(select (extract(epoch from max(r.recorded_at)) * 1000)::float8 from ${revision} r)` }

/** A column that a list can be sorted by, and its type. */
export interface SortColumn {
  column: SQL
  type: 'bigint' | 'text' | 'date' | 'float8' | 'numeric'
}

/** The same with the direction that is asked for. */
export type OrderColumn = SortColumn & { descending: boolean }

export const inOrder = (columns: readonly OrderColumn[]): SQL[] =>
  columns.map(({ column, descending }) => (descending ? desc : asc)(column))

/** The values of a row in these columns, as `sort0`, `sort1` … */
export const sortedBy = (columns: readonly OrderColumn[]): Record<`sort${number}`, SQL<string | number>> =>
  Object.fromEntries(
    columns.map(({ column, type }, i) => [
      `sort${i}`,
      // int8 comes as text from one driver and as a number from the other.
      sql<string | number>`${column}${sql.raw(type === 'text' ? '' : '::text')}`
    ])
  )

/** Rows beyond the values `from0`, `from1` … in this order. */
export function beyond(columns: readonly OrderColumn[]): SQL | undefined {
  const at = (i: number) => columns[i] as OrderColumn
  const value = (i: number) => sql`${sql.placeholder(`from${i}`)}::${sql.raw(at(i).type)}`
  const all = columns.map((_, i) => i)
  const list = (parts: SQL[]) => sql.join(parts, sql`, `)
  const direction = (i: number) => sql.raw(at(i).descending ? '<' : '>')
  // A comparison of whole rows can use an index, which one written out cannot; it needs a single direction.
  if (new Set(columns.map(({ descending }) => descending)).size === 1) {
    return sql`(${list(columns.map(({ column }) => column))}) ${direction(0)} (${list(all.map(value))})`
  }
  const steps = all.map(i => {
    const level = all.slice(0, i).map(j => sql`${at(j).column} = ${value(j)}`)
    return sql`(${sql.join([...level, sql`${at(i).column} ${direction(i)} ${value(i)}`], sql` and `)})`
  })
  return sql`(${sql.join(steps, sql` or `)})`
}
