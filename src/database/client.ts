import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { PGlite, types } from '@electric-sql/pglite'
import { drizzle as drizzlePostgres } from 'drizzle-orm/node-postgres'
import type { PgDatabase, PgQueryResultHKT } from 'drizzle-orm/pg-core'
import { drizzle as drizzleEmbedded } from 'drizzle-orm/pglite'
import pg from 'pg'
import { lockDirectory } from './directory-lock.ts'
import * as tables from './tables.ts'
import { inTransaction } from './transaction.ts'

/**
 * A handle on the registry's tables: the database itself or an open transaction. Every store function takes one first,
 * never closes over one: on the embedded database a query beside an open transaction would wait for ever.
 */
export type Db = PgDatabase<PgQueryResultHKT, typeof tables>

/** An open database: the one seam between PostgreSQL and the embedded database. */
export interface Database {
  db: Db
  engine: 'embedded' | 'postgresql'
  /**
   * Runs `task` in a transaction: all that it does through its handle is kept when it returns, and nothing when it throws.
   *
   * @throws what failed first
   */
  transaction<T>(task: (tx: Db) => Promise<T>): Promise<T>
  /** Runs `task` while no other process migrates the same database. The handle it gets is a connection of its own. */
  exclusively<T>(task: (db: Db) => Promise<T>): Promise<T>
  close(): Promise<void>
}

export interface DatabaseOptions {
  /** `postgres://…`; without it the embedded database in `dataDir` is opened. */
  databaseUrl?: string | undefined
  /** Directory of the embedded database, or `memory://` for one that is gone with the process. */
  dataDir: string
  /** A saved embedded database to begin from (tests). */
  loadDataDir?: Blob
  onError?: (error: Error) => void
}

/** JSON is stored to be sent again as it is, so neither driver may parse it. */
const asText = (text: string): string => text
pg.types.setTypeParser(types.JSON, asText)

/** Opens PostgreSQL where `databaseUrl` is given, else the embedded database. Does not migrate. */
export function openDatabase(options: DatabaseOptions): Promise<Database> {
  return options.databaseUrl ? openPostgres(options.databaseUrl, options.onError) : openEmbedded(options)
}

/** Connections of one process for all that is no transaction. */
const MOST_READERS = 10

/** Any number that all processes of this service agree on; the second half of the lock's name is the task. */
const MIGRATION_LOCK = [20_190_920, 1] as const

/**
 * Said by a statement, because PgBouncer refuses what it does not know in a startup packet. The plan of a prepared
 * statement cannot know how short a page is, and would start more processes than the whole query is worth.
 */
const session = `set datestyle = 'ISO'; set timezone = 'UTC'; set max_parallel_workers_per_gather = 0`

async function openPostgres(url: string, onError: (error: Error) => void = () => {}): Promise<Database> {
  const readers = openPool(url, MOST_READERS, onError)
  // Apart, so that a writer never queues for a connection behind the readers. Writers of one process take turns anyway.
  const writer = openPool(url, 1, onError)
  return {
    db: drizzlePostgres(readers, { schema: tables }),
    engine: 'postgresql',
    transaction: task => inTransaction(writer, task),
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
        return await task(drizzlePostgres(client, { schema: tables }))
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

async function openEmbedded({ dataDir, loadDataDir }: DatabaseOptions): Promise<Database> {
  const inMemory = dataDir.startsWith('memory://')
  const unlock = inMemory ? async () => {} : await lockDirectory(dataDir)
  try {
    if (!inMemory) await mkdir(join(dataDir, 'pg'), { recursive: true })
    const client = await PGlite.create({
      dataDir: inMemory ? dataDir : join(dataDir, 'pg'),
      loadDataDir,
      parsers: { [types.JSON]: asText }
    })
    const db = drizzleEmbedded(client, { schema: tables })
    return {
      db,
      engine: 'embedded',
      transaction: task => db.transaction(task),
      exclusively: task => task(db),
      async close() {
        await client.close()
        await unlock()
      }
    }
  } catch (error) {
    await unlock()
    throw error
  }
}
