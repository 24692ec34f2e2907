import { and, asc, eq, sql } from 'drizzle-orm'
import type { Db } from '../database/client.ts'
import { statusInterval } from '../database/tables.ts'
import type { Day } from '../record/dates.ts'

/** What the status of a revision is from a day to a day, both inclusive. */
export interface TimelineRow {
  validFrom: Day
  validTo: Day
  legal: string
  implementation: string
  money: string
  certain: boolean
  label: string
}

/** The status of a revision over time, going by what had been published at `reportedBy`. */
export async function listIntervals(db: Db, seq: number, reportedBy: Day): Promise<TimelineRow[]> {
  const { validFrom, validTo, legal, implementation, money, certain, label } = statusInterval
  return db
    .select({ validFrom, validTo, legal, implementation, money, certain, label })
    .from(statusInterval)
    .where(
      and(
        eq(statusInterval.seq, seq),
        sql`${reportedBy}::date between ${statusInterval.reportedFrom} and ${statusInterval.reportedTo}`
      )
    )
    .orderBy(asc(validFrom))
}
