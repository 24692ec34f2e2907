import { type Static, Type } from 'typebox'
import { answerField, fileHeader, problemResponses, tagHeader, unchanged } from '../../http/documentation/schemas.ts'
import { limits } from '../../limits.ts'
import { ref } from '../../record/schema/forms.ts'
import { code } from '../../record/schema/scalars.ts'
import { type ClaimTable, claimTables } from '../claim-rows.ts'
import { anyOf, clockParameters, cursorParameter, ifNoneMatchHeader, limitParameter } from '../parameters.ts'
import { AgreementList } from '../schemas.ts'
import { countedFacets } from '../selection/facets.ts'
import { filterParameters } from '../selection/parameters.ts'
import { formats, mediaTypes } from './formats.ts'
import { rowSchemas } from './rows.ts'
import { sortFields } from './sort.ts'

/** Query of `GET /v1/agreements`. */
export const ListQuery = Type.Object(
  {
    ...filterParameters,
    sort: Type.Optional(
      Type.String({
        description: `Fields to sort by, separated by commas, each with a minus before it for descending order: ${sortFields.join(', ')}. Left out, \`-relevance\` with \`q\` and else \`-changedAt\`, the moment of the last change. \`amount\` is what was promised in the one \`currency\` that is asked for. An agreement that was never signed sorts before all that were, so that \`-signedOn\` begins with the latest signature; one that has no end sorts after all that have one.`,
        examples: ['-signedOn,title']
      })
    ),
    view: Type.Optional(
      code(['summary', 'full'], {
        title: 'View',
        default: 'summary',
        description: 'Summaries, or whole records.',
        examples: ['full']
      })
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
      code(countedFacets, { title: 'Facet', description: 'What agreements are counted by.' }),
      'Count the agreements by the values of this, in `facets`; it does not count its own filter. Repeat the parameter for several.',
      'kind'
    ),
    highlight: Type.Optional(
      Type.Boolean({
        description: 'Show in `highlights` what `q` found in each agreement, and where; needs `q`.',
        examples: [true]
      })
    ),
    limit: limitParameter,
    cursor: cursorParameter,
    total: Type.Optional(
      Type.Boolean({ default: false, description: 'Count all agreements that the filters name.', examples: [true] })
    ),
    format: Type.Optional(
      code(formats, {
        title: 'ListFormat',
        description: `As what the answer comes, whatever \`Accept\` says: \`json\` by pages; the whole result at once, without \`limit\`, \`cursor\`, \`total\`, \`facet\`, \`highlight\` and \`view\` (but for their defaults), as \`csv\`, as \`ndjson\` (whole records, or their \`fields\`) or as \`xlsx\`, a workbook of at most ${limits.workbook.toLocaleString('en')} agreements. Left out, \`Accept\` decides, and without it \`json\`.`,
        examples: ['csv']
      })
    ),
    rows: Type.Optional(
      code(Object.keys(claimTables) as ClaimTable[], {
        title: 'ClaimTable',
        description:
          'CSV with a row for each claim of this sort instead of one for each agreement; it asks for CSV by itself. All claims of the agreements that the filters find are there, at any clocks, also those that were retracted and those that no filter names; the lists of claims, as `/v1/events`, find single claims.',
        examples: ['events']
      })
    ),
    bom: Type.Optional(
      Type.Boolean({
        description: 'CSV with a byte order mark, by which Excel knows UTF-8; it asks for CSV by itself.',
        examples: [true]
      })
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
    'Agreements that match every filter, the latest change first. Filters may be repeated: any of their values. Status and its filters are those at the clocks of the request. Pages of JSON, or the whole result as one file by `format` or `Accept`: CSV, NDJSON or a workbook, each of them one state of the registry, whatever is written while it is sent.',
  security: [],
  querystring: ListQuery,
  headers: Type.Object({ 'if-none-match': ifNoneMatchHeader }),
  response: {
    200: {
      description: 'A page of agreements, or the whole result as a file.',
      headers: {
        ...tagHeader,
        Link: answerField('Of a page the next and the previous one (RFC 8288).'),
        ...fileHeader
      },
      content: {
        [mediaTypes.json]: { schema: ref(AgreementList) },
        [mediaTypes.csv]: {
          schema: Type.String({
            contentMediaType: mediaTypes.csv,
            contentSchema: Type.Array(Type.Unsafe<object>({ anyOf: rowSchemas.map(ref) })),
            description:
              'RFC 4180 in UTF-8: a line of names, and a line for each row. The columns are the members of `AgreementRow`; with `rows` of `EventRow`, `FeeTermRow`, `PartyRow`, `ProvisionRow`, `SourceRow` or `FacilityRow`. What is null is empty. A text that a spreadsheet would take for a formula has an apostrophe before it.'
          })
        },
        [mediaTypes.ndjson]: {
          schema: Type.String({ description: 'One `AgreementRecord` on each line, or its `fields` with the `clocks`.' })
        },
        [mediaTypes.xlsx]: {
          schema: Type.Unsafe<Buffer>({
            type: 'string',
            format: 'binary',
            description:
              'Sheets of agreements and of each sort of claim, with the columns of CSV, and the codebook as the last one. Amounts are numbers.'
          })
        }
      }
    },
    ...unchanged,
    ...problemResponses()
  }
}
