import { type Static, Type } from 'typebox'
import { problemResponses } from '../../http/documentation/schemas.ts'
import { AgreementInput } from '../../record/schema/agreement.ts'
import { ref } from '../../record/schema/forms.ts'
import { headerField, IdParameter, recordResponse, VersionParameters, writeParameters } from '../parameters.ts'
import { ReplacementBody } from '../schemas.ts'

/** Query of everything that writes. */
export const WriteQuery = Type.Object(writeParameters, { additionalProperties: false })
export type WriteQuery = Static<typeof WriteQuery>

/** What all operations that write have in common. */
const writing = { tags: ['Write'], security: [{ bearer: [] }], querystring: WriteQuery }

const ifMatch = headerField(
  'entity_tags',
  'The `ETag` of the agreement as you read it; the version in quotation marks is enough: `"3"`. `*` is whatever there is.',
  '*'
)

const created = recordResponse('The record was created.', {
  Location: { schema: { type: 'string' }, description: 'Address of the record.' }
})

const written = ['invalid-record', 'conflict'] as const
const overwritten = ['not-found', 'gone', 'precondition-failed', 'precondition-required'] as const

export const createSchema = {
  operationId: 'createAgreement',
  ...writing,
  summary: 'Create an agreement',
  description:
    'Takes a record and answers with its complete form. Without an id one is made from the parties, the year and the title. Derived members are refused here.',
  body: ref(AgreementInput),
  response: {
    200: recordResponse('What the record would be (`dryRun=true`).'),
    201: created,
    ...problemResponses(...written)
  }
}

export const replaceSchema = {
  operationId: 'replaceAgreement',
  ...writing,
  summary: 'Create or replace an agreement',
  description:
    'Replaces the whole record: what is left out becomes null or empty. Needs `If-Match`, or `If-None-Match: *` to create and never replace. A record that says what the current one says makes no revision.',
  params: IdParameter,
  headers: Type.Object({
    'if-match': ifMatch,
    'if-none-match': headerField('asterisk', '`*` creates the agreement and never replaces one.')
  }),
  body: ReplacementBody,
  response: {
    200: recordResponse('The record was replaced, or already was as sent.'),
    201: created,
    ...problemResponses(...written, ...overwritten)
  }
}

export const patchSchema = {
  operationId: 'patchAgreement',
  ...writing,
  summary: 'Change members of an agreement',
  description:
    'A merge patch (RFC 7396): members that are sent replace those of the record, null removes, lists are replaced whole. The result is validated like a whole record.',
  params: IdParameter,
  headers: Type.Object({ 'if-match': ifMatch }),
  consumes: ['application/merge-patch+json', 'application/json'],
  body: Type.Object({}, { description: 'Members to change.' }),
  response: {
    200: recordResponse('The record was changed, or already was as asked.'),
    ...problemResponses(...written, ...overwritten)
  }
}

export const deleteSchema = {
  operationId: 'deleteAgreement',
  ...writing,
  summary: 'Delete an agreement',
  description: 'Takes the agreement out of all lists. Its history is kept, and restoring a version brings it back.',
  params: IdParameter,
  headers: Type.Object({ 'if-match': ifMatch }),
  response: {
    204: { description: 'The agreement was deleted, or would be (`dryRun=true`).', type: 'null' },
    ...problemResponses(...overwritten)
  }
}

export const restoreSchema = {
  operationId: 'restoreRevision',
  ...writing,
  summary: 'Restore a version of an agreement',
  description: 'Makes a new revision that is equal to an old one. Needs `If-Match` unless the agreement is deleted.',
  params: VersionParameters,
  headers: Type.Object({ 'if-match': ifMatch }),
  response: {
    200: recordResponse('The record as it is now.'),
    ...problemResponses('invalid-record', 'not-found', 'precondition-failed', 'precondition-required')
  }
}
