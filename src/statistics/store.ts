import { and, sql } from 'drizzle-orm'
import type { Clocks } from '../agreements/clocks.ts'
import type { Filters } from '../agreements/selection/parameters.ts'
import { intervalPart, listedPart } from '../agreements/selection/store-clocks.ts'
import { filterPart } from '../agreements/selection/store-filters.ts'
import type { Db } from '../database/client.ts'
import { preparedSql } from '../database/prepared.ts'
import { revision, statusInterval } from '../database/tables.ts'
import type { Counted } from './statistics.ts'

/**
 * Counts the agreements that the filters name, by all that there are figures of, in one statement and so in one state of the
 * registry. Totals are counted as they are: most agreements have none, and those are one row.
 */
export async function countFigures(db: Db, clocks: Clocks, filters: Filters): Promise<Counted[]> {
  const listed = listedPart(clocks)
  const interval = intervalPart(clocks)
  const filter = filterPart(db, clocks, filters)
  const shape = ['statistics', listed.shape, interval.shape, filter.shape].join('|')
  const statement = preparedSql<Counted>(
    db,
    shape,
    () => sql`
      with selected as materialized (
        select ${revision.facets} as facets, ${statusInterval.legal} as legal,
          ${statusInterval.implementation} as implementation, ${statusInterval.evidence} as evidence, ${statusInterval.money} as money,
          ${statusInterval.year}::text as year, ${statusInterval.totals}::text as totals
        from ${revision} join ${statusInterval} on ${interval.condition()}
        where ${and(listed.condition(), filter.condition())})
      select 'agreements' as figure, '' as value, count(*)::int as agreements from selected
      union all select 'legal', legal, count(*)::int from selected group by legal
      union all select 'implementation', implementation, count(*)::int from selected group by implementation
      union all select 'evidence', evidence, count(*)::int from selected group by evidence
      union all select 'money', money, count(*)::int from selected group by money
      union all select 'year', year, count(*)::int from selected where year is not null group by year
      union all select 'totals', totals, count(*)::int from selected group by totals
      union all select split_part(facet, ':', 1), substr(facet, strpos(facet, ':') + 1), count(*)::int
        from selected, unnest(facets) as facet
        where split_part(facet, ':', 1) in ('kind', 'sender', 'receiver') group by facet`
  )
  const { rows } = await statement.execute({ ...listed.values, ...interval.values, ...filter.values })
  return rows
}
