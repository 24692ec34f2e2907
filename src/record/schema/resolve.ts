import type { TSchema } from 'typebox'
import { recordSchemas } from './agreement.ts'

/** A schema of the record, seen as the JSON Schema that it is. */
export type Schema = TSchema & {
  $id?: string
  $ref?: string
  anyOf?: Schema[]
  type?: string | string[]
  description?: string
  required?: string[]
  default?: unknown
  items?: Schema
  properties?: Record<string, Schema>
  additionalProperties?: boolean
}

const byRef = new Map(recordSchemas.map(schema => [`${(schema as Schema).$id}#`, schema as Schema]))

/** What a schema is about: what it refers to, or the object in "an object or null". */
export function resolve(schema: Schema): Schema {
  const ref = schema.$ref ?? schema.anyOf?.[0]?.$ref
  return (ref && byRef.get(ref)) || schema
}

const anything = { type: ['object', 'array', 'string', 'number', 'boolean', 'null'] }

/**
 * A schema of which only the names of members are left. Merging a patch takes away what is null in it, a member that no
 * record has as well as one that it has; held against this, the patch itself shows the misspelt ones.
 */
export function namesOf(schema: Schema): TSchema {
  const { properties, additionalProperties } = resolve(schema)
  if (!properties || additionalProperties !== false) return {}
  const names = Object.entries(properties).map(([name, member]) => [name, namesOf(member)])
  return { ...anything, properties: Object.fromEntries(names), additionalProperties: false }
}
