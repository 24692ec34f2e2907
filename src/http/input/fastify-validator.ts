import type { ValidateFunction } from 'ajv'
import type { FastifySchemaCompiler } from 'fastify'
import type { TSchema } from 'typebox'
import { problem } from '../../problems.ts'
import { explain, inBody, inHeader } from '../../validation/explain.ts'
import { compile, know } from '../../validation/strict.ts'

/** Fastify's way to be given a validator. It asks once more for each route, with the schemas that were added until then. */
export function buildValidator(schemas: Record<string, TSchema>): FastifySchemaCompiler<TSchema> {
  know(Object.values(schemas))
  return ({ schema, httpPart }) => {
    // The query was read and checked before the body arrived.
    if (httpPart === 'querystring') return () => true
    const validate = compile(schema)
    return (value: unknown) => (validate(value) ? true : { error: refusal(validate, httpPart) })
  }
}

function refusal({ errors }: ValidateFunction, httpPart: string | undefined) {
  switch (httpPart) {
    case 'params':
      return problem('not-found', {
        detail: 'There is no such address: the id, version or code in it is malformed.'
      })
    case 'headers':
      return problem('invalid-parameter', { errors: explain(errors ?? [], inHeader) })
    default:
      return problem('invalid-record', { errors: explain(errors ?? [], inBody) })
  }
}
