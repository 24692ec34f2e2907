import t from 'tap'
import { parse } from 'yaml'
import { catalogue } from '../../src/problems.ts'
import { answer, toy } from './toy.ts'

const app = await toy(t, { publicUrl: 'https://registry.example' })
const html = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' }

t.test('every kind of problem has a page, for people and for programs', async t => {
  for (const [code, { status, title }] of Object.entries(catalogue)) {
    const page = await answer(app, { url: `/problems/${code}`, headers: html })
    t.equal(page.status, 200)
    t.match(page.text, title)
    const { body } = await answer(app, { url: `/problems/${code}` })
    t.match(body, { type: `https://registry.example/problems/${code}`, code, status, title, help: /./ })
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
  t.same(Object.keys(document.components.schemas).sort(), ['FieldError', 'Problem', 'ProblemCode', 'Thing'])
  const { get, post } = document.paths['/things']
  const media = post.requestBody.content['application/json']
  t.match(media, { schema: { $ref: '#/components/schemas/Thing' }, examples: { red: { value: { colour: 'red' } } } })
  t.match(get.parameters, [{ name: 'colour', in: 'query', style: 'form', explode: true, required: false }])
  t.same(Object.keys(document.paths['/things/{id}'].patch.requestBody.content), [
    'application/merge-patch+json',
    'application/json'
  ])
  t.match(get.responses['404'].content['application/problem+json'].examples, {
    'not-found': { value: { status: 404 } }
  })
  t.strictSame(get.responses['200'].headers.ETag, { schema: { type: 'string' }, description: 'Names this state.' })
  t.notMatch(JSON.stringify(document), /x-request-examples|"\$id"|def-0/)
})

t.test('Swagger UI is served with all that it loads, over plain HTTP too', async t => {
  t.match(await answer(app, { url: '/docs' }), { status: 302, headers: { location: 'docs/' } })
  const { text, headers } = await answer(app, { url: '/docs/' })
  t.notMatch(headers['content-security-policy'], /upgrade-insecure-requests|default-src 'none'/)
  const assets = [...text.matchAll(/(?:src|href)="(\.\/static\/[^"]+)"/g)].map(([, path]) => path as string)
  t.ok(assets.length > 4)
  for (const asset of assets) {
    const url = new URL(asset, 'http://localhost/docs/').pathname
    t.equal((await answer(app, { url })).status, 200, url)
  }
  t.equal((await answer(app, { url: '/docs/json' })).body.openapi, '3.1.0')
})

t.test('there is no way out of the files of Swagger UI', async t => {
  for (const url of [
    '/docs/static/none.js',
    '/docs/static/..%2f..%2f..%2fpackage.json',
    '/docs/static/%2e%2e/index.js'
  ]) {
    const { status, body } = await answer(app, { url })
    t.match({ status, body }, { status: 404, body: { code: 'not-found' } }, url)
  }
})
