import { resolveClocks } from '../agreements/clocks.ts'
import { countAgreements } from '../agreements/list/store.ts'
import type { Db } from '../database/client.ts'
import { listLinked } from '../network/store.ts'
import { statisticsOf } from '../statistics/statistics.ts'
import { countFigures } from '../statistics/store.ts'
import { questions } from './home/questions.ts'
import type { HomeView } from './home/view.ts'
import { pairsOf, partiesOf } from './map/parties.ts'
import { findLastWrite } from './store.ts'
import { listTurns } from './store-changes.ts'

/** Agreements that a map is drawn of, at most; what is answered by the API may be less. */
export const mostDrawn = 100_000

/** Everything that the first page shows. */
export async function readHomeView(db: Db, moment: Date): Promise<HomeView> {
  const clocks = resolveClocks({}, moment)
  const [counted, linked, latest, lastWrite, ...answers] = await Promise.all([
    countFigures(db, clocks, {}),
    listLinked(db, clocks, {}, mostDrawn),
    listTurns(db, clocks, { limit: 8 }),
    findLastWrite(db),
    ...questions.map(({ filters, clocks }) => countAgreements(db, resolveClocks(clocks, moment), filters))
  ])
  return {
    today: clocks.asOf,
    lastWrite: lastWrite === null ? undefined : new Date(lastWrite).toISOString(),
    figures: statisticsOf(counted),
    parties: partiesOf(linked),
    pairs: pairsOf(linked),
    turns: latest.turns,
    answers
  }
}
