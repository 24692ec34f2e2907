import { type Static, type TUnsafe, Type } from 'typebox'
import { limits } from '../../limits.ts'
import { catalogue, type ProblemCode, typeOf } from '../../problems.ts'

/** The media type of every refusal (RFC 9457, section 3). */
export const problemType = 'application/problem+json'

export const FieldError = Type.Object(
  {
    pointer: Type.Optional(
      Type.String({
        description: 'Place in the body: a JSON Pointer as URI fragment (RFC 6901).',
        examples: ['#/feeTerms/0/amount']
      })
    ),
    parameter: Type.Optional(Type.String({ description: 'Parameter of the query.', examples: ['limit'] })),
    header: Type.Optional(Type.String({ description: 'Header field.', examples: ['If-Match'] })),
    line: Type.Optional(Type.Integer({ minimum: 1, description: 'The line of a file on which the record begins.' })),
    id: Type.Optional(
      Type.Unsafe<string | null>({
        type: ['string', 'null'],
        description: 'The id of a record of a file, if it has one.'
      })
    ),
    code: Type.String({ description: 'Kind of fault, for programs.', examples: ['missing'] }),
    detail: Type.String({
      description: 'What is wrong, and what would be right.',
      examples: ['This member is missing.']
    })
  },
  {
    $id: 'FieldError',
    additionalProperties: false,
    description: 'One fault of a request. One of `pointer`, `parameter` and `header` says where.'
  }
)

export const Problem = Type.Object(
  {
    type: Type.String({
      description: 'Address of the page on this kind of problem.',
      examples: ['/problems/not-found']
    }),
    title: Type.String({ description: 'The kind of problem; always the same for one `type`.' }),
    status: Type.Integer({ description: 'The status of the answer.', examples: [404] }),
    code: Type.Enum(Object.keys(catalogue), {
      type: 'string',
      title: 'ProblemCode',
      description: 'The kind of problem, for programs.'
    }),
    detail: Type.String({ description: 'What is wrong in this very request.' }),
    instance: Type.String({
      description: 'Names this answer in a report: the `X-Request-Id`.',
      examples: ['urn:request:8e03978e']
    }),
    errors: Type.Optional(
      Type.Array(Type.Unsafe<Static<typeof FieldError>>({ $ref: 'FieldError#' }), {
        maxItems: limits.import.errors,
        description: `Every fault that was found, up to ${limits.errors}, and in a file up to ${limits.import.errors}.`
      })
    ),
    moreErrors: Type.Optional(Type.Boolean({ description: 'There are more faults than are listed.' })),
    'violated-policies': Type.Optional(
      Type.Array(
        Type.Enum(['read', 'write'], {
          type: 'string',
          title: 'RateLimitPolicy',
          description: 'A quota: of reads, or of writes.'
        }),
        {
          description: 'The quotas that were exceeded (draft-ietf-httpapi-ratelimit-headers-11).'
        }
      )
    ),
    badRecords: Type.Optional(Type.Integer({ minimum: 1, description: 'How many records of a file have faults.' }))
  },
  { $id: 'Problem', additionalProperties: false, description: 'Why a request was refused (RFC 9457).' }
)
export type Problem = Static<typeof Problem>

export const problemSchemas = [FieldError, Problem]

interface Header {
  schema: { type: string }
  description: string
}

/** A header field of an answer. */
export const answerField = (description: string): Header => ({ schema: { type: 'string' }, description })

/** Header fields of an answer that has a tag. */
export const tagHeader = { ETag: answerField('Names this state of the answer.') }

/** Of an answer that is a file. */
export const fileHeader = {
  'Content-Disposition': answerField('Of a file its name, with the day that it speaks of (RFC 6266).')
}

/** How a reader is answered who holds the tag. */
export const unchanged = { 304: { description: 'What you hold is current.', type: 'null' } }

/** Header fields of every answer. Some of them tell a client how often it may ask. */
export const alwaysHeaders: Record<string, Header> = {
  'X-Request-Id': answerField(
    'Names this answer in the log, and in a report of a problem; that of the request, where it has one.'
  ),
  'Cache-Control': answerField('How long the answer may be kept, and by whom (RFC 9111).'),
  'RateLimit-Policy': answerField(
    'How often this may be asked, where that is counted: `"read";q=600;w=60` is 600 reads in 60 seconds, by address or, where one is sent, by key (draft-ietf-httpapi-ratelimit-headers-11).'
  ),
  RateLimit: answerField('What is left: `"read";r=598;t=41` is 598 reads, until all are there again in 41 seconds.')
}

/** Header fields of every answer to a read, refusals too. */
export const readingHeaders: Record<string, Header> = {
  Vary: answerField('The header fields of the request that decide the answer of this address (RFC 9110).')
}

const challenge = { 'WWW-Authenticate': answerField('Which key is asked for, and what is wrong with it (RFC 6750).') }
const retryAfter = { 'Retry-After': { schema: { type: 'integer' }, description: 'In how many seconds to try again.' } }

/** Header fields of refusals. */
const refusalHeaders: { [C in ProblemCode]?: Record<string, Header> } = {
  unauthenticated: challenge,
  forbidden: challenge,
  conflict: retryAfter,
  gone: { Link: answerField('Where its revisions are (RFC 8288).') },
  'precondition-failed': tagHeader,
  'quota-exceeded': retryAfter,
  unavailable: retryAfter
}

/** Header fields of successes that answer one of the request, by the name of that. */
export const answeringHeaders: Record<string, Record<string, object>> = {
  prefer: {
    'Preference-Applied': answerField('`return=minimal` where that was asked for and done (RFC 7240).')
  },
  'idempotency-key': {
    'Idempotency-Replayed': answerField('`true` where this was done before, and is answered again.')
  }
}

/** What may happen to any request, whichever operation it asks for. */
const anywhere = ['uri-too-long', 'header-fields-too-large', 'internal'] as const satisfies ProblemCode[]

type StatusOf<C extends ProblemCode> = (typeof catalogue)[C]['status']
interface ProblemResponse {
  description: string
  headers: Record<string, Header>
  content: { [problemType]: { schema: TUnsafe<Problem>; examples: object } }
}

/** The refusals of a route, for `schema.response`: those that it decides itself by their status, and one row for all others. */
export function problemResponses<C extends ProblemCode>(
  ...codes: C[]
): Record<StatusOf<C> | 'default', ProblemResponse> {
  const responses: Record<number, ProblemResponse> = {}
  for (const status of new Set(codes.map(code => catalogue[code].status))) {
    const those = codes.filter(code => catalogue[code].status === status)
    const [first, ...others] = those.map(code => catalogue[code].title)
    responses[status] = refusal([first, ...others.map(title => title.toLowerCase())].join(', or: '), those)
  }
  return {
    ...responses,
    default: refusal('Any other refusal; [each kind has a page](../problems).', anywhere)
  } as Record<StatusOf<C> | 'default', ProblemResponse>
}

const refusal = (description: string, codes: readonly ProblemCode[]): ProblemResponse => ({
  description,
  headers: Object.assign({}, ...codes.map(code => refusalHeaders[code])),
  content: {
    [problemType]: {
      schema: Type.Unsafe<Problem>({ $ref: 'Problem#' }),
      examples: Object.fromEntries(codes.map(code => [code, { summary: catalogue[code].title, value: example(code) }]))
    }
  }
})

function example(code: ProblemCode): Problem {
  const { status, title } = catalogue[code]
  return {
    type: typeOf(code, ''),
    title,
    status,
    code,
    detail: title,
    instance: 'urn:request:8e03978e-40d5-43dd-bc93-6894a57f9324',
    ...(exampleErrors[code] && { errors: exampleErrors[code] }),
    ...(code === 'invalid-import' && { badRecords: 1 })
  }
}

const exampleErrors: { [C in ProblemCode]?: Static<typeof FieldError>[] } = {
  'invalid-parameter': [{ parameter: 'limit', code: 'maximum', detail: 'Must be 200 or less.' }],
  'invalid-import': [
    {
      line: 3,
      id: 'us-sv-2019-example',
      pointer: '#/feeTerms/0/citations',
      code: 'missing',
      detail: 'This member is missing.'
    }
  ],
  'invalid-record': [{ pointer: '#/feeTerms/0/citations', code: 'missing', detail: 'This member is missing.' }]
}
