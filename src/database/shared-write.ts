import type { Database } from './client.ts'
import { stopwatch } from './stages.ts'
import { inTurn, LONGEST_LINE, lineTooLong, writers } from './turns.ts'
import { openWrite, type Write } from './write.ts'

/** Saves items in an open write, and says of each what became of it. */
type Save<Item, Result> = (write: Write, items: Item[]) => Promise<Result[]>

interface Waiting<Item, Result> {
  item: Item
  done: (result: Result) => void
  failed: (error: unknown) => void
  /** Ends its patience. */
  late: NodeJS.Timeout
  waited: ReturnType<typeof stopwatch>
}

/** What waits for the next shared write of a database, by what saves it. */
// biome-ignore lint/suspicious/noExplicitAny: each list holds what its function saves
const waiting = new WeakMap<Database, Map<Save<any, any>, Waiting<any, any>[]>>()

/** What is saved together is one statement, which must not become too long. */
const MOST_SHARING = 16

/**
 * Saves an item in a write that it shares with those that come at the same moment: waiting for the lock, for statements and
 * for the commit takes longer than the work between.
 */
export function inSharedWrite<Item, Result>(database: Database, item: Item, save: Save<Item, Result>): Promise<Result> {
  return new Promise((done, failed) => {
    const queues = waiting.get(database) ?? new Map<Save<Item, Result>, Waiting<Item, Result>[]>()
    waiting.set(database, queues)
    const queue: Waiting<Item, Result>[] = queues.get(save) ?? []
    queues.set(save, queue)
    const late = setTimeout(giveUp, LONGEST_LINE)
    const waits: Waiting<Item, Result> = { item, done, failed, late, waited: stopwatch() }
    if (queue.push(waits) === 1) void inTurn(writers, database.db, () => saveSome(database, queue, save))

    function giveUp(): void {
      queue.splice(queue.indexOf(waits), 1)
      failed(lineTooLong())
    }
  })
}

async function saveSome<Item, Result>(
  database: Database,
  queue: Waiting<Item, Result>[],
  save: Save<Item, Result>
): Promise<void> {
  const some = queue.splice(0, MOST_SHARING)
  for (const { late, waited } of some) {
    clearTimeout(late)
    waited('turn')
  }
  // All of them may have given up.
  if (some.length === 0) return
  // Who did not find room goes next.
  if (queue.length > 0) void inTurn(writers, database.db, () => saveSome(database, queue, save))
  const items = some.map(({ item }) => item)
  let notSaved: unknown
  try {
    const results = await openWrite(database, write =>
      save(write, items).catch(error => {
        notSaved = error
        throw error
      })
    )
    for (const [i, { done }] of some.entries()) done(results[i] as Result)
  } catch (error) {
    // One that cannot be saved undoes the others, who get a try of their own. But where no write could be opened, none of them
    // would do better, and a commit that failed may have worked.
    for (const one of some) {
      if (error !== notSaved || some.length === 1) one.failed(error)
      else
        await openWrite(database, write => save(write, [one.item])).then(
          ([result]) => one.done(result as Result),
          one.failed
        )
    }
  }
}
