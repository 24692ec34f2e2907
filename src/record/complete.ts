import slugify from '@sindresorhus/slugify'
import { identifier } from './identifier.ts'
import { Agreement, type AgreementInput } from './schema.ts'
import { resolve, type Schema } from './schema-walk.ts'

/**
 * The complete form of a valid input: what was left out is null, an empty list, the empty scope or its default, and ids are
 * made. Members stand in the order of the schema, so equal records are equal texts; a complete record is left as it is.
 */
export function complete(input: AgreementInput): Agreement {
  return fill(Agreement as Schema, {
    ...input,
    id: input.id ?? identifier(input),
    feeTerms: withIds(input.feeTerms ?? [], term => term.basis),
    events: withIds(input.events ?? [], event => event.type),
    sources: withIds(input.sources, source => source.publisher, 'source')
  }) as Agreement
}

function fill(schema: Schema, value: unknown): unknown {
  const target = resolve(schema)
  if (value === undefined) return empty(schema, target)
  if (Array.isArray(value)) return target.items ? value.map(item => fill(target.items as Schema, item)) : value
  return value !== null && target.properties ? members(target.properties, value as Record<string, unknown>) : value
}

function members(properties: Record<string, Schema>, value: Record<string, unknown>): Record<string, unknown> {
  const filled: Record<string, unknown> = {}
  for (const name in properties) filled[name] = fill(properties[name] as Schema, value[name])
  return filled
}

function empty(schema: Schema, target: Schema): unknown {
  if (target.default !== undefined) return target.default
  if (target.type === 'array') return []
  return target.properties && !schema.anyOf ? members(target.properties, {}) : null
}

/** Gives items without an id one that is made from `name` and taken by no other item. */
function withIds<T extends { id?: string }>(items: T[], name: (item: T) => string, otherwise = 'item'): T[] {
  const taken = new Set(items.map(item => item.id))
  return items.map(item => {
    if (item.id !== undefined) return item
    const base = slugify(name(item)).slice(0, 90).replace(/-+$/, '') || otherwise
    let id = base
    for (let n = 2; taken.has(id); n++) id = `${base}-${n}`
    taken.add(id)
    return { ...item, id }
  })
}
