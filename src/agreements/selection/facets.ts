import type { Facet } from '../facets.ts'

// What lists can be counted by.

/** Facets whose values are kept with the revision. */
const kept = [
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

export const countedFacets = [...kept, ...byRule, ...atClocks] as const
export type Counted = (typeof countedFacets)[number]

export const isKept = (facet: Counted): facet is (typeof kept)[number] => (kept as readonly string[]).includes(facet)
