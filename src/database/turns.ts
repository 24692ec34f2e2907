import { problem } from '../problems.ts'
import type { Db } from './client.ts'

/**
 * The last turn of each database: of those who write, of those who prepare a long write, and of readers who wait for writers. None
 * of the three waits for another here.
 */
type Turns = WeakMap<Db, Promise<unknown>>
export const writers: Turns = new WeakMap()
export const stagers: Turns = new WeakMap()
export const readers: Turns = new WeakMap()

/** How long a write waits for its turn, in this process and again for the lock, in milliseconds. */
export const LONGEST_LINE = 5_000

/** Whose patience ends is refused. */
export const lineTooLong = () =>
  problem('unavailable', {
    detail: 'Other writers have been at work for too long. Nothing was written.',
    headers: { 'retry-after': '1' }
  })

/**
 * Whoever needs the lock waits here for the others of this process, and only then takes a connection: those who wait for
 * the lock itself hold one, and would leave none to the rest.
 */
export function inTurn<T>(turns: Turns, db: Db, task: () => Promise<T>): Promise<T> {
  const turn = (turns.get(db) ?? Promise.resolve()).then(task)
  turns.set(
    db,
    turn.catch(() => {})
  )
  return turn
}

/**
 * The same for one whose patience ends.
 *
 * @throws ApiProblem unavailable when it is not its turn in time
 */
export function inTurnSoon<T>(turns: Turns, db: Db, task: () => Promise<T>): Promise<T> {
  return new Promise((done, failed) => {
    let isLate = false
    const late = setTimeout(() => {
      isLate = true
      failed(lineTooLong())
    }, LONGEST_LINE)
    void inTurn(turns, db, async () => {
      clearTimeout(late)
      if (!isLate) await task().then(done, failed)
    })
  })
}
