import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox'
import type { FastifyInstance } from 'fastify'
import { type ClocksQuery, clockFaults } from '../agreements/clocks.ts'
import { ComparisonQuery } from '../compare/schemas.ts'
import { ComparePage } from './compare/page.tsx'
import type { PageOptions, SendPage } from './routes-sending.ts'
import { readCompareView } from './store-compare.ts'

/** GET /compare */
export function registerComparePage(scope: FastifyInstance, { db, now }: PageOptions, send: SendPage): void {
  const schema = { hide: true, produces: ['text/html'], querystring: ComparisonQuery }
  const config = { checkQuery: (query: ClocksQuery) => clockFaults(query, now()) }
  scope
    .withTypeProvider<TypeBoxTypeProvider>()
    .get('/compare', { schema, config }, async (request, reply) =>
      send(request, reply, async () =>
        ComparePage({ view: await readCompareView(db, request.query.id, request.query, now()) })
      )
    )
}
