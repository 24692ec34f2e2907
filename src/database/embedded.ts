import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { PGlite, types } from '@electric-sql/pglite'
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm'
import { drizzle } from 'drizzle-orm/pglite'
import type { Database, DatabaseOptions, Row } from './client.ts'
import { lockDirectory } from './directory-lock.ts'
import * as tables from './tables.ts'

/** Opens the embedded database, which one process has for itself. */
export async function openEmbedded({ dataDir, loadDataDir }: DatabaseOptions): Promise<Database> {
  const inMemory = dataDir.startsWith('memory://')
  const unlock = inMemory ? async () => {} : await lockDirectory(dataDir)
  try {
    if (!inMemory) await mkdir(join(dataDir, 'pg'), { recursive: true })
    const client = await PGlite.create({
      dataDir: inMemory ? dataDir : join(dataDir, 'pg'),
      loadDataDir,
      extensions: { pg_trgm },
      // JSON is stored to be sent again as it is.
      parsers: { [types.JSON]: text => text }
    })
    const db = drizzle(client, { schema: tables })
    return {
      db,
      engine: 'embedded',
      transaction: (task, opening = []) =>
        db.transaction(async tx => {
          let opened: Row[] = []
          for (const statement of opening) opened = (await tx.execute(statement)).rows
          return task(tx, opened)
        }),
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
