import { type FastifyInstance, fastify, type InjectOptions } from 'fastify'
import type { Test } from 'tap'
import { Type } from 'typebox'
import { registerDocumentation } from '../../src/http/documentation/openapi.ts'
import { problemResponses } from '../../src/http/documentation/schemas.ts'
import { notModified } from '../../src/http/output/preconditions.ts'
import { registerProblemPages } from '../../src/http/output/problem-pages.ts'
import { registerHttp } from '../../src/http/register.ts'
import { httpOptions } from '../../src/http/server.ts'
import { problem } from '../../src/problems.ts'

/** A small app on the real plumbing: every kind of route, nothing behind them. */
export async function toy(t: Test, { publicUrl = '', bodyPause }: { publicUrl?: string; bodyPause?: number } = {}) {
  const app = fastify(httpOptions({ logLevel: 'silent', publicUrl }))
  await registerHttp(app, { publicUrl, bodyPause })
  app.addHook('onRequest', async ({ headers }) => {
    if (headers.authorization === 'Bearer bad') throw problem('unauthenticated')
  })
  await registerDocumentation(app, { publicUrl: '' })
  registerProblemPages(app, { publicUrl })
  registerThings(app)
  await app.ready()
  t.teardown(() => app.close())
  return app
}

const Thing = Type.Object(
  {
    title: Type.String({ minLength: 1, maxLength: 20 }),
    colour: Type.Optional(Type.Enum(['red', 'green', 'blue'], { type: 'string' }))
  },
  { $id: 'Thing', additionalProperties: false }
)

const thing = Type.Unsafe<{ title: string }>({ $ref: 'Thing#' })
const params = Type.Object({ id: Type.String({ pattern: '^[a-z0-9-]{1,100}$', examples: ['a-thing'] }) })
const querystring = Type.Object(
  {
    colour: Type.Optional(Type.Array(Type.Enum(['red', 'green', 'blue'], { type: 'string' }), { maxItems: 50 })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, examples: [5] })),
    total: Type.Optional(Type.Boolean()),
    format: Type.Optional(Type.Enum(['json', 'csv'], { type: 'string' })),
    q: Type.Optional(Type.String({ maxLength: 300 }))
  },
  { additionalProperties: false }
)

function registerThings(app: FastifyInstance): void {
  app.addSchema(Thing)
  const requestExamples = { red: { summary: 'A red thing', value: { title: 'A thing', colour: 'red' } } }
  const response = {
    200: {
      description: 'Things.',
      headers: { ETag: { schema: { type: 'string' }, description: 'Names this state.' } },
      content: { 'application/json': { schema: {} }, 'text/csv': { schema: { type: 'string' } } }
    },
    ...problemResponses('not-found')
  }
  app.get('/things', { schema: { operationId: 'listThings', querystring, response } }, async request => request.query)
  app.post('/things', { schema: { body: thing }, config: { requestExamples } }, async request => request.body)
  app.get('/things/:id', { schema: { params } }, async request => request.params)
  app.patch('/things/:id', { schema: { params, body: thing } }, async request => request.body)
  app.put('/things/:id', { schema: { params, body: thing } }, async request => request.body)
  app.delete('/things/:id', { schema: { params } }, async () => ({}))
  app.post('/things/:id/paint', { schema: { params } }, async () => ({}))
  const nothing = { 204: { description: 'Nothing is said.', type: 'null' } }
  app.delete('/things/:id/paint', { schema: { params, response: nothing } }, async (_request, reply) =>
    reply.code(204).send()
  )
  app.get<{ Params: { length: string } }>('/texts/:length', async (request, reply) => {
    if (notModified(request, reply, '"1.0.today.text"')) return reply
    return reply.type('text/plain; charset=utf-8').send('é'.repeat(Number(request.params.length)))
  })
  app.get('/noise', async (_request, reply) => reply.type('image/png').send(Buffer.alloc(5000)))
  app.get('/slow', async () => new Promise(resolve => setTimeout(resolve, 500, {})))
  app.get('/fails', async (_request, reply) => {
    reply.header('etag', '"1"')
    throw Object.assign(new Error('select secret from things'), { cause: { code: 'XX000' } })
  })
}

export async function answer(app: FastifyInstance, request: InjectOptions) {
  const { statusCode: status, headers, body: text } = await app.inject(request)
  const body = /\bjson\b/.test(String(headers['content-type'])) && text !== '' ? JSON.parse(text) : undefined
  return { status, headers, text, body }
}
