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
  const bytes = Buffer.from(cursor, 'base64url')
  const text = bytes.subarray(macLength)
  // Buffer ignores characters outside the alphabet and bits beyond the last byte, so many texts give the same bytes.
  const isCanonical = bytes.length > macLength && bytes.toString('base64url') === cursor
  if (!isCanonical || !timingSafeEqual(bytes.subarray(0, macLength), macOf(text, key))) {
    const detail = 'This is no cursor of this service. Begin again without it.'
    throw problem('invalid-cursor', { detail, errors: [{ parameter: 'cursor', code: 'invalid_cursor', detail }] })
  }
  return JSON.parse(text.toString())
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

/** The value of a `Link` field (RFC 8288): addresses by relation; those that are null or undefined are left out. */
export function linkHeader(links: Record<string, string | null | undefined>): string {
  return Object.entries(links)
    .filter(([, address]) => address)
    .map(([relation, address]) => `<${address}>; rel="${relation}"`)
    .join(', ')
}
