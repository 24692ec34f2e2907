import type { SQL } from 'drizzle-orm'
import type { Db, Row } from './client.ts'

/** The rows of a statement that is written as SQL; their form is as its writer says. */
export async function queryRows<R = Row>(db: Db, statement: SQL | string): Promise<R[]> {
  return ((await db.execute(statement)) as unknown as { rows: R[] }).rows
}
