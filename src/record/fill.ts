import { withMinorUnits } from './money.ts'
import type { AgreementEvent, FeeTerm, MoneyRange, Payment } from './schema/agreement.ts'
import { eventMemberTypes } from './schema/event.ts'
import { resolve, type Schema } from './schema/resolve.ts'
import { paragraphs, withLineFeeds } from './text.ts'

/**
 * The complete form of a value: every member of the schema in its order, null, empty or a default where it was left out, and
 * written in the one way in which it is kept.
 */
export function fill(schema: Schema, value: unknown): unknown {
  const target = resolve(schema)
  if (value === undefined) return empty(schema, target)
  if (Array.isArray(value)) return target.items ? value.map(item => fill(target.items as Schema, item)) : value
  if (value === null || !target.properties) return value
  const filled = members(target.properties, value as Record<string, unknown>)
  return finished[target.$id ?? '']?.(filled as never) ?? filled
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

/** Parts of a record of which one member decides how another one is kept, by the name of their schema. */
const finished: Record<string, (part: never) => unknown> = {
  AgreementEvent: ofAnExtent,
  FeeTerm: inMinorUnits,
  Payment: inMinorUnits
}

/** An act that may be partial is whole unless it says otherwise. */
function ofAnExtent(event: AgreementEvent): AgreementEvent {
  const types: readonly string[] = eventMemberTypes.extent
  return event.extent === null && types.includes(event.type) ? { ...event, extent: 'whole' } : event
}

/** Equal amounts are equal texts: `60` dollars are `60.00`. */
function inMinorUnits<P extends FeeTerm | Payment>(part: P): P {
  const { amount, currency } = part
  if (amount === null || currency === null) return part
  const written = (end: MoneyRange['min']) => end && withMinorUnits(end, currency)
  return { ...part, amount: { min: written(amount.min), max: written(amount.max) } }
}
