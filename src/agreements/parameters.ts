import { type Static, type TSchema, Type } from 'typebox'
import { causes, implementationStates, kinds, legalStates } from '../record/schema/codes.ts'
import { defaultSort, sortFields } from './list/sort.ts'

/** A parameter that may be repeated: any of its values. */
const anyOf = <T extends TSchema>(items: T, description: string, example: string) =>
  Type.Optional(Type.Array(items, { minItems: 1, maxItems: 50, description, examples: [[example]] }))

const code = <const V extends readonly string[]>(values: V, options: object = {}) =>
  Type.Unsafe<V[number]>({ type: 'string', enum: [...values], ...options })

/** The three clocks, on everything that shows a status. */
const clockParameters = {
  asOf: Type.Optional(
    Type.String({
      description: 'The state of the world on this day, 1800-01-01 to 2100-12-31; default today (UTC).',
      examples: ['2021-02-10']
    })
  ),
  reportedBy: Type.Optional(
    Type.String({
      description: 'Going only by claims whose earliest cited source was published by this day. Not in the future.',
      examples: ['2021-01-15']
    })
  ),
  knownAt: Type.Optional(
    Type.String({
      description:
        'As this registry stood at this moment, such as `2026-11-24T12:00:00Z` (RFC 3339), or at the end of this day (UTC). Not in the future.'
    })
  )
}

export const limitParameter = Type.Optional(
  Type.Integer({ minimum: 1, maximum: 200, default: 20, description: 'Most items on a page.', examples: [5] })
)

export const cursorParameter = Type.Optional(
  Type.String({ maxLength: 2000, description: 'Where a page begins, as `page.next` and `page.prev` of an answer say.' })
)

/** Query of `GET /v1/agreements/{id}`. */
export const ItemQuery = Type.Object(clockParameters, { additionalProperties: false })

/** Query of `GET /v1/agreements`. */
export const ListQuery = Type.Object(
  {
    kind: anyOf(
      code(kinds),
      'Agreements of any of these kinds; repeat the parameter for several.',
      'safe_third_country'
    ),
    party: anyOf(
      Type.String(),
      'Agreements with any of these countries as a party, by ISO 3166-1 alpha-2 code, `XK` or `EU`.',
      'SV'
    ),
    legal: anyOf(
      code(legalStates),
      'Agreements in any of these legal states at the clocks of the request.',
      'in_force'
    ),
    implementation: anyOf(
      code(implementationStates),
      'Agreements in any of these states of implementation at the clocks of the request.',
      'operating'
    ),
    status: anyOf(
      code([...new Set([...legalStates, ...implementationStates])]),
      'Agreements in any of these states, on either axis.',
      'unimplemented'
    ),
    sort: Type.Optional(
      Type.String({
        default: defaultSort,
        description: `Fields to sort by, separated by commas, each with a minus before it for descending order: ${sortFields.join(', ')}. \`changedAt\` is the moment of the last change; an agreement that was never signed sorts as signed last.`,
        examples: ['-signedOn,title']
      })
    ),
    view: Type.Optional(
      code(['summary', 'full'], { default: 'summary', description: 'Summaries, or whole records.', examples: ['full'] })
    ),
    limit: limitParameter,
    cursor: cursorParameter,
    total: Type.Optional(
      Type.Boolean({ default: false, description: 'Count all agreements that the filters name.', examples: [true] })
    ),
    ...clockParameters
  },
  { additionalProperties: false }
)
export type ListQuery = Static<typeof ListQuery>

/** Query of everything that writes. */
export const WriteQuery = Type.Object(
  {
    dryRun: Type.Optional(
      Type.Boolean({
        default: false,
        description: 'Check everything and answer as the real request would, with status 200, but keep nothing.',
        examples: [true]
      })
    ),
    cause: Type.Optional(
      code(causes, {
        description: 'Why: the world changed, a source came up, a mistake was mended, or wording.',
        examples: ['new_source']
      })
    ),
    note: Type.Optional(
      Type.String({
        maxLength: 500,
        description: 'What you want to say of this change.',
        examples: ['From the joint statement of the two governments.']
      })
    )
  },
  { additionalProperties: false }
)
export type WriteQuery = Static<typeof WriteQuery>
