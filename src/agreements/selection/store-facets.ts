import { and, sql } from 'drizzle-orm'
import type { Db } from '../../database/client.ts'
import { prepared } from '../../database/prepared.ts'
import { revision, statusInterval } from '../../database/tables.ts'
import { countries } from '../../record/countries.ts'
import type { Clocks } from '../clocks.ts'
import type { FacetValue } from '../schemas.ts'
import { type Counted, countedFacets } from './facets.ts'
import type { Filters } from './parameters.ts'
import { intervalPart, listedPart, type Part } from './store-clocks.ts'
import { type Counts, changedPart, countedAt } from './store-counts.ts'
import { isOfRow, valuesOf } from './store-facet-values.ts'
import { filterPart } from './store-filters.ts'
import { asOfWrite, lastWriteColumn, type Read } from './store-pages.ts'

/** Values of a facet that are answered, at most: a rule names nearly every country, and none of those should be lost. */
const mostOf = (facet: Counted): number => (facet === 'nationality' ? countries.length : 100)

/**
 * How many of the agreements that the filters name have each value of some facets, the most frequent first. A facet does not
 * count its own filter, so that one sees what else there would be; the other filters of the same claim hold for it as they do
 * when the value is chosen.
 *
 * @param lastWrite the registry is to be counted as it stood after this one
 */
export async function countFacets<F extends Counted>(
  db: Db,
  clocks: Clocks,
  filters: Filters,
  facets: readonly F[],
  lastWrite?: number
): Promise<Record<F, FacetValue[]>> {
  const isFiltered = (facet: F) => filters[facet as keyof Filters] !== undefined
  const without = (facet: F): Filters => ({ ...filters, [facet]: undefined })
  const questions = [
    { filters, facets: facets.filter(facet => !isFiltered(facet)) },
    ...facets.filter(isFiltered).map(facet => ({ filters: without(facet), facets: [facet] }))
  ]
  const asked = questions.filter(({ facets }) => facets.length > 0)
  const answers = await Promise.all(asked.map(question => answer(db, { ...question, clocks, lastWrite })))
  const counts = new Map(answers.flatMap(answer => [...answer]))
  return Object.fromEntries(facets.map(facet => [facet, (counts.get(facet) ?? []).slice(0, mostOf(facet))])) as Record<
    F,
    FacetValue[]
  >
}

/** Facets of what the same filters name. */
interface Question {
  clocks: Clocks
  filters: Filters
  facets: Counted[]
  lastWrite: number | undefined
}

async function answer(db: Db, { clocks, filters, facets, lastWrite }: Question): Promise<Counts> {
  const all = (facets: Counted[], most: number) =>
    asOfWrite(lastWrite, clocks, clocks => countTexts(db, clocks, filters, facets, most))
  // What is kept is brought up by the agreements that changed: so the filters must speak of each by itself, not of others or of all words.
  const isOfEach = filters.related === undefined && !filters.prefix
  if (clocks.knownAt || lastWrite === undefined || !isOfEach) {
    return countAll(facets, some => all(some, Math.max(...some.map(mostOf))))
  }
  const parts = [listedPart(clocks), intervalPart(clocks), filterPart(db, clocks, filters)]
  const key = JSON.stringify(parts.map(({ shape, values }) => [shape, values]))
  return countedAt(
    db,
    { key, facets, lastWrite },
    {
      all: (facets, most, keep) => countAll(facets, some => all(some, most), keep),
      changed: (facets, knownAt, stretch, most) => {
        const changed = changedPart(stretch)
        return countAll(facets, some => countTexts(db, { ...clocks, knownAt }, filters, some, most, changed))
      }
    }
  )
}

/** Facets of one statement, at most: in a large registry each must end in time. */
const MOST_TOGETHER = 8

/**
 * Counts facets by few statements, one after the other, so that they leave room for other readers.
 *
 * @param keep gets what each of them has counted
 */
async function countAll(
  facets: Counted[],
  count: (some: Counted[]) => Promise<{ rows: CountedText[] }>,
  keep?: (counts: Counts) => void
): Promise<Counts> {
  // In one order, whatever was asked first: a statement is made for each.
  const ordered = countedFacets.filter(facet => facets.includes(facet))
  const ofRow = ordered.filter(isOfRow)
  const groups = [
    ...Array.from({ length: Math.ceil(ofRow.length / MOST_TOGETHER) }, (_, i) =>
      ofRow.slice(i * MOST_TOGETHER, (i + 1) * MOST_TOGETHER)
    ),
    ...ordered.filter(facet => !isOfRow(facet)).map(facet => [facet])
  ]
  const all: Counts = new Map()
  for (const group of groups) {
    const counts: Counts = new Map(group.map(facet => [facet, []]))
    const { rows } = await count(group)
    for (const { text, count } of rows) {
      const [facet = ''] = text.split(':', 1)
      counts.get(facet as Counted)?.push({ value: text.slice(facet.length + 1), count })
    }
    keep?.(counts)
    for (const [facet, values] of counts) all.set(facet, values)
  }
  return all
}

/** A value behind the name of its facet, `kind:readmission`. */
interface CountedText {
  text: string
  count: number
}

/**
 * The values of facets and how many agreements have each, of those agreements that changed in some stretch, or of all.
 *
 * @param most values of a facet
 */
async function countTexts(
  db: Db,
  clocks: Clocks,
  filters: Filters,
  facets: Counted[],
  most: number,
  changed?: Part
): Promise<Read & { rows: CountedText[] }> {
  const listed = listedPart(clocks)
  const interval = intervalPart(clocks)
  const filter = filterPart(db, clocks, filters)
  const values = valuesOf(facets, clocks, filters)
  const parts = [listed, interval, filter, values, ...(changed ? [changed] : [])]
  const build = () => {
    const all = db
      .select({ seq: revision.seq, text: values.text.as('text') })
      .from(revision)
      .innerJoin(statusInterval, interval.condition())
      .innerJoin(values.from, values.condition() ?? sql`true`)
      .where(and(listed.condition(), filter.condition(), changed?.condition()))
      .as('all_texts')
    const [text, seq] = [sql<string>`${sql.identifier('text')}`, sql.identifier('seq')]
    const count = sql<number>`count(${values.isOnceEach ? seq : sql`distinct ${seq}`})::int`
    const place = sql`row_number() over (partition by split_part(${text}, ':', 1) order by ${count} desc, ${text} collate "C")`
    const ranked = db
      .select({ text: text.as('text'), count: count.as('count'), place: place.as('place') })
      .from(all)
      .where(and(sql`${text} is not null`, values.among?.()))
      .groupBy(text)
      .as('ranked')
    return db
      .select({ text: ranked.text, count: ranked.count, ...lastWriteColumn(clocks) })
      .from(ranked)
      .where(sql`${ranked.place} <= ${sql.placeholder('most')}::int`)
      .orderBy(ranked.place)
  }
  const shape = ['facets', ...facets, ...parts.map(({ shape }) => shape)].join('|')
  const statement = prepared(db, shape, build, { seesValues: changed !== undefined })
  const given = Object.assign({}, ...parts.map(({ values }) => values), { most })
  const rows = (await statement.execute(given)) as (CountedText & Read)[]
  return { rows, lastWrite: rows[0]?.lastWrite }
}
