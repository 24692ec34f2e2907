import t, { type Test } from 'tap'
import { Problem, problemSchemas } from '../../src/http/documentation/schemas.ts'
import { catalogue, type ProblemCode } from '../../src/problems.ts'
import { compileValidator } from '../../src/validation/strict.ts'
import { type Answer, onEachRecord, type Registry, readOnEachDatabase, sharedRegistry } from '../start.ts'
import { type Document, type Operation, routesOf, unforeseen } from './document.ts'

const validate = compileValidator(problemSchemas, Problem)

/** A refusal says what it is in the same words everywhere (RFC 9457), and is documented where it happens. */
function isProblem(t: Test, answer: Answer, code: ProblemCode, operation?: Operation): void {
  const { status, title } = catalogue[code]
  t.match(answer.headers['content-type'], /^application\/problem\+json(;|$)/)
  t.same(validate(answer.body), [])
  t.match(answer, {
    status,
    body: { status, title, code, type: `/problems/${code}`, instance: `urn:request:${answer.headers['x-request-id']}` }
  })
  for (const error of answer.body.errors ?? []) {
    t.equal(['pointer', 'parameter', 'header'].filter(where => where in error).length, 1, 'an error has one place')
  }
  if (operation) {
    const row = unforeseen.includes(status) ? 'default' : status
    const examples = operation.responses[row]?.content?.['application/problem+json']?.examples
    t.ok(row === 'default' || (examples && code in examples), `${operation.operationId} documents ${status} as ${code}`)
  }
}

/** Every operation of the API document, with an address that exists. */
function operationsOf({ app }: Registry): { method: string; url: string; path: string; operation: Operation }[] {
  return routesOf(app.swagger() as unknown as Document).map(({ method, path, operation }) => ({
    method,
    url: path.replaceAll(/\{(\w+)\}/g, (_, name) => exampleOf(operation, name)) + requiredQuery(operation),
    path,
    operation
  }))
}

const withQuery = (url: string, query: string): string => `${url}${url.includes('?') ? '&' : '?'}${query}`

/** The parameters of the query without which an address is none. */
function requiredQuery({ parameters = [] }: Operation): string {
  const query = new URLSearchParams(
    parameters
      .filter(parameter => parameter.in === 'query' && parameter.required)
      .flatMap(({ name, example }) => [example].flat().map((value): [string, string] => [name, String(value)]))
  )
  return query.size > 0 ? `?${query}` : ''
}

const exampleOf = ({ parameters = [] }: Operation, name: string): string =>
  parameters.find(parameter => parameter.in === 'path' && parameter.name === name)?.example as string

/** What is sent has no content, or is read by machines that look at the status only. */
const acceptsAnything = ['deleteAgreement', 'getLiveness', 'getReadiness']

onEachRecord(t, 'every operation refuses what is wrong with any request, as it is documented', async (t, api) => {
  const operations = operationsOf(api)
  t.ok(operations.length >= 17)
  const key = { authorization: `Bearer ${api.keys.write}` }
  const type = { 'content-type': 'application/json' }
  for (const { method, url, path, operation } of operations) {
    const send = (headers: Record<string, string>, more: { url?: string; payload?: string } = {}) =>
      api.request({ method: method as 'GET', url, headers, ...more })
    await t.test(operation.operationId, async t => {
      const misspelt = await send(key, { url: withQuery(url, 'no-such-parameter=1') })
      isProblem(t, misspelt, 'invalid-parameter', operation)
      t.match(misspelt.body.errors, [{ parameter: 'no-such-parameter' }])
      const { status, ...picture } = await send({ ...key, accept: 'image/png' })
      if (acceptsAnything.includes(operation.operationId)) t.not(status, 406)
      else isProblem(t, { status, ...picture }, 'not-acceptable', operation)
      isProblem(t, await send({ authorization: 'Bearer nobody' }), 'unauthenticated', operation)
      isProblem(t, await send(key, { url: withQuery(url, 'a=%ff') }), 'malformed-request', operation)
      isProblem(t, await send(key, { url: withQuery(url, `a=${'a'.repeat(8200)}`) }), 'uri-too-long', operation)
      if (operation.security.length > 0) {
        const anonymous = await send({})
        isProblem(t, anonymous, 'unauthenticated', operation)
        t.match(anonymous.headers['www-authenticate'], /^Bearer /)
        isProblem(t, await send({ authorization: `Bearer ${api.keys.read}` }), 'forbidden', operation)
      }
      if (operation.requestBody) {
        isProblem(t, await send({ ...key, ...type }), 'malformed-request', operation)
        isProblem(t, await send({ ...key, ...type }, { payload: '{' }), 'malformed-request', operation)
        const isFile = operation.operationId === 'createImport'
        isProblem(
          t,
          await send({ ...key, ...type }, { payload: isFile ? '[[]]' : '[]' }),
          isFile ? 'invalid-import' : 'invalid-record',
          operation
        )
        const text = { ...key, 'content-type': 'text/plain' }
        isProblem(t, await send(text, { payload: '{}' }), 'unsupported-media-type', operation)
        const large = `"${'a'.repeat(1024 * 1024)}"`
        // A file may be larger than a test should send.
        if (!isFile) isProblem(t, await send({ ...key, ...type }, { payload: large }), 'content-too-large', operation)
      }
      if (operation.responses[428]) {
        const payload = operation.requestBody ? JSON.stringify({ notes: 'A note.' }) : undefined
        if (method !== 'PUT')
          isProblem(t, await send({ ...key, ...(payload && type) }, { payload }), 'precondition-required', operation)
      }
      for (const { name } of (operation.parameters ?? []).filter(parameter => parameter.in === 'path')) {
        const malformed = url.replace(new RegExp(`(?<=/)${exampleOf(operation, name)}(?=/|$)`), '-')
        const headers = { ...key, 'if-match': '*', ...(operation.requestBody && type) }
        isProblem(
          t,
          await send(headers, { url: malformed, ...(operation.requestBody && { payload: '{}' }) }),
          'not-found',
          operation
        )
      }
      if (path.includes('{id}') && method !== 'PUT') {
        const elsewhere = url.replace(exampleOf(operation, 'id'), 'no-such-agreement')
        const body = method === 'PATCH' ? { payload: '{}' } : {}
        const headers = { ...key, 'if-match': '*', ...(method === 'PATCH' && type) }
        isProblem(t, await send(headers, { url: elsewhere, ...body }), 'not-found', operation)
      }
    })
  }
})

t.test('every address refuses the methods that it does not have, and names those that it has', async t => {
  const api = await sharedRegistry('postgresql')
  const byPath = new Map<string, string[]>()
  for (const { url, method } of operationsOf(api)) byPath.set(url, [...(byPath.get(url) ?? []), method])
  for (const [url, taken] of byPath) {
    if (taken.includes('GET')) taken.push('HEAD')
    const allowed = [...taken, 'OPTIONS'].sort()
    for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const) {
      if (taken.includes(method)) continue
      const answer = await api.request({ method, url })
      isProblem(t, answer, 'method-not-allowed')
      t.same(answer.headers.allow?.split(', ').sort(), allowed, `${method} ${url}`)
    }
    const { status, headers } = await api.request({ method: 'OPTIONS', url })
    t.match({ status, allow: headers.allow?.split(', ').sort() }, { status: 204, allow: allowed }, `OPTIONS ${url}`)
  }
  for (const url of [
    '/v2/agreements',
    '/v1',
    '/v1/agreements/',
    '/Livez',
    '/wp-login.php',
    '/problems/no-such-problem'
  ]) {
    isProblem(t, await api.get(url), 'not-found')
    if (!url.startsWith('/problems')) isProblem(t, await api.request({ method: 'OPTIONS', url }), 'not-found')
  }
})

readOnEachDatabase(
  t,
  'every problem of the catalogue has a page, for programs and for people, where type leads',
  async (t, { get }) => {
    const codes = (await get('/problems')).body.items.map(({ code }: { code: ProblemCode }) => code)
    t.same(codes, Object.keys(catalogue))
    for (const [code, entry] of Object.entries(catalogue)) {
      const { status, title, help } = entry
      // What all services call alike keeps that name, and has a page all the same.
      const type = 'type' in entry ? entry.type : `/problems/${code}`
      const page = await get(`/problems/${code}`)
      t.equal(page.status, 200)
      t.same(page.body, { type, code, status, title, help }, code)
      const html = await get(`/problems/${code}`, { accept: 'text/html' })
      t.match(html, { status: 200, headers: { 'content-type': /^text\/html/ }, text: `<h1>${title}</h1>` })
    }
  }
)
