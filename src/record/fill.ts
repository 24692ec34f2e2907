import { resolve, type Schema } from './schema/resolve.ts'
import { paragraphs, withLineFeeds } from './text.ts'

/** The complete form of a value: every member of the schema in its order, null, empty or a default where it was left out. */
export function fill(schema: Schema, value: unknown): unknown {
  const target = resolve(schema)
  if (value === undefined) return empty(schema, target)
  if (Array.isArray(value)) return target.items ? value.map(item => fill(target.items as Schema, item)) : value
  return value !== null && target.properties ? members(target.properties, value as Record<string, unknown>) : value
}

function members(properties: Record<string, Schema>, value: Record<string, unknown>): Record<string, unknown> {
  const filled: Record<string, unknown> = {}
  for (const name in properties) {
    const given = value[name]
    const isParagraph = typeof given === 'string' && paragraphs.has(name)
    filled[name] = isParagraph ? withLineFeeds(given) : fill(properties[name] as Schema, given)
  }
  return filled
}

function empty(schema: Schema, target: Schema): unknown {
  if (target.default !== undefined) return target.default
  if (target.type === 'array') return []
  return target.properties && !schema.anyOf ? members(target.properties, {}) : null
}
