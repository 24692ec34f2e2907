import type { TSchema } from 'typebox'
import { recordSchemas } from './schema.ts'

/** A schema of the record, seen as the JSON Schema that it is. */
export type Schema = TSchema & {
  $ref?: string
  anyOf?: Schema[]
  type?: string | string[]
  default?: unknown
  items?: Schema
  properties?: Record<string, Schema>
}

const byRef = new Map(recordSchemas.map(schema => [`${(schema as { $id?: string }).$id}#`, schema as Schema]))

/** What a schema is about: what it refers to, or the object in "an object or null". */
export function resolve(schema: Schema): Schema {
  const ref = schema.$ref ?? schema.anyOf?.[0]?.$ref
  return (ref && byRef.get(ref)) || schema
}
