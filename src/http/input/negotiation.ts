import type { IncomingHttpHeaders } from 'node:http'
import type {} from '@fastify/swagger' // types `consumes` and `produces` of schemas
import { parse } from 'content-type'
import type { FastifyRequest, FastifySchema } from 'fastify'
import Negotiator from 'negotiator'
import { type ApiProblem, problem } from '../../problems.ts'

/**
 * What a route sends and takes. Its schema's `produces` and `consumes` say it, the type that is preferred first; without
 * them a route sends what the `content` of its responses says, or JSON, and takes JSON, and merge patches on PATCH.
 */
export interface MediaTypes {
  /** Empty where an answer has no content. Refusals are problem documents everywhere, whatever is accepted. */
  produces: readonly string[]
  consumes: readonly string[]
}

export function mediaTypesOf(schema: FastifySchema | undefined, method: string): MediaTypes {
  const json = ['application/json']
  return {
    produces: schema?.produces ?? contentTypes(schema?.response as object | undefined) ?? json,
    consumes: schema?.consumes ?? (method === 'PATCH' ? ['application/merge-patch+json', ...json] : json)
  }
}

/** The types of the good answers; undefined where no good answer is described. */
function contentTypes(response: object | undefined): string[] | undefined {
  const answers = Object.entries(response ?? {}).filter(([status]) => /^2/.test(status))
  if (answers.length === 0) return undefined
  const content = answers.map(([, answer]) => (answer as { content?: object }).content).find(Boolean) ?? {}
  return Object.keys(content).map(typeOf)
}

/** The media type of a `Content-Type`, without its parameters. */
export const typeOf = (contentType: string): string => parse(contentType, { parameters: false }).type

/** The media type among `produces` that a client likes best (RFC 9110, section 12.5.1); undefined when it likes none. */
export function preferredType(accept: string | undefined, produces: readonly string[]): string | undefined {
  if (accept === undefined || accept.trim() === '') return produces[0]
  return new Negotiator({ headers: { accept: withoutParameters(accept) } }).mediaType([...produces])
}

/** The format that a client asks for: by `format` in the address, which wins, or by `Accept`, which was checked before. */
export function formatOf<F extends string>(
  { query, headers }: { query: { format?: F | undefined }; headers: IncomingHttpHeaders },
  types: Record<F, string>
): F {
  const formats = Object.keys(types) as F[]
  const preferred = preferredType(headers.accept, Object.values(types))
  return query.format ?? (formats.find(format => types[format] === preferred) as F)
}

/**
 * The media ranges of `Accept` that UTF-8 is good for, without their parameters: the types that are sent here have no others
 * that would tell one representation from another, so whoever names one gets the type all the same.
 */
function withoutParameters(accept: string): string {
  const ranges: string[] = []
  for (let at = 0; at < accept.length; ) {
    const { type, parameters, index } = parse(accept, { comma: true, start: at })
    if (isUtf8(parameters.charset)) ranges.push(`${type};q=${parameters.q ?? 1}`)
    at = index + 1
  }
  return ranges.join(',')
}

const isUtf8 = (charset = 'utf-8'): boolean => /^utf-?8$/i.test(charset)

/** Whether a request has a body (RFC 9112, section 6). */
export const hasBody = ({ headers }: { headers: IncomingHttpHeaders }): boolean =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0

/** Why the body of a request cannot be read, going by its header: another media type, charset or coding than the route takes. */
export function bodyProblem({ headers, method }: FastifyRequest, consumes: readonly string[]): ApiProblem | undefined {
  const codings = (headers['content-encoding'] ?? '').split(',').map(coding => coding.trim().toLowerCase())
  if (codings.some(coding => coding !== '' && coding !== 'identity')) {
    const detail = 'The body must not be compressed.'
    return problem('unsupported-media-type', { detail, headers: { 'accept-encoding': 'identity' } })
  }
  const { type, parameters } = parse(headers['content-type'] ?? '')
  const detail = !consumes.includes(type)
    ? `The body must be of type ${consumes.join(' or ')}.`
    : isUtf8(parameters.charset)
      ? undefined
      : 'The body must be in UTF-8.'
  if (!detail) return undefined
  const header = { POST: 'accept-post', PATCH: 'accept-patch' }[method] ?? 'accept'
  return problem('unsupported-media-type', { detail, headers: { [header]: consumes.join(', ') } })
}
