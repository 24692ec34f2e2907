import { getTableColumns, type SQL, sql } from 'drizzle-orm'
import type { Db } from '../database/client.ts'
import { queryRows } from '../database/rows.ts'
import { listed, revision, statusInterval } from '../database/tables.ts'
import { previousDay, today } from '../record/dates.ts'
import type { Clocks } from './clocks.ts'

// The rows of `listed`: what current revisions are found by, in the order of lists.

/** Filters by the status of a day, which is that of an interval. */
export const intervalFacets = ['legal', 'implementation', 'evidence', 'money', 'certain', 'dormant', 'year'] as const
export type IntervalFacet = (typeof intervalFacets)[number]

/** Orders by the status of a day: how the value of an interval `i` is written so that texts are in its order. */
const intervalOrders = {
  lastHeardOn: `coalesce(i.last_heard_on, '-infinity')::text`,
  personsMoved: `lpad((coalesce(i.persons_min, -1) + 1)::text, 19, '0')`
} as const
export type IntervalOrder = keyof typeof intervalOrders

/** The facet under which every agreement stands in an order. */
export const orderFacet = (order: IntervalOrder): string => `order:${order}`

/** Intervals that ended so many days before their revision was recorded are listed still: for walks that began before midnight. */
const DAYS_BEFORE = 2

/** Whether the intervals that hold at some clocks are listed: not those that were over when their revision was recorded. */
export const areIntervalsListed = ({ asOf, reportedBy, knownAt }: Pick<Clocks, 'asOf' | 'reportedBy' | 'knownAt'>) =>
  knownAt === null &&
  reportedBy === 'infinity' &&
  // The clock on the wall, since moments of recording are its, whatever clock an app is given.
  asOf >= previousDay(today(new Date()))

/** The rows of current revisions, out of parts of a statement that have the columns of revisions and of intervals. */
const rowsOf = (revisions: SQL, intervals: SQL): SQL => {
  const values = [
    ...intervalFacets.map(facet => sql.raw(`('${facet}:' || i.${facet}::text, r.signed_key)`)),
    ...Object.entries(intervalOrders).map(([order, value]) =>
      sql.raw(`('${orderFacet(order as IntervalOrder)}', ${value} || ' ' || r.agreement_id)`)
    )
  ]
  return sql`
    select facet, r.seq, 0 as ordinal, r.signed_key as key from ${revisions} r cross join unnest(r.facets) as facet
    union all
    select each.facet, i.seq, i.ordinal, each.key
    from ${revisions} r join ${intervals} i on i.seq = r.seq
    cross join lateral (values ${sql.join(values, sql`, `)}) as each(facet, key)
    where i.reported_to = 'infinity' and each.facet is not null
      and i.valid_to >= (r.recorded_at at time zone 'UTC')::date - ${sql.raw(String(DAYS_BEFORE))}`
}

/** Adds the rows of revisions. */
export const insertListed = (revisions: SQL, intervals: SQL): SQL => {
  const columns = Object.values(getTableColumns(listed)).map(({ name }) => sql.identifier(name))
  return sql`insert into ${listed} (${sql.join(columns, sql`, `)}) ${rowsOf(revisions, intervals)}`
}

/** Removes the rows of revisions, by the index that they are found by. */
export const deleteListed = (revisions: SQL, intervals: SQL): SQL => sql`
  delete from ${listed} using (${rowsOf(revisions, intervals)}) old
  where ${listed.facet} = old.facet and ${listed.seq} = old.seq and ${listed.ordinal} = old.ordinal`

/** A row that is there and should not be, or the other way round. */
interface ListedDifference {
  facet: string
  agreementId: string
}

/** Rows that differ from those that the current revisions make, some of them where there are many. */
export async function findListedDifferences(db: Db): Promise<ListedDifference[]> {
  const current = sql`(select * from ${revision} where superseded_at is null)`
  const there = sql`select facet, seq, ordinal, key from ${listed}`
  return queryRows(
    db,
    sql`
    with made as (${rowsOf(current, sql`${statusInterval}`)}),
      differing as ((${there} except select * from made) union all (select * from made except (${there})))
    select differing.facet, r.agreement_id as "agreementId" from differing join ${revision} r using (seq)
    order by r.seq, differing.facet limit 20`
  )
}
