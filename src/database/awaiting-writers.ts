import { setTimeout } from 'node:timers/promises'
import { problem } from '../problems.ts'
import type { Db } from './client.ts'
import { awaitWriteLock } from './locks.ts'
import { queryRows } from './rows.ts'
import { inTurnSoon, readers } from './turns.ts'
import { LONGEST_WRITE } from './write.ts'

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
  const [row] = await queryRows<{ epoch: number }>(
    db,
    'select (extract(epoch from clock_timestamp()) * 1000)::float8 as epoch'
  )
  return new Date(row?.epoch as number)
}
