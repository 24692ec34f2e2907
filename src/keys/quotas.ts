// The header fields of draft-ietf-httpapi-ratelimit-headers-11.

/** How often something may be done in a minute, by whom it is counted, and where that stands. */
export interface Quota {
  policy: Policy
  /** Requests in a window. */
  most: number
  /** Requests that are left of it. */
  left: number
  /** Seconds until all of them are there again. */
  until: number
  isExceeded: boolean
}

export type Policy = 'read' | 'write'

/** Seconds of a window. */
export const WINDOW = 60

/** The fields that say where a quota stands. */
export const quotaFields = ({ policy, most, left, until }: Quota): Record<string, string> => ({
  'ratelimit-policy': `"${policy}";q=${most};w=${WINDOW}`,
  ratelimit: `"${policy}";r=${left};t=${until}`
})
