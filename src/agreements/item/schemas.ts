import { Type } from 'typebox'
import { problemResponses, unchanged } from '../../http/documentation/schemas.ts'
import { implementationStates, legalStates, moneyStates } from '../../record/schema/codes.ts'
import { ref } from '../../record/schema/forms.ts'
import { code, nullable } from '../../record/schema/scalars.ts'
import { Status, StatusExplanation } from '../../record/status/schema.ts'
import {
  clockParameters,
  headerField,
  IdParameter,
  ifNoneMatchHeader,
  jsonResponse,
  recordResponse
} from '../parameters.ts'

/** A stretch of days in which the status stays as it is. */
const StatusInterval = Type.Object(
  {
    from: nullable('string', { description: 'First day; null: ever since.' }),
    to: nullable('string', { description: 'Last day; null: until something happens.' }),
    legal: code(legalStates, { description: 'State in law.' }),
    implementation: code(implementationStates, { description: 'State of implementation.' }),
    money: code(moneyStates, { description: 'How far the money has come.' }),
    certain: Type.Boolean({ description: 'Each axis can be in one state only.' }),
    label: Type.String({ description: 'The status in a few words.' })
  },
  {
    $id: 'StatusInterval',
    additionalProperties: false,
    description: 'A stretch of days in which the status stays as it is.'
  }
)

const days = (description: string, examples: string[]) => Type.Array(Type.String({ examples }), { description })

/** When the answer changes on each clock, the other two left as they are. */
const StatusChanges = Type.Object(
  {
    asOf: days('Days of the world from which the status or the totals are others.', ['2021-02-06']),
    reportedBy: days('Days of publication from which they are others.', ['2020-12-30']),
    knownAt: days('Moments from which the registry held others.', ['2026-11-26T09:00:00.000Z'])
  },
  {
    $id: 'StatusChanges',
    additionalProperties: false,
    description:
      'When the status or the totals change on each clock, the other two left as they are: a client steps through these to show what was known when.'
  }
)

/** The status of an agreement with its reasons. */
const StatusReport = Type.Object(
  {
    status: ref(Status),
    explanation: ref(StatusExplanation),
    timeline: Type.Array(ref(StatusInterval), {
      description: 'The course of the status, going by what had been published at `reportedBy`.'
    }),
    changes: ref(StatusChanges)
  },
  { $id: 'StatusReport', additionalProperties: false, description: 'The status of an agreement with its reasons.' }
)

export const statusReportSchemas = [StatusInterval, StatusChanges, StatusReport]

/** Query of what shows one agreement at some clocks. */
export const ItemQuery = Type.Object(clockParameters, { additionalProperties: false })

/** What the two operations on one agreement have in common. */
const ofItem = {
  tags: ['Agreements'],
  security: [],
  params: IdParameter,
  querystring: ItemQuery,
  headers: Type.Object({ 'if-none-match': ifNoneMatchHeader })
}
const refusals = { ...unchanged, ...problemResponses('not-found', 'not-known-yet', 'gone') }

const text = { type: 'string' }

/** Of an answer that was asked for at a moment of the registry (RFC 7089). */
const mementoHeaders = {
  Link: { schema: text, description: 'Its history as revisions and as mementos, its schema, and this document.' },
  'Memento-Datetime': {
    schema: text,
    description: 'With `knownAt` or `Accept-Datetime`: when this revision was recorded.'
  },
  'Content-Location': { schema: text, description: 'With these: the address of this very answer.' }
}

export const getAgreementSchema = {
  operationId: 'getAgreement',
  summary: 'Read an agreement',
  description: 'The record, with its status, its totals and its revision at the clocks of the request.',
  ...ofItem,
  headers: Type.Object({
    'if-none-match': ifNoneMatchHeader,
    // No example: of any day it would be before the first revision of some registry.
    'accept-datetime': headerField(
      'http_date',
      'A moment of the registry, as `knownAt`, for programs that speak Memento (RFC 7089), such as `Thu, 26 Nov 2026 12:00:00 GMT`; before the first revision it means that one.'
    )
  }),
  response: { 200: recordResponse('The record.', mementoHeaders), ...refusals }
}

export const getStatusSchema = {
  operationId: 'getStatus',
  summary: 'Read the status of an agreement with its reasons',
  description:
    'Every event in the order in which it was counted, what it changed or why it did not, and the course of the status over time.',
  ...ofItem,
  response: { 200: jsonResponse(ref(StatusReport), 'The status and its reasons.'), ...refusals }
}
