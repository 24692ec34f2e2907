import type { ClocksQuery } from '../agreements/clocks.ts'
import type { Db } from '../database/client.ts'
import { networkOf } from '../network/network.ts'
import { listLinked } from '../network/store.ts'
import { today as dayOf } from '../record/dates.ts'
import type { MapView } from './map/page.tsx'
import { pairsOf, partiesOf } from './map/parties.ts'
import { clocksAt } from './store-agreement.ts'
import { mostDrawn } from './store-home.ts'

/** Who sends people to whom. */
export async function readMapView(db: Db, asked: ClocksQuery, moment: Date): Promise<MapView> {
  const clocks = await clocksAt(db, asked, moment)
  const linked = await listLinked(db, clocks, {}, mostDrawn)
  const { edges } = networkOf(linked)
  return { parties: partiesOf(linked), pairs: pairsOf(linked), edges, clocks, asked, today: dayOf(moment) }
}
