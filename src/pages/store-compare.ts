import { askedClocks, type ClocksQuery } from '../agreements/clocks.ts'
import { alignMembers, alignProvisions } from '../compare/comparison.ts'
import { getAgreements } from '../compare/store.ts'
import type { Db } from '../database/client.ts'
import { today as dayOf } from '../record/dates.ts'
import type { CompareView } from './compare/view.ts'
import { clocksAt, readingsOf } from './store-agreement.ts'
import { spanOf } from './timeline/scale.ts'

/**
 * Agreements side by side.
 *
 * @throws ApiProblem not-found, gone, not-known-yet, of the first that cannot be read
 */
export async function readCompareView(
  db: Db,
  ids: readonly string[],
  asked: ClocksQuery,
  moment: Date
): Promise<CompareView> {
  const clocks = await clocksAt(db, asked, moment)
  const readings = await readingsOf(db, await getAgreements(db, ids, clocks), clocks)
  const records = readings.map(({ record }) => record)
  const firsts = readings.map(
    ({ record, chronology, course }) => spanOf(record, chronology.acts, course, clocks.asOf)?.first ?? clocks.asOf
  )
  return {
    readings,
    members: alignMembers(records),
    provisions: alignProvisions(records),
    clocks,
    asked: askedClocks(asked),
    today: dayOf(moment),
    firsts
  }
}
