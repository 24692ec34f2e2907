import { and, asc, eq, sql } from 'drizzle-orm'
import type { Db } from '../../database/client.ts'
import { revision, statusInterval } from '../../database/tables.ts'
import { type Day, isOpen } from '../../record/dates.ts'
import type { Clocks } from '../clocks.ts'

/** What is compared from one clock to the next. */
const said = sql<string | null>`${statusInterval.status}::text || ${statusInterval.totals}::text`

/** Those of some rows, in order, that say something else than the one before; before the first nothing is said. */
const changing = <Row extends { said: string | null }>(rows: readonly Row[]): Row[] =>
  rows.filter((row, i) => row.said !== (rows[i - 1]?.said ?? null))

/** Days of publication from which a revision says something else of a day of the world, in order. */
export async function listReports(db: Db, seq: number, asOf: Day): Promise<Day[]> {
  const { reportedFrom, validFrom, validTo } = statusInterval
  const rows = await db
    .select({ reportedFrom, said })
    .from(statusInterval)
    .where(and(eq(statusInterval.seq, seq), sql`${asOf}::date between ${validFrom} and ${validTo}`))
    .orderBy(asc(reportedFrom))
  return changing(rows)
    .map(row => row.reportedFrom)
    .filter(day => !isOpen(day))
}

/** Moments from which the registry held another status or other totals at the same two other clocks, in order. */
export async function listRecordings(
  db: Db,
  agreementId: string,
  { asOf, reportedBy }: Pick<Clocks, 'asOf' | 'reportedBy'>
): Promise<Date[]> {
  const { seq, validFrom, validTo, reportedFrom, reportedTo } = statusInterval
  const rows = await db
    .select({ recordedAt: revision.recordedAt, said })
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
  return changing(rows).map(({ recordedAt }) => recordedAt)
}
