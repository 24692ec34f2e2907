import { asc, inArray, sql } from 'drizzle-orm'
import type { Db } from '../../database/client.ts'
import { preparedSql } from '../../database/prepared.ts'
import { revision, statusInterval } from '../../database/tables.ts'
import type { Agreement } from '../../record/schema/agreement.ts'
import { searchedTexts } from '../../record/search.ts'
import type { StoredRow } from '../revision-text.ts'
import type { Filters } from '../selection/parameters.ts'
import { searchQuery, searchValues } from '../selection/store-search.ts'
import { type Highlight, highlightOf, lookedThrough, marks } from './highlights.ts'

/** How fragments are cut: at most two of a text, of up to two dozen words. */
const cut = `StartSel=${marks.start}, StopSel=${marks.stop}, FragmentDelimiter=${marks.between}, MaxFragments=2, MaxWords=24, MinWords=12`

/** What the search found in each of the agreements of a page, by their ids; those of a page are few. */
export async function highlightsOf(
  db: Db,
  filters: Filters,
  rows: readonly StoredRow[]
): Promise<Record<string, Highlight[]>> {
  const seqs = rows.map(({ seq }) => seq)
  const documents = await db
    .select({ seq: revision.seq, id: revision.agreementId, document: sql<string>`${revision.document}` })
    .from(revision)
    .where(inArray(revision.seq, seqs))
  const labels = await db
    .selectDistinct({ seq: statusInterval.seq, label: statusInterval.label })
    .from(statusInterval)
    .where(inArray(statusInterval.seq, seqs))
    .orderBy(asc(statusInterval.seq), asc(statusInterval.label))
  const bySeq = new Map(documents.map(row => [row.seq, row]))
  const found = rows.flatMap(({ seq }) => {
    const { id, document } = bySeq.get(seq) as (typeof documents)[number]
    const ofRecord = labels.filter(row => row.seq === seq).map(({ label }) => label)
    return searchedTexts(JSON.parse(document) as Agreement, ofRecord)
      .flat()
      .map(text => ({ id, ...text }))
  })
  const statement = preparedSql<{ place: number; marked: string }>(
    db,
    `highlights|${Object.keys(searchValues(filters))}`,
    () => sql`
      select place::int, ts_headline('english', text, asked, ${sql.raw(`'${cut}'`)}) as marked
      -- Each word that is looked for by itself, as the others may stand in another text; without those that may not be there.
      from (select replace(nullif(querytree(${searchQuery(filters)}), 'T'), '&', '|')::tsquery as asked) as query,
        unnest(${sql.placeholder('texts')}::text[]) with ordinality as looked(text, place)
      where to_tsvector('english', text) @@ asked order by place`
  )
  const texts = found.map(({ text }) => lookedThrough(text))
  const { rows: marked } = await statement.execute({ ...searchValues(filters), texts })
  const all: Record<string, Highlight[]> = Object.fromEntries(found.map(({ id }) => [id, []]))
  for (const { place, marked: text } of marked) {
    const searched = found[place - 1] as (typeof found)[number]
    all[searched.id]?.push(highlightOf(searched, text))
  }
  return all
}
