import { type Static, Type } from 'typebox'
import { problemResponses } from '../../http/documentation/schemas.ts'
import { Agreement, ref } from '../../record/schema/agreement.ts'
import { operations } from '../../record/schema/codes.ts'
import { cursorParameter, limitParameter, WriteQuery } from '../parameters.ts'
import { Page, Revision } from '../schemas.ts'
import {
  IdParameter,
  ifMatchHeader,
  ifNoneMatchHeader,
  recordResponse,
  tagHeader,
  unchanged,
  withKey
} from '../write/schemas.ts'

const tags = ['History']

/** An entry in the history of an agreement. */
export const HistoryEntry = Type.Object(
  {
    ...Revision.properties,
    operation: Type.Enum([...operations], { type: 'string', description: 'What was done.' }),
    changed: Type.Array(Type.String(), {
      description:
        'JSON Pointers (RFC 6901) to what differs from the version before; the empty one is the whole record. Of what was removed, the place in the older version.',
      examples: [['/notes', '/events/3/persons/max']]
    }),
    href: Type.String({ description: 'Address of the revision.' })
  },
  { $id: 'HistoryEntry', additionalProperties: false, description: 'An entry in the history of an agreement.' }
)

/** A page of the history of an agreement. */
export const History = Type.Object(
  { items: Type.Array(ref(HistoryEntry)), page: ref(Page) },
  { $id: 'History', additionalProperties: false, description: 'A page of the history of an agreement, newest first.' }
)

/** A record as one revision holds it. */
export const AgreementVersion = Type.Object(
  { ...Agreement.properties, revision: ref(HistoryEntry) },
  {
    $id: 'AgreementVersion',
    additionalProperties: false,
    description:
      'A record as one revision holds it. What follows from it depends on the day and is not part of it: read the agreement with `knownAt` for its status.'
  }
)

const AnyValue = Type.Unsafe<unknown>({ description: 'A JSON value; null where there was none.' })

/** One difference between two versions. */
const Change = Type.Object(
  {
    operation: Type.Enum(['add', 'remove', 'replace', 'reorder'], { type: 'string' }),
    pointer: Type.String({
      description: 'Place in the newer version; of what was removed, in the older one.',
      examples: ['/events/3/persons/max']
    }),
    before: AnyValue,
    after: AnyValue
  },
  {
    $id: 'Change',
    additionalProperties: false,
    description: 'One difference between two versions. Members of lists are matched by their id, not by their position.'
  }
)

/** The differences between two versions. */
export const Diff = Type.Object(
  {
    from: Type.Integer({ description: 'The older version.' }),
    to: Type.Integer({ description: 'The newer version.' }),
    changes: Type.Array(ref(Change))
  },
  { $id: 'Diff', additionalProperties: false, description: 'The differences between two versions.' }
)

export const historySchemas = [HistoryEntry, History, AgreementVersion, Change, Diff]

const VersionParameters = Type.Object({
  ...IdParameter.properties,
  version: Type.String({ pattern: '^[1-9][0-9]{0,8}$', description: 'Number of the version.', examples: ['1'] })
})

export const listRevisionsSchema = {
  operationId: 'listRevisions',
  tags,
  summary: 'List the revisions of an agreement',
  description: 'Newest first, also of an agreement that was deleted.',
  security: [],
  params: IdParameter,
  querystring: Type.Object({ limit: limitParameter, cursor: cursorParameter }, { additionalProperties: false }),
  headers: Type.Object({ 'if-none-match': ifNoneMatchHeader }),
  response: {
    200: {
      description: 'A page of revisions.',
      headers: tagHeader,
      content: { 'application/json': { schema: ref(History) } }
    },
    ...unchanged,
    ...problemResponses('not-found', 'invalid-cursor')
  }
}

export const citationTypes = {
  json: 'application/json',
  csl: 'application/vnd.citationstyles.csl+json',
  bibtex: 'application/x-bibtex'
} as const

export const findRevisionSchema = {
  operationId: 'getRevision',
  tags,
  summary: 'Read or cite a revision',
  description:
    'The record as one revision holds it. It never changes. By `Accept`, a citation of it as CSL-JSON or BibTeX.',
  security: [],
  params: VersionParameters,
  headers: Type.Object({ 'if-none-match': ifNoneMatchHeader }),
  response: {
    200: {
      description: 'The revision.',
      headers: {
        ...tagHeader,
        Link: { schema: { type: 'string' }, description: 'Permalink, latest and previous version.' }
      },
      content: {
        [citationTypes.json]: { schema: ref(AgreementVersion) },
        [citationTypes.csl]: { schema: Type.Object({}, { description: 'An item of CSL-JSON.' }) },
        [citationTypes.bibtex]: { schema: Type.String({ description: 'An entry of BibTeX.' }) }
      }
    },
    ...unchanged,
    ...problemResponses('not-found', 'gone')
  }
}

const version = (description: string) =>
  Type.Optional(Type.Integer({ minimum: 1, maximum: 999_999_999, description, examples: [1] }))

export const diffTypes = { json: 'application/json', patch: 'application/json-patch+json' } as const

export const DiffQuery = Type.Object(
  {
    from: version('The older version. Without parameters the last two versions are compared.'),
    to: version('The newer version; default the newest.'),
    knownAt: Type.Optional(
      Type.Array(Type.String(), {
        minItems: 2,
        maxItems: 2,
        description: 'Instead of versions: two moments or days, the earlier one first.'
      })
    )
  },
  { additionalProperties: false }
)

export type DiffQuery = Static<typeof DiffQuery>

export const diffAgreementSchema = {
  operationId: 'diffAgreement',
  tags,
  summary: 'Compare two versions of an agreement',
  description:
    'What changed, as pointer, before and after. By `Accept`, a JSON Patch (RFC 6902) that leads from one to the other.',
  security: [],
  params: IdParameter,
  querystring: DiffQuery,
  response: {
    200: {
      description: 'The differences.',
      content: {
        [diffTypes.json]: { schema: ref(Diff) },
        [diffTypes.patch]: { schema: Type.Array(Type.Object({}), { description: 'A JSON Patch.' }) }
      }
    },
    ...problemResponses('not-found', 'not-known-yet', 'gone')
  }
}

export const restoreSchema = {
  operationId: 'restoreRevision',
  tags: ['Write'],
  summary: 'Restore a version of an agreement',
  description: 'Makes a new revision that is equal to an old one. Needs `If-Match` unless the agreement is deleted.',
  security: withKey,
  params: VersionParameters,
  querystring: WriteQuery,
  headers: Type.Object({ 'if-match': ifMatchHeader }),
  response: {
    200: recordResponse('The record as it is now.'),
    ...problemResponses('invalid-record', 'forbidden', 'not-found', 'precondition-failed', 'precondition-required')
  }
}
