import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { forAYear } from '../http/output/headers.ts'
import { assets, siteAt } from './assets.ts'
import { HomePage } from './home/page.tsx'
import { registerAgreementPages } from './routes-agreement.ts'
import { registerChangesPages } from './routes-changes.ts'
import { registerComparePage } from './routes-compare.ts'
import { registerCountryPages } from './routes-country.ts'
import { registerListPage } from './routes-list.ts'
import { registerMapPages } from './routes-map.ts'
import { registerReferencePages } from './routes-reference.ts'
import { type PageOptions, pageSender, sendRefusal } from './routes-sending.ts'
import { registerSitemap } from './routes-sitemap.ts'
import { readHomeView } from './store-home.ts'

// The pages for people: HTML at addresses outside /v1, over the store functions of the resources. Their queries have the names
// and the checks of the API.

/**
 * Adds all pages.
 *
 * @returns the handler of the first page, whose address programs have too
 */
export async function registerPages(
  root: FastifyInstance,
  given: Omit<PageOptions, 'site'>
): Promise<{ home: Handler }> {
  const site = siteAt(given.publicUrl)
  const options = { ...given, site }
  const send = pageSender(options)
  await root.register(async scope => {
    scope.setErrorHandler((error, request, reply) => sendRefusal(error, request, reply, site))
    for (const { path, type, content } of assets) {
      // Their addresses name their content.
      scope.get(
        path,
        { schema: { hide: true, produces: [type.replace(/;.*/, '')] }, config: { isFixed: true } },
        async (_request, reply) => reply.type(type).header('cache-control', forAYear).send(content)
      )
    }
    registerListPage(scope, options, send)
    registerAgreementPages(scope, options, send)
    registerCountryPages(scope, options, send)
    registerComparePage(scope, options, send)
    registerMapPages(scope, options, send)
    registerChangesPages(scope, options, send)
    registerReferencePages(scope, options, send)
    registerSitemap(scope, options)
  })
  const { db, now } = given
  return {
    home: async (request, reply) => send(request, reply, async () => HomePage({ view: await readHomeView(db, now()) }))
  }
}

type Handler = (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply>
