import { sql } from 'drizzle-orm'
import { type Clocks, echoOf } from '../agreements/clocks.ts'
import { recordText } from '../agreements/revision-text.ts'
import type { AgreementRecord } from '../agreements/schemas.ts'
import { type Filters, filtersOf } from '../agreements/selection/parameters.ts'
import { intervalPart, listedPart } from '../agreements/selection/store-clocks.ts'
import { filterPart } from '../agreements/selection/store-filters.ts'
import { listRevisionsAt } from '../agreements/store-revision.ts'
import { type ChangeFilters, listEdits } from '../changes/store.ts'
import type { Db } from '../database/client.ts'
import { preparedSql } from '../database/prepared.ts'
import { revision, statusInterval } from '../database/tables.ts'
import { limits } from '../limits.ts'
import { today as dayOf } from '../record/dates.ts'
import { cursorAt, placeOf, type TurnPlace } from './changes/cursor.ts'
import type { ChangesQuery, EditsQuery } from './changes/query.ts'
import type { ChangesView, EditsView } from './changes/view.ts'
import { listCourses } from './store.ts'
import { clocksAt } from './store-agreement.ts'
import { type Turn, turnsOf } from './turns.ts'

interface TurnsQuery {
  filters?: Filters
  before?: TurnPlace | undefined
  limit: number
}

/** Changes of the world up to the clock `asOf` in agreements that some filters name, the latest first. */
export async function listTurns(
  db: Db,
  clocks: Clocks,
  { filters = {}, before, limit }: TurnsQuery
): Promise<{ turns: Turn[]; more: boolean }> {
  const [listed, interval, filter] = [listedPart(clocks), intervalPart(clocks), filterPart(db, clocks, filters)]
  const shape = ['turns', listed.shape, interval.shape, filter.shape, before ? 'before' : 'first'].join('|')
  const value = sql.placeholder
  const statement = preparedSql<{ seq: string | number; id: string; day: string }>(
    db,
    shape,
    () => sql`
      with picked as (
        select ${revision.seq} as seq, ${revision.agreementId} collate "C" as id
        from ${revision} join ${statusInterval} on ${interval.condition()}
        where ${listed.condition()} and ${filter.condition() ?? sql`true`}),
      stretch as (
        select picked.seq, picked.id, i.valid_from, i.legal, i.implementation,
          lag(i.legal, 1, 'none') over course as legal_before,
          lag(i.implementation, 1, 'unimplemented') over course as implementation_before
        from picked join ${statusInterval} i on i.seq = picked.seq
          and ${value('reports')}::date between i.reported_from and i.reported_to
        window course as (partition by picked.seq order by i.valid_from))
      select seq, id, valid_from::text as day from stretch
      where (legal, implementation) is distinct from (legal_before, implementation_before)
        and valid_from > '-infinity' and valid_from <= ${value('asOf')}::date
        and ${before ? sql`(valid_from, id) < (${value('day')}::date, ${value('id')}::text)` : sql`true`}
      order by valid_from desc, id desc limit ${value('most')}::int`
  )
  const { rows } = await statement.execute({
    ...{ ...listed.values, ...interval.values, ...filter.values },
    ...{ asOf: clocks.asOf, reports: clocks.reportedBy, most: limit + 1 },
    ...(before && { day: before[0], id: before[1] })
  })
  const page = rows.slice(0, limit)
  const seqs = [...new Set(page.map(({ seq }) => Number(seq)))]
  const [found, courses] = await Promise.all([
    listRevisionsAt(db, seqs, clocks),
    listCourses(db, seqs, clocks.reportedBy)
  ])
  const echo = echoOf(clocks)
  const turns = found.flatMap(row =>
    turnsOf(JSON.parse(recordText(row, echo)) as AgreementRecord, courses.get(row.seq) ?? [], clocks.asOf)
  )
  return {
    turns: page.flatMap(({ id, day }) => turns.find(turn => turn.record.id === id && turn.day === day) ?? []),
    more: rows.length > limit
  }
}

/** A page of the changes of the world. */
export async function readChangesView(
  db: Db,
  query: ChangesQuery,
  moment: Date,
  cursorKey: string
): Promise<ChangesView> {
  const clocks = await clocksAt(db, query, moment)
  const before = placeOf('turns', query.cursor, cursorKey)
  const { turns, more } = await listTurns(db, clocks, {
    filters: filtersOf(query),
    before,
    limit: query.limit ?? limits.page.default
  })
  const last = turns.at(-1)
  return {
    query,
    clocks,
    today: dayOf(moment),
    turns,
    next: more && last ? cursorAt('turns', [last.day, last.record.id], cursorKey) : undefined
  }
}

/** A page of the edits of the registry. */
export async function readEditsView(db: Db, query: EditsQuery, cursorKey: string): Promise<EditsView> {
  const { cursor, limit = limits.page.default, ...filters } = query
  const before = placeOf('edits', cursor, cursorKey)
  const { rows, more } = await listEdits(db, { before, limit, filters: filters as ChangeFilters })
  const last = rows.at(-1)
  return { query, edits: rows, next: more && last ? cursorAt('edits', last.seq, cursorKey) : undefined }
}
