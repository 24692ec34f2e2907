import { setTimeout } from 'node:timers/promises'
import { sql } from 'drizzle-orm'
import { problem } from '../problems.ts'
import type { Database, Db } from './client.ts'
import { awaitWriteLock, codeOf, takeStagingLock, takeWriteLock } from './locks.ts'
import { stopwatch } from './stages.ts'

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
      for (const statement of OPENING) rows = ((await tx.execute(statement)) as unknown as { rows: unknown[] }).rows
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

/** How long a write waits for its turn, in this process and again for the lock, in milliseconds. */
export const LONGEST_LINE = 5_000

/** How long a writer waits for somebody who has staged the same agreement, while all others wait for that writer, in milliseconds. */
const LONGEST_ROW = 500

const lineTooLong = () =>
  problem('unavailable', {
    detail: 'Other writers have been at work for too long. Nothing was written.',
    headers: { 'retry-after': '1' }
  })

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

async function openWrite<T>(database: Database, task: (write: Write) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await attemptWrite(database, task)
    } catch (error) {
      if (attempt === MOST_ATTEMPTS || !givenUp.test(codeOf(error))) throw error
    }
  }
}

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
    const late = globalThis.setTimeout(giveUp, LONGEST_LINE)
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

/**
 * The last turn of each database: of those who write, of those who prepare a long write, and of readers who wait for writers. None
 * of the three waits for another here.
 */
type Turns = WeakMap<Db, Promise<unknown>>
const writers: Turns = new WeakMap()
const stagers: Turns = new WeakMap()
const readers: Turns = new WeakMap()

/**
 * Whoever needs the lock waits here for the others of this process, and only then takes a connection: those who wait for
 * the lock itself hold one, and would leave none to the rest.
 */
function inTurn<T>(turns: Turns, db: Db, task: () => Promise<T>): Promise<T> {
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
function inTurnSoon<T>(turns: Turns, db: Db, task: () => Promise<T>): Promise<T> {
  return new Promise((done, failed) => {
    let isLate = false
    const late = globalThis.setTimeout(() => {
      isLate = true
      failed(lineTooLong())
    }, LONGEST_LINE)
    void inTurn(turns, db, async () => {
      clearTimeout(late)
      if (!isLate) await task().then(done, failed)
    })
  })
}

/** The last revision of a write is made within this time, in milliseconds; readers of older moments need not wait for writers. */
const LONGEST_WRITE = 10 * 60_000

/** The clock of the database may lie behind that of this process, but not by more milliseconds than this. */
const LARGEST_LAG = 5_000

/**
 * Waits until every write that is recorded at or before `moment` can be seen: a writer in flight took its moment when
 * it began.
 *
 * @throws ApiProblem unavailable when the clocks of the database and of this process are too far apart
 */
export async function awaitWriters(db: Db, moment: Date, now: Date): Promise<void> {
  if (now.getTime() - moment.getTime() > 2 * LONGEST_WRITE) return
  const lag = moment.getTime() - (await clock(db)).getTime()
  if (lag > LARGEST_LAG) {
    const detail =
      'The clock of the database is behind that of the service, so that this moment has not come there yet.'
    throw problem('unavailable', { detail, headers: { 'retry-after': String(Math.ceil(lag / 1000)) } })
  }
  // Once the clock of the database is past `moment`, a later writer gets a later moment.
  if (lag >= 0) await setTimeout(lag + 1)
  await inTurnSoon(readers, db, () => awaitWriteLock(db))
}

async function clock(db: Db): Promise<Date> {
  const { rows } = (await db.execute(
    sql`select (extract(epoch from clock_timestamp()) * 1000)::float8 as epoch`
  )) as unknown as { rows: [{ epoch: number }] }
  return new Date(rows[0].epoch)
}

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

/** Positions in the change feed that lie ahead of those of all other writers, and the moment from which on they do. */
export interface Ahead {
  first: number
  last: number
  since: Date
}

/** So many times as many positions as a long write needs are left to those who write meanwhile. */
const TIMES_LEFT = 10

/**
 * Finds positions for a write that is prepared beside the writers (`inStagedWrite`), of whom nobody takes them as long as they do not
 * come that far. Whoever prepares one is alone in this.
 */
export async function positionsAhead(tx: Db, count: number): Promise<Ahead> {
  const { rows } = (await tx.execute(sql`
    select last_value::float8 as last, (extract(epoch from date_trunc('milliseconds', clock_timestamp())) * 1000)::float8 as epoch
    from change_seq`)) as unknown as { rows: [{ last: number; epoch: number }] }
  const [{ last, epoch }] = rows
  const first = last + 1_000 + TIMES_LEFT * count
  return { first, last: first + count - 1, since: new Date(epoch) }
}

/**
 * Takes the positions that were found, so that all later ones lie behind them.
 *
 * @returns false where others have come that far
 */
export async function takePositions({ tx }: Write, { first, last }: Ahead): Promise<boolean> {
  const { rows } = (await tx.execute(sql`
    select setval('change_seq', ${last}::bigint) from change_seq where last_value < ${first}::bigint`)) as unknown as {
    rows: unknown[]
  }
  return rows.length > 0
}

/** The next position in the change feed. */
export async function nextSeq({ tx }: Write): Promise<number> {
  const { rows } = (await tx.execute(sql`select nextval('change_seq')::int8 as seq`)) as unknown as {
    rows: [{ seq: string | number }]
  }
  return Number(rows[0].seq)
}
