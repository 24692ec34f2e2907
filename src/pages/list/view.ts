import type { Static } from 'typebox'
import type { Clocks } from '../../agreements/clocks.ts'
import type { Highlight } from '../../agreements/list/highlights.ts'
import type { AgreementSummary, FacetValue, Suggestion } from '../../agreements/schemas.ts'
import type { Day } from '../../record/dates.ts'
import type { ListPageQuery } from './query.ts'

/** Facets of the list, in the order in which they stand beside it, and how many values each shows at first. */
export const listFacets = {
  sender: 6,
  receiver: 6,
  legal: 13,
  implementation: 6,
  kind: 6,
  money: 6,
  disclosure: 6
} as const
export type ListFacet = keyof typeof listFacets

/** An agreement of a list: its summary and what was found in it. */
export type ListItem = Static<typeof AgreementSummary> & { found: Highlight | undefined }

/** Why a list is empty. */
export interface Emptiness {
  /** How many agreements the same filters name as of today. */
  today: number | null
  /** The first day of any of their acts. */
  first: Day | undefined
  /** The moment of the first record of the registry, where the clock `knownAt` lies before it. */
  beginning: Date | undefined
  suggestions: readonly Static<typeof Suggestion>[]
}

/** All that the page of a list shows. */
export interface ListView {
  query: ListPageQuery
  clocks: Clocks
  today: Day
  items: readonly ListItem[]
  /** null: more than are counted. */
  total: number | null
  facets: Record<ListFacet, readonly FacetValue[]>
  next: string | null
  prev: string | null
  empty: Emptiness | undefined
}
