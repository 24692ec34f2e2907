import { sql } from 'drizzle-orm'
import type { Db } from './client.ts'
import { queryRows } from './rows.ts'
import type { Write } from './write.ts'

/** Positions in the change feed that lie ahead of those of all other writers, and the moment from which on they do. */
export interface Ahead {
  first: number
  last: number
  since: Date
}

/** So many times as many positions as a long write needs are left to those who write meanwhile. */
const TIMES_LEFT = 10

/**
 * Finds positions for a write that is prepared beside the writers (`inStagedWrite`), of whom nobody takes them as long as they do not
 * come that far. Whoever prepares one is alone in this.
 */
export async function positionsAhead(tx: Db, count: number): Promise<Ahead> {
  const [{ last, epoch }] = (await queryRows(
    tx,
    sql`
    select last_value::float8 as last, (extract(epoch from date_trunc('milliseconds', clock_timestamp())) * 1000)::float8 as epoch
    from change_seq`
  )) as [{ last: number; epoch: number }]
  const first = last + 1_000 + TIMES_LEFT * count
  return { first, last: first + count - 1, since: new Date(epoch) }
}

/**
 * Takes the positions that were found, so that all later ones lie behind them.
 *
 * @returns false where others have come that far
 */
export async function takePositions({ tx }: Write, { first, last }: Ahead): Promise<boolean> {
  const taken = await queryRows(
    tx,
    sql`select setval('change_seq', ${last}::bigint) from change_seq where last_value < ${first}::bigint`
  )
  return taken.length > 0
}
