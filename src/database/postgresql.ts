import { drizzle } from 'drizzle-orm/node-postgres'
import pg from 'pg'
import { answersInTime, LONGEST_ANSWER } from './answers.ts'
import { cancelForTheGone } from './cancelling.ts'
import type { Database, DatabaseOptions, Db } from './client.ts'
import { LONGEST_UPGRADE, lockForUpgrade, patiently } from './locks.ts'
import { withoutNames } from './prepared.ts'
import { findSettings, LONGEST_STATEMENT, Session, type SessionConfig } from './session.ts'
import * as tables from './tables.ts'
import { inTransaction } from './transaction.ts'
import { readFor } from './waiting.ts'

// JSON is stored to be sent again as it is.
pg.types.setTypeParser(pg.types.builtins.JSON, text => text)

/** Connections of one process for all that is no transaction. */
const MOST_READERS = 10

/** How much later than the server this process gives a statement up, in milliseconds. */
const GRACE = 5_000

/** Opens a database on a PostgreSQL server. */
export async function openPostgresql(
  databaseUrl: string,
  { preparedStatements = true, onError = () => {}, onWaiting = () => {} }: Omit<DatabaseOptions, 'dataDir'>
): Promise<Database> {
  const connection = {
    connectionString: databaseUrl,
    application_name: 'deportation-agreements-api',
    connectionTimeoutMillis: 5_000
  }
  const settings = await findSettings(connection)
  const requests = { ...connection, settings: settings.requests, query_timeout: LONGEST_STATEMENT + GRACE }
  const readers = cancelForTheGone(openPool(requests, MOST_READERS, onError))
  // Apart, so that a writer never queues for a connection behind the readers. Writers of one process take turns anyway.
  const writer = openPool(requests, 1, onError)
  // For what takes long before it is written.
  const stager = openPool(requests, 1, onError)
  // Another one to ask whether anybody is there, which the others would be the last to find out.
  const probe = openPool(
    { ...requests, connectionTimeoutMillis: LONGEST_ANSWER, query_timeout: LONGEST_ANSWER, idleTimeoutMillis: 5_000 },
    1,
    onError
  )
  const limits = settings.withoutLimits ? [`set local statement_timeout = ${LONGEST_STATEMENT}`] : []

  /** One handle per connection, whoever uses it next: statements are kept by handle (`prepared.ts`). */
  const handles = new WeakMap<pg.Pool | pg.PoolClient, Db>()
  function handleOf(client: pg.Pool | pg.PoolClient): Db {
    const known = handles.get(client)
    if (known) return known
    const handle = drizzle(client, { schema: tables })
    handles.set(client, handle)
    return preparedStatements ? handle : withoutNames(handle)
  }

  return {
    db: handleOf(readers),
    engine: 'postgresql',
    transaction: (task, opening = [], { beside = false } = {}) =>
      inTransaction(beside ? stager : writer, (client, opened) => task(handleOf(client), opened), [
        ...limits,
        ...opening
      ]),
    readFor,
    async exclusively(task, patience = LONGEST_UPGRADE) {
      // One connection holds the lock, the other one works, for longer than a request may.
      const pool = openPool({ ...connection, settings: settings.upgrades }, 2, onError)
      try {
        const worker = await pool.connect()
        try {
          const attempt = () =>
            inTransaction(pool, async holder => {
              const isAlone = await lockForUpgrade(handleOf(holder), handleOf(worker))
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
    answers: () => answersInTime(probe.query('select 1')),
    connections: () => ({
      open: readers.totalCount + writer.totalCount + stager.totalCount,
      idle: readers.idleCount + writer.idleCount + stager.idleCount,
      waiting: readers.waitingCount + writer.waitingCount + stager.waitingCount
    }),
    async close() {
      await Promise.all([readers.end(), writer.end(), stager.end(), probe.end()])
    }
  }
}

function openPool(config: SessionConfig & pg.PoolConfig, max: number, onError: (error: Error) => void): pg.Pool {
  const pool = new pg.Pool({ ...config, max, Client: Session as unknown as new () => pg.Client })
  // Without a listener, the end of an idle connection (a restart of the server) would end this process too.
  pool.on('error', onError)
  // So would that of a connection in use. Whoever uses it hears of it from the statement that fails.
  pool.on('connect', client => client.on('error', () => {}))
  return pool
}
