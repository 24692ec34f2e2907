import { problem } from '../problems.ts'
import type { Database, Db } from './client.ts'
import { codeOf } from './driver-errors.ts'
import { takeStagingLock, takeWriteLock } from './locks.ts'
import { queryRows } from './rows.ts'
import { stopwatch } from './stages.ts'
import { inTurn, inTurnSoon, LONGEST_LINE, stagers, writers } from './turns.ts'

/** An open write: the transaction, and the one moment that all revisions made in it carry. */
export interface Write {
  tx: Db
  recordedAt: Date
  /** The day until which the passing of time has entered the change feed; undefined before the first write. */
  timePassedUntil: string | undefined
}

/**
 * Runs `task` in a transaction that is the only writer.
 *
 * A sequence hands out its numbers in one order and transactions commit in another, so a reader of the change feed
 * could see position 8 before 7 and never come back for it. Writes are rare here, so one lock around each of them makes
 * both orders the same. Under it the moment of recording is strictly later than the last one, whatever the clock does.
 *
 * @param options.dryRun everything happens, the result is returned, and nothing stays
 */
export async function inWrite<T>(
  database: Database,
  task: (write: Write) => Promise<T>,
  options: { dryRun?: boolean } = {}
): Promise<T> {
  return inTurnSoon(writers, database.db, () => rehearsing(task, options, task => openWrite(database, task)))
}

/** Runs a task in a transaction, and for a dry run gives its result without anything that it did. */
async function rehearsing<Opened, T>(
  task: (opened: Opened) => Promise<T>,
  { dryRun = false }: { dryRun?: boolean },
  open: (task: (opened: Opened) => Promise<T>) => Promise<T>
): Promise<T> {
  let rehearsed: { result: T } | undefined
  try {
    return await open(async opened => {
      const result = await task(opened)
      if (!dryRun) return result
      rehearsed = { result }
      throw new Rehearsal()
    })
  } catch (error) {
    if (rehearsed) return rehearsed.result
    throw error
  }
}

/** Ends the transaction of a dry run. */
class Rehearsal extends Error {}

/**
 * Runs `stage` in a transaction beside the writers and then, in the same one, `task` as the only writer: so they wait for what
 * must be done last, and not for what takes long. The embedded database has one connection, so there they wait for both.
 *
 * @param options.dryRun everything happens, the result is returned, and nothing stays
 */
export function inStagedWrite<Staged, T>(
  database: Database,
  stage: (tx: Db) => Promise<Staged>,
  task: (write: Write, staged: Staged) => Promise<T>,
  options: { dryRun?: boolean } = {}
): Promise<T> {
  const isAlone = database.engine === 'embedded'
  const stageAndWrite = async (tx: Db) => {
    const staged = await stage(tx)
    const write = async () => {
      const done = stopwatch()
      let rows: unknown[] = []
      for (const statement of OPENING) rows = await queryRows(tx, statement)
      done('lock')
      const result = await task(writeIn(tx, rows), staged)
      done('save')
      return result
    }
    return isAlone ? write() : inTurn(writers, database.db, write)
  }
  return inTurnSoon(isAlone ? writers : stagers, database.db, () =>
    rehearsing(stageAndWrite, options, task =>
      database.transaction(task, [`set local lock_timeout = ${LONGEST_LINE}`, takeStagingLock], { beside: true })
    )
  )
}

/** How long a writer waits for somebody who has staged the same agreement, while all others wait for that writer, in milliseconds. */
const LONGEST_ROW = 500

/** The moment is that of the clock of the database, not of this process: all processes share it. */
const OPENING = [
  `set local lock_timeout = ${LONGEST_LINE}`,
  takeWriteLock,
  `set local lock_timeout = ${LONGEST_ROW}`,
  // A statement of its own: it must see what whoever held the lock before has written.
  `select (extract(epoch from greatest(
      date_trunc('milliseconds', clock_timestamp()),
      (select max(recorded_at) + interval '1 millisecond' from revision),
      (select recorded_at + interval '1 millisecond' from status_change order by seq desc limit 1)
    )) * 1000)::float8 as epoch,
    (select value from setting where name = 'time_passed_until') as until`
]

/** How often a write is tried that the database gives up in favour of another transaction. */
const MOST_ATTEMPTS = 3

/** Serialisation failures and deadlocks: nothing of the transaction is kept, and another try may do better. */
const givenUp = /^(40001|40P01)$/

/** Makes another attempt at a transaction that the database has given up in favour of another one, a few times. */
export async function retrying<T>(attempt: () => Promise<T>): Promise<T> {
  for (let made = 1; ; made++) {
    try {
      return await attempt()
    } catch (error) {
      if (made === MOST_ATTEMPTS || !givenUp.test(codeOf(error) ?? '')) throw error
    }
  }
}

/** Opens a write for one whose turn it is. */
export const openWrite = <T>(database: Database, task: (write: Write) => Promise<T>): Promise<T> =>
  retrying(() => attemptWrite(database, task))

async function attemptWrite<T>(database: Database, task: (write: Write) => Promise<T>): Promise<T> {
  const done = stopwatch()
  const result = await database.transaction(async (tx, opened) => {
    done('lock')
    const result = await task(writeIn(tx, opened))
    done('save')
    return result
  }, OPENING)
  done('commit')
  return result
}

/** The write that the last of the opening statements has answered. */
function writeIn(tx: Db, opened: unknown[]): Write {
  const [{ epoch, until }] = opened as [{ epoch: number; until: string | null }]
  const recordedAt = new Date(epoch)
  assertClocksAgree(recordedAt)
  return { tx, recordedAt, timePassedUntil: until ?? undefined }
}

/** The last revision of a write is made within this time, in milliseconds; readers of older moments need not wait for writers. */
export const LONGEST_WRITE = 10 * 60_000

/**
 * Readers reckon by the clock of this process which writes may still be in flight; were it further ahead, they would miss
 * this one.
 */
function assertClocksAgree(recordedAt: Date): void {
  if (Date.now() - recordedAt.getTime() <= LONGEST_WRITE) return
  const detail =
    'The clock of the service is too far ahead of that of the database to record anything. Whoever runs it must set one of them.'
  throw problem('unavailable', { detail, headers: { 'retry-after': '60' } })
}

/**
 * Readers of older moments wait for no writer, so a write that lasts too long must not be recorded.
 *
 * @throws ApiProblem unavailable
 */
export function assertInTime({ recordedAt }: Write): void {
  if (Date.now() - recordedAt.getTime() <= LONGEST_WRITE) return
  const detail = 'This write lasted too long to be recorded, and nothing of it is kept.'
  throw problem('unavailable', { detail, headers: { 'retry-after': '60' } })
}
