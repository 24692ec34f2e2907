import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { type ApiProblem, problem } from '../../problems.ts'
import { noAddress } from './unknown-address.ts'

const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'] as const

const pathOf = ({ url }: FastifyRequest): string => url.split('?', 1)[0] as string

/** The methods that an address takes, none where it is no address; OPTIONS apart, which every address takes. */
const methodsOf = (app: FastifyInstance, url: string): string[] =>
  methods.filter(method => app.findRoute({ method, url }) !== null)

/** The value of `Allow` (RFC 9110, section 10.2.1). */
const allowOf = (taken: readonly string[]): string => [...taken, 'OPTIONS'].join(', ')

/** Why no route takes a request: the address is unknown, or it is known under other methods (405 with `Allow`). */
export function notFound(app: FastifyInstance, request: FastifyRequest): ApiProblem {
  const path = pathOf(request)
  const taken = methodsOf(app, path)
  // A route of files takes every address below its own, whether there is such a file or not.
  const isFile = taken.includes(request.method)
  if (taken.length === 0 || isFile) return noAddress(other => !isFile && methodsOf(app, other).length > 0, path)
  const allow = allowOf(taken)
  return problem('method-not-allowed', {
    detail: `This address does not take ${request.method}, but ${allow}.`,
    headers: { allow }
  })
}

/**
 * Answers OPTIONS with the methods of the address, and with 404 where it is none. But preflight requests are told everywhere
 * that the request may be sent: else browsers would hide from their page the 404 that it gets (Fetch, section 4.8).
 */
export function registerOptions(app: FastifyInstance): void {
  const known = new Set<string>()
  // A route of its own for each address, so that the same ids are addresses as for its other methods.
  app.addHook('onRoute', ({ url, method, schema }) => {
    if (method === 'OPTIONS' || known.has(url)) return
    known.add(url)
    const params = schema?.params as object | undefined
    app.options(url, { schema: { hide: true, ...(params && { params }) } }, async (request, reply) =>
      answer(reply, methodsOf(app, pathOf(request)))
    )
  })
  app.addHook('onRequest', (request, reply, done) => {
    if (request.method !== 'OPTIONS') return done()
    if (request.headers['access-control-request-method'] !== undefined) return void reply.code(204).send()
    if (request.routeOptions.url !== '*') return done()
    // Asked of the service as a whole (RFC 9110, section 9.3.7).
    if (request.url === '*') return void answer(reply, methods)
    throw notFound(app, request)
  })
}

const answer = (reply: FastifyReply, taken: readonly string[]): FastifyReply => {
  reply.header('allow', allowOf(taken))
  return reply.code(204).send()
}
