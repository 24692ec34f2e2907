import DataLoader from 'dataloader'
import type { Db } from './client.ts'
import { readForAll } from './waiting.ts'

/** The most keys of one statement, so that none takes long. */
const MOST_KEYS = 32

type Loader<Row> = DataLoader<string, Row | undefined>

const loaders = new WeakMap<Db, Map<string, Loader<unknown>>>()

/**
 * Looks a row up by its key. All that asks for the same in the same turn of the event loop shares one statement: sending one
 * and reading its answer costs more than the look-up. Nothing is kept, so nobody reads what was there before they asked.
 *
 * @param same what decides the answer apart from the key; only those whose `same` is equal share a statement
 * @param find finds the rows of several keys
 */
export function lookUp<Row>(
  db: Db,
  same: string,
  key: string,
  find: (keys: readonly string[]) => Promise<Map<string, Row>>
): Promise<Row | undefined> {
  const gathering = (loaders.get(db) ?? new Map()) as Map<string, Loader<Row>>
  loaders.set(db, gathering)
  const known = gathering.get(same)
  if (known) return known.load(key)
  const loader: Loader<Row> = new DataLoader(
    async keys => {
      gathering.delete(same)
      const rows = await find(keys)
      return keys.map(key => rows.get(key))
    },
    { cache: false, maxBatchSize: MOST_KEYS, batchScheduleFn: send => readForAll(() => setImmediate(send)) }
  )
  gathering.set(same, loader)
  return loader.load(key)
}
