import { AgreementInput, recordSchemas } from './agreement.ts'
import { identifierForms } from './identifiers.ts'
import type { Schema } from './resolve.ts'

type Json = { [keyword: string]: unknown }

/**
 * The JSON Schema (2020-12) of a record as people write it, in one document that refers to nothing outside itself: for whoever
 * checks a file of records before sending them. It says the form; what it cannot say is checked when a record is written.
 *
 * @param id where the document is found
 */
export function agreementDocument(id: string): object {
  const parts = new Map(recordSchemas.map(schema => [(schema as Schema).$id as string, schema]))
  const definitions: Json = {}
  const define = (name: string): void => {
    if (name in definitions) return
    definitions[name] = undefined
    definitions[name] = standalone(parts.get(name) as Schema, define)
  }
  const root = standalone(AgreementInput as Schema, define)
  definitions.Identifier = { ...(definitions.Identifier as Json), allOf: formsOfIdentifiers() }
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: id,
    title: 'Agreement',
    ...root,
    $defs: definitions
  }
}

/** A schema whose references lead to the definitions beside it. */
function standalone(schema: Schema, define: (name: string) => void): Json {
  const { $id: _name, ...copy } = JSON.parse(
    JSON.stringify(schema, (key, value) => {
      if (key !== '$ref') return value
      const name = (value as string).replace(/#$/, '')
      define(name)
      return `#/$defs/${name}`
    })
  ) as Json
  return copy
}

/** Each system of official numbers writes them in its own way, which one pattern cannot say. */
const formsOfIdentifiers = (): Json[] =>
  Object.entries(identifierForms).map(([scheme, { pattern }]) => ({
    if: { properties: { scheme: { const: scheme } }, required: ['scheme'] },
    // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
    then: { properties: { value: { type: 'string', pattern } } }
  }))
