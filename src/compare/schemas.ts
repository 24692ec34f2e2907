import { type Static, Type } from 'typebox'
import { clockParameters, ifNoneMatchHeader, jsonResponse } from '../agreements/parameters.ts'
import { Clocks } from '../agreements/schemas.ts'
import { problemResponses, unchanged } from '../http/documentation/schemas.ts'
import { limits } from '../limits.ts'
import { implementationStates, legalStates, moneyStates, provisionTopics, stances } from '../record/schema/codes.ts'
import { ref } from '../record/schema/forms.ts'
import { code, idPattern, nullable } from '../record/schema/scalars.ts'

/** An object or null, for a record that has nothing there. */
const listOrNull = <T extends Parameters<typeof ref>[0]>(schema: T, description: string) =>
  Type.Array(Type.Unsafe<Static<T> | null>({ anyOf: [ref(schema), { type: 'null' }] }), { description })

const ComparedAgreement = Type.Object(
  {
    id: Type.String({ description: 'Id of the agreement.', examples: ['us-sv-2019-asylum-cooperative-agreement'] }),
    title: Type.String({ description: 'The title in use.' }),
    label: Type.String({ description: 'The status in a few words.' }),
    version: Type.Integer({ minimum: 1, description: 'Version of the record that is compared.' })
  },
  { $id: 'ComparedAgreement', additionalProperties: false, description: 'An agreement that is compared.' }
)

const AlignedMember = Type.Object(
  {
    pointer: Type.String({ description: 'The member: a JSON Pointer into the records.', examples: ['/bindingness'] }),
    same: Type.Boolean({ description: 'All agreements have the same there.' }),
    values: Type.Array(Type.Unsafe<unknown>({ description: 'A JSON value; null where there is none.' }), {
      description: 'What each agreement has there, without citations.'
    })
  },
  { $id: 'AlignedMember', additionalProperties: false, description: 'A member of the agreements, side by side.' }
)

const ComparedProvision = Type.Object(
  {
    stance: code(stances, { description: 'What it says.' }),
    note: nullable('string', { description: 'How it says it.' })
  },
  { $id: 'ComparedProvision', additionalProperties: false, description: 'What an agreement says on a topic.' }
)

const AlignedProvision = Type.Object(
  {
    topic: code(provisionTopics, { description: 'The topic.' }),
    same: Type.Boolean({ description: 'All agreements take the same stance, in whatever words.' }),
    provisions: listOrNull(ComparedProvision, 'What each agreement says; null where nothing is coded.')
  },
  { $id: 'AlignedProvision', additionalProperties: false, description: 'A topic, side by side.' }
)

const ComparedState = Type.Object(
  {
    legal: code(legalStates, { description: 'State in law.' }),
    implementation: code(implementationStates, { description: 'State of implementation.' }),
    money: code(moneyStates, { description: 'How far the money has come.' }),
    certain: Type.Boolean({ description: 'Each axis can be in one state only.' }),
    label: Type.String({ description: 'The status in a few words.' })
  },
  { $id: 'ComparedState', additionalProperties: false, description: 'The status of an agreement in a stretch of days.' }
)

const ComparedStretch = Type.Object(
  {
    from: nullable('string', { description: 'First day; null: ever since.' }),
    to: nullable('string', { description: 'Last day; null: until something happens.' }),
    states: listOrNull(ComparedState, 'The status of each agreement; null before anything is known of it.')
  },
  {
    $id: 'ComparedStretch',
    additionalProperties: false,
    description: 'A stretch of days in which the status of all agreements stays as it is.'
  }
)

/** Agreements side by side. */
export const Comparison = Type.Object(
  {
    agreements: Type.Array(ref(ComparedAgreement), {
      description: 'The agreements in the order of the request, which is that of every list below.'
    }),
    members: Type.Array(ref(AlignedMember), {
      description:
        'The members of which any agreement has something, down to values and lists, which are compared as a whole. Notes, events, sources and citations are left out.'
    }),
    provisions: Type.Array(ref(AlignedProvision), { description: 'Provisions by topic.' }),
    course: Type.Array(ref(ComparedStretch), {
      description:
        'Both axes of status of each agreement on one axis of days, going by what had been published at `reportedBy`.'
    }),
    clocks: ref(Clocks)
  },
  { $id: 'Comparison', additionalProperties: false, description: 'Agreements side by side.' }
)

export const comparisonSchemas = [
  ComparedAgreement,
  AlignedMember,
  ComparedProvision,
  AlignedProvision,
  ComparedState,
  ComparedStretch,
  Comparison
]

/** Query of `GET /v1/compare`. */
export const ComparisonQuery = Type.Object(
  {
    id: Type.Array(Type.String({ pattern: idPattern, maxLength: 100 }), {
      minItems: 2,
      maxItems: limits.compared,
      uniqueItems: true,
      description: `Ids of the agreements, 2 to ${limits.compared}: \`id=a&id=b\`.`,
      examples: [['us-sv-2019-asylum-cooperative-agreement', 'us-gt-2019-asylum-cooperative-agreement']]
    }),
    ...clockParameters
  },
  { additionalProperties: false }
)

export const getComparisonSchema = {
  operationId: 'getComparison',
  tags: ['Analysis'],
  summary: 'Compare agreements',
  description:
    'Agreements side by side at the clocks of the request: their members with the differences marked, their provisions by topic, and the course of their status on one axis of time. An agreement that cannot be read is refused as its own address would be, by its id.',
  security: [],
  querystring: ComparisonQuery,
  headers: Type.Object({ 'if-none-match': ifNoneMatchHeader }),
  response: {
    200: jsonResponse(ref(Comparison), 'The agreements side by side.'),
    ...unchanged,
    ...problemResponses('not-found', 'not-known-yet', 'gone')
  }
}
