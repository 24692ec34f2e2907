import { createHash } from 'node:crypto'
import type { onSendHookHandler } from 'fastify'

/**
 * A hook of a route that adds `Repr-Digest` (RFC 9530): the digest of the bytes as they are sent, in the coding that was chosen, so
 * that whoever keeps an answer can show later that it is whole.
 */
export const addDigest: onSendHookHandler = (_request, reply, payload, done) => {
  const isWhole = reply.statusCode === 200 && (typeof payload === 'string' || Buffer.isBuffer(payload))
  if (isWhole) reply.header('repr-digest', `sha-256=:${createHash('sha256').update(payload).digest('base64')}:`)
  done()
}
