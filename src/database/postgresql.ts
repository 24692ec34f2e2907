import { drizzle } from 'drizzle-orm/node-postgres'
import pg from 'pg'
import type { Database, DatabaseOptions } from './client.ts'
import { LONGEST_UPGRADE, lockForUpgrade, patiently } from './locks.ts'
import * as tables from './tables.ts'
import { handleOf, inTransaction } from './transaction.ts'

// JSON is stored to be sent again as it is.
pg.types.setTypeParser(pg.types.builtins.JSON, text => text)

/** Connections of one process for all that is no transaction. */
const MOST_READERS = 10

/**
 * Said by a statement, because PgBouncer refuses what it does not know in a startup packet. The plan of a prepared
 * statement cannot know how short a page is, and would start more processes than the whole query is worth.
 */
const session = `set datestyle = 'ISO'; set timezone = 'UTC'; set max_parallel_workers_per_gather = 0`

/** Opens a database on a PostgreSQL server. */
export async function openPostgresql(
  url: string,
  { onError = () => {}, onWaiting = () => {} }: Pick<DatabaseOptions, 'onError' | 'onWaiting'>
): Promise<Database> {
  const limited = `${session}; set statement_timeout = '15s'`
  const readers = openPool(url, MOST_READERS, limited, onError)
  // Apart, so that a writer never queues for a connection behind the readers. Writers of one process take turns anyway.
  const writer = openPool(url, 1, limited, onError)
  return {
    db: drizzle(readers, { schema: tables }),
    engine: 'postgresql',
    transaction: (task, opening) => inTransaction(writer, task, opening),
    async exclusively(task, patience = LONGEST_UPGRADE) {
      // One connection holds the lock, the other one works, for longer than a request may.
      const pool = openPool(url, 2, session, onError)
      try {
        const worker = await pool.connect()
        try {
          const attempt = () =>
            inTransaction(pool, async holder => {
              const isAlone = await lockForUpgrade(holder, handleOf(worker))
              return isAlone ? { result: await task(handleOf(worker)) } : undefined
            })
          return await patiently(attempt, { onWaiting, patience })
        } finally {
          worker.release(true)
        }
      } finally {
        await pool.end()
      }
    },
    async close() {
      await Promise.all([readers.end(), writer.end()])
    }
  }
}

function openPool(url: string, max: number, settings: string, onError: (error: Error) => void): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max,
    application_name: 'deportation-agreements-api',
    connectionTimeoutMillis: 5_000,
    onConnect: async client => {
      await client.query(settings)
    }
  })
  // Without a listener, the end of an idle connection (a restart of the server) would end this process too.
  pool.on('error', onError)
  // So would that of a connection in use. Whoever uses it hears of it from the statement that fails.
  pool.on('connect', client => client.on('error', () => {}))
  return pool
}
