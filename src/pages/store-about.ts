import { resolveClocks } from '../agreements/clocks.ts'
import { countFacets } from '../agreements/selection/store-facets.ts'
import type { Db } from '../database/client.ts'
import { statisticsOf } from '../statistics/statistics.ts'
import { countFigures } from '../statistics/store.ts'
import type { AboutView } from './about/view.ts'

/** The figures of the page that says what the registry is and what it is not. */
export async function readAboutView(db: Db, moment: Date): Promise<AboutView> {
  const clocks = resolveClocks({}, moment)
  const [counted, { disclosure }] = await Promise.all([
    countFigures(db, clocks, {}),
    countFacets(db, clocks, {}, ['disclosure'])
  ])
  const { agreements, persons, counts } = statisticsOf(counted)
  const countOf = (list: readonly { value: string; count: number }[], code: string) =>
    list.find(({ value }) => value === code)?.count ?? 0
  return {
    today: clocks.asOf,
    agreements,
    withPersons: persons?.agreements ?? 0,
    withoutMoney: countOf(counts.money.values, 'none'),
    unimplemented: countOf(counts.implementation.values, 'unimplemented'),
    published: countOf(disclosure, 'published')
  }
}
