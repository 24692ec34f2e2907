import { and, desc, eq, ne, type SQL, sql } from 'drizzle-orm'
import type { Db } from '../../database/client.ts'
import { prepared } from '../../database/prepared.ts'
import { country, event, feeTerm, revision, statusInterval } from '../../database/tables.ts'
import { countries } from '../../record/countries.ts'
import type { Clocks } from '../clocks.ts'
import { type Counted, isKept } from './facets.ts'
import type { Filters } from './parameters.ts'
import { eventPart, feePart } from './store-claims.ts'
import { intervalPart, isShown, listedPart, type Part } from './store-clocks.ts'
import { filterPart } from './store-filters.ts'
import { asOfWrite, lastWriteColumn, type Read } from './store-pages.ts'

/** Values of a facet that are answered, at most: a rule names nearly every country, and none of those should be lost. */
const mostOf = (facet: Counted): number => (facet === 'nationality' ? countries.length : 100)

/** A value of a facet, and how many agreements have it. */
export interface FacetValue {
  value: string
  count: number
}

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
  const { rows } = await asOfWrite(lastWrite, clocks, clocks => countOnce(db, clocks, filters, facet))
  return rows.map(({ value, count }) => ({ value, count }))
}

type CountedRow = FacetValue & Read

async function countOnce(
  db: Db,
  clocks: Clocks,
  filters: Filters,
  facet: Counted
): Promise<Read & { rows: CountedRow[] }> {
  const { [facet]: _, ...others } = filters as Record<string, unknown>
  const listed = listedPart(clocks)
  const interval = intervalPart(clocks)
  const filter = filterPart(db, clocks, others as Filters)
  const values = valuesOf(facet, clocks, others as Filters)
  const shape = ['facet', facet, listed.shape, interval.shape, filter.shape, values.shape].join('|')
  const statement = prepared(db, shape, () => {
    const all = db
      .select({ seq: revision.seq, value: values.value.as('value') })
      .from(revision)
      .innerJoin(statusInterval, interval.condition())
      .innerJoin(values.from, values.condition() ?? sql`true`)
      .where(and(listed.condition(), filter.condition()))
      .as('all_values')
    const value = sql<string>`${sql.identifier('value')}`
    // An agreement may have several events of one type.
    const count = sql<number>`count(distinct ${sql.identifier('seq')})::int`
    return db
      .select({ value, count, ...lastWriteColumn(clocks) })
      .from(all)
      .where(sql`${value} is not null`)
      .groupBy(value)
      .orderBy(desc(count), sql`${value} collate "C"`)
      .limit(mostOf(facet))
  })
  const rows = await statement.execute({ ...listed.values, ...interval.values, ...filter.values, ...values.values })
  return { rows, lastWrite: rows[0]?.lastWrite }
}

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
