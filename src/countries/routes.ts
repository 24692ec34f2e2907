import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox'
import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import { agreementPath } from '../agreements/addresses.ts'
import { type Clocks, type ClocksQuery, clockFaults, echoOf, resolveClocks } from '../agreements/clocks.ts'
import { clockParameters, ifNoneMatchHeader } from '../agreements/parameters.ts'
import { countFacets } from '../agreements/selection/store-facets.ts'
import { awaitWriters } from '../database/awaiting-writers.ts'
import type { Db } from '../database/client.ts'
import { problemResponses, tagHeader, unchanged } from '../http/documentation/schemas.ts'
import { jsonType, sendText } from '../http/output/texts.ts'
import { problem } from '../problems.ts'
import { countryProblem } from '../record/countries.ts'
import { ref } from '../record/schema/forms.ts'
import { AgreementsByRole, Country, CountryAgreement, CountryCounts, CountryDetail, CountryList } from './schemas.ts'
import { findCountry, listAgreementsOf, listCountries, listParties } from './store.ts'

const tags = ['Reference data']

const json = <T extends object>(description: string, schema: T) => ({
  ...unchanged,
  200: { description, headers: tagHeader, content: { 'application/json': { schema } } }
})

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
      const list = request.query.all ? listCountries : listParties
      return sendText(request, reply, { text: JSON.stringify({ items: await list(db) }), type: jsonType })
    }
  })

  app.get('/v1/countries/:code', {
    config: { checkQuery: (query: ClocksQuery) => clockFaults(query, now()) },
    schema: {
      operationId: 'getCountry',
      tags,
      summary: 'Read a country',
      description:
        'A country that records may name, with the number of agreements by its role in them, as sender and as receiver by kind and state, and the agreements themselves, all at the clocks of the request.',
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
        findCountry(db, code, clocks),
        countsOf({ sender: [code] }, clocks),
        countsOf({ receiver: [code] }, clocks),
        listAgreementsOf(db, code, clocks)
      ])
      const items = agreements.map(item => ({ ...item, href: publicUrl + agreementPath(item.id) }))
      return sendText(request, reply, {
        text: JSON.stringify({ ...country, asSender, asReceiver, items, clocks: echoOf(clocks) }),
        type: jsonType
      })
    }
  })

  const countsOf = (filters: { sender: string[] } | { receiver: string[] }, clocks: Clocks) =>
    countFacets(db, clocks, filters, ['kind', 'legal', 'implementation'])
}
