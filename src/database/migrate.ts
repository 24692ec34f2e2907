import { fileURLToPath } from 'node:url'
import { isDeepStrictEqual } from 'node:util'
import { asc, getTableColumns, sql } from 'drizzle-orm'
import { migrate as migratePostgres } from 'drizzle-orm/node-postgres/migrator'
import { migrate as migrateEmbedded } from 'drizzle-orm/pglite/migrator'
import { countries } from '../record/countries.ts'
import type { Database, Db } from './client.ts'
import { country } from './tables.ts'

/** Seen from the compiled file, dist/src/database/migrate.js. */
const migrationsFolder = fileURLToPath(new URL('../../../migrations', import.meta.url))

/**
 * Brings the tables and the reference data up to date, alone: processes that start together on an empty database take
 * turns by a lock (`locks.ts`). `afterwards` runs under the same lock.
 */
export async function migrate(
  database: Database,
  afterwards: (db: Db) => Promise<void> = async () => {}
): Promise<void> {
  await database.exclusively(async db => {
    const apply = (database.engine === 'embedded'
      ? migrateEmbedded
      : migratePostgres) as unknown as typeof migratePostgres
    await apply(db as unknown as Parameters<typeof migratePostgres>[0], { migrationsFolder })
    await synchroniseCountries(db)
    await afterwards(db)
  })
}

async function synchroniseCountries(db: Db): Promise<void> {
  // Reading them costs every start and every command a tenth of writing them.
  if (isDeepStrictEqual(await db.select().from(country).orderBy(asc(country.code)), countries)) return
  const columns = Object.entries(getTableColumns(country))
  const set = Object.fromEntries(columns.map(([key, { name }]) => [key, sql`excluded.${sql.identifier(name)}`]))
  await db.insert(country).values(countries).onConflictDoUpdate({ target: country.code, set })
}
