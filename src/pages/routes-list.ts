import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox'
import type { FastifyInstance } from 'fastify'
import { clockFaults } from '../agreements/clocks.ts'
import { sortFaults } from '../agreements/list/sort.ts'
import { filterFaults } from '../agreements/selection/parameters.ts'
import { ListPage } from './list/page.tsx'
import { ListPageQuery } from './list/query.ts'
import type { PageOptions, SendPage } from './routes-sending.ts'
import { readListView } from './store-list.ts'

/** GET /agreements */
export function registerListPage(scope: FastifyInstance, { db, now, cursorKey }: PageOptions, send: SendPage): void {
  const checkQuery = (query: ListPageQuery) => [
    ...filterFaults(query),
    ...sortFaults(query),
    ...clockFaults(query, now())
  ]
  const schema = { hide: true, produces: ['text/html'], querystring: ListPageQuery }
  scope
    .withTypeProvider<TypeBoxTypeProvider>()
    .get('/agreements', { schema, config: { checkQuery } }, async (request, reply) =>
      send(request, reply, async () => ListPage({ view: await readListView(db, request.query, now(), cursorKey) }))
    )
}
