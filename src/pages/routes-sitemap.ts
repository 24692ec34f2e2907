import type { FastifyInstance, FastifyRequest } from 'fastify'
import { listParties } from '../countries/store.ts'
import { sendText } from '../http/output/texts.ts'
import type { PageOptions } from './routes-sending.ts'
import { sitemapOf } from './sitemap.ts'
import { listPresent } from './store.ts'

const xml = 'application/xml'
const plain = 'text/plain'

/** GET /sitemap.xml and /robots.txt, for search engines. Their addresses are whole: that of the request where no other is known. */
export function registerSitemap(app: FastifyInstance, { db, site }: PageOptions): void {
  const urlOf = ({ protocol, host }: FastifyRequest) => site.url || `${protocol}://${host}`

  app.get('/sitemap.xml', { schema: { hide: true, produces: [xml] } }, async (request, reply) => {
    const [agreements, parties] = await Promise.all([listPresent(db), listParties(db)])
    const text = sitemapOf(
      urlOf(request),
      agreements,
      parties.map(({ code }) => code)
    )
    return sendText(request, reply, { text, type: `${xml}; charset=utf-8` })
  })

  app.get('/robots.txt', { schema: { hide: true, produces: [plain] } }, async (request, reply) =>
    reply
      .type(`${plain}; charset=utf-8`)
      .send(`User-agent: *\nDisallow: ${site.base}/embed/\nSitemap: ${urlOf(request)}/sitemap.xml\n`)
  )
}
