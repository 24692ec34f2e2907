import type { FastifyReply, FastifyRequest } from 'fastify'
import { notModified, textTag } from './preconditions.ts'

/**
 * Sends a text that was put together, unless the client holds it.
 *
 * @param etag of the text, where it is kept beside it
 */
export const sendText = (
  request: FastifyRequest,
  reply: FastifyReply,
  { text, type, etag = textTag(text) }: { text: string; type: string; etag?: string }
): FastifyReply => (notModified(request, reply, etag) ? reply : reply.type(type).send(text))

/** The media type of JSON as it is sent, with its charset. */
export const jsonType = 'application/json; charset=utf-8'
