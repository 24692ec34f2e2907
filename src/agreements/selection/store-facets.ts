import { and, desc, type SQL, sql } from 'drizzle-orm'
import type { Db } from '../../database/client.ts'
import { prepared } from '../../database/prepared.ts'
import { revision, statusInterval } from '../../database/tables.ts'
import type { Clocks } from '../clocks.ts'
import { type Counted, isKept } from './facets.ts'
import type { Filters } from './parameters.ts'
import { filterPart, intervalPart, listedPart } from './store.ts'

/** Values of a facet that are answered, at most. */
const MOST_VALUES = 100

/** A value of a facet, and how many agreements have it. */
export interface FacetValue {
  value: string
  count: number
}

/**
 * How many of the agreements that the filters name have each value of a facet, the most frequent first. A facet does not count
 * its own filter, so that one sees what else there would be.
 */
export async function countFacet(db: Db, clocks: Clocks, filters: Filters, facet: Counted): Promise<FacetValue[]> {
  const { [facet]: _, ...others } = filters as Record<string, unknown>
  const listed = listedPart(clocks)
  const interval = intervalPart(clocks)
  const filter = filterPart(db, clocks, others as Filters)
  const shape = ['facet', facet, listed.shape, interval.shape, filter.shape].join('|')
  const statement = prepared(db, shape, () => {
    const each = isKept(facet) ? sql`substr(each.text, ${facet.length + 2})` : sql`${statusInterval[facet]}::text`
    const values = db
      .select({ value: each.as('value') })
      .from(revision)
      .innerJoin(statusInterval, interval.condition())
      .$dynamic()
    if (isKept(facet)) values.innerJoin(keptValues(facet), sql`true`)
    const all = values.where(and(listed.condition(), filter.condition())).as('all_values')
    const value = sql<string>`${sql.identifier('value')}`
    const count = sql<number>`count(*)::int`
    return db
      .select({ value, count })
      .from(all)
      .where(sql`${value} is not null`)
      .groupBy(value)
      .orderBy(desc(count), sql`${value} collate "C"`)
      .limit(MOST_VALUES)
  })
  return statement.execute({ ...listed.values, ...interval.values, ...filter.values })
}

const keptValues = (facet: string): SQL =>
  sql`lateral (select text from unnest(${revision.facets}) as text where text like ${sql.raw(`'${facet}:%'`)}) each`
