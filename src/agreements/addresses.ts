// Where an agreement and what belongs to it are found, below PUBLIC_URL.

export const agreementsPath = '/v1/agreements'

export const agreementPath = (id: string): string => `${agreementsPath}/${id}`

export const revisionsPath = (id: string): string => `${agreementPath(id)}/revisions`

/** Its revisions as mementos (RFC 7089, section 5). */
export const timeMapPath = (id: string): string => `${agreementPath(id)}/timemap`

export const revisionPath = (id: string, version: number): string => `${revisionsPath(id)}/${version}`

export const restorePath = (id: string, version: number): string => `${revisionPath(id, version)}/restore`
