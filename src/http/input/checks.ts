import type { Readable } from 'node:stream'
import type { FastifyInstance, FastifyRequest, FastifySchema } from 'fastify'
import { type TObject, Type } from 'typebox'
import { limits } from '../../limits.ts'
import { problem } from '../../problems.ts'
import { hasBytes } from './body.ts'
import { notFound } from './methods.ts'
import { bodyProblem, hasBody, type MediaTypes, mediaTypesOf, preferredType } from './negotiation.ts'
import { type CheckQuery, queryReader, type ReadQuery } from './query.ts'

// The order in which a request is checked, cheap before dear, and nothing about a resource before the key is known; it follows
// from the order in which register.ts and app.ts add what checks:
//   1. the hook of host.ts                                                     400
//   2. this hook: the address is text, the route exists, the query is right    400, 404, 405, 414
//   3. the hook that looks at keys, registered after these                     401, 403
//   4. the second hook here: representation, coding and type of the body       406, 415; 400 for one that nobody reads
//   5. Fastify: length of the body; the parsers: its text; the schemas         408, 413, 400, 422
//   6. the handler: preconditions, existence, rules, clashes                   428, 404, 410, 412, 422, 409

declare module 'fastify' {
  interface FastifyContextConfig {
    /** What is known of a route from its schema; made when the route is added. */
    checks?: RouteChecks
    /** Finds the faults of a query that the schema cannot say. */
    checkQuery?: CheckQuery
    /** The route answers whatever the client accepts; or does so where the address itself says in which type. */
    // biome-ignore lint/suspicious/noExplicitAny: each route has parameters of its own
    ignoresAccept?: boolean | ((query: any) => boolean)
  }
}

export interface RouteChecks extends MediaTypes {
  readQuery: ReadQuery
  needsBody: boolean
  /** Names of the parameters of the query. */
  parameters: readonly string[]
}

/** The problem of an address of so many bytes or more. */
export const addressTooLong = (length: number) =>
  problem('uri-too-long', { detail: `The address has ${length} bytes or more; ${limits.address} are allowed.` })

/** What an address must not hold as it is (RFC 3986, section 2). */
export const unencoded = /[^\x21-\x7e]/
export const mustBeEncoded =
  'The address holds a character that must be percent-encoded (a blank is %20, ü is %C3%BC); with curl use --get --data-urlencode.'

const noParameters = Type.Object({}, { additionalProperties: false })

/** Registers both hooks. Every route that is added afterwards is checked by its schema, but for the files of the documentation. */
export function registerChecks(app: FastifyInstance): void {
  app.addHook('onRoute', route => {
    const { schema, method, config } = route
    if (isUnchecked(schema) || config?.checks) return
    const querystring = (schema?.querystring as TObject | undefined) ?? noParameters
    route.config = {
      ...config,
      checks: {
        ...mediaTypesOf(schema, String(method)),
        ...(config?.ignoresAccept === true && { produces: [] }),
        readQuery: queryReader(querystring, config?.checkQuery),
        needsBody: schema?.body !== undefined,
        parameters: Object.keys(querystring.properties)
      }
    } as typeof config
  })
  app.addHook('onRequest', (request, _reply, done) => {
    checkTarget(request)
    if (request.is404) throw notFound(app, request)
    if (request.url.length > limits.address) throw addressTooLong(request.url.length)
    const at = request.url.indexOf('?')
    const { checks } = request.routeOptions.config
    if (checks) request.query = checks.readQuery(at < 0 ? '' : request.url.slice(at + 1))
    done()
  })
  app.addHook('preParsing', (request, _reply, payload, done) => {
    const { checks } = request.routeOptions.config
    if (!checks) return done()
    const { ignoresAccept } = request.routeOptions.config
    if (typeof ignoresAccept !== 'function' || !ignoresAccept(request.query)) checkAccept(request, checks)
    if (checks.needsBody) {
      checkBody(request, checks)
      return done()
    }
    // Many clients send the type of a body with every request; where none is read, no type is wrong.
    delete request.raw.headers['content-type']
    if (!hasBody(request)) return done()
    refuseBody(request, payload, checks).then(() => done(), done)
  })
}

/** The routes of Swagger UI say nothing of themselves. */
const isUnchecked = (schema: FastifySchema | undefined) => schema?.hide === true && schema.produces === undefined

function checkTarget({ url }: FastifyRequest): void {
  if (unencoded.test(url)) throw problem('malformed-request', { detail: mustBeEncoded })
}

function checkBody(request: FastifyRequest, { consumes }: RouteChecks): void {
  const refusal = hasBody(request)
    ? bodyProblem(request, consumes)
    : problem('malformed-request', { detail: `The body is missing; it must be ${consumes.join(' or ')}.` })
  if (refusal) throw refusal
}

/** A body that nobody reads may hold what its sender relies on, as a `dryRun`; so it is refused, unless nothing is in it. */
async function refuseBody(request: FastifyRequest, payload: Readable, { parameters }: RouteChecks): Promise<void> {
  const { headers } = request.raw
  if (headers['content-length'] === undefined && !(await hasBytes(payload))) {
    delete headers['transfer-encoding']
    return
  }
  const place =
    parameters.length > 0 ? `; what it takes goes into the query of the address: ${parameters.join(', ')}` : ''
  throw problem('malformed-request', { detail: `${request.method} takes no body here${place}. Nothing was done.` })
}

function checkAccept({ headers, query }: FastifyRequest, { produces }: RouteChecks): void {
  // Whoever names a format in the address gets it.
  if ((query as { format?: string }).format !== undefined) return
  if (produces.length === 0 || preferredType(headers.accept, produces) !== undefined) return
  throw problem('not-acceptable', { detail: `This address answers as ${produces.join(' or ')}, in UTF-8.` })
}
