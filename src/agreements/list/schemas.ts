import { type Static, Type } from 'typebox'
import { problemResponses, tagHeader, unchanged } from '../../http/documentation/schemas.ts'
import { ref } from '../../record/schema/forms.ts'
import { code } from '../../record/schema/scalars.ts'
import {
  anyOf,
  clockParameters,
  cursorParameter,
  ifNoneMatchHeader,
  jsonResponse,
  limitParameter
} from '../parameters.ts'
import { AgreementList } from '../schemas.ts'
import { countedFacets } from '../selection/facets.ts'
import { filterParameters } from '../selection/parameters.ts'
import { sortFields } from './sort.ts'

/** Query of `GET /v1/agreements`. */
export const ListQuery = Type.Object(
  {
    ...filterParameters,
    sort: Type.Optional(
      Type.String({
        description: `Fields to sort by, separated by commas, each with a minus before it for descending order: ${sortFields.join(', ')}. Left out, \`-relevance\` with \`q\` and else \`-changedAt\`, the moment of the last change. \`amount\` is what was promised in the one \`currency\` that is asked for. An agreement that was never signed, or has no end, sorts as the last.`,
        examples: ['-signedOn,title']
      })
    ),
    view: Type.Optional(
      code(['summary', 'full'], { default: 'summary', description: 'Summaries, or whole records.', examples: ['full'] })
    ),
    fields: Type.Optional(
      Type.String({
        maxLength: 500,
        description:
          'Members of the items, separated by commas; `id` is always there. Those that summaries lack are taken from the whole record.',
        examples: ['title,status']
      })
    ),
    facet: anyOf(
      code(countedFacets),
      'Count the agreements by the values of this, in `facets`; it does not count its own filter. Repeat the parameter for several.',
      'kind'
    ),
    limit: limitParameter,
    cursor: cursorParameter,
    total: Type.Optional(
      Type.Boolean({ default: false, description: 'Count all agreements that the filters name.', examples: [true] })
    ),
    ...clockParameters
  },
  { additionalProperties: false }
)
export type ListQuery = Static<typeof ListQuery>

export const listAgreementsSchema = {
  operationId: 'listAgreements',
  tags: ['Agreements'],
  summary: 'List agreements',
  description:
    'Agreements that match every filter, the latest change first. Filters may be repeated: any of their values. Status and its filters are those at the clocks of the request.',
  security: [],
  querystring: ListQuery,
  headers: Type.Object({ 'if-none-match': ifNoneMatchHeader }),
  response: {
    200: jsonResponse(ref(AgreementList), 'A page of agreements.', {
      ...tagHeader,
      Link: { schema: { type: 'string' }, description: 'The next and the previous page (RFC 8288).' }
    }),
    ...unchanged,
    ...problemResponses('invalid-cursor')
  }
}
