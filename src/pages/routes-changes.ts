import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox'
import type { FastifyInstance } from 'fastify'
import { clockFaults } from '../agreements/clocks.ts'
import { filterFaults } from '../agreements/selection/parameters.ts'
import { ChangesPage, EditsPage } from './changes/page.tsx'
import { ChangesQuery, EditsQuery } from './changes/query.ts'
import type { PageOptions, SendPage } from './routes-sending.ts'
import { readChangesView, readEditsView } from './store-changes.ts'

/** GET /changes, of the world, and /changes/registry */
export function registerChangesPages(
  scope: FastifyInstance,
  { db, now, cursorKey }: PageOptions,
  send: SendPage
): void {
  const app = scope.withTypeProvider<TypeBoxTypeProvider>()
  const produces = ['text/html']
  const checkQuery = (query: ChangesQuery) => [...filterFaults(query), ...clockFaults(query, now())]

  app.get(
    '/changes',
    { schema: { hide: true, produces, querystring: ChangesQuery }, config: { checkQuery } },
    async (request, reply) =>
      send(request, reply, async () =>
        ChangesPage({ view: await readChangesView(db, request.query, now(), cursorKey) })
      )
  )

  app.get('/changes/registry', { schema: { hide: true, produces, querystring: EditsQuery } }, async (request, reply) =>
    send(request, reply, async () => EditsPage({ view: await readEditsView(db, request.query, cursorKey) }))
  )
}
