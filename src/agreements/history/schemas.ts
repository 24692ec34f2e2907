import { type Static, Type } from 'typebox'
import { answerField, problemResponses, tagHeader, unchanged } from '../../http/documentation/schemas.ts'
import { Agreement } from '../../record/schema/agreement.ts'
import { changeOperations } from '../../record/schema/codes.ts'
import { ref } from '../../record/schema/forms.ts'
import { code } from '../../record/schema/scalars.ts'
import {
  cursorParameter,
  IdParameter,
  ifNoneMatchHeader,
  jsonResponse,
  limitParameter,
  VersionParameters
} from '../parameters.ts'
import { historyMembers, Page, Revision } from '../schemas.ts'

const tags = ['History']

/** An entry in the history of an agreement. */
export const HistoryEntry = Type.Object(
  {
    ...Revision.properties,
    ...historyMembers
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
    operation: code(changeOperations, { description: 'How they differ.' }),
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

const CslItem = Type.Object(
  {
    id: Type.String({ description: 'Names the item in the document that cites it.' }),
    type: Type.String({ description: 'Sort of item, such as `dataset`.', examples: ['dataset'] }),
    title: Type.Optional(Type.String({ description: 'Title of the item.' }))
  },
  { $id: 'CslItem', additionalProperties: true, description: 'A reference in the JSON of the Citation Style Language.' }
)

const JsonPatchOperation = Type.Object(
  {
    op: code(['add', 'remove', 'replace', 'move', 'copy', 'test'], {
      title: 'JsonPatchVerb',
      description: 'What is done.'
    }),
    path: Type.String({ description: 'JSON Pointer to where it is done.', examples: ['/notes'] }),
    from: Type.Optional(Type.String({ description: 'JSON Pointer to where it comes from.' })),
    value: Type.Optional(Type.Unsafe<unknown>({ description: 'A JSON value.' }))
  },
  { $id: 'JsonPatchOperation', additionalProperties: false, description: 'An operation of a JSON Patch (RFC 6902).' }
)

export const historySchemas = [HistoryEntry, History, AgreementVersion, Change, Diff, CslItem, JsonPatchOperation]

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
    200: jsonResponse(ref(History), 'A page of revisions.', {
      ...tagHeader,
      Link: answerField('The next page (RFC 8288).')
    }),
    ...unchanged,
    ...problemResponses('not-found')
  }
}

export const citationTypes = {
  json: 'application/json',
  csl: 'application/vnd.citationstyles.csl+json',
  bibtex: 'application/x-bibtex',
  ris: 'application/x-research-info-systems'
} as const

export const getRevisionSchema = {
  operationId: 'getRevision',
  tags,
  summary: 'Read or cite a revision',
  description:
    'The record as one revision holds it. It never changes. By `Accept`, a citation of it as CSL-JSON, BibTeX or RIS; without `PUBLIC_URL` addresses in it are relative.',
  security: [],
  params: VersionParameters,
  headers: Type.Object({ 'if-none-match': ifNoneMatchHeader }),
  response: {
    200: {
      description: 'The revision.',
      headers: {
        ...tagHeader,
        Link: answerField(
          'The address itself, how to cite it, its licence and schema (FAIR Signposting), the latest and the previous version, and the history.'
        ),
        'Repr-Digest': answerField('SHA-256 of the bytes of this answer in its coding (RFC 9530).'),
        'Memento-Datetime': answerField('When it was recorded (RFC 7089).')
      },
      content: {
        [citationTypes.json]: { schema: ref(AgreementVersion) },
        [citationTypes.csl]: {
          schema: Type.Array(ref(CslItem), {
            description:
              'CSL-JSON: the version of the record as a `dataset` and, once it was signed, the agreement itself as a `treaty`, with the day of signature as `event-date`. Dates are given in numbers and as EDTF.'
          })
        },
        [citationTypes.bibtex]: {
          schema: Type.String({ description: 'An entry of BibTeX; its key is id and version, as in `us-sv-2019-v1`.' })
        },
        [citationTypes.ris]: { schema: Type.String({ description: 'A reference in RIS.' }) }
      }
    },
    ...unchanged,
    ...problemResponses('not-found', 'gone')
  }
}

export const timeMapType = 'application/link-format'

export const getTimeMapSchema = {
  operationId: 'getTimeMap',
  tags,
  summary: 'List the revisions of an agreement as mementos',
  description:
    'Every revision that can be read, oldest first, with the moment at which it was recorded: the TimeMap of RFC 7089, for programs that speak Memento. The agreement itself takes `Accept-Datetime`.',
  security: [],
  params: IdParameter,
  headers: Type.Object({ 'if-none-match': ifNoneMatchHeader }),
  response: {
    200: {
      description: 'Links to the revisions.',
      headers: tagHeader,
      content: { [timeMapType]: { schema: Type.String({ description: 'Web links (RFC 6690), one on each line.' }) } }
    },
    ...unchanged,
    ...problemResponses('not-found')
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
      Type.Array(Type.String({ format: 'moment' }), {
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
        [diffTypes.patch]: { schema: Type.Array(ref(JsonPatchOperation), { description: 'A JSON Patch.' }) }
      }
    },
    ...problemResponses('not-found', 'not-known-yet', 'gone')
  }
}
