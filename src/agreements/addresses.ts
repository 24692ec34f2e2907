// Where an agreement and what belongs to it are found, below PUBLIC_URL.

export const agreementsPath = '/v1/agreements'

export const agreementPath = (id: string): string => `${agreementsPath}/${id}`

export const revisionsPath = (id: string): string => `${agreementPath(id)}/revisions`

/** Its revisions as mementos (RFC 7089, section 5). */
export const timeMapPath = (id: string): string => `${agreementPath(id)}/timemap`

export const revisionPath = (id: string, version: number): string => `${revisionsPath(id)}/${version}`

export const restorePath = (id: string, version: number): string => `${revisionPath(id, version)}/restore`

/** The sorts of claims that are found by addresses of their own, by the names of their members. */
export const collections = ['events', 'feeTerms', 'facilities', 'sources'] as const
export type Collection = (typeof collections)[number]

/** Where all claims of one sort are listed. */
export const claimsPath = (collection: Collection): string => `/v1/${segments[collection]}`

/** Where one claim is found, below the address of its agreement. */
export const claimIn = (agreement: string, collection: Collection, id: string): string =>
  `${agreement}/${segments[collection]}/${id}`

const segments: Record<Collection, string> = {
  events: 'events',
  feeTerms: 'fee-terms',
  facilities: 'facilities',
  sources: 'sources'
}
