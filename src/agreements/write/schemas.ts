import { Type } from 'typebox'
import { bodyProblems, problemResponses } from '../../http/documentation/schemas.ts'
import { AgreementInput, ref } from '../../record/schema/agreement.ts'
import { idPattern } from '../../record/schema/scalars.ts'
import { ItemQuery, ListQuery, WriteQuery } from '../parameters.ts'
import { AgreementList, AgreementRecord, AgreementReplacement } from '../schemas.ts'

const tags = ['Agreements']
const writeTags = ['Write']
export const withKey = [{ bearer: [] }]

/** An id that is in the data set, so that the first try in the documentation succeeds. */
const exampleId = 'us-sv-2019-asylum-cooperative-agreement'

export const IdParameter = Type.Object({
  id: Type.String({ pattern: idPattern, maxLength: 100, description: 'Id of the agreement.', examples: [exampleId] })
})

const headerOf = (description: string, example?: string) =>
  Type.Optional(Type.String({ description, ...(example && { examples: [example] }) }))

export const ifMatchHeader = headerOf(
  'The `ETag` of the agreement as you read it; the version in quotation marks is enough: `"3"`. `*` is whatever there is.',
  '*'
)
export const ifNoneMatchHeader = headerOf(
  'The `ETag` of an earlier answer; where it is still the same, the answer is 304.',
  '"1.0.2026-11-23.json-s1"'
)

export const tagHeader = { ETag: { schema: { type: 'string' }, description: 'Names this state of the answer.' } }

export const recordResponse = (description: string, more: object = {}) => ({
  description,
  headers: { ...tagHeader, ...more },
  content: { 'application/json': { schema: ref(AgreementRecord) } }
})
export const unchanged = { 304: { description: 'What you hold is current.', type: 'null' } }

export const listAgreementsSchema = {
  operationId: 'listAgreements',
  tags,
  summary: 'List agreements',
  description:
    'Agreements that match every filter, the latest change first. Filters may be repeated: any of their values. Status and its filters are those at the clocks of the request.',
  security: [],
  querystring: ListQuery,
  headers: Type.Object({ 'if-none-match': ifNoneMatchHeader }),
  response: {
    200: {
      description: 'A page of agreements.',
      headers: {
        ...tagHeader,
        Link: { schema: { type: 'string' }, description: 'The next and the previous page (RFC 8288).' }
      },
      content: { 'application/json': { schema: ref(AgreementList) } }
    },
    ...unchanged,
    ...problemResponses('invalid-cursor')
  }
}

export const findAgreementSchema = {
  operationId: 'getAgreement',
  tags,
  summary: 'Read an agreement',
  description: 'The record, with its status, its totals and its revision at the clocks of the request.',
  security: [],
  params: IdParameter,
  querystring: ItemQuery,
  headers: Type.Object({ 'if-none-match': ifNoneMatchHeader }),
  response: {
    200: recordResponse('The record.'),
    ...unchanged,
    ...problemResponses('not-found', 'not-known-yet', 'gone')
  }
}

const written = ['invalid-record', 'conflict', 'forbidden', ...bodyProblems] as const

export const createSchema = {
  operationId: 'createAgreement',
  tags: writeTags,
  summary: 'Create an agreement',
  description:
    'Takes a record and answers with its complete form. Without an id one is made from the parties, the year and the title. Derived members are refused here.',
  security: withKey,
  querystring: WriteQuery,
  body: ref(AgreementInput),
  response: {
    200: recordResponse('What the record would be (`dryRun=true`).'),
    201: recordResponse('The record was created.', {
      Location: { schema: { type: 'string' }, description: 'Address of the record.' }
    }),
    ...problemResponses(...written)
  }
}

export const replaceSchema = {
  operationId: 'replaceAgreement',
  tags: writeTags,
  summary: 'Create or replace an agreement',
  description:
    'Replaces the whole record: what is left out becomes null or empty. Needs `If-Match`, or `If-None-Match: *` to create and never replace. A record that says what the current one says makes no revision.',
  security: withKey,
  params: IdParameter,
  querystring: WriteQuery,
  headers: Type.Object({
    'if-match': ifMatchHeader,
    'if-none-match': headerOf('`*` creates the agreement and never replaces one.')
  }),
  body: ref(AgreementReplacement),
  response: {
    200: recordResponse('The record was replaced, or already was as sent.'),
    201: recordResponse('The record was created.', {
      Location: { schema: { type: 'string' }, description: 'Address of the record.' }
    }),
    ...problemResponses(...written, 'gone', 'precondition-failed', 'precondition-required')
  }
}

export const patchSchema = {
  operationId: 'patchAgreement',
  tags: writeTags,
  summary: 'Change members of an agreement',
  description:
    'A merge patch (RFC 7396): members that are sent replace those of the record, null removes, lists are replaced whole. The result is validated like a whole record.',
  security: withKey,
  params: IdParameter,
  querystring: WriteQuery,
  headers: Type.Object({ 'if-match': ifMatchHeader }),
  consumes: ['application/merge-patch+json', 'application/json'],
  body: Type.Object({}, { description: 'Members to change.' }),
  response: {
    200: recordResponse('The record was changed, or already was as asked.'),
    ...problemResponses(...written, 'not-found', 'gone', 'precondition-failed', 'precondition-required')
  }
}

export const deleteSchema = {
  operationId: 'deleteAgreement',
  tags: writeTags,
  summary: 'Delete an agreement',
  description: 'Takes the agreement out of all lists. Its history is kept, and restoring a version brings it back.',
  security: withKey,
  params: IdParameter,
  querystring: WriteQuery,
  headers: Type.Object({ 'if-match': ifMatchHeader }),
  response: {
    204: { description: 'The agreement was deleted, or would be (`dryRun=true`).', type: 'null' },
    ...problemResponses('forbidden', 'not-found', 'gone', 'precondition-failed', 'precondition-required')
  }
}
