import { drizzle } from 'drizzle-orm/node-postgres'
import pg from 'pg'
import type { Database } from './client.ts'
import * as tables from './tables.ts'
import { inTransaction } from './transaction.ts'

// JSON is stored to be sent again as it is.
pg.types.setTypeParser(pg.types.builtins.JSON, text => text)

/** Connections of one process for all that is no transaction. */
const MOST_READERS = 10

/** Any number that all processes of this service agree on; the second half of the lock's name is the task. */
const MIGRATION_LOCK = [20_190_920, 1] as const

/**
 * Said by a statement, because PgBouncer refuses what it does not know in a startup packet. The plan of a prepared
 * statement cannot know how short a page is, and would start more processes than the whole query is worth.
 */
const session = `set datestyle = 'ISO'; set timezone = 'UTC'; set max_parallel_workers_per_gather = 0`

/** Opens a database on a PostgreSQL server. */
export async function openPostgresql(url: string, onError: (error: Error) => void = () => {}): Promise<Database> {
  const readers = openPool(url, MOST_READERS, onError)
  // Apart, so that a writer never queues for a connection behind the readers. Writers of one process take turns anyway.
  const writer = openPool(url, 1, onError)
  return {
    db: drizzle(readers, { schema: tables }),
    engine: 'postgresql',
    transaction: (task, opening) => inTransaction(writer, task, opening),
    async exclusively(task) {
      const client = new pg.Client({
        connectionString: url,
        application_name: 'deportation-agreements-api migrate',
        connectionTimeoutMillis: 5_000
      })
      client.on('error', onError)
      await client.connect()
      try {
        await client.query(session)
        await client.query('select pg_advisory_lock($1, $2)', [...MIGRATION_LOCK])
        return await task(drizzle(client, { schema: tables }))
      } finally {
        await client.end() // also releases the lock
      }
    },
    async close() {
      await Promise.all([readers.end(), writer.end()])
    }
  }
}

function openPool(url: string, max: number, onError: (error: Error) => void): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max,
    application_name: 'deportation-agreements-api',
    connectionTimeoutMillis: 5_000,
    onConnect: async client => {
      await client.query(`${session}; set statement_timeout = '15s'`)
    }
  })
  // Without a listener, the end of an idle connection (a restart of the server) would end this process too.
  pool.on('error', onError)
  // So would that of a connection in use. Whoever uses it hears of it from the statement that fails.
  pool.on('connect', client => client.on('error', () => {}))
  return pool
}
