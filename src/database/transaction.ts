import type pg from 'pg'
import { succeedsWithin } from './answers.ts'
import type { Row } from './client.ts'

/** The transaction had failed before its commit, because `task` went on after an error. */
class NotCommitted extends Error {}

/** A connection that takes longer to roll back, in milliseconds, is ended instead, which rolls back as well. */
const LONGEST_ROLLBACK = 1_000

/**
 * Runs `task` in a transaction on a connection of the pool, which the pool has back afterwards or, if it broke, replaces.
 * (Drizzle's own transaction keeps the connection for ever when its `begin` fails, and lets a failing `rollback` hide
 * what failed before.)
 *
 * @param opening statements that are sent along with `begin`; `task` gets the rows of the last of them
 * @throws what failed first: the way to a connection, `task`, or the commit
 */
export async function inTransaction<T>(
  pool: pg.Pool,
  task: (client: pg.PoolClient, opened: Row[]) => Promise<T>,
  opening: string[] = []
): Promise<T> {
  const client = await pool.connect()
  let isBroken = false
  try {
    const answers = [await client.query(['begin isolation level read committed', ...opening].join('; '))].flat()
    const result = await task(client, answers.at(-1)?.rows ?? [])
    // PostgreSQL answers the commit of a failed transaction by rolling it back, without an error.
    const { command } = await client.query('commit')
    if (command !== 'COMMIT') throw new NotCommitted('The transaction had failed and was rolled back.')
    return result
  } catch (error) {
    isBroken = !(await succeedsWithin(LONGEST_ROLLBACK, client.query('rollback')))
    throw error
  } finally {
    client.release(isBroken)
  }
}
