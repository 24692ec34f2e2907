import { sql } from 'drizzle-orm'
import type { Database, Db } from '../database/client.ts'
import { queryRows } from '../database/rows.ts'
import { findSetting, saveSetting } from '../database/settings.ts'
import { revision, statusChange, statusInterval } from '../database/tables.ts'
import { inWrite, type Write } from '../database/write.ts'
import type { Day } from '../record/dates.ts'
import { diff } from '../record/diff.ts'

/** Entries that are written by one statement. */
const BATCH = 1_000

/**
 * Enters into the change feed what the days since the last call have changed by themselves: each interval of a current
 * revision that began on one of them. The position is taken under the write lock like that of every other entry, so a
 * reader who follows the feed misses none.
 */
export async function passTime(write: Write, today: Day): Promise<void> {
  const { tx, recordedAt, timePassedUntil: last } = write
  if (last !== undefined && last >= today) return
  const begun = last === undefined ? [] : await findBegun(tx, last, today)
  for (let from = 0; from < begun.length; from += BATCH) {
    const entries = begun.slice(from, from + BATCH).map(({ revisionSeq, day, before, after }) => {
      const changed = diff(JSON.parse(before ?? '{}'), JSON.parse(after)).map(change => change.pointer)
      return { seq: sql`nextval('change_seq')`, revisionSeq, day, recordedAt, changed }
    })
    await tx.insert(statusChange).values(entries)
  }
  await saveSetting(tx, 'time_passed_until', today)
  write.timePassedUntil = today
}

interface Begun {
  revisionSeq: number
  day: Day
  /** Status and totals as JSON; null where nothing was known before. */
  before: string | null
  after: string
}

/** The intervals of current revisions that began after one day and until another. */
async function findBegun(tx: Db, after: Day, until: Day): Promise<Begun[]> {
  return queryRows(
    tx,
    sql`
    select i.seq::float8 as "revisionSeq", i.valid_from::text as day,
      ${derived(sql`i`)} as after, (
        select ${derived(sql`b`)} from ${statusInterval} b
        where b.seq = i.seq and b.reported_to = 'infinity' and b.valid_to = i.valid_from - 1
      ) as before
    from ${statusInterval} i join ${revision} r on r.seq = i.seq
    where r.superseded_at is null and i.reported_to = 'infinity'
      and i.valid_from > ${after}::date and i.valid_from <= ${until}::date
    order by i.valid_from, i.seq`
  )
}

const derived = (interval: ReturnType<typeof sql>) =>
  sql`json_build_object('status', ${interval}.status, 'totals', ${interval}.totals)`

/** The same from a reader of the feed: opens a write only on the first call of a day. */
export async function passTimeUntil(database: Database, today: Day): Promise<void> {
  const last = await findSetting(database.db, 'time_passed_until')
  if (last === undefined || last < today) await inWrite(database, write => passTime(write, today))
}
