import { Type } from 'typebox'
import { problemResponses } from '../../http/documentation/schemas.ts'
import { ref } from '../../record/schema/agreement.ts'
import { implementationStates, legalStates, moneyStates } from '../../record/schema/codes.ts'
import { Status, StatusExplanation } from '../../record/status/schema.ts'
import { ItemQuery } from '../parameters.ts'
import { IdParameter, ifNoneMatchHeader, tagHeader, unchanged } from '../write/schemas.ts'

const day = (description: string) => Type.Unsafe<string | null>({ type: ['string', 'null'], description })
const code = (values: readonly string[]) => Type.Enum([...values], { type: 'string' })

/** A stretch of days in which the status stays as it is. */
const StatusInterval = Type.Object(
  {
    from: day('First day; null: ever since.'),
    to: day('Last day; null: until something happens.'),
    legal: code(legalStates),
    implementation: code(implementationStates),
    money: code(moneyStates),
    certain: Type.Boolean(),
    label: Type.String()
  },
  {
    $id: 'StatusInterval',
    additionalProperties: false,
    description: 'A stretch of days in which the status stays as it is.'
  }
)

/** The status of an agreement with its reasons. */
const StatusReport = Type.Object(
  {
    status: ref(Status),
    explanation: ref(StatusExplanation),
    timeline: Type.Array(ref(StatusInterval), {
      description: 'The course of the status, going by what had been published at `reportedBy`.'
    })
  },
  { $id: 'StatusReport', additionalProperties: false, description: 'The status of an agreement with its reasons.' }
)

export const statusReportSchemas = [StatusInterval, StatusReport]

export const getStatusSchema = {
  operationId: 'getStatus',
  tags: ['Agreements'],
  summary: 'Read the status of an agreement with its reasons',
  description:
    'Every event in the order in which it was counted, what it changed or why it did not, and the course of the status over time.',
  security: [],
  params: IdParameter,
  querystring: ItemQuery,
  headers: Type.Object({ 'if-none-match': ifNoneMatchHeader }),
  response: {
    200: {
      description: 'The status and its reasons.',
      headers: tagHeader,
      content: { 'application/json': { schema: ref(StatusReport) } }
    },
    ...unchanged,
    ...problemResponses('not-found', 'not-known-yet', 'gone')
  }
}
