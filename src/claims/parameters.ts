import { type Static, Type } from 'typebox'
import type { Collection } from '../agreements/addresses.ts'
import {
  anyOf,
  clockParameters,
  cursorParameter,
  ifNoneMatchHeader,
  jsonResponse,
  limitParameter
} from '../agreements/parameters.ts'
import { filterGroups, filterParameters } from '../agreements/selection/parameters.ts'
import { answerField, fileHeader, problemResponses, tagHeader, unchanged } from '../http/documentation/schemas.ts'
import { standings } from '../record/schema/codes.ts'
import { ref } from '../record/schema/forms.ts'
import { code, id } from '../record/schema/scalars.ts'
import { orders } from './collections.ts'
import { rowNames } from './rows.ts'
import { entries } from './schemas.ts'

/** What a list may be answered as. */
export const formats = ['json', 'csv', 'ndjson'] as const
export type Format = (typeof formats)[number]

const standing = {
  standing: anyOf(
    code(standings),
    'Claims that stand like this. Left out, all but those that were retracted. Repeat the parameter for several.',
    'disputed'
  )
}

const queryOf = (collection: Collection, example: string) => {
  const { fields, usual } = orders[collection]
  return Type.Object(
    {
      ...filterParameters,
      // What has no standing of its own takes no such filter.
      ...((collection === 'events' || collection === 'feeTerms' ? standing : {}) as typeof standing),
      sort: Type.Optional(
        Type.String({
          description: `Fields to sort by, separated by commas, each with a minus before it for descending order: ${fields.join(', ')}. Left out, \`${usual}\`.`,
          examples: [example]
        })
      ),
      format: Type.Optional(
        code(formats, {
          title: 'ClaimsFormat',
          description:
            'JSON in pages, or all rows at once as CSV or as lines of JSON; it wins over `Accept`. With `limit` those two have no more rows than that.',
          examples: ['csv']
        })
      ),
      limit: limitParameter,
      cursor: cursorParameter,
      total: Type.Optional(Type.Boolean({ default: false, description: 'Count all rows.', examples: [true] })),
      ...clockParameters
    },
    { additionalProperties: false }
  )
}

export const queries = {
  events: queryOf('events', 'date'),
  feeTerms: queryOf('feeTerms', '-id'),
  facilities: queryOf('facilities', '-agreements'),
  sources: queryOf('sources', '-date')
}
export type ClaimsQueryString = Static<(typeof queries)['events']>

const words: Record<Collection, { name: string; summary: string; description: string }> = {
  events: {
    name: 'Events',
    summary: 'List the events of all agreements',
    description:
      'One timeline: every event with its agreement, the latest first. `eventType`, `eventFrom` and `eventTo` say which events are shown; the other filters, which agreements. Events that cannot have happened by `asOf` are left out.'
  },
  feeTerms: {
    name: 'FeeTerms',
    summary: 'List the fee terms of all agreements',
    description:
      'Every fee term with its agreement, and as money for one person where that can be said; currencies are never converted. The filters of fees say which terms are shown; the other filters, of which agreements.'
  },
  facilities: {
    name: 'Facilities',
    summary: 'List the facilities of all agreements',
    description:
      'One row for each place, with its agreements. `facility` and `facilityCountry` say which places are shown; the other filters, of which agreements.'
  },
  sources: {
    name: 'Sources',
    summary: 'List the sources of all agreements',
    description:
      'One row for each address: which records rest on this article? `source`, `sourceKind`, `publisher` and `archived` say which sources are shown; the other filters, of which agreements.'
  }
}

/** Filters that say which claims are shown; all others say of which agreements. */
export const ownFilters: Record<Collection, readonly (keyof ClaimsQueryString)[]> = {
  events: ['eventType', 'eventFrom', 'eventTo', 'standing'],
  feeTerms: [...filterGroups['money, of one fee'], 'standing'],
  facilities: filterGroups.where,
  sources: filterGroups['on what it rests']
}

const rows = (description: string) => ({ schema: Type.String({ description }) })

/** What the API document says of a list. */
export const listSchemaOf = (collection: Collection) => ({
  operationId: `list${words[collection].name}`,
  tags: ['Claims'],
  summary: words[collection].summary,
  description: words[collection].description,
  security: [],
  querystring: queries[collection],
  headers: Type.Object({ 'if-none-match': ifNoneMatchHeader }),
  response: {
    200: {
      description: 'A page, or all rows.',
      headers: {
        ...tagHeader,
        ...fileHeader,
        Link: answerField('The next and the previous page (RFC 8288).')
      },
      content: {
        'application/json': { schema: ref(entries[collection].list) },
        'text/csv': {
          schema: Type.String({
            contentMediaType: 'text/csv',
            contentSchema: Type.Array(Type.Unsafe<object>({ $ref: `${rowNames[collection]}#` })),
            description: `RFC 4180 in UTF-8: a line of names, and a line for each row. The columns are the members of \`${rowNames[collection]}\`.`
          })
        },
        'application/x-ndjson': rows('One item of the JSON answer on each line.')
      }
    },
    ...unchanged,
    ...problemResponses()
  }
})

/** Claims that are in the data set, so that the first try in the documentation succeeds. */
const examples: Record<Collection, { agreement: string; claim: string; summary: string; description: string }> = {
  events: {
    agreement: 'us-sv-2019-asylum-cooperative-agreement',
    claim: 'signed',
    summary: 'Read an event',
    description:
      'An event as the agreement has it, retracted or not, and what it did to the status at the clocks of the request.'
  },
  feeTerms: {
    agreement: 'be-nl-2009-tilburg-prison-treaty',
    claim: 'daily-rate',
    summary: 'Read a fee term',
    description:
      'A fee term as the agreement has it, retracted or not, and as money for one person where that can be said.'
  },
  facilities: {
    agreement: 'be-nl-2009-tilburg-prison-treaty',
    claim: 'tilburg-prison',
    summary: 'Read what an agreement says of a facility',
    description: 'A facility as the agreement has it.'
  },
  sources: {
    agreement: 'us-sv-2019-asylum-cooperative-agreement',
    claim: 'text-sv-2019',
    summary: 'Read a source of an agreement',
    description: 'A source as the agreement has it.'
  }
}

const singular: Record<Collection, string> = {
  events: 'Event',
  feeTerms: 'FeeTerm',
  facilities: 'Facility',
  sources: 'Source'
}

/** What the API document says of the address of one claim. */
export const claimSchemaOf = (collection: Collection) => {
  const { agreement, claim, summary, description } = examples[collection]
  return {
    operationId: `get${singular[collection]}`,
    tags: ['Claims'],
    summary,
    description,
    security: [],
    params: Type.Object({
      id: id({ description: 'Id of the agreement.', examples: [agreement] }),
      claim: id({ description: 'Its id in the record.', examples: [claim] })
    }),
    querystring: Type.Object(clockParameters, { additionalProperties: false }),
    headers: Type.Object({ 'if-none-match': ifNoneMatchHeader }),
    response: {
      200: jsonResponse(ref(entries[collection].one), 'The claim with its agreement.', {
        ...tagHeader,
        Link: answerField('The agreement (`up`), and the revision to cite (`cite-as`, RFC 8574).')
      }),
      ...unchanged,
      ...problemResponses('not-found', 'not-known-yet', 'gone')
    }
  }
}
