import { and, desc, eq, ne, type SQL, sql } from 'drizzle-orm'
import type { Db } from '../../database/client.ts'
import { prepared } from '../../database/prepared.ts'
import { country, event, feeTerm, revision, statusInterval } from '../../database/tables.ts'
import { countries } from '../../record/countries.ts'
import type { Clocks } from '../clocks.ts'
import type { FacetValue } from '../schemas.ts'
import { type Counted, isKept } from './facets.ts'
import type { Filters } from './parameters.ts'
import { eventPart, feePart } from './store-claims.ts'
import { intervalPart, isShown, listedPart, type Part } from './store-clocks.ts'
import { changedPart, countedAt } from './store-counts.ts'
import { filterPart } from './store-filters.ts'
import { asOfWrite, lastWriteColumn, type Read } from './store-pages.ts'

/** Values of a facet that are answered, at most: a rule names nearly every country, and none of those should be lost. */
const mostOf = (facet: Counted): number => (facet === 'nationality' ? countries.length : 100)

/**
 * How many of the agreements that the filters name have each value of a facet, the most frequent first. A facet does not count
 * its own filter, so that one sees what else there would be; the other filters of the same claim hold for it as they do
 * when the value is chosen.
 *
 * @param lastWrite the registry is to be counted as it stood after this one
 */
export async function countFacet(
  db: Db,
  clocks: Clocks,
  filters: Filters,
  facet: Counted,
  lastWrite?: number
): Promise<FacetValue[]> {
  const { [facet]: _, ...others } = filters as Record<string, unknown>
  const partsAt = (clocks: Clocks) => partsOf(db, clocks, others as Filters, facet)
  const count = async (most: number) =>
    (await asOfWrite(lastWrite, clocks, clocks => countValues(db, facet, partsAt(clocks), clocks, most))).rows
  if (clocks.knownAt || lastWrite === undefined) return count(mostOf(facet))
  const { shape, values } = partsAt(clocks)
  const counted = await countedAt(db, shape + JSON.stringify(values), lastWrite, {
    all: count,
    changed: async (knownAt, stretch, most) => {
      const at = { ...clocks, knownAt }
      return (await countValues(db, facet, partsAt(at), at, most, changedPart(stretch))).rows
    }
  })
  return counted.slice(0, mostOf(facet))
}

type Parts = ReturnType<typeof partsOf>

/** What varies between two counts, and is the same for two that count the same. */
function partsOf(db: Db, clocks: Clocks, others: Filters, facet: Counted) {
  const listed = listedPart(clocks)
  const interval = intervalPart(clocks)
  const filter = filterPart(db, clocks, others)
  const faceted = valuesOf(facet, clocks, others)
  const parts = [listed, interval, filter, faceted]
  return {
    listed,
    interval,
    filter,
    faceted,
    shape: ['facet', facet, ...parts.map(({ shape }) => shape)].join('|'),
    values: Object.assign({}, ...parts.map(({ values }) => values)) as Record<string, unknown>
  }
}

/** The values and how many agreements have each, of those agreements that changed in some stretch, or of all. */
async function countValues(
  db: Db,
  facet: Counted,
  { listed, interval, filter, faceted, shape, values }: Parts,
  clocks: Clocks,
  most: number,
  changed?: Part
): Promise<Read & { rows: FacetValue[] }> {
  const build = () => {
    const all = db
      .select({ seq: revision.seq, value: faceted.value.as('value') })
      .from(revision)
      .innerJoin(statusInterval, interval.condition())
      .innerJoin(faceted.from, faceted.condition() ?? sql`true`)
      .where(and(listed.condition(), filter.condition(), changed?.condition()))
      .as('all_values')
    const value = sql<string>`${sql.identifier('value')}`
    const count = sql<number>`count(${sql.raw(isOnceEach(facet) ? '' : 'distinct ')}${sql.identifier('seq')})::int`
    return db
      .select({ value, count, ...lastWriteColumn(clocks) })
      .from(all)
      .where(sql`${value} is not null`)
      .groupBy(value)
      .orderBy(desc(count), sql`${value} collate "C"`)
      .limit(sql.placeholder('most') as unknown as number)
  }
  const planning = { seesValues: changed !== undefined }
  const statement = prepared(db, [shape, changed?.shape].join('|'), build, planning)
  const rows = (await statement.execute({ ...values, ...changed?.values, most })) as (FacetValue & Read)[]
  return { rows: rows.map(({ value, count }) => ({ value, count })), lastWrite: rows[0]?.lastWrite }
}

/** An agreement may have several events or fee terms of one value, and a state on both axes. */
const isOnceEach = (facet: Counted): boolean => !(facet in claimFacets) && facet !== 'status'

/** Where the values of a facet are, beside the revision and its interval. */
interface Values extends Part {
  from: SQL | typeof event | typeof feeTerm
  value: SQL
}

const claimFacets = {
  eventType: event.type,
  feeStage: feeTerm.stage,
  feeBasis: feeTerm.basis,
  payer: feeTerm.payer,
  payee: feeTerm.payee,
  currency: feeTerm.currency
} as const

function valuesOf(facet: Counted, clocks: Clocks, filters: Filters): Values {
  if (facet in claimFacets) return ofClaims(facet as keyof typeof claimFacets, clocks, filters)
  if (facet === 'legal' || facet === 'implementation') return ofStates([facet], filters)
  if (facet === 'status') return ofStates(['legal', 'implementation'], filters)
  const one = sql`(values (1)) as one`
  if (facet === 'hasFee') return { ...unshaped, from: one, value: hasFee(clocks) }
  if (facet === 'nationality') return { ...unshaped, from: nationalities, value: sql`each.code` }
  if (!isKept(facet)) return { ...unshaped, from: one, value: sql`${statusInterval[facet]}::text` }
  const from = sql`lateral (select text from unnest(${revision.facets}) as text where text like ${sql.raw(`'${facet}:%'`)}) each`
  return { ...unshaped, from, value: sql`substr(each.text, ${sql.raw(String(facet.length + 2))})` }
}

/** Of values that the name of the facet says all of. */
const unshaped: Part = { shape: '', values: {}, condition: () => undefined }

/** Every country whose nationals may be sent, as the filter has it: by its code or by that of any, unless it is left out. */
const nationalities = sql`lateral (
  select code from ${country}
  where ${revision.facets} && array['nationality:' || code, 'nationality:*'] and not 'nationality:-' || code = any(${revision.facets})
) each`

function ofClaims(facet: keyof typeof claimFacets, clocks: Clocks, filters: Filters): Values {
  const table = facet === 'eventType' ? event : feeTerm
  const part = (table === event ? eventPart : feePart)(filters)
  const stands = () => and(eq(table.seq, revision.seq), ne(table.standing, 'retracted'), isShown(clocks, table))
  return { ...part, from: table, value: sql`${claimFacets[facet]}`, condition: () => and(stands(), part.condition()) }
}

/** The stated states on some axes, or as `match` has it those that may hold, or the only one that does. */
function ofStates(axes: ('legal' | 'implementation')[], { match }: Filters): Values {
  const states = axes.map(axis => {
    const possible = sql`${statusInterval.status}->'possible'->${sql.raw(`'${axis}'`)}`
    return {
      stated: sql`select ${statusInterval[axis]}`,
      certain: sql`select ${possible}->>0 where json_array_length(${possible}) = 1`,
      possible: sql`select json_array_elements_text(${possible})`
    }[match ?? 'stated']
  })
  const from = sql`lateral (${sql.join(states, sql` union all `)}) as each(state)`
  return { ...unshaped, from, value: sql`each.state`, shape: match ?? '' }
}

const hasFee = (clocks: Clocks): SQL => sql`exists (
  select 1 from ${feeTerm} where ${feeTerm.seq} = ${revision.seq} and ${feeTerm.standing} <> 'retracted' and ${isShown(clocks, feeTerm)})::text`
