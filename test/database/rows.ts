import type { SQL } from 'drizzle-orm'
import type { Db } from '../../src/database/client.ts'

/** The rows of a query that the tests write themselves. */
export async function rowsOf(db: Db, query: SQL): Promise<Record<string, unknown>[]> {
  return ((await db.execute(query)) as unknown as { rows: Record<string, unknown>[] }).rows
}
