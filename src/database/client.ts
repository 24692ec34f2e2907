import type { PgDatabase, PgQueryResultHKT } from 'drizzle-orm/pg-core'
import type * as tables from './tables.ts'

/**
 * A handle on the registry's tables: the database itself or an open transaction. Every store function takes one first,
 * never closes over one: on the embedded database a query beside an open transaction would wait for ever.
 */
export type Db = PgDatabase<PgQueryResultHKT, typeof tables>

/** What a statement that nobody typed answers. */
export type Row = Record<string, unknown>

/** An open database: the one seam between PostgreSQL and the embedded database. */
export interface Database {
  db: Db
  engine: 'embedded' | 'postgresql'
  /**
   * Runs `task` in a transaction: all that it does through its handle is kept when it returns, and nothing when it throws.
   *
   * @param opening statements that are sent along with the beginning, at no round trip of their own; `task` gets the rows of
   *   the last of them
   * @param beside whether it has a connection that no writer waits for; the embedded database has one for everybody
   * @throws what failed first
   */
  transaction<T>(
    task: (tx: Db, opened: Row[]) => Promise<T>,
    opening?: string[],
    options?: { beside?: boolean }
  ): Promise<T>
  /** Runs `task`; what it reads is given up when `gone` says that nobody waits for it any more, where the engine can do that. */
  readFor<T>(gone: AbortSignal, task: () => T): T
  /**
   * Runs `task` while no other process upgrades the same database. The handle it gets is a connection of its own.
   *
   * @param patience how long to wait for another process that does, in milliseconds
   * @throws UpgradeTakesLong
   * @throws LocksDoNotHold
   */
  exclusively<T>(task: (db: Db) => Promise<T>, patience?: number): Promise<T>
  /** Whether the database answers in time, asked beside all that waits for it. */
  answers(): Promise<boolean>
  /** Connections of this process: open, unused, and waited for; undefined where there are none. */
  connections(): { open: number; idle: number; waiting: number } | undefined
  close(): Promise<void>
}

export interface DatabaseOptions {
  /** `postgres://…`; without it the embedded database in `dataDir` is opened. */
  databaseUrl?: string | undefined
  /** Whether PostgreSQL may keep named statements; not where a pooler on the way does not carry them. */
  preparedStatements?: boolean
  /** Directory of the embedded database, or `memory://` for one that is gone with the process. */
  dataDir: string
  /** A saved embedded database to begin from (tests). */
  loadDataDir?: Blob
  onError?: (error: Error) => void
  /** Called when another process upgrades the database and must be waited for. */
  onWaiting?: () => void
}
