import type { ValidateFunction } from 'ajv'
import type { FastifySchemaCompiler } from 'fastify'
import type { TSchema } from 'typebox'
import { problem } from '../../problems.ts'
import { explain, inBody, inHeader, inPath } from '../../validation/explain.ts'
import { compile, know } from '../../validation/strict.ts'

/** Fastify's way to be given a validator. It asks once more for each route, with the schemas that were added until then. */
export function buildValidator(schemas: Record<string, TSchema>): FastifySchemaCompiler<TSchema> {
  know(Object.values(schemas))
  return ({ schema, httpPart }) => {
    // The query was read and checked before the body arrived.
    if (httpPart === 'querystring') return () => true
    const validate = compile(schema)
    return (value: unknown) => (validate(value) ? true : { error: refusal(validate, httpPart, value) })
  }
}

function refusal({ errors }: ValidateFunction, httpPart: string | undefined, value: unknown) {
  switch (httpPart) {
    case 'params':
      return problem('not-found', {
        detail: Object.values(value as object).includes('')
          ? 'There is no such address, since a part of it is empty. Ask for it without the slash at its end.'
          : `There is no such address. ${explain(errors ?? [], inPath)[0]?.detail}`
      })
    case 'headers':
      return problem('invalid-parameter', { errors: explain(errors ?? [], inHeader) })
    default:
      return problem('invalid-record', { errors: explain(errors ?? [], inBody) })
  }
}
