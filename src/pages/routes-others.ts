import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox'
import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import { type ClocksQuery, clockFaults } from '../agreements/clocks.ts'
import { ItemQuery } from '../agreements/item/schemas.ts'
import { ComparisonQuery } from '../compare/schemas.ts'
import { listCountries } from '../countries/store.ts'
import { problem } from '../problems.ts'
import { countryProblem } from '../record/countries.ts'
import { AboutPage } from './about.tsx'
import { ChangesPage } from './changes.tsx'
import { ComparePage } from './compare/page.tsx'
import { CountriesPage } from './country/list.tsx'
import { CountryPage } from './country/page.tsx'
import { MapPage, NetworkPage } from './map/page.tsx'
import type { PageOptions, SendPage } from './routes-sending.ts'
import { readChangesView, readCompareView, readCountryView, readMapView } from './store-pages.ts'
import { VocabularyPage } from './vocabulary.tsx'

// GET /countries, /countries/{code}, /compare, /map, /network, /changes, /vocabulary, /about

const CodeParameter = Type.Object({ code: Type.String({ maxLength: 100 }) })

export function registerOtherPages(scope: FastifyInstance, { db, now, contact }: PageOptions, send: SendPage): void {
  const app = scope.withTypeProvider<TypeBoxTypeProvider>()
  const hidden = { hide: true, produces: ['text/html'] }
  const config = { checkQuery: (query: ClocksQuery) => clockFaults(query, now()) }
  const withClocks = { schema: { ...hidden, querystring: ItemQuery }, config }

  app.get('/countries', { schema: hidden }, async (request, reply) =>
    send(request, reply, async () => {
      const all = await listCountries(db)
      const isParty = ({ agreements: { sender, receiver, mutual } }: (typeof all)[number]) =>
        sender + receiver + mutual > 0
      return CountriesPage({ parties: all.filter(isParty) })
    })
  )

  app.get(
    '/countries/:code',
    { schema: { ...hidden, params: CodeParameter, querystring: ItemQuery }, config },
    async (request, reply) => {
      const { code } = request.params
      const fault = countryProblem(code)
      if (fault) throw problem('not-found', { detail: fault })
      return send(request, reply, async () =>
        CountryPage({ view: await readCountryView(db, code, request.query, now()) })
      )
    }
  )

  app.get('/compare', { schema: { ...hidden, querystring: ComparisonQuery }, config }, async (request, reply) => {
    const { id, ...asked } = request.query
    return send(request, reply, async () => ComparePage({ view: await readCompareView(db, id, asked, now()) }))
  })

  app.get('/map', withClocks, async (request, reply) =>
    send(request, reply, async () => MapPage({ view: await readMapView(db, request.query, now()) }))
  )

  app.get('/network', withClocks, async (request, reply) =>
    send(request, reply, async () => NetworkPage({ view: await readMapView(db, request.query, now()) }))
  )

  app.get('/changes', withClocks, async (request, reply) =>
    send(request, reply, async () => ChangesPage({ view: await readChangesView(db, request.query, now()) }))
  )

  app.get('/vocabulary', { schema: hidden }, async (request, reply) => send(request, reply, () => VocabularyPage()))

  app.get('/about', { schema: hidden }, async (request, reply) => send(request, reply, () => AboutPage({ contact })))
}
