import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox'
import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import type { Db } from '../database/client.ts'
import { problemResponses } from '../http/documentation/schemas.ts'
import { problem } from '../problems.ts'
import { countryProblem } from '../record/countries.ts'
import { ref } from '../record/schema/forms.ts'
import { count, nullable } from '../record/schema/scalars.ts'
import { findCountry, listCountries } from './store.ts'

const tags = ['Reference data']

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
    agreements: Type.Object(
      {
        sender: count({ description: 'Agreements under which it sends people.' }),
        receiver: count({ description: 'Agreements under which it receives people.' }),
        mutual: count({ description: 'Agreements under which it does both.' })
      },
      { additionalProperties: false }
    )
  },
  {
    $id: 'Country',
    additionalProperties: false,
    description: 'A country, with the number of agreements by its role in them.'
  }
)

const CountryList = Type.Object(
  { items: Type.Array(ref(Country)) },
  { $id: 'CountryList', additionalProperties: false, description: 'All countries by code.' }
)

const json = <T extends object>(description: string, schema: T) => ({
  description,
  content: { 'application/json': { schema } }
})

/** Reference data: the countries that records may name. */
export function registerCountries(root: FastifyInstance, { db }: { db: Db }): void {
  root.addSchema(Country)
  root.addSchema(CountryList)
  const app = root.withTypeProvider<TypeBoxTypeProvider>()

  app.get('/v1/countries', {
    schema: {
      operationId: 'listCountries',
      tags,
      summary: 'List countries',
      description:
        'Every country that a record may name, with the codes and numbers by which data of others are joined, and the number of agreements by its role in them.',
      security: [],
      response: { 200: json('All countries by code.', ref(CountryList)), ...problemResponses() }
    },
    handler: async () => ({ items: await listCountries(db) })
  })

  app.get('/v1/countries/:code', {
    schema: {
      operationId: 'getCountry',
      tags,
      summary: 'Read a country',
      description: 'A country that records may name, with the number of agreements by its role in them.',
      security: [],
      params: Type.Object({
        code: Type.String({ minLength: 1, maxLength: 100, description: 'Code of the country.', examples: ['SV'] })
      }),
      response: { 200: json('The country.', ref(Country)), ...problemResponses('not-found') }
    },
    handler: async request => {
      const { code } = request.params
      const detail = countryProblem(code)
      if (detail) throw problem('not-found', { detail })
      return (await findCountry(db, code)) as NonNullable<Awaited<ReturnType<typeof findCountry>>>
    }
  })
}
