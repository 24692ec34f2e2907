import { setTimeout } from 'node:timers/promises'
import { sql } from 'drizzle-orm'
import type { Db } from './client.ts'

/** An open write: the transaction, and the one moment that all revisions made in it carry. */
export interface Write {
  tx: Db
  recordedAt: Date
}

/** Writers hold it alone, readers that must see every writer in flight share it. */
const WRITE_LOCK = sql.raw('20190920, 2')

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
  db: Db,
  task: (write: Write) => Promise<T>,
  options: { dryRun?: boolean } = {}
): Promise<T> {
  let rehearsed: { result: T } | undefined
  try {
    return await db.transaction(async tx => {
      await tx.execute(sql`select pg_advisory_xact_lock(${WRITE_LOCK})`)
      const result = await task({ tx, recordedAt: await nextMoment(tx) })
      if (!options.dryRun) return result
      rehearsed = { result }
      return tx.rollback()
    })
  } catch (error) {
    if (rehearsed) return rehearsed.result
    throw error
  }
}

/** The clock of the database, not of this process: all processes share it. */
async function nextMoment(tx: Db): Promise<Date> {
  const { rows } = (await tx.execute(sql`
    select (extract(epoch from greatest(
      date_trunc('milliseconds', clock_timestamp()),
      (select max(recorded_at) + interval '1 millisecond' from revision)
    )) * 1000)::float8 as epoch`)) as unknown as { rows: [{ epoch: number }] }
  return new Date(rows[0].epoch)
}

/** No write lasts longer than this. */
const LONGEST_WRITE = 10 * 60_000

/**
 * Waits until every write that is recorded at or before `moment` can be seen: a writer in flight took its moment when
 * it began.
 */
export async function awaitWriters(db: Db, moment: Date, now: Date): Promise<void> {
  if (now.getTime() - moment.getTime() > LONGEST_WRITE) return
  for (;;) {
    // The clock is read before the lock is taken: once it is past `moment`, a later writer gets a later moment.
    const passed = await db.execute(sql`
      select pg_advisory_xact_lock_shared(${WRITE_LOCK})
      from (select clock_timestamp() as clock offset 0) as before where clock > ${moment.toISOString()}::timestamptz`)
    if ((passed as unknown as { rows: unknown[] }).rows.length > 0) return
    await setTimeout(1)
  }
}

/** The next position in the change feed. Only within `inWrite`. */
export async function nextSeq(tx: Db): Promise<number> {
  const { rows } = (await tx.execute(sql`select nextval('change_seq')::int8 as seq`)) as unknown as {
    rows: [{ seq: string | number }]
  }
  return Number(rows[0].seq)
}
