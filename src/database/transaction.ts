import { drizzle } from 'drizzle-orm/node-postgres'
import type pg from 'pg'
import type { Db, Row } from './client.ts'
import * as tables from './tables.ts'

/** One handle per connection, whoever uses it next: statements are kept by handle (`prepared.ts`). */
const handles = new WeakMap<pg.PoolClient, Db>()

/** The handle of a connection that was checked out. */
export function handleOf(client: pg.PoolClient): Db {
  const handle = handles.get(client) ?? drizzle(client, { schema: tables })
  handles.set(client, handle)
  return handle
}

/** The transaction had failed before its commit, because `task` went on after an error. */
class NotCommitted extends Error {}

/**
 * Runs `task` in a transaction on a connection of the pool, which the pool has back afterwards or, if it broke, replaces.
 * (Drizzle's own transaction keeps the connection for ever when its `begin` fails, and lets a failing `rollback` hide
 * what failed before.)
 *
 * @throws what failed first: the way to a connection, `task`, or the commit
 */
export async function inTransaction<T>(
  pool: pg.Pool,
  task: (tx: Db, opened: Row[]) => Promise<T>,
  opening: string[] = []
): Promise<T> {
  const client = await pool.connect()
  let broken: Error | undefined
  try {
    const answers = [await client.query(['begin', ...opening].join('; '))].flat()
    const result = await task(handleOf(client), answers.at(-1)?.rows ?? [])
    // PostgreSQL answers the commit of a failed transaction by rolling it back, without an error.
    const { command } = await client.query('commit')
    if (command !== 'COMMIT') throw new NotCommitted('The transaction had failed and was rolled back.')
    return result
  } catch (error) {
    await client.query('rollback').catch((failure: Error) => {
      broken = failure
    })
    throw error
  } finally {
    client.release(broken)
  }
}
