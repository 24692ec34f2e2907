import { existsSync } from 'node:fs'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { PGlite, types } from '@electric-sql/pglite'
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm'
import { drizzle } from 'drizzle-orm/pglite'
import pLimit from 'p-limit'
import { answersInTime } from './answers.ts'
import { serveBackups } from './backup-socket.ts'
import type { Database, DatabaseOptions, Row } from './client.ts'
import { lockDirectory } from './directory-lock.ts'
import * as tables from './tables.ts'

/** Opens the embedded database, which one process has for itself. */
export async function openEmbedded({ dataDir, loadDataDir }: DatabaseOptions): Promise<Database> {
  const inMemory = dataDir.startsWith('memory://')
  const unlock = inMemory ? async () => {} : await lockDirectory(dataDir)
  try {
    const client = inMemory ? await openFiles(dataDir, loadDataDir) : await openDirectory(dataDir, loadDataDir)
    takeTurns(client)
    const db = drizzle(client, { schema: tables })
    const endBackups = inMemory ? async () => {} : await serveBackups(dataDir, () => client.dumpDataDir('gzip'))
    return {
      db,
      engine: 'embedded',
      transaction: (task, opening = []) =>
        db.transaction(async tx => {
          let opened: Row[] = []
          for (const statement of opening) opened = (await tx.execute(statement)).rows
          return task(tx, opened)
        }),
      // A statement has the whole of the thread and cannot be told to end.
      readFor: (_gone, task) => task(),
      exclusively: task => task(db),
      answers: () => answersInTime(db.execute('select 1')),
      connections: () => undefined,
      async close() {
        await endBackups()
        await client.close()
        await unlock()
      }
    }
  } catch (error) {
    await unlock()
    throw error
  }
}

/**
 * Makes the files of an embedded database from a copy of one. Whoever calls this holds the directory that they lie in.
 *
 * @throws Error when the copy is not whole; what there is of the files by then stays
 */
export async function makeFiles(directory: string, copy: Blob): Promise<void> {
  await mkdir(directory)
  const client = await openFiles(directory, copy)
  try {
    await drizzle(client, { schema: tables }).$count(tables.revision)
  } finally {
    await client.close()
  }
}

/** Opens the files in a directory, or makes them, anew where that was begun and not finished: nothing was stored in those yet. */
async function openDirectory(dataDir: string, loadDataDir: Blob | undefined): Promise<PGlite> {
  const files = join(dataDir, 'pg')
  const version = join(files, 'PG_VERSION')
  // Among the files, so that it goes where they go and says nothing of those that a restore puts in their place.
  const unfinished = join(files, 'unfinished')
  if (existsSync(unfinished)) {
    // First what makes them a database: the rest is written over, should this be interrupted too.
    await rm(version, { force: true })
    await rm(files, { recursive: true })
  }
  if (existsSync(version)) return openFiles(files, loadDataDir)
  await mkdir(files, { recursive: true })
  await writeFile(unfinished, '')
  const client = await openFiles(files, loadDataDir ?? (await emptyFiles()))
  await rm(unfinished)
  return client
}

/** What `initdb` makes, which takes several times as long; unpacked by Node.js, which is quicker at that than PGlite. */
async function emptyFiles(): Promise<Blob> {
  const { dataDir } = await import('@electric-sql/pglite-prepopulatedfs')
  return new Response((await dataDir()).stream().pipeThrough(new DecompressionStream('gzip'))).blob()
}

const openFiles = (dataDir: string, loadDataDir: Blob | undefined): Promise<PGlite> =>
  PGlite.create({
    dataDir,
    loadDataDir,
    extensions: { pg_trgm },
    // JSON is stored to be sent again as it is.
    parsers: { [types.JSON]: text => text }
  })

/**
 * Makes the database wait for a turn of the event loop between two statements: it works on the thread that answers requests, and
 * would otherwise go from one to the next for as long as there are any, while nobody hears from the network.
 */
function takeTurns(client: PGlite): void {
  const { query, exec, transaction } = client
  const alone = pLimit(1)
  const inTurn = <T>(statement: () => Promise<T>): Promise<T> => alone(() => statement().finally(() => setImmediate()))
  client.query = (...given) => inTurn(() => query.apply(client, given) as never)
  client.exec = (...given) => inTurn(() => exec.apply(client, given))
  client.transaction = task =>
    alone(() =>
      transaction.call(client, tx => {
        const inside = tx.query
        tx.query = (...given) => inside.apply(tx, given).finally(() => setImmediate()) as never
        return task(tx)
      })
    ) as never
}
