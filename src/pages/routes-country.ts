import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox'
import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import { type ClocksQuery, clockFaults } from '../agreements/clocks.ts'
import { clockParameters } from '../agreements/parameters.ts'
import { CountriesPage } from './country/countries.tsx'
import { CountryPage } from './country/page.tsx'
import type { PageOptions, SendPage } from './routes-sending.ts'
import { readCountriesView, readCountryView } from './store-country.ts'

/** GET /countries and /countries/{code} */
export function registerCountryPages(scope: FastifyInstance, { db, now }: PageOptions, send: SendPage): void {
  const app = scope.withTypeProvider<TypeBoxTypeProvider>()
  const produces = ['text/html']

  app.get('/countries', { schema: { hide: true, produces } }, async (request, reply) =>
    send(request, reply, async () => CountriesPage({ view: await readCountriesView(db) }))
  )

  app.get(
    '/countries/:code',
    {
      schema: {
        hide: true,
        produces,
        params: Type.Object({ code: Type.String({ minLength: 1, maxLength: 100 }) }),
        querystring: Type.Object(clockParameters, { additionalProperties: false })
      },
      config: { checkQuery: (query: ClocksQuery) => clockFaults(query, now()) }
    },
    async (request, reply) => {
      const { params, query } = request
      return send(request, reply, async () =>
        CountryPage({ view: await readCountryView(db, params.code, query, now()) })
      )
    }
  )
}
