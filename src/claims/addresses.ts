import { agreementPath } from '../agreements/addresses.ts'
import type { Collection } from './collections.ts'

/** Where all claims of one sort are listed. */
export const claimsPath = (collection: Collection): string => `/v1/${segments[collection]}`

/** Where one claim is found. */
export const claimPath = (agreement: string, collection: Collection, id: string): string =>
  `${agreementPath(agreement)}/${segments[collection]}/${id}`

const segments: Record<Collection, string> = {
  events: 'events',
  feeTerms: 'fee-terms',
  facilities: 'facilities',
  sources: 'sources'
}
