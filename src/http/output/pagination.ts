import { createHmac, timingSafeEqual } from 'node:crypto'
import { problem } from '../../problems.ts'

// Keyset paging: a cursor holds the place between two rows, not a count of rows, so pages neither repeat nor skip anything
// when rows come and go, and the thousandth page costs what the first does. Cursors are signed because what they hold goes
// into a query: a client can neither make one nor change one. They are not secret: they hold only what anybody may read.

/** Length of the shortened HMAC-SHA256 (RFC 2104, section 5: at least half of it). */
const macLength = 16

/** A cursor that holds a value of JSON. `key` signs it. */
export function encodeCursor(payload: unknown, key: string): string {
  const text = Buffer.from(JSON.stringify(payload))
  return Buffer.concat([macOf(text, key), text]).toString('base64url')
}

/**
 * What a cursor holds.
 *
 * @throws ApiProblem invalid-cursor when it was not made by `encodeCursor` with the same key
 */
export function decodeCursor(cursor: string, key: string): unknown {
  const payload = unverifiedPayload(cursor)
  if (payload !== undefined && isSigned(cursor, key)) return payload
  throw invalidCursor('cursor', 'This is no cursor of this service. Begin again without it.')
}

/** The problem of a parameter that holds no cursor, or one of another use. */
export const invalidCursor = (parameter: string, detail: string) =>
  problem('invalid-cursor', { detail, errors: [{ parameter, code: 'invalid_cursor', detail }] })

/** What a text holds that has the form of a cursor, whoever made it; undefined for any other text. */
export function unverifiedPayload(cursor: string): unknown {
  const bytes = Buffer.from(cursor, 'base64url')
  // Buffer ignores characters outside the alphabet and bits beyond the last byte, so many texts give the same bytes.
  if (bytes.toString('base64url') !== cursor) return undefined
  try {
    return JSON.parse(bytes.subarray(macLength).toString())
  } catch {
    return undefined
  }
}

/** Whether `encodeCursor` made a cursor with this key. */
export function isSigned(cursor: string, key: string): boolean {
  const bytes = Buffer.from(cursor, 'base64url')
  const mac = bytes.subarray(0, macLength)
  return mac.length === macLength && timingSafeEqual(mac, macOf(bytes.subarray(macLength), key))
}

const macOf = (text: Buffer, key: string): Buffer =>
  createHmac('sha256', key).update(text).digest().subarray(0, macLength)

/** The address of a path with a query, its parameters in the order in which they are given; lists are repeated. */
export function addressOf(path: string, query: object): string {
  const parameters = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) {
    for (const one of Array.isArray(value) ? value : [value]) parameters.append(name, String(one))
  }
  return `${path}?${parameters}`
}

/** `Link` as a field of an answer; no field where there is nothing to link to. */
export function linkField(links: Parameters<typeof linkHeader>[0]): { link?: string } {
  const link = linkHeader(links)
  return link === '' ? {} : { link }
}

/** The value of a `Link` field (RFC 8288): addresses by relation; those that are null or undefined are left out. */
export function linkHeader(links: Record<string, string | null | undefined>): string {
  return Object.entries(links)
    .filter(([, address]) => address)
    .map(([relation, address]) => `<${address}>; rel="${relation}"`)
    .join(', ')
}
