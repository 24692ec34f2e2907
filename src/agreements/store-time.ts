import { sql } from 'drizzle-orm'
import type { Db } from '../database/client.ts'
import { findSetting, saveSetting } from '../database/settings.ts'
import { revision, statusChange, statusInterval } from '../database/tables.ts'
import { inWrite, type Write } from '../database/write.ts'
import type { Day } from '../record/dates.ts'

/**
 * Enters into the change feed what the days since the last call have changed by themselves: each interval of a current
 * revision that began on one of them. The position is taken under the write lock like that of every other entry, so a
 * reader who follows the feed misses none.
 */
export async function passTime({ tx, recordedAt }: Write, today: Day): Promise<void> {
  const last = await findSetting(tx, 'time_passed_until')
  if (last === today || (last !== undefined && last > today)) return
  if (last !== undefined) {
    await tx.execute(sql`
      insert into ${statusChange} (seq, revision_seq, day, recorded_at)
      select nextval('change_seq'), began.* from (
        select i.seq, i.valid_from, ${recordedAt.toISOString()}::timestamptz
        from ${statusInterval} i join ${revision} r on r.seq = i.seq
        where r.superseded_at is null and i.reported_to = 'infinity'
          and i.valid_from > ${last}::date and i.valid_from <= ${today}::date
        order by i.valid_from, i.seq
      ) as began`)
  }
  await saveSetting(tx, 'time_passed_until', today)
}

/** The same from a reader of the feed: opens a write only on the first call of a day. */
export async function passTimeUntil(db: Db, today: Day): Promise<void> {
  const last = await findSetting(db, 'time_passed_until')
  if (last === undefined || last < today) await inWrite(db, write => passTime(write, today))
}
