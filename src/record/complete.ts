import { fill } from './fill.ts'
import { identifier } from './identifier.ts'
import { type Ids, makeIds } from './ids.ts'
import { Agreement, type AgreementInput } from './schema/agreement.ts'
import type { Schema } from './schema/resolve.ts'

/**
 * The complete form of a valid input: what was left out is null, an empty list, the empty scope or its default, ids are
 * made, lines end by U+000A, amounts have all minor units of their currency, and acts that may be partial say whether they
 * are. Members stand in the order of the schema, so equal records are equal texts; a complete record is left as it is.
 *
 * @param used ids that no item may be given
 */
export function complete(input: AgreementInput, used?: Ids): Agreement {
  return fill(Agreement as Schema, { ...makeIds(input, used), id: input.id ?? identifier(input) }) as Agreement
}
