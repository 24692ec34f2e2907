import { Type } from 'typebox'
import { ifNoneMatchHeader } from '../agreements/parameters.ts'
import { problemResponses, tagHeader, unchanged } from '../http/documentation/schemas.ts'
import { closedLists, entryKinds } from '../record/schema/codes.ts'
import { ref } from '../record/schema/forms.ts'
import { code, nullable } from '../record/schema/scalars.ts'

/** A row of the vocabulary. */
export const VocabularyEntry = Type.Object(
  {
    entry: code(entryKinds, { description: 'Whether a member is explained, or a code.' }),
    list: nullable('string', {
      description: 'The closed list that the code is in, or that the values of the member are from.',
      examples: ['event_types']
    }),
    schema: nullable('string', {
      description: 'Of a member, the schema of the API document that has it.',
      examples: ['AgreementEvent']
    }),
    member: nullable('string', {
      description: 'Name of the member in that schema, with dots within an object that has no name of its own.',
      examples: ['type']
    }),
    code: nullable('string', { description: 'The code; null for a member.', examples: ['signed'] }),
    language: Type.String({ description: 'Language of label and definition, a BCP 47 tag.', examples: ['en'] }),
    label: Type.String({ description: 'The member or the code in words.', examples: ['signed'] }),
    definition: Type.String({ description: 'What it means.' }),
    paths: Type.Array(Type.String(), {
      description:
        'Where in a record it stands, as a JSON Pointer without the positions in lists; none for what stands in other answers.',
      examples: [['/events/type']]
    })
  },
  { $id: 'VocabularyEntry', additionalProperties: false, description: 'A member or a code, and what it means.' }
)

export const Vocabulary = Type.Object(
  { items: Type.Array(ref(VocabularyEntry)) },
  { $id: 'Vocabulary', additionalProperties: false, description: 'The codebook: members first, then codes by list.' }
)

export const VocabularyQuery = Type.Object(
  {
    list: Type.Optional(
      code(
        closedLists().map(({ name }) => name),
        {
          title: 'VocabularyList',
          description: 'One closed list: its codes, and the members that take them.',
          examples: ['event_types']
        }
      )
    )
  },
  { additionalProperties: false }
)

export const getVocabularySchema = {
  operationId: 'getVocabulary',
  tags: ['Reference data'],
  summary: 'Read the codebook',
  description:
    'Every member of a record and of what follows from it, and every code, with its definition. By `Accept` as CSV (RFC 4180), in which the paths of an entry have `|` between them. VCLT is the Vienna Convention on the Law of Treaties of 1969.',
  security: [],
  querystring: VocabularyQuery,
  headers: Type.Object({ 'if-none-match': ifNoneMatchHeader }),
  response: {
    200: {
      description: 'The entries.',
      headers: tagHeader,
      content: {
        'application/json': { schema: ref(Vocabulary) },
        'text/csv': { schema: Type.String({ description: 'One line for each entry, below a line of names.' }) }
      }
    },
    ...unchanged,
    ...problemResponses()
  }
}
