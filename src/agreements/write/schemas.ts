import { type Static, Type } from 'typebox'
import { answerField, problemResponses } from '../../http/documentation/schemas.ts'
import { AgreementInput } from '../../record/schema/agreement.ts'
import { ref } from '../../record/schema/forms.ts'
import {
  headerField,
  IdParameter,
  jsonResponse,
  preferHeader,
  recordResponse,
  VersionParameters,
  writeParameters
} from '../parameters.ts'
import { AgreementRecord, ReplacementBody } from '../schemas.ts'

/** Query of everything that writes. */
export const WriteQuery = Type.Object(writeParameters, { additionalProperties: false })
export type WriteQuery = Static<typeof WriteQuery>

/** What all operations that write have in common. */
const writing = { tags: ['Write'], security: [{ bearer: [] }], querystring: WriteQuery }

const idempotencyKey = headerField(
  'idempotency_key',
  'Any text of your choice, in quotation marks, that stands for this request: sent again with the same key within 24 hours it gets the same answer, and nothing is done twice.'
)

/** An answer without content, which a client may prefer. */
const minimal = { 204: { description: 'It was done (`Prefer: return=minimal`).', type: 'null' } }

const ifMatch = headerField(
  'entity_tags',
  'The `ETag` of the agreement as you read it; the version in quotation marks is enough: `"3"`. `*` is whatever there is.',
  '*'
)

const location = { Location: answerField('Address of the record.') }
const created = recordResponse('The record was created.', location)

const written = ['invalid-record', 'conflict'] as const
const keyed = ['key-reused', 'conflict'] as const
const overwritten = ['not-found', 'gone', 'precondition-failed', 'precondition-required'] as const

export const createSchema = {
  operationId: 'createAgreement',
  ...writing,
  summary: 'Create an agreement',
  description:
    'Takes a record and answers with its complete form. Without an id one is made from the parties, the year and the title. Derived members are refused here.',
  headers: Type.Object({ 'idempotency-key': idempotencyKey, prefer: preferHeader }),
  body: ref(AgreementInput),
  response: {
    ...minimal,
    200: jsonResponse(ref(AgreementRecord), 'What the record would be (`dryRun=true`).', {}),
    201: created,
    ...problemResponses(...written, 'key-reused')
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
    'if-none-match': headerField('asterisk', '`*` creates the agreement and never replaces one.'),
    prefer: preferHeader
  }),
  body: ReplacementBody,
  response: {
    ...minimal,
    200: recordResponse('The record was replaced, or already was as sent; or what it would be (`dryRun=true`).'),
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
  headers: Type.Object({ 'if-match': ifMatch, prefer: preferHeader }),
  consumes: ['application/merge-patch+json', 'application/json'],
  body: Type.Object({}, { description: 'Members to change.' }),
  response: {
    ...minimal,
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
  headers: Type.Object({ 'if-match': ifMatch, 'idempotency-key': idempotencyKey, prefer: preferHeader }),
  response: {
    ...minimal,
    200: recordResponse('The record as it is now.'),
    ...problemResponses('invalid-record', ...keyed, 'not-found', 'precondition-failed', 'precondition-required')
  }
}
