import { and, eq, ne, type SQL, sql } from 'drizzle-orm'
import { country, event, feeTerm, revision, statusInterval } from '../../database/tables.ts'
import type { Clocks } from '../clocks.ts'
import { type Counted, isOfRevision, type OfInterval } from './facets.ts'
import type { Filters } from './parameters.ts'
import { eventPart, feePart } from './store-claims.ts'
import { isShown, type Part } from './store-clocks.ts'

// Where the values of facets stand, as SQL: each behind the name of its facet, `kind:readmission`.

/** Where the values of facets are, beside the revision and its interval. */
export interface Values extends Part {
  from: SQL | typeof event | typeof feeTerm
  text: SQL
  /** Which texts are counted, if there are others. */
  among?: () => SQL
  /** An agreement has each value once. */
  isOnceEach: boolean
}

const claimFacets = {
  eventType: event.type,
  feeStage: feeTerm.stage,
  feeBasis: feeTerm.basis,
  payer: feeTerm.payer,
  payee: feeTerm.payee,
  currency: feeTerm.currency
} as const

/** Of one facet, or of several that are all of the row. */
export function valuesOf(facets: Counted[], clocks: Clocks, filters: Filters): Values {
  const [facet] = facets as [Counted]
  const named = (value: SQL) => sql`${sql.raw(`'${facet}:'`)} || ${value}`
  if (facet in claimFacets) return ofClaims(facet as keyof typeof claimFacets, clocks, filters, named)
  if (facet === 'legal' || facet === 'implementation') return ofStates([facet], filters, named)
  if (facet === 'status') return ofStates(['legal', 'implementation'], filters, named)
  if (facet === 'hasFee') return { ...unshaped, from: one, text: named(hasFee(clocks)) }
  if (facet === 'nationality') return { ...unshaped, from: nationalities, text: named(sql`each.code`) }
  return { ...unshaped, from: one, ...textsOf(facets) }
}

/** All that revisions and intervals say, of which some is counted: to unpack and to drop takes less time than to look for what is wanted. */
function textsOf(facets: Counted[]): Pick<Values, 'text' | 'among'> {
  const ofIntervals = facets
    .filter(isOfInterval)
    .map(name => sql`${sql.raw(`'${name}:'`)} || ${intervalColumns[name]}::text`)
  const arrays = [
    ...(facets.some(isOfRevision) ? [sql`${revision.facets}`] : []),
    ...(ofIntervals.length > 0 ? [sql`array[${sql.join(ofIntervals, sql`, `)}]`] : [])
  ]
  const names = facets.map(name => sql.raw(`'${name}'`))
  return {
    text: sql`unnest(${sql.join(arrays, sql` || `)})`,
    among: () => sql`split_part(${sql.identifier('text')}, ':', 1) in (${sql.join(names, sql`, `)})`
  }
}

const one = sql`(values (1)) as one`

/** Of values that the name of the facet says all of. */
const unshaped = { shape: '', values: {}, condition: () => undefined, isOnceEach: true }

const { evidence, money, certain, dormant, year } = statusInterval
const intervalColumns = { evidence, money, certain, dormant, year } satisfies Record<OfInterval, unknown>
const isOfInterval = (facet: Counted): facet is OfInterval => facet in intervalColumns

/** Its values stand in the revision or in the interval itself. */
export const isOfRow = (facet: Counted): boolean =>
  isOfInterval(facet) || (isOfRevision(facet) && !(facet in claimFacets) && facet !== 'hasFee')

/** Every country whose nationals may be sent, as the filter has it: by its code or by that of any, unless it is left out. */
const nationalities = sql`lateral (
  select code from ${country}
  where ${revision.facets} && array['nationality:' || code, 'nationality:*'] and not 'nationality:-' || code = any(${revision.facets})
) each`

type Named = (value: SQL) => SQL

function ofClaims(facet: keyof typeof claimFacets, clocks: Clocks, filters: Filters, named: Named): Values {
  const table = facet === 'eventType' ? event : feeTerm
  const part = (table === event ? eventPart : feePart)(filters)
  const stands = () => and(eq(table.seq, revision.seq), ne(table.standing, 'retracted'), isShown(clocks, table))
  const text = named(sql`${claimFacets[facet]}`)
  return { ...part, from: table, text, condition: () => and(stands(), part.condition()), isOnceEach: false }
}

/** The stated states on some axes, or as `match` has it those that may hold, or the only one that does. */
function ofStates(axes: ('legal' | 'implementation')[], { match }: Filters, named: Named): Values {
  const states = axes.map(axis => {
    const possible = sql`${statusInterval.status}->'possible'->${sql.raw(`'${axis}'`)}`
    return {
      stated: sql`select ${statusInterval[axis]}`,
      certain: sql`select ${possible}->>0 where json_array_length(${possible}) = 1`,
      possible: sql`select json_array_elements_text(${possible})`
    }[match ?? 'stated']
  })
  const from = sql`lateral (${sql.join(states, sql` union all `)}) as each(state)`
  return { ...unshaped, from, text: named(sql`each.state`), shape: match ?? '', isOnceEach: axes.length === 1 }
}

const hasFee = (clocks: Clocks): SQL => sql`exists (
  select 1 from ${feeTerm} where ${feeTerm.seq} = ${revision.seq} and ${feeTerm.standing} <> 'retracted' and ${isShown(clocks, feeTerm)})::text`
