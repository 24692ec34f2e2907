import { desc, max, sql } from 'drizzle-orm'
import { type Clocks, echoOf, resolveClocks } from '../agreements/clocks.ts'
import { countAgreements } from '../agreements/list/store.ts'
import { recordText } from '../agreements/revision-text.ts'
import type { AgreementRecord } from '../agreements/schemas.ts'
import { listedPart } from '../agreements/selection/store-clocks.ts'
import { getAgreement } from '../agreements/store-revision.ts'
import type { Db } from '../database/client.ts'
import { prepared } from '../database/prepared.ts'
import { revision, statusInterval } from '../database/tables.ts'
import { listLinked } from '../network/store.ts'
import { statisticsOf } from '../statistics/statistics.ts'
import { countFigures } from '../statistics/store.ts'
import { questions } from './home/questions.ts'
import type { HomeView } from './home/view.ts'
import { pairsOf, partiesOf } from './map/parties.ts'
import { findLastWrite, listCourses } from './store.ts'
import { inOrder, type Turn, turnsOf } from './turns.ts'

/** Agreements that a map is drawn of, at most; what is answered by the API may be less. */
export const mostDrawn = 100_000

/** Everything that the first page shows. */
export async function readHomeView(db: Db, moment: Date): Promise<HomeView> {
  const clocks = resolveClocks({}, moment)
  const [counted, linked, turns, lastWrite, ...answers] = await Promise.all([
    countFigures(db, clocks, {}),
    listLinked(db, clocks, {}, mostDrawn),
    listTurns(db, clocks, 8),
    findLastWrite(db),
    ...questions.map(({ filters, clocks }) => countAgreements(db, resolveClocks(clocks, moment), filters))
  ])
  return {
    today: clocks.asOf,
    lastWrite: lastWrite === null ? undefined : new Date(lastWrite).toISOString(),
    figures: statisticsOf(counted),
    parties: partiesOf(linked),
    pairs: pairsOf(linked),
    turns,
    answers
  }
}

/** Agreements that are looked through for each turn that is asked for: of some only totals changed, or what was heard. */
const lookedThrough = 8

/** The latest changes of the world up to the clock `asOf`, of all agreements. */
export async function listTurns(db: Db, clocks: Clocks, most: number, by: 'first' | 'day' = 'first'): Promise<Turn[]> {
  const listed = listedPart(clocks)
  const latest = max(statusInterval.validFrom)
  const statement = prepared(db, ['turning', listed.shape].join('|'), () =>
    db
      .select({ id: revision.agreementId, latest })
      .from(revision)
      .innerJoin(
        statusInterval,
        sql`${statusInterval.seq} = ${revision.seq} and ${statusInterval.reportedTo} = 'infinity'
          and ${statusInterval.validFrom} <= ${sql.placeholder('asOf')}::date`
      )
      .where(listed.condition())
      .groupBy(revision.agreementId)
      .orderBy(desc(latest), revision.agreementId)
      .limit(sql.placeholder('most') as unknown as number)
  )
  const rows = await statement.execute({ ...listed.values, asOf: clocks.asOf, most: most * lookedThrough })
  const echo = echoOf(clocks)
  const found = await Promise.all(rows.map(({ id }) => getAgreement(db, id, clocks)))
  const courses = await listCourses(
    db,
    found.map(({ seq }) => seq),
    clocks.reportedBy
  )
  const turns = found.flatMap(row =>
    turnsOf(JSON.parse(recordText(row, echo)) as AgreementRecord, courses.get(row.seq) ?? [], clocks.asOf)
  )
  return inOrder(turns, by).slice(0, most)
}
