import { isDeepStrictEqual } from 'node:util'
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import type { TSchema } from 'typebox'
import { limits } from '../limits.ts'
import type { FieldError } from '../problems.ts'
import { explain, inBody } from './explain.ts'
import { formats } from './formats.ts'

// Fastify's own validator coerces what clients send, drops members that it does not know and fills in defaults. A registry
// takes a record as it is or refuses it.

/**
 * An Ajv that changes nothing, knows no format but ours, and refuses schemas that it does not understand wholly.
 *
 * @param options.checkSchemas holds each schema against the meta-schema too, which costs more than compiling it: a test does
 */
export function strictAjv(schemas: readonly TSchema[] = [], { checkSchemas = false } = {}): Ajv2020 {
  const ajv = new Ajv2020({
    meta: checkSchemas,
    validateSchema: checkSchemas,
    allErrors: true,
    verbose: true,
    strict: true,
    strictRequired: false,
    allowUnionTypes: true,
    code: { process: stopCollecting },
    formats: Object.fromEntries(
      Object.entries(formats).map(([name, { fault }]) => [name, (text: string) => !fault(text)])
    )
  })
  for (const schema of schemas) ajv.addSchema(schema)
  return ajv
}

/**
 * Ends the loops over lists in a compiled schema once enough was found. Ajv has no option for it, and copies all errors
 * found so far for each wrong item: 20,000 wrong items took 20 seconds.
 */
const stopCollecting = (code: string): string =>
  code.replaceAll(/(for\(let (i\d+)=0; \2<len\d+)(; )/g, `$1 && errors<${enough}$3`)

/** More than an answer shows, since several errors of Ajv's may be one fault. */
const enough = 4 * limits.errors

/** Compiles everything but queries: schemas refer to each other, and each of them is compiled once in a process. */
const ajv = strictAjv()
const added = new Map<string, TSchema>()
const known = new WeakSet<TSchema>()

/** Makes schemas known by their `$id`. Fastify hands out copies, which are equal, and the same ones for each route. */
export function know(schemas: readonly (TSchema & { $id?: string })[]): void {
  for (const schema of schemas) {
    if (!schema.$id || known.has(schema)) continue
    known.add(schema)
    if (isDeepStrictEqual(added.get(schema.$id), schema)) continue
    ajv.addSchema(schema)
    added.set(schema.$id, schema)
  }
}

/**
 * A validator for values that come by another way than a request's body: a merged patch, the data set.
 *
 * @param schemas those that `root` refers to by `$id`
 * @returns a function that lists the faults of a value with pointers into it
 */
export function compileValidator(schemas: readonly TSchema[], root: TSchema): (value: unknown) => FieldError[] {
  know([...schemas, root])
  const validate = compile(root)
  return value => (validate(value) ? [] : explain(validate.errors ?? [], inBody))
}

/** The validator of a schema. One that has been added by its name cannot be compiled under that name once more. */
export const compile = (schema: TSchema & { $id?: string }): ValidateFunction =>
  (schema.$id && ajv.getSchema(schema.$id)) || ajv.compile(schema)
