// The header fields of draft-ietf-httpapi-ratelimit-headers-11, and whose quota a request spends.

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

/** By whom the requests from an address are counted: one network of IPv6 is one customer, who has 2^64 addresses in it. */
export function networkOf(address: string): string {
  if (!address.includes(':')) return address
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)
  if (mapped) return mapped[1] as string
  const [head = '', tail] = (address.split('%', 1)[0] as string).split('::')
  const groups = head.split(':')
  const behind = tail === undefined ? [] : tail.split(':')
  const zeros = Array.from({ length: Math.max(0, 8 - groups.length - behind.length) }, () => '0')
  return `${[...groups, ...zeros, ...behind]
    .slice(0, 4)
    .map(group => Number.parseInt(group || '0', 16).toString(16))
    .join(':')}::/64`
}
