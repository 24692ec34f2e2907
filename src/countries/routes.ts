import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { type Static, Type } from 'typebox'
import { agreementPath } from '../agreements/addresses.ts'
import { type Clocks, type ClocksQuery, clockFaults, echoOf, resolveClocks } from '../agreements/clocks.ts'
import { clockParameters, ifNoneMatchHeader } from '../agreements/parameters.ts'
import { Clocks as ClocksEcho, FacetValue } from '../agreements/schemas.ts'
import { countFacet } from '../agreements/selection/store-facets.ts'
import type { Db } from '../database/client.ts'
import { awaitWriters } from '../database/write.ts'
import { problemResponses, tagHeader, unchanged } from '../http/documentation/schemas.ts'
import { notModified, textTag } from '../http/output/preconditions.ts'
import { problem } from '../problems.ts'
import { countryProblem } from '../record/countries.ts'
import { partyRoles } from '../record/schema/codes.ts'
import { ref } from '../record/schema/forms.ts'
import { code, count, nullable } from '../record/schema/scalars.ts'
import { findCountry, listAgreementsOf, listCountries } from './store.ts'

const tags = ['Reference data']

const AgreementsByRole = Type.Object(
  {
    sender: count({ description: 'Agreements under which it sends people.' }),
    receiver: count({ description: 'Agreements under which it receives people.' }),
    mutual: count({ description: 'Agreements under which it does both.' })
  },
  {
    $id: 'AgreementsByRole',
    additionalProperties: false,
    description: 'How many agreements a country has in each role.'
  }
)

/** A country as ISO 3166-1 has it, or one of the two extensions. */
export const Country = Type.Object(
  {
    code: Type.String({
      description: 'ISO 3166-1 alpha-2 code, `XK` (Kosovo) or `EU` (European Union).',
      examples: ['SV']
    }),
    alpha3: nullable('string', {
      description: 'ISO 3166-1 alpha-3 code, or `XKX` (Kosovo); null for `EU`.',
      examples: ['SLV']
    }),
    numeric: nullable('string', {
      description: 'ISO 3166-1 numeric code, the same as in the M49 of the United Nations; null for the extensions.',
      examples: ['222']
    }),
    name: Type.String({ description: 'English short name of ISO 3166-1.', examples: ['El Salvador'] }),
    wikidata: nullable('string', { description: 'Item of Wikidata.', examples: ['Q792'] }),
    cow: nullable('integer', {
      description:
        'Number in the State System Membership list of the Correlates of War project (v2016); null for what it does not count among the states.',
      examples: [92]
    }),
    gw: nullable('integer', {
      description:
        'Number in the list of independent states, or of microstates, of Gleditsch and Ward; null for what they do not count among the states.',
      examples: [92]
    }),
    note: nullable('string', { description: 'Where a code or a number is not what one would expect.' }),
    agreements: ref(AgreementsByRole)
  },
  {
    $id: 'Country',
    additionalProperties: false,
    description: 'A country, with the number of agreements by its role in them.'
  }
)

const CountryCounts = Type.Object(
  {
    kind: Type.Array(ref(FacetValue), { description: 'How many of each kind, the most frequent first.' }),
    legal: Type.Array(ref(FacetValue), { description: 'How many in each state in law.' }),
    implementation: Type.Array(ref(FacetValue), { description: 'How many in each state of implementation.' })
  },
  {
    $id: 'CountryCounts',
    additionalProperties: false,
    description: 'The agreements of a country in one role, by what they are.'
  }
)

const ofRole = (description: string) =>
  Type.Unsafe<Static<typeof CountryCounts>>({ ...ref(CountryCounts), description })

const CountryAgreement = Type.Object(
  {
    id: Type.String({ description: 'Id of the agreement.' }),
    title: Type.String({ description: 'Its title.' }),
    label: Type.String({ description: 'Its status in a few words, at the clocks of the request.' }),
    role: code(partyRoles, { description: 'Whether the country sends, receives, or both.' }),
    href: Type.String({ description: 'Address of the agreement.' })
  },
  { $id: 'CountryAgreement', additionalProperties: false, description: 'An agreement of a country.' }
)

/** A country with what it takes part in. */
const CountryDetail = Type.Object(
  {
    ...Country.properties,
    asSender: ofRole('Agreements under which it sends people, mutual ones too, at the clocks of the request.'),
    asReceiver: ofRole('Agreements under which it receives people, mutual ones too, at the clocks of the request.'),
    items: Type.Array(ref(CountryAgreement), {
      description: 'Its agreements by id, at most 200; all of them are at `/v1/agreements?party=…`.'
    }),
    clocks: ref(ClocksEcho)
  },
  { $id: 'CountryDetail', additionalProperties: false, description: 'A country with its agreements.' }
)

const CountryList = Type.Object(
  { items: Type.Array(ref(Country)) },
  { $id: 'CountryList', additionalProperties: false, description: 'Countries by code.' }
)

const json = <T extends object>(description: string, schema: T) => ({
  ...unchanged,
  200: { description, headers: tagHeader, content: { 'application/json': { schema } } }
})

/** Sends what was put together, unless the client holds it. */
function send(request: FastifyRequest, reply: FastifyReply, answer: object): FastifyReply {
  const text = JSON.stringify(answer)
  return notModified(request, reply, textTag(text)) ? reply : reply.type('application/json; charset=utf-8').send(text)
}

export interface CountriesOptions {
  db: Db
  now: () => Date
  publicUrl: string
}

/** Reference data: the countries that records may name. */
export function registerCountries(root: FastifyInstance, { db, now, publicUrl }: CountriesOptions): void {
  for (const schema of [AgreementsByRole, CountryCounts, CountryAgreement, CountryDetail, Country, CountryList])
    root.addSchema(schema)
  const app = root.withTypeProvider<TypeBoxTypeProvider>()

  app.get('/v1/countries', {
    schema: {
      operationId: 'listCountries',
      tags,
      summary: 'List countries',
      description:
        'The countries that are party to an agreement, and with `all=true` every one that a record may name, with the codes and numbers by which data of others are joined, and the number of agreements by its role in them.',
      security: [],
      querystring: Type.Object(
        {
          all: Type.Optional(
            Type.Boolean({ default: false, description: 'Also those without an agreement.', examples: [true] })
          )
        },
        { additionalProperties: false }
      ),
      headers: Type.Object({ 'if-none-match': ifNoneMatchHeader }),
      response: { ...json('Countries by code.', ref(CountryList)), ...problemResponses() }
    },
    handler: async (request, reply) => {
      const items = await listCountries(db)
      const takesPart = ({ agreements }: (typeof items)[number]) => Object.values(agreements).some(number => number > 0)
      return send(request, reply, { items: request.query.all ? items : items.filter(takesPart) })
    }
  })

  app.get('/v1/countries/:code', {
    config: { checkQuery: (query: ClocksQuery) => clockFaults(query, now()) },
    schema: {
      operationId: 'getCountry',
      tags,
      summary: 'Read a country',
      description:
        'A country that records may name, with the number of agreements by its role in them today; as sender and as receiver by kind and state, and the agreements themselves, at the clocks of the request.',
      querystring: Type.Object(clockParameters, { additionalProperties: false }),
      security: [],
      params: Type.Object({
        code: Type.String({ minLength: 1, maxLength: 100, description: 'Code of the country.', examples: ['SV'] })
      }),
      headers: Type.Object({ 'if-none-match': ifNoneMatchHeader }),
      response: { ...json('The country.', ref(CountryDetail)), ...problemResponses('not-found') }
    },
    handler: async (request, reply) => {
      const { code } = request.params
      const detail = countryProblem(code)
      if (detail) throw problem('not-found', { detail })
      const moment = now()
      const clocks = resolveClocks(request.query, moment)
      if (clocks.knownAt) await awaitWriters(db, clocks.knownAt, moment)
      const [country, asSender, asReceiver, agreements] = await Promise.all([
        findCountry(db, code),
        countsOf({ sender: [code] }, clocks),
        countsOf({ receiver: [code] }, clocks),
        listAgreementsOf(db, code, clocks)
      ])
      const items = agreements.map(item => ({ ...item, href: publicUrl + agreementPath(item.id) }))
      return send(request, reply, { ...country, asSender, asReceiver, items, clocks: echoOf(clocks) })
    }
  })

  async function countsOf(filters: { sender: string[] } | { receiver: string[] }, clocks: Clocks) {
    const [kind, legal, implementation] = await Promise.all([
      countFacet(db, clocks, filters, 'kind'),
      countFacet(db, clocks, filters, 'legal'),
      countFacet(db, clocks, filters, 'implementation')
    ])
    return { kind, legal, implementation }
  }
}
