import { and, type SQL, type SQLWrapper, sql } from 'drizzle-orm'
import { listed, revision, statusInterval } from '../../database/tables.ts'
import type { Clocks } from '../clocks.ts'
import { type Facet, facetText } from '../facets.ts'
import { areIntervalsListed, type IntervalFacet } from '../store-listed.ts'
import { type Filters, filterParameters } from './parameters.ts'
import { texts } from './store-predicates.ts'

// Conditions of filters that ask for values: of a revision, or of the interval that holds.

/** Columns that tell agreements apart, in the order of which they are read, and what they are in `listed`. */
const listedKeys = {
  changedAt: { ofRevision: revision.seq, ofValue: listed.seq },
  signedOn: { ofRevision: revision.signedKey, ofValue: listed.key }
} as const
export type ListedOrder = keyof typeof listedKeys

export type Name = keyof Filters

/** The part of an order that a page is taken from, of a column that is that order. */
export type Beyond = (column: SQLWrapper) => SQL | undefined

/** A condition with the values of its placeholders, and what else it varies with. */
export interface Condition {
  /** Rows of `listed` that lie before the page are not read, where it is said which they are. */
  sql: (beyond?: Beyond) => SQL | undefined
  values: Record<string, unknown>
  shape?: string
  /** It is one value of `listed`, and nothing else. */
  isListed?: boolean
  /** That value, where it is one of the revision. */
  value?: SQL | undefined
  /** It is one of the interval. */
  isOfInterval?: boolean
  /** Ranges of the order that is asked for in which it can hold at all; no two have a row in common. */
  ranges?: (() => SQL[]) | undefined
}

/** The conditions that filters of values are made of, at some clocks. */
export function valueConditions(clocks: Clocks, filters: Filters, order: ListedOrder | undefined) {
  const { match } = filters
  const isNow = clocks.knownAt === null
  const { ofRevision, ofValue } = listedKeys[order ?? 'changedAt']
  // A lone value is read in order from its own rows. Shown to the planner, one that is frequent would tempt it to go through all
  // revisions instead, in the hope that those which match are spread evenly.
  const isAlone =
    order !== undefined &&
    (Object.keys(filterParameters) as Name[]).filter(name => filters[name] !== undefined).length === 1

  /** A value of current revisions, or of the interval that holds: the planner may begin with it, and reads its rows in order. */
  const isListed = (name: string, text: string, ordinal: SQLWrapper = sql`0`): Condition => ({
    sql: beyond => {
      const value = sql`${sql.placeholder(name)}::text`
      const isValue = sql`${listed.facet} = ${isAlone ? sql`(select ${value})` : value}`
      return sql`(${ofRevision}, ${ordinal}) in (
        select ${ofValue}, ${listed.ordinal} from ${listed} where ${and(isValue, beyond?.(ofValue))})`
    },
    values: { [name]: text },
    shape: `one ${name}`,
    isListed: true,
    value: ordinal === statusInterval.ordinal ? undefined : sql`${sql.placeholder(name)}::text`,
    isOfInterval: ordinal === statusInterval.ordinal
  })
  /** Some of several values: the planner sees how frequent they are. */
  const has = (name: string, values: string[]): Condition =>
    isNow && values.length === 1
      ? isListed(name, values[0] as string)
      : { sql: () => sql`${revision.facets} && ${texts(name)}`, values: { [name]: values } }
  const inFacets =
    (facet: Facet & Name, value: (text: string) => string = text => text) =>
    () =>
      has(
        facet,
        [filters[facet]].flat().map(one => facetText(facet, value(String(one))))
      )
  const isAnyOf = (
    axis: IntervalFacet,
    type: 'text' | 'boolean' | 'int',
    name: IntervalFacet | 'status'
  ): Condition => ({
    sql: () => sql`${statusInterval[axis]} = any(${sql.placeholder(name)}::${sql.raw(type)}[])`,
    values: { [name]: [filters[name]].flat() },
    shape: axis,
    isOfInterval: true
  })
  const holds = (
    axis: IntervalFacet,
    type: 'text' | 'boolean' | 'int',
    name: IntervalFacet | 'status' = axis
  ): Condition => {
    if (!areIntervalsListed(clocks)) return isAnyOf(axis, type, name)
    const facets = [filters[name]].flat().map(value => `${axis}:${value}`)
    return facets.length === 1
      ? isListed(name, facets[0] as string, statusInterval.ordinal)
      : {
          sql: () => sql`(${revision.seq}, ${statusInterval.ordinal}) in (
            select ${listed.seq}, ${listed.ordinal} from ${listed} where ${listed.facet} = any(${texts(name)}))`,
          values: { [name]: facets },
          shape: `some ${axis}`,
          isOfInterval: true
        }
  }
  const state = (axis: 'legal' | 'implementation', name: 'legal' | 'implementation' | 'status' = axis): Condition => {
    if (match === undefined) return holds(axis, 'text', name)
    const possible = sql`json_array_elements_text(${statusInterval.status}->'possible'->${sql.raw(`'${axis}'`)}) as each(state)`
    const asked = texts(name)
    return {
      sql: () =>
        match === 'certain'
          ? sql`not exists (select 1 from ${possible} where state <> all(${asked}))`
          : sql`exists (select 1 from ${possible} where state = any(${asked}))`,
      values: { [name]: filters[name] },
      shape: axis,
      isOfInterval: true
    }
  }
  return { isListed, has, inFacets, isAnyOf, holds, state }
}
