import type { Database, DatabaseOptions } from './client.ts'

/** Opens PostgreSQL where `databaseUrl` is given, else the embedded database, and loads no more than that. Does not migrate. */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  if (!options.databaseUrl) return (await import('./embedded.ts')).openEmbedded(options)
  return (await import('./postgresql.ts')).openPostgresql(options.databaseUrl, options)
}
