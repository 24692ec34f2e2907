import type { Static } from 'typebox'
import { type Clocks, echoOf, resolveClocks } from '../agreements/clocks.ts'
import type { Highlight } from '../agreements/list/highlights.ts'
import { sortKeys } from '../agreements/list/sort.ts'
import { countAgreements, listAgreements } from '../agreements/list/store.ts'
import { highlightsOf } from '../agreements/list/store-highlights.ts'
import { suggestWords } from '../agreements/list/store-words.ts'
import { pageLinks, readCursor } from '../agreements/paging.ts'
import { recordText } from '../agreements/revision-text.ts'
import type { AgreementSummary } from '../agreements/schemas.ts'
import { type Filters, filtersOf } from '../agreements/selection/parameters.ts'
import { beginningAfter } from '../agreements/selection/store-beginning.ts'
import { countFacets } from '../agreements/selection/store-facets.ts'
import { awaitWriters } from '../database/awaiting-writers.ts'
import type { Db } from '../database/client.ts'
import { limits } from '../limits.ts'
import { compare, today as dayOf } from '../record/dates.ts'
import { chronologyOf } from './chronology.ts'
import { type ListPageQuery, sortOf } from './list/query.ts'
import { type Emptiness, type ListFacet, type ListView, listFacets } from './list/view.ts'
import { listRecords } from './store.ts'

/** Address of the list, which its cursors belong to. */
const path = '/agreements'

const noHighlights: Record<string, Highlight[]> = {}

/** A page of the list with everything that stands beside it. */
export async function readListView(db: Db, query: ListPageQuery, moment: Date, cursorKey: string): Promise<ListView> {
  const from = readCursor(path, query, cursorKey)
  const clocks = resolveClocks(query, moment, from)
  if (clocks.knownAt) await awaitWriters(db, clocks.knownAt, moment)
  const filters = filtersOf(query)
  const sort = sortKeys({ ...query, sort: sortOf(query) })
  const limit = query.limit ?? limits.page.default
  const { rows, more, lastWrite } = await listAgreements(db, { clocks, filters, sort, limit, view: 'summary', from })
  const names = Object.keys(listFacets) as ListFacet[]
  const [total, highlights, empty, facets] = await Promise.all([
    countAgreements(db, clocks, filters, lastWrite),
    query.q === undefined ? noHighlights : highlightsOf(db, filters, rows),
    rows.length === 0 ? emptinessOf(db, filters, clocks, moment) : undefined,
    countFacets(db, clocks, filters, names, lastWrite)
  ])
  const ends = { from, first: rows[0]?.sortValues, last: rows.at(-1)?.sortValues, more, lastWrite }
  const { next, prev } = pageLinks(path, query, clocks, ends, { cursorKey, publicUrl: '' })
  const echo = echoOf(clocks)
  return {
    query,
    clocks,
    today: dayOf(moment),
    items: rows.map(row => {
      const summary = JSON.parse(recordText(row, echo)) as Static<typeof AgreementSummary>
      return { ...summary, found: highlights[summary.id]?.find(({ pointer }) => pointer !== '/title') }
    }),
    total,
    facets,
    next,
    prev,
    empty
  }
}

/** Why nothing was found: what the same filters name as of today, and since when. */
async function emptinessOf(db: Db, filters: Filters, clocks: Clocks, moment: Date): Promise<Emptiness> {
  const now = resolveClocks({}, moment)
  const isToday = clocks.asOf === now.asOf && clocks.reportedBy === now.reportedBy && !clocks.knownAt
  const [today, suggestions, beginning] = await Promise.all([
    isToday ? 0 : countAgreements(db, now, filters),
    filters.q === undefined ? [] : suggestWords(db, filters.q),
    beginningAfter(db, clocks)
  ])
  const records = today === 0 ? [] : await listRecords(db, now, filters)
  const days = records
    .flatMap(({ record }) => chronologyOf(record, now).acts.map(({ lo }) => lo))
    .filter(day => day !== '-infinity')
  return { today, first: days.sort(compare)[0], suggestions, beginning }
}
