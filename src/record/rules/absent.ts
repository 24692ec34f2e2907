import { Agreement } from '../schema/agreement.ts'
import { resolve, type Schema } from '../schema/resolve.ts'
import type { Say } from './say.ts'

/** Whoever says why something is missing points at something that can be in a record and is not in this one. */
export function checkAbsent(record: Agreement, say: Say): void {
  for (const [i, { pointer }] of record.absent.entries()) {
    const value = find(record, pointer)
    const place = `/absent/${i}/pointer`
    if (value === undefined)
      say(place, 'points_nowhere', `Nothing in a record has the place "${pointer}"; check the names and the index.`)
    else if (!isEmpty(value))
      say(place, 'points_at_something', `"${pointer}" is not missing; leave this out, or empty what it points at.`)
  }
}

/** The value at a pointer, null inside what is itself null, undefined where a record can have nothing. */
function find(record: Agreement, pointer: string): unknown {
  let value: unknown = record
  let schema: Schema | undefined = Agreement as Schema
  for (const token of pointer.split('/').slice(1)) {
    const target: Schema = resolve(schema)
    if (Array.isArray(value)) {
      const index: number = /^(0|[1-9]\d*)$/.test(token) ? Number(token) : -1
      value = value[index]
      schema = target.items
    } else {
      schema = target.properties && Object.hasOwn(target.properties, token) ? target.properties[token] : undefined
      value = (value as Record<string, unknown> | null)?.[token] ?? null
    }
    if (value === undefined || schema === undefined) return undefined
  }
  return value
}

/** Null, an empty list, the default of what was left out, and an object of nothing but these. */
function isEmpty(value: unknown): boolean {
  if (value === null || value === 'unknown') return true
  return typeof value === 'object' && Object.values(value).every(isEmpty)
}
