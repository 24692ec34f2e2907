import type { FastifyContextConfig, RouteOptions } from 'fastify'
import type { ProblemCode } from '../../problems.ts'
import type { Document, Response } from './openapi-types.ts'
import { pascalCase } from './pascal-case.ts'
import { problemResponses, problemType } from './schemas.ts'

/** How a route refuses by what it is, before it decides anything itself: in the order of input/checks.ts. */
export function refusalsOf({ method, schema, config = {} }: RouteOptions): object {
  const { scope, isUncounted, checks }: FastifyContextConfig = config
  const codes: (ProblemCode | false | undefined)[] = [
    'malformed-request',
    'invalid-parameter',
    checks?.parameters.some(name => name === 'cursor' || name === 'after') && 'invalid-cursor',
    'unauthenticated',
    scope !== undefined && 'forbidden',
    'key-in-clear',
    schema?.params !== undefined && 'not-found',
    checks && checks.produces.length > 0 && 'not-acceptable',
    // Whatever is read may be read on a condition.
    method === 'GET' && 'precondition-failed',
    checks?.needsBody && 'content-too-large',
    checks?.needsBody && 'unsupported-media-type',
    !isUncounted && 'quota-exceeded',
    'unavailable'
  ]
  return problemResponses(...codes.filter(code => code !== false && code !== undefined))
}

/** Refusals stand once, by the problems that they may be, wherever they happen. */
export function shareRefusals(document: Document): void {
  const shared: Record<string, Response> = {}
  for (const { responses = {} } of Object.values(document.paths ?? {}).flatMap(item => Object.values(item))) {
    for (const [status, response] of Object.entries(responses)) {
      const examples = response.content?.[problemType]?.examples
      if (!examples) continue
      const name = status === 'default' ? 'OtherProblem' : componentOf(Object.keys(examples))
      shared[name] ??= response
      responses[status] = { $ref: `#/components/responses/${name}` } as never
    }
  }
  const byName = Object.entries(shared).sort(([one], [other]) => (one < other ? -1 : 1))
  document.components = { ...document.components, responses: Object.fromEntries(byName) }
}

/** `NotFoundOrGoneProblem`: some generators make a type of each, beside those of schemas. */
const componentOf = (codes: readonly string[]): string => `${codes.map(pascalCase).join('Or')}Problem`
