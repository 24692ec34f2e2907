import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox'
import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import { citationOf } from '../agreements/citing.ts'
import { type ClocksQuery, clockFaults } from '../agreements/clocks.ts'
import { citationTypes } from '../agreements/history/schemas.ts'
import { ItemQuery } from '../agreements/item/schemas.ts'
import { IdParameter, VersionParameters } from '../agreements/parameters.ts'
import { getVersion } from '../agreements/store-revision.ts'
import { attachment } from '../http/output/headers.ts'
import { EmbedPage } from './agreement/embed.tsx'
import { revisionPage } from './agreement/history.tsx'
import { AgreementPage } from './agreement/page.tsx'
import type { PageOptions, SendPage } from './routes-sending.ts'
import { agreementPage } from './site.tsx'
import { readAgreementView } from './store-agreement.ts'

// GET /agreements/{id}                                      an agreement
// GET /embed/agreements/{id}                                a card of it, which others may frame
// GET /agreements/{id}/revisions/{version}                  the same as it stood with one of its revisions
// GET /agreements/{id}/revisions/{version}/citation.{form}  how to cite that

/** The forms of a citation by the ends of their file names. */
const forms = { bib: 'bibtex', ris: 'ris', json: 'csl' } as const
type Form = keyof typeof forms

const CitationParameters = Type.Object({
  ...VersionParameters.properties,
  form: Type.Unsafe<Form>({ type: 'string', enum: Object.keys(forms) })
})

/** GET /agreements/{id}, its card and its revisions */
export function registerAgreementPages(
  scope: FastifyInstance,
  { db, now, publicUrl, site }: PageOptions,
  send: SendPage
): void {
  const app = scope.withTypeProvider<TypeBoxTypeProvider>()
  const produces = ['text/html']
  const config = { checkQuery: (query: ClocksQuery) => clockFaults(query, now()) }

  app.get(
    '/agreements/:id',
    { schema: { hide: true, produces, params: IdParameter, querystring: ItemQuery }, config },
    async (request, reply) => {
      const { params, query } = request
      return send(request, reply, async () =>
        AgreementPage({ view: await readAgreementView(db, params.id, query, now(), publicUrl) })
      )
    }
  )

  app.get(
    '/embed/agreements/:id',
    { schema: { hide: true, produces, params: IdParameter, querystring: ItemQuery }, config },
    async (request, reply) => {
      const { params, query } = request
      const make = async () => EmbedPage({ view: await readAgreementView(db, params.id, query, now(), publicUrl) })
      return send(request, reply, make, { framedBy: '*' })
    }
  )

  app.get(
    '/agreements/:id/revisions/:version',
    { schema: { hide: true, produces, params: VersionParameters } },
    async (request, reply) => {
      const { id, version } = request.params
      const { recordedAt } = await getVersion(db, id, Number(version))
      return reply.redirect(site.base + agreementPage(id, { knownAt: recordedAt.toISOString() }))
    }
  )

  app.get(
    '/agreements/:id/revisions/:version/citation.:form',
    { schema: { hide: true, params: CitationParameters, produces: [] } },
    async (request, reply) => {
      const { id, version: text, form: ending } = request.params
      const form = forms[ending]
      const row = await getVersion(db, id, Number(text))
      const { version } = row
      const citation = await citationOf(row, form, publicUrl + revisionPage(id, version))
      return reply
        .header('content-disposition', attachment(`${id}-v${version}.${ending}`))
        .type(`${citationTypes[form]}; charset=utf-8`)
        .send(citation)
    }
  )
}
