import type { FastifyInstance, FastifyRequest } from 'fastify'
import { catalogue, type ProblemCode, problem, typeOf } from '../../problems.ts'
import { preferredType } from '../input/negotiation.ts'

const produces = ['application/json', 'text/html']

/** One page for each kind of problem, which `type` in a refusal leads to, and the list of them; for programs and for people. */
export function registerProblemPages(app: FastifyInstance, { publicUrl }: { publicUrl: string }): void {
  const schema = { hide: true, produces }
  const items = (Object.keys(catalogue) as ProblemCode[]).map(code => ({
    ...catalogue[code],
    type: typeOf(code, publicUrl),
    code
  }))

  app.get('/problems', { schema }, async (request, reply) =>
    wantsHtml(request) ? reply.type(html).send(page('Problems', listOf(items))) : { items }
  )

  app.get<{ Params: { code: string } }>('/problems/:code', { schema }, async (request, reply) => {
    const item = items.find(({ code }) => code === request.params.code)
    if (!item) throw problem('not-found', { detail: 'There is no such kind of problem. /problems lists them all.' })
    return wantsHtml(request) ? reply.type(html).send(page(item.title, articleOf(item))) : item
  })
}

interface Item {
  type: string
  code: string
  status: number
  title: string
  help: string
}

const html = 'text/html; charset=utf-8'

const wantsHtml = ({ headers }: FastifyRequest): boolean => preferredType(headers.accept, produces) === 'text/html'

const page = (title: string, main: string): string => `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${title}</title>
<main>
<h1>${title}</h1>
${main}
</main>
</html>
`

const listOf = (items: Item[]): string =>
  `<ul>\n${items.map(({ code, status, title }) => `<li>${status} <a href="problems/${code}">${code}</a>: ${title}</li>`).join('\n')}\n</ul>`

const articleOf = ({ code, status, help }: Item): string =>
  `<p>Status ${status}, code <code>${code}</code></p>\n<p>${marked(help)}</p>\n<p><a href="../problems">All problems</a></p>`

/** The little markup of the catalogue as HTML. */
const marked = (text: string): string => text.replaceAll('<', '&lt;').replace(/`([^`]*)`/g, '<code>$1</code>')
