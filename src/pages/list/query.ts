import { type Static, Type } from 'typebox'
import { ListQuery as ApiQuery } from '../../agreements/list/schemas.ts'
import { filterParameters, filtersOf } from '../../agreements/selection/parameters.ts'
import type { Query } from '../site.tsx'

const { sort, facet, limit, cursor, asOf, reportedBy, knownAt } = ApiQuery.properties

/** Query of `/agreements`: of that of the API what a page can show. `facet` shows all values of a facet. */
export const ListPageQuery = Type.Object(
  { ...filterParameters, sort, facet, limit, cursor, asOf, reportedBy, knownAt },
  { additionalProperties: false }
)
export type ListPageQuery = Static<typeof ListPageQuery>

/** What an address asks for without what belongs to one page of it. */
export function viewOf({ cursor: _, limit: __, facet: ___, ...view }: ListPageQuery): Query {
  return view as Query
}

/** The same with other values; undefined takes a parameter away. */
export const changed = (query: ListPageQuery, values: Query): Query => ({ ...viewOf(query), ...values })

const valuesOf = (query: ListPageQuery, name: string): string[] =>
  [(query as Record<string, unknown>)[name] ?? []].flat().map(String)

/** Whether a value of a filter is set. */
export const isSet = (query: ListPageQuery, name: string, value: string): boolean =>
  valuesOf(query, name).includes(value)

/** The same with one value of a filter more, or without it where it is set. */
export function toggled(query: ListPageQuery, name: string, value: string): Query {
  const values = valuesOf(query, name)
  const others = values.filter(other => other !== value)
  const next = others.length < values.length ? others : [...values, value]
  return changed(query, { [name]: next.length > 0 ? next : undefined })
}

/** Everything that is set and can be taken away, one by one. */
export const settings = (query: ListPageQuery): { name: string; value: string }[] =>
  Object.keys(filtersOf(query)).flatMap(name => valuesOf(query, name).map(value => ({ name, value })))

/** The order of a page: the latest signature first, unless something is looked for or asked for. */
export const sortOf = ({ sort, q }: ListPageQuery): string => sort ?? (q === undefined ? '-signedOn' : '-relevance')
