import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox'
import type { FastifyInstance } from 'fastify'
import { codebookOf, type Entry } from '../vocabulary/entries.ts'
import { VocabularyQuery } from '../vocabulary/schemas.ts'
import { AboutPage } from './about/page.tsx'
import type { PageOptions, SendPage } from './routes-sending.ts'
import { readAboutView } from './store-about.ts'
import { VocabularyPage } from './vocabulary/page.tsx'

/** GET /vocabulary and /about */
export function registerReferencePages(
  scope: FastifyInstance,
  { db, now, contact }: PageOptions,
  send: SendPage
): void {
  const app = scope.withTypeProvider<TypeBoxTypeProvider>()
  const produces = ['text/html']
  let entries: Entry[] = []
  // Not before every resource has added its schemas.
  scope.addHook('onReady', async () => {
    entries = codebookOf(scope.getSchemas())
  })

  app.get('/vocabulary', { schema: { hide: true, produces, querystring: VocabularyQuery } }, async (request, reply) =>
    send(request, reply, () => VocabularyPage({ entries, list: request.query.list }))
  )

  app.get('/about', { schema: { hide: true, produces } }, async (request, reply) =>
    send(request, reply, async () => AboutPage({ view: await readAboutView(db, now()), contact }))
  )
}
