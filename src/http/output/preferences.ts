import type { FastifyReply, FastifyRequest } from 'fastify'
import { jsonType } from './texts.ts'

/** `Prefer` (RFC 7240) as far as it is known here: what a write is answered with. */
const returns = /^\s*return\s*=\s*"?(minimal|representation)"?\s*(;|$)/i

/** Whether the client of a write wants to know no more than that it was done. Of several wishes the first counts. */
export function prefersMinimal({ headers: { prefer = '' } }: Pick<FastifyRequest, 'headers'>): boolean {
  const wishes = [prefer].flat().join().split(',')
  const wish = wishes.map(text => returns.exec(text)?.[1]?.toLowerCase()).find(Boolean)
  return wish === 'minimal'
}

/** Answers a write with its text, or without where the client prefers that: 204, and 201 where something was created. */
export function sendWritten(request: FastifyRequest, reply: FastifyReply, text: string): FastifyReply {
  if (!prefersMinimal(request)) return reply.type(jsonType).send(text)
  if (reply.statusCode === 200) reply.code(204)
  return reply.header('preference-applied', 'return=minimal').send()
}
