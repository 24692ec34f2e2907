import type { Database, Db } from '../database/client.ts'
import { constraintOf } from '../database/driver-errors.ts'
import { type Ahead, positionsAhead, takePositions } from '../database/positions.ts'
import { preparedSql } from '../database/prepared.ts'
import { queryRows } from '../database/rows.ts'
import { inStagedWrite, type Write } from '../database/write.ts'
import { type Day, today as dayOf } from '../record/dates.ts'
import { overtakenTooOften } from './refusals.ts'
import type { StagedRevisions } from './staging.ts'
import { insertStaged, keepWords, settleStaged } from './store-rows.ts'
import { reserveIds } from './store-save.ts'
import { passTimeUntil } from './store-time-passed.ts'

/**
 * Saves many revisions of as many agreements, all of them or none, in the order in which they come. Rows are written beside other writers, at
 * positions ahead of theirs; these wait only while the revisions get their moment.
 *
 * @param count how many there are
 * @param today the day until which the passing of time enters the change feed first
 * @throws ApiProblem unavailable when somebody else has changed one of the agreements meanwhile
 */
export async function saveMany(
  database: Database,
  {
    count,
    newIds,
    batches,
    today
  }: { count: number; newIds: string[]; batches: AsyncIterable<StagedRevisions>; today: Day },
  options: { dryRun: boolean }
): Promise<void> {
  await passTimeUntil(database, today)
  await inStagedWrite(
    database,
    async tx => {
      const ahead = await positionsAhead(tx, count)
      for (let i = 0; i < newIds.length; i += 1_000) await reserveIds(tx, newIds.slice(i, i + 1_000))
      const words = new Set<string>()
      let next = ahead.first
      for await (const staged of batches) {
        for (const word of await stage(tx, staged, { ...ahead, first: next })) words.add(word)
        next += staged.count
      }
      return { ahead, words }
    },
    (write, { ahead, words }) => settle(write, { ahead, words: [...words] }, options),
    options
  )
}

async function stage(tx: Db, { count, values }: StagedRevisions, { first, since }: Ahead): Promise<string[]> {
  const statement = preparedSql<{ added: number; words: string[] }>(tx, 'stageRevisions', insertStaged)
  const { rows } = await statement.execute({ ...values, first, since: since.toISOString() }).catch(error => {
    // Somebody else was first with the next version of one of them.
    throw /^revision_(version|current)_key$/.test(constraintOf(error) ?? '') ? overtakenTooOften() : error
  })
  const [{ added, words }] = rows as [{ added: number; words: string[] }]
  if (added < count) throw overtakenTooOften()
  return words
}

/** Revisions that get their moment by one statement, so that none takes too long. */
const MOST_SETTLED = 2_000

async function settle(
  write: Write,
  { ahead, words }: { ahead: Ahead; words: string[] },
  { dryRun }: { dryRun: boolean }
): Promise<void> {
  const { tx, recordedAt } = write
  // What lists are found by was made for the day on which it began (`store-listed.ts`).
  if (dayOf(recordedAt) !== dayOf(ahead.since)) throw overtakenTooOften()
  for (let first = ahead.first; first <= ahead.last; first += MOST_SETTLED) {
    const last = Math.min(first + MOST_SETTLED - 1, ahead.last)
    const [row] = await queryRows<{ overtaken: number }>(tx, settleStaged({ first, last, recordedAt }))
    if (row?.overtaken !== 0) throw overtakenTooOften()
  }
  if (words.length > 0) await tx.execute(keepWords(words))
  // A sequence is not rolled back.
  if (!dryRun && !(await takePositions(write, ahead))) throw overtakenTooOften()
}
