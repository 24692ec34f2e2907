import { and, sql } from 'drizzle-orm'
import type { Clocks } from '../agreements/clocks.ts'
import { tooMany } from '../agreements/refusals.ts'
import type { Filters } from '../agreements/selection/parameters.ts'
import { intervalPart, listedPart } from '../agreements/selection/store-clocks.ts'
import { filterPart } from '../agreements/selection/store-filters.ts'
import type { Db } from '../database/client.ts'
import { prepared } from '../database/prepared.ts'
import { revision, statusInterval } from '../database/tables.ts'
import { limits } from '../limits.ts'
import type { Linked } from './network.ts'

/**
 * The agreements that the filters name, as far as a network shows them.
 *
 * @throws ApiProblem invalid-parameter when there are more than `most`
 */
export async function listLinked(
  db: Db,
  clocks: Clocks,
  filters: Filters,
  most: number = limits.network
): Promise<Linked[]> {
  const listed = listedPart(clocks)
  const interval = intervalPart(clocks)
  const filter = filterPart(db, clocks, filters)
  const shape = ['network', listed.shape, interval.shape, filter.shape].join('|')
  const { legal, implementation, money, label, totals } = statusInterval
  const statement = prepared(db, shape, () =>
    db
      .select({ summary: sql<string>`${revision.summary}`, legal, implementation, money, label, totals })
      .from(revision)
      .innerJoin(statusInterval, interval.condition())
      .where(and(listed.condition(), filter.condition()))
      .limit(sql.placeholder('most') as unknown as number)
  )
  const rows = await statement.execute({ ...listed.values, ...interval.values, ...filter.values, most: most + 1 })
  if (rows.length > most) throw tooMany(most)
  return rows.map(({ summary, totals, ...row }) => {
    const { id, kinds, parties } = JSON.parse(summary) as Pick<Linked, 'id' | 'kinds' | 'parties'>
    return { id, kinds, parties, totals: JSON.parse(totals) as Linked['totals'], ...row }
  })
}
