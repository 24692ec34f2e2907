import { type TSchema, type TString, type TUnsafe, Type } from 'typebox'
import { tagHeader } from '../http/documentation/schemas.ts'
import { limits } from '../limits.ts'
import { causes } from '../record/schema/codes.ts'
import { ref } from '../record/schema/forms.ts'
import { code, id } from '../record/schema/scalars.ts'
import { AgreementRecord } from './schemas.ts'

// Parameters, header fields and answers that several operations on agreements share.

/** An id that is in the data set, so that the first try in the documentation succeeds. */
const exampleId = 'us-sv-2019-asylum-cooperative-agreement'

export const IdParameter = Type.Object({ id: id({ description: 'Id of the agreement.', examples: [exampleId] }) })

export const VersionParameters = Type.Object({
  ...IdParameter.properties,
  version: Type.String({ format: 'version', description: 'Number of the version.', examples: ['1'] })
})

/** A parameter that may be repeated: any of its values. */
export const anyOf = <T extends TString | TUnsafe<string>>(items: T, description: string, example: string) =>
  Type.Optional(Type.Array(items, { minItems: 1, maxItems: limits.values, description, examples: [[example]] }))

/** The three clocks, on everything that shows a status. */
export const clockParameters = {
  asOf: Type.Optional(
    Type.String({
      format: 'day',
      description: 'The state of the world on this day, 1800-01-01 to 2100-12-31; default today (UTC).',
      examples: ['2021-02-10']
    })
  ),
  reportedBy: Type.Optional(
    Type.String({
      format: 'day',
      description: 'Going only by claims whose earliest cited source was published by this day. Not in the future.',
      examples: ['2021-01-15']
    })
  ),
  knownAt: Type.Optional(
    Type.String({
      format: 'moment',
      description:
        'As this registry stood at this moment, such as `2026-11-24T12:00:00Z` (RFC 3339), or at the end of this day (UTC). Not in the future.'
    })
  )
}

/** On everything that writes. */
export const writeParameters = {
  dryRun: Type.Optional(
    Type.Boolean({
      default: false,
      description:
        'Check everything and answer as the real request would, with status 200, but keep nothing: so there is no `ETag` and no `Location`.',
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
      format: 'text',
      maxLength: limits.note,
      description: 'What you want to say of this change.',
      examples: ['From the joint statement of the two governments.']
    })
  )
}

export const limitParameter = Type.Optional(
  Type.Integer({
    minimum: 1,
    maximum: limits.page.most,
    default: limits.page.default,
    description: 'Most items on a page.',
    examples: [5]
  })
)

export const cursorParameter = Type.Optional(
  Type.String({
    format: 'cursor',
    maxLength: limits.cursor,
    description: 'Where a page begins, as `page.next` and `page.prev` of an answer say.'
  })
)

/** The representation of an answer, in its address. */
export const formatParameter = <const F extends readonly string[]>(title: string, formats: F, example: F[number]) =>
  Type.Optional(
    code(formats, {
      title,
      description:
        'Representation of the answer. It wins over `Accept`, so that an address is enough for a spreadsheet.',
      examples: [example]
    })
  )

/** A header field of a request. */
export const headerField = (
  format: 'entity_tags' | 'asterisk' | 'http_date' | 'preference' | 'idempotency_key',
  description: string,
  example?: string
) => Type.Optional(Type.String({ format, description, ...(example && { examples: [example] }) }))

/** On everything that writes and answers with content. */
export const preferHeader = headerField(
  'preference',
  '`return=minimal` leaves the record out of the answer, which is then 204, or 201 without content.'
)

export const ifNoneMatchHeader = headerField(
  'entity_tags',
  'The `ETag` of an earlier answer; where it is still the same, the answer is 304.',
  '"1.0.2026-11-23.json-d3"'
)

/** An answer in JSON. */
export const jsonResponse = (schema: TSchema, description: string, headers: object = tagHeader) => ({
  description,
  headers,
  content: { 'application/json': { schema } }
})

/** An answer that is a whole record. */
export const recordResponse = (description: string, more: object = {}) =>
  jsonResponse(ref(AgreementRecord), description, { ...tagHeader, ...more })
