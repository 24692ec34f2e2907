import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox'
import type { FastifyInstance } from 'fastify'
import { type ClocksQuery, clockFaults } from '../agreements/clocks.ts'
import { ItemQuery } from '../agreements/item/schemas.ts'
import { MapPage, NetworkPage } from './map/page.tsx'
import type { PageOptions, SendPage } from './routes-sending.ts'
import { readMapView } from './store-map.ts'

/** GET /map and /network */
export function registerMapPages(scope: FastifyInstance, { db, now }: PageOptions, send: SendPage): void {
  const app = scope.withTypeProvider<TypeBoxTypeProvider>()
  const options = {
    schema: { hide: true, produces: ['text/html'], querystring: ItemQuery },
    config: { checkQuery: (query: ClocksQuery) => clockFaults(query, now()) }
  }

  app.get('/map', options, async (request, reply) =>
    send(request, reply, async () => MapPage({ view: await readMapView(db, request.query, now()) }))
  )

  app.get('/network', options, async (request, reply) =>
    send(request, reply, async () => NetworkPage({ view: await readMapView(db, request.query, now()) }))
  )
}
