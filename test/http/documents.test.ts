import t from 'tap'
import { parse } from 'yaml'
import { catalogue, type ProblemCode, typeOf } from '../../src/problems.ts'
import { answer, toy } from './toy.ts'

const app = await toy(t, { publicUrl: 'https://registry.example' })
const html = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' }

t.test('every kind of problem has a page, for people and for programs', async t => {
  for (const [code, { status, title }] of Object.entries(catalogue)) {
    const page = await answer(app, { url: `/problems/${code}`, headers: html })
    t.equal(page.status, 200)
    t.match(page.text, title)
    const { body } = await answer(app, { url: `/problems/${code}` })
    t.match(body, { type: typeOf(code as ProblemCode, 'https://registry.example'), code, status, title, help: /./ })
  }
  t.equal((await answer(app, { url: '/problems' })).body.items.length, Object.keys(catalogue).length)
  t.match((await answer(app, { url: '/problems', headers: html })).text, /problems\/not-found/)
  t.equal((await answer(app, { url: '/problems/none' })).status, 404)
})

t.test('the address in a refusal leads to its page', async t => {
  const { body } = await answer(app, { url: '/none' })
  t.equal((await answer(app, { url: new URL(body.type).pathname })).status, 200)
})

t.test('the API document is OpenAPI 3.1 and can be kept until it changes', async t => {
  const { status, headers, body } = await answer(app, { url: '/openapi.json' })
  t.match({ status, body }, { status: 200, body: { openapi: '3.1.0', servers: [{ url: '/' }] } })
  const again = await answer(app, { url: '/openapi.json', headers: { 'if-none-match': String(headers.etag) } })
  t.match(again, { status: 304, text: '', headers: { etag: headers.etag } })
  t.match((await answer(app, { url: '/openapi.json', headers: { 'if-none-match': 'x' } })).status, 400)
})

t.test('as YAML the API document says the same, and can be kept too', async t => {
  const json = await answer(app, { url: '/openapi.json' })
  const { text, headers } = await answer(app, { url: '/openapi.yaml' })
  t.equal(headers['content-type'], 'application/yaml')
  t.same(parse(text), json.body)
  t.not(headers.etag, json.headers.etag)
  const again = await answer(app, { url: '/openapi.yaml', headers: { 'if-none-match': String(headers.etag) } })
  t.match(again, { status: 304, text: '' })
})

t.test('the API document has named components, examples of bodies and how lists are sent', async t => {
  const { body: document } = await answer(app, { url: '/openapi.json' })
  t.same(Object.keys(document.components.schemas).sort(), [
    'FieldError',
    'Problem',
    'ProblemCode',
    'RateLimitPolicy',
    'Thing'
  ])
  const { get, post } = document.paths['/things']
  const media = post.requestBody.content['application/json']
  t.match(media, { schema: { $ref: '#/components/schemas/Thing' }, examples: { red: { value: { colour: 'red' } } } })
  t.match(get.parameters, [{ name: 'colour', in: 'query', style: 'form', explode: true, required: false }])
  t.same(Object.keys(document.paths['/things/{id}'].patch.requestBody.content), [
    'application/merge-patch+json',
    'application/json'
  ])
  t.same(get.responses['404'], { $ref: '#/components/responses/NotFoundProblem' })
  t.match(document.components.responses.NotFoundProblem.content['application/problem+json'].examples, {
    'not-found': { value: { status: 404 } }
  })
  t.strictSame(get.responses['200'].headers.ETag, { $ref: '#/components/headers/ETag' })
  t.strictSame(document.components.headers.ETag, { schema: { type: 'string' }, description: 'Names this state.' })
  t.notMatch(JSON.stringify(document), /x-request-examples|"\$id"|def-0/)
})

t.test('Swagger UI is served with all that it loads, over plain HTTP too', async t => {
  t.match(await answer(app, { url: '/docs' }), { status: 302, headers: { location: 'docs/' } })
  const { text, headers } = await answer(app, { url: '/docs/' })
  t.notMatch(headers['content-security-policy'], /upgrade-insecure-requests|https:|unsafe/)
  t.match(text, /<meta name="viewport" content="width=device-width/)
  const assets = [...text.matchAll(/ (?:src|href)="([^".]+\/[^"]+)"/g)].map(([, path]) => path as string)
  t.equal(assets.length, 5)
  for (const asset of assets) {
    const url = new URL(asset, 'http://localhost/docs/').pathname
    const file = await answer(app, { url, headers: { 'accept-encoding': 'br' } })
    t.match(file, { status: 200, headers: { 'cache-control': 'public, max-age=31536000, immutable' } }, url)
    t.equal(file.headers['content-encoding'], asset.endsWith('icon.svg') ? undefined : 'br', url)
  }
  const again = await answer(app, { url: '/docs/', headers: { 'if-none-match': String(headers.etag) } })
  t.equal(again.status, 304)
})

t.test('there is no way out of the files of Swagger UI', async t => {
  const [, version] = /href="([^"/]+)\/docs\.css"/.exec((await answer(app, { url: '/docs/' })).text) ?? []
  t.equal((await answer(app, { url: `/docs/${version}/docs.css` })).status, 200)
  for (const name of ['none.js', '..%2fopenapi.ts', '%2e%2e/openapi.ts', '..%2f..%2f..%2fpackage.json']) {
    const url = `/docs/${version}/${name}`
    const { status, body } = await answer(app, { url })
    t.match({ status, body }, { status: 404, body: { code: 'not-found' } }, url)
  }
})
