import type { Facet } from '../facets.ts'

// What lists can be counted by.

/** Facets whose values stand in the revision. */
const ofRevision = [
  'kind',
  'form',
  'bindingness',
  'disclosure',
  'party',
  'sender',
  'receiver',
  'persons',
  'exclusion',
  'mode',
  'eventType',
  'hasFee',
  'feeStage',
  'feeBasis',
  'payer',
  'payee',
  'currency',
  'facility',
  'facilityCountry',
  'publisher',
  'sourceKind',
  'archived',
  'provision',
  'relation'
] as const satisfies readonly Facet[]

/** Facets whose values follow from a rule and its list. */
const byRule = ['nationality'] as const satisfies readonly Facet[]

/** Facets that depend on the clocks. */
const atClocks = ['legal', 'implementation', 'evidence', 'status', 'money', 'certain', 'dormant', 'year'] as const

export const countedFacets = [...ofRevision, ...byRule, ...atClocks] as const
export type Counted = (typeof countedFacets)[number]

/** Facets of which every value that an agreement has stands in a column of its interval. */
export type OfInterval = Exclude<(typeof atClocks)[number], 'legal' | 'implementation' | 'status'>

export const isOfRevision = (facet: Counted): facet is (typeof ofRevision)[number] =>
  (ofRevision as readonly string[]).includes(facet)
