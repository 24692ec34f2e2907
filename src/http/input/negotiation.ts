import type { IncomingHttpHeaders } from 'node:http'
import type {} from '@fastify/swagger' // types `consumes` and `produces` of schemas
import type { FastifyRequest, FastifySchema } from 'fastify'
import Negotiator from 'negotiator'
import { type ApiProblem, problem } from '../../problems.ts'

/**
 * What a route sends and takes. Its schema's `produces` and `consumes` say it, the type that is preferred first; without
 * them a route sends what the `content` of its responses says, or JSON, and takes JSON, and merge patches on PATCH.
 */
export interface MediaTypes {
  produces: readonly string[]
  consumes: readonly string[]
}

export function mediaTypesOf(schema: FastifySchema | undefined, method: string): MediaTypes {
  const json = ['application/json']
  return {
    produces: schema?.produces ?? contentTypes(schema?.response) ?? json,
    consumes: schema?.consumes ?? (method === 'PATCH' ? ['application/merge-patch+json', ...json] : json)
  }
}

function contentTypes(response: unknown): string[] | undefined {
  for (const [status, answer] of Object.entries(response ?? {})) {
    const { content } = answer as { content?: object }
    if (/^2/.test(status) && content) return Object.keys(content).map(type => type.replace(/;.*/, ''))
  }
  return undefined
}

/** The media type among `produces` that a client likes best (RFC 9110, section 12.5.1); undefined when it likes none. */
export function preferredType(accept: string | undefined, produces: readonly string[]): string | undefined {
  if (accept === undefined || accept.trim() === '') return produces[0]
  return new Negotiator({ headers: { accept } }).mediaType([...produces])
}

/** Whether a request has a body (RFC 9112, section 6). */
export const hasBody = ({ headers }: { headers: IncomingHttpHeaders }): boolean =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0

/** Why the body of a request cannot be read, going by its header: another media type, charset or coding than the route takes. */
export function bodyProblem({ headers, method }: FastifyRequest, consumes: readonly string[]): ApiProblem | undefined {
  const coding = headers['content-encoding']
  if (coding !== undefined && coding.toLowerCase() !== 'identity') {
    const detail = 'The body must not be compressed.'
    return problem('unsupported-media-type', { detail, headers: { 'accept-encoding': 'identity' } })
  }
  const type = headers['content-type']?.toLowerCase() ?? ''
  const charset = /;\s*charset\s*=\s*"?([^";\s]*)/.exec(type)?.[1] ?? 'utf-8'
  const detail = !consumes.includes(type.replace(/;.*/s, '').trim())
    ? `The body must be of type ${consumes.join(' or ')}.`
    : charset !== 'utf-8' && charset !== 'utf8'
      ? 'The body must be in UTF-8.'
      : undefined
  if (!detail) return undefined
  const header = { POST: 'accept-post', PATCH: 'accept-patch' }[method] ?? 'accept'
  return problem('unsupported-media-type', { detail, headers: { [header]: consumes.join(', ') } })
}
