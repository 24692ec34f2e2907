import { and, asc, eq, sql } from 'drizzle-orm'
import type { Db } from '../../database/client.ts'
import { revision, statusInterval } from '../../database/tables.ts'
import type { Day } from '../../record/dates.ts'
import type { Clocks } from '../clocks.ts'

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

/** Days of publication from which a revision says something else of a day of the world, in order. */
export async function listReports(db: Db, seq: number, asOf: Day): Promise<Day[]> {
  const { reportedFrom, validFrom, validTo } = statusInterval
  const rows = await db
    .select({ reportedFrom })
    .from(statusInterval)
    .where(and(eq(statusInterval.seq, seq), sql`${asOf}::date between ${validFrom} and ${validTo}`))
    .orderBy(asc(reportedFrom))
  return rows.map(row => row.reportedFrom).filter(day => !day.endsWith('infinity'))
}

/** Moments from which the registry held another status or other totals at the same two other clocks, in order. */
export async function listRecordings(
  db: Db,
  agreementId: string,
  { asOf, reportedBy }: Pick<Clocks, 'asOf' | 'reportedBy'>
): Promise<Date[]> {
  const { seq, validFrom, validTo, reportedFrom, reportedTo, status, totals } = statusInterval
  const rows = await db
    .select({ recordedAt: revision.recordedAt, said: sql<string | null>`${status}::text || ${totals}::text` })
    .from(revision)
    .leftJoin(
      statusInterval,
      and(
        eq(seq, revision.seq),
        sql`${asOf}::date between ${validFrom} and ${validTo}`,
        sql`${reportedBy}::date between ${reportedFrom} and ${reportedTo}`
      )
    )
    .where(eq(revision.agreementId, agreementId))
    .orderBy(asc(revision.version))
  return rows.filter(({ said }, i) => said !== (rows[i - 1]?.said ?? null)).map(({ recordedAt }) => recordedAt)
}
