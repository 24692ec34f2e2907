import { and, asc, eq, inArray, sql } from 'drizzle-orm'
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
    .where(ofReports(seq, reportedBy))
    .orderBy(asc(validFrom))
}

/** The whole status of a revision on some days, both ends inclusive, as the text that it is stored as. */
export interface StatusRow {
  seq: number
  validFrom: Day
  validTo: Day
  status: string
}

/** The same for several revisions, with all that the status says: revision by revision, each over time. */
export async function listStatuses(db: Db, seqs: readonly number[], reportedBy: Day): Promise<StatusRow[]> {
  const { seq, validFrom, validTo, status } = statusInterval
  return db
    .select({ seq, validFrom, validTo, status: sql<string>`${status}::text` })
    .from(statusInterval)
    .where(and(inArray(seq, [...seqs]), isReported(reportedBy)))
    .orderBy(asc(seq), asc(validFrom))
}

const isReported = (reportedBy: Day) =>
  sql`${reportedBy}::date between ${statusInterval.reportedFrom} and ${statusInterval.reportedTo}`

const ofReports = (seq: number, reportedBy: Day) => and(eq(statusInterval.seq, seq), isReported(reportedBy))
