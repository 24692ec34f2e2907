import { randomUUID } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'

import { limits } from '../../limits.ts'
import { ApiProblem, catalogue, type FieldError, typeOf } from '../../problems.ts'
import { problemType } from '../documentation/schemas.ts'
import { notFound } from '../input/methods.ts'
import { hasBody } from '../input/negotiation.ts'
import { problemHeaders } from './headers.ts'
import { normalise } from './normalise.ts'

/** The body of a refusal (RFC 9457). */
function problemBody(
  { code, detail, errors, badRecords, violatedPolicies }: ApiProblem,
  requestId: string,
  publicUrl: string
) {
  const { status, title } = catalogue[code]
  const most = badRecords === undefined ? limits.errors : limits.import.errors
  return {
    type: typeOf(code, publicUrl),
    title,
    status,
    code,
    detail: detail === title && errors ? summaryOf(errors) : detail,
    instance: `urn:request:${requestId}`,
    errors: errors
      ?.slice(0, most)
      .map(error => (error.pointer === undefined ? error : { ...error, pointer: fragment(error.pointer) })),
    moreErrors: errors && errors.length > most ? true : undefined,
    badRecords,
    'violated-policies': violatedPolicies
  }
}

/** A JSON Pointer as a URI fragment (RFC 6901, section 6). */
const fragment = (pointer: string): string => `#${encodeURI(pointer.toWellFormed()).replaceAll('#', '%23')}`

/** One fault speaks for itself; of several, the answer's `errors` tell. */
function summaryOf(errors: FieldError[]): string {
  const [first] = errors
  if (errors.length > limits.errors)
    return `More than ${limits.errors} faults were found; "errors" lists the first of them.`
  if (errors.length !== 1 || !first) return `${errors.length} faults were found; "errors" lists them.`
  const place = first.pointer === '' ? 'The body' : (first.pointer ?? first.parameter ?? first.header)
  return `${place}: ${first.detail}`
}

/** Answers a request that failed. */
export type Refuse = (error: unknown, request: FastifyRequest, reply: FastifyReply) => FastifyReply

/**
 * Makes every error of an app, whether thrown by a route, a hook, a parser or the router, a problem document.
 *
 * @param refuseUnknown answers instead where no route has the address
 */
export function registerProblems(app: FastifyInstance, publicUrl: string, refuseUnknown?: Refuse): void {
  const refuse: Refuse = (error, request, reply) => sendProblem(error, request, reply, publicUrl)
  app.setErrorHandler((error, request, reply) =>
    (request.is404 && refuseUnknown ? refuseUnknown : refuse)(error, request, reply)
  )
  app.setNotFoundHandler((request, reply) => refuse(notFound(app, request), request, reply))
}

/** Answers with the problem that an error becomes. */
export const sendProblem = (
  error: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
  publicUrl: string
): FastifyReply => {
  const refusal = prepareRefusal(error, request, reply, publicUrl)
  return reply.type(problemType).send(Buffer.from(JSON.stringify(problemBody(refusal, request.id, publicUrl))))
}

/**
 * Sets the status and the headers of the problem that an error becomes, which is to be sent in whatever form. Logged are an error
 * that is our fault, whole; and what passes, such as a lost database, in one line: it meets every request alike, and its statements
 * and stacks would say nothing.
 */
export function prepareRefusal(
  error: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
  publicUrl: string
): ApiProblem {
  const refusal = normalise(error)
  const { status } = catalogue[refusal.code]
  if (refusal.code === 'internal') request.log.error({ err: error }, 'request failed')
  if (refusal.code === 'unavailable') request.log.warn(`answered by ${status}: ${reasonsOf(error, refusal)}`)
  // Headers that a handler had set before it failed describe an answer that is not given.
  for (const name of ['etag', 'link', 'location', 'last-modified', 'content-disposition']) reply.removeHeader(name)
  reply.code(status).headers({
    ...problemHeaders,
    'x-request-id': request.id,
    ...publicHeaders(refusal, publicUrl),
    // Or whoever sends the rest of it never, or slowly, would keep the connection for that long.
    ...(hasBody(request) && request.raw.complete === false && { connection: 'close' })
  })
  return refusal
}

/** What the client is told, unless that is nothing, and why. */
function reasonsOf(error: unknown, { code, detail }: ApiProblem): string {
  const reasons = new Set([detail, reasonOf(error)])
  if (detail === catalogue[code].title) reasons.delete(detail)
  return [...reasons].join(' ')
}

/** The root of an error in one line. What wraps it holds the statement, with values of the request. */
function reasonOf(error: unknown): string {
  const { cause, code, message } = error as { cause?: unknown; code?: string; message?: string }
  if (cause !== undefined) return reasonOf(cause)
  const line = String(message || code).split('\n', 1)[0] as string
  return code && message && !(error instanceof ApiProblem) ? `${line} (${code})` : line
}

/** Below HTTP nobody knows under which address the service is reached. */
const publicHeaders = ({ headers: { link, ...others } }: ApiProblem, publicUrl: string) =>
  link === undefined ? others : { ...others, link: link.replaceAll('</', `<${publicUrl}/`) }

/** A problem for a client whose request never reached the app. */
export function standaloneProblem(refusal: ApiProblem, publicUrl: string) {
  const requestId = randomUUID()
  const body = JSON.stringify(problemBody(refusal, requestId, publicUrl))
  const headers = {
    ...problemHeaders,
    'x-request-id': requestId,
    'content-type': problemType,
    'content-length': Buffer.byteLength(body),
    connection: 'close'
  }
  return { status: catalogue[refusal.code].status, headers, body }
}
