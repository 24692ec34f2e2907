import { type ClocksQuery, echoOf } from '../agreements/clocks.ts'
import { recordText } from '../agreements/revision-text.ts'
import type { AgreementRecord } from '../agreements/schemas.ts'
import { getAgreement } from '../agreements/store-revision.ts'
import type { Db } from '../database/client.ts'
import { networkOf } from '../network/network.ts'
import { listLinked } from '../network/store.ts'
import { today as dayOf } from '../record/dates.ts'
import type { ChangesView } from './changes.tsx'
import type { CompareView } from './compare/page.tsx'
import type { CountryView } from './country/page.tsx'
import type { MapView } from './map/page.tsx'
import { pairsOf, partiesOf } from './map/parties.ts'
import { listCourses, listRecords } from './store.ts'
import { clocksAt } from './store-agreement.ts'
import { listTurns, mostDrawn } from './store-home.ts'

/** The agreements of a country with their courses. */
export async function readCountryView(db: Db, code: string, asked: ClocksQuery, moment: Date): Promise<CountryView> {
  const clocks = await clocksAt(db, asked, moment)
  const found = await listRecords(db, clocks, { party: [code] })
  const courses = await listCourses(
    db,
    found.map(({ seq }) => seq),
    clocks.reportedBy
  )
  const items = found.map(({ seq, record }) => ({ record, course: courses.get(seq) ?? [] }))
  return { code, items, clocks, asked, today: dayOf(moment) }
}

/**
 * Some agreements side by side.
 *
 * @throws ApiProblem not-found, gone, not-known-yet for the first of them that cannot be read
 */
export async function readCompareView(
  db: Db,
  ids: readonly string[],
  asked: ClocksQuery,
  moment: Date
): Promise<CompareView> {
  const clocks = await clocksAt(db, asked, moment)
  const echo = echoOf(clocks)
  const rows = await Promise.all(ids.map(id => getAgreement(db, id, clocks)))
  const courses = await listCourses(
    db,
    rows.map(({ seq }) => seq),
    clocks.reportedBy
  )
  const compared = rows.map(row => ({
    record: JSON.parse(recordText(row, echo)) as AgreementRecord,
    course: courses.get(row.seq) ?? []
  }))
  return { compared, clocks, asked, today: dayOf(moment) }
}

/** Who sends people to whom. */
export async function readMapView(db: Db, asked: ClocksQuery, moment: Date): Promise<MapView> {
  const clocks = await clocksAt(db, asked, moment)
  const linked = await listLinked(db, clocks, {}, mostDrawn)
  const { edges } = networkOf(linked)
  return { parties: partiesOf(linked), pairs: pairsOf(linked), edges, clocks, asked, today: dayOf(moment) }
}

/** Changes of the world that a page shows. */
const turnsShown = 40

export async function readChangesView(db: Db, asked: ClocksQuery, moment: Date): Promise<ChangesView> {
  const clocks = await clocksAt(db, asked, moment)
  return { turns: await listTurns(db, clocks, turnsShown, 'day'), clocks, today: dayOf(moment) }
}
