import { type Static, Type } from 'typebox'
import { implementationStates, kinds, legalStates } from '../../record/schema/codes.ts'
import { code } from '../../record/schema/scalars.ts'
import { anyOf } from '../parameters.ts'

/**
 * Which agreements are meant: the filters of everything that picks agreements. Each takes any of its values, an agreement
 * must match all of them. A filter that is added here does not compile until `store.ts` has its SQL.
 */
export const filterParameters = {
  kind: anyOf(code(kinds), 'Agreements of any of these kinds; repeat the parameter for several.', 'safe_third_country'),
  party: anyOf(
    Type.String({ format: 'country' }),
    'Agreements with any of these countries as a party, by ISO 3166-1 alpha-2 code, `XK` or `EU`.',
    'SV'
  ),
  legal: anyOf(code(legalStates), 'Agreements in any of these legal states at the clocks of the request.', 'in_force'),
  implementation: anyOf(
    code(implementationStates),
    'Agreements in any of these states of implementation at the clocks of the request.',
    'operating'
  ),
  status: anyOf(
    code([...new Set([...legalStates, ...implementationStates])]),
    'Agreements in any of these states, on either axis.',
    'unimplemented'
  )
}

const Filters = Type.Object(filterParameters)

/** The filters of a request, by the names of their parameters. */
export type Filters = Static<typeof Filters>
