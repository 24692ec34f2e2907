import { readFile } from 'node:fs/promises'
import { Validator } from '@seriousme/openapi-schema-validator'
import type { InjectOptions } from 'fastify'
import t from 'tap'
import { Type } from 'typebox'
import { AgreementRecord, AgreementSummary, agreementSchemas } from '../../src/agreements/schemas.ts'
import { recordSchemas } from '../../src/record/schema/agreement.ts'
import { statusSchemas } from '../../src/record/status/schema.ts'
import { compileValidator } from '../../src/validation/strict.ts'
import { anAgreement } from '../fixtures/agreement.ts'
import { revisionsSeeded } from '../fixtures/data-set.ts'
import { type Answer, type Reader, sharedReader, start } from '../start.ts'
import {
  Contract,
  type Document,
  type Operation,
  type Parameter,
  type Response,
  type Route,
  routesOf,
  unforeseen
} from './document.ts'

const committed = new URL('../../../openapi/openapi.json', import.meta.url)

const documentOf = async (api: Reader) => (await api.get('/openapi.json')).body as Document

t.test('the committed document is the one that the service answers: run "npm run openapi"', async t => {
  const document = await documentOf(await sharedReader('postgresql'))
  t.same(JSON.parse(await readFile(committed, 'utf8')), document)
})

t.test('the document is valid OpenAPI 3.1', async t => {
  const validator = new Validator()
  const { valid, errors } = await validator.validate({ ...(await documentOf(await sharedReader('postgresql'))) })
  t.same(errors ?? [], [])
  t.ok(valid)
  t.equal(validator.version, '3.1')
})

/** Header fields of every answer. */
const fieldsOfAll = ['X-Request-Id', 'Cache-Control', 'RateLimit-Policy', 'RateLimit']

t.test('the document is put together by the rules that generators of clients need', async t => {
  const document = await documentOf(await sharedReader('postgresql'))
  const routes = routesOf(document)
  t.match(document.openapi, /^3\.1\./)

  t.test('operations have a name, a place, and words', async t => {
    const ids = routes.map(({ operation }) => operation.operationId)
    t.same(ids, [...new Set(ids)])
    for (const { method, path, operation } of routes) {
      const name = `${method} ${path}`
      t.match(operation.operationId, /^(list|get|create|replace|patch|delete|restore|diff)([A-Z][a-z]+)+$/, name)
      t.match(operation.summary, /^[A-Z].*[^.]$/, name)
      t.match(operation.description, /^[A-Z].*\.$/s, name)
      t.equal(operation.tags.length, 1, name)
      t.ok(
        document.tags.some(tag => tag.name === operation.tags[0]),
        `${name}: ${operation.tags[0]} is described`
      )
    }
    t.same(new Set(routes.map(({ operation }) => operation.tags[0])), new Set(document.tags.map(tag => tag.name)))
  })

  t.test('operations say how they end, well or not', async t => {
    for (const { method, path, operation } of routes) {
      const statuses = Object.keys(operation.responses)
      t.ok(
        statuses.some(status => /^2\d\d$/.test(status)),
        `${method} ${path} has a good end`
      )
      const refusals = statuses.filter(status => /^[45]/.test(status))
      // Which of them an operation may answer follows from what it is.
      const isWrite = method !== 'GET'
      const expected = ['400', '401', '403', '503', ...(isWrite ? ['422'] : ['412'])].filter(
        status => path.startsWith('/v1/') && !(method === 'DELETE' && status === '422')
      )
      const body = operation.requestBody ? ['413', '415'] : []
      for (const status of [...expected, ...body]) t.ok(refusals.includes(status), `${method} ${path} may be ${status}`)
      for (const status of ['413', '415']) t.equal(refusals.includes(status), body.length > 0, `${method} ${path}`)
      t.same(
        refusals.filter(status => unforeseen.includes(Number(status)) || status === '405'),
        [],
        `${method} ${path}: what may happen to any request is one row`
      )
      for (const status of [...refusals, 'default']) {
        const { content, headers = {} } = operation.responses[status] as Response
        const name = `${method} ${path} ${status}`
        t.match(content, { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } }, name)
        const examples = Object.values(content?.['application/problem+json']?.examples ?? {})
        t.ok(examples.length > 0, `${name} shows a problem`)
        for (const { value } of examples) if (status !== 'default') t.equal(value.status, Number(status), name)
        for (const field of [...fieldsOfAll, 'Vary'])
          t.same(headers[field], { $ref: `#/components/headers/${field}` }, name)
        t.equal('WWW-Authenticate' in headers, status === '401' || (status === '403' && isWrite), name)
        t.equal('Retry-After' in headers, ['409', '429', '503'].includes(status), name)
      }
    }
  })

  t.test('each refusal stands once, among the components, and so do the header fields of every answer', async t => {
    for (const { responses } of Object.values(document.paths).flatMap(item => Object.values(item))) {
      for (const [status, response] of Object.entries(responses)) {
        const isRefusal = status === 'default' || Number(status) >= 400
        if (isRefusal) t.match(response, { $ref: /^#\/components\/responses\/\w+Problem$/ })
        else
          for (const field of fieldsOfAll) t.same(response.headers?.[field], { $ref: `#/components/headers/${field}` })
      }
    }
    const texts = Object.values(document.components.responses ?? {}).map(response => JSON.stringify(response))
    t.same(texts, [...new Set(texts)])
  })

  t.test('only writes ask for a key', async t => {
    for (const { method, path, operation } of routes)
      t.same(operation.security, method === 'GET' ? [] : [{ bearer: [] }], `${method} ${path}`)
  })

  t.test('parameters say their form, and stand in one order', async t => {
    const ranks = ['path', 'query', 'asOf reportedBy knownAt', 'sort limit cursor total', 'dryRun', 'header']
    const rankOf = ({ name, in: place }: Parameter) => {
      const named = ranks.findIndex(names => names.split(' ').includes(name))
      return named < 0 ? ranks.indexOf(place) : named
    }
    for (const { method, path, operation } of routes) {
      const { parameters = [] } = operation
      const order = parameters.map(rankOf)
      t.same(order, order.toSorted(), `${method} ${path}`)
      for (const parameter of parameters) {
        const name = `${method} ${path} ${parameter.name}`
        const { type, pattern, minLength, minimum, $ref } = parameter.schema.items ?? parameter.schema
        t.ok($ref || pattern || minLength || minimum !== undefined || type === 'boolean', `${name} has a form`)
        // What only an answer can tell, or only time.
        if (parameter.in !== 'query' || ['cursor', 'after', 'knownAt'].includes(parameter.name)) continue
        t.ok(parameter.example !== undefined || parameter.schema.examples || $ref, `${name} has an example, or codes`)
        if (parameter.schema.$ref) t.same(Object.keys(parameter.schema), ['$ref'], `${name} is of one type`)
        if (parameter.schema.items) t.ok(parameter.schema.items.examples, `${name} shows an item`)
      }
    }
    const required = routes.filter(({ operation }) =>
      operation.parameters?.some(({ name, required }) => name === 'if-match' && required)
    )
    t.same(
      required.map(({ operation }) => operation.operationId),
      ['patchAgreement', 'deleteAgreement']
    )
  })

  t.test('a parameter that takes codes leads to what they mean', async t => {
    const leads = (name: string) =>
      Array.from(
        (
          routes.flatMap(({ operation }) => operation.parameters ?? []).find(parameter => parameter.name === name)
            ?.description ?? ''
        ).matchAll(/vocabulary\?list=(\w+)/g),
        ([, list]) => list
      )
    t.same(leads('kind'), ['kinds'])
    t.same(leads('status'), ['legal_states', 'implementation_states'])
    t.same(leads('cursor'), [])
  })

  t.test('parameters are explained, are never null, and leave the key to the security scheme', async t => {
    for (const { method, path, operation } of routes) {
      for (const parameter of operation.parameters ?? []) {
        const name = `${method} ${path} ${parameter.name}`
        t.match(parameter.description, /\S/, name)
        t.notMatch(JSON.stringify(parameter.schema), /"null"/, name)
        t.notMatch(parameter.name, /^(accept|content-type|authorization)$/i, name)
        if (parameter.in === 'query' && parameter.schema.type === 'array') t.match(parameter, { explode: true }, name)
      }
    }
  })

  t.test('schemas have names, each list of codes has one, and there is one way to say null', async t => {
    const text = JSON.stringify(document)
    t.notMatch(text, /"nullable"/)
    t.notMatch(Object.keys(document.components.schemas).join(' '), /\bdef-|Schema\d|\b[a-z]/)
    const named = Object.values(document.components.schemas)
    const lists = new Set<string>()
    for (const schema of schemasIn(document)) {
      const { type, properties, enum: values, anyOf, oneOf, const: constant } = schema
      t.equal(oneOf, undefined)
      t.equal(constant, undefined)
      if (properties) t.ok(named.includes(schema), `an object has a name: ${Object.keys(properties)}`)
      if (properties) t.not(Object.keys(properties).length, 0)
      if (values) t.ok(named.includes(schema) && type === 'string', `a list of codes has a name: ${values}`)
      if (values) t.notOk(lists.has(String(values)), `and one only: ${values}`)
      if (values) lists.add(String(values))
      if (anyOf) t.ok(isReferenceOrNull(anyOf), `anyOf says that what has a name may be null: ${JSON.stringify(anyOf)}`)
    }
  })
})

// biome-ignore lint/suspicious/noExplicitAny: a schema of any shape
function* schemasIn(value: any, key = ''): Generator<any> {
  if (value === null || typeof value !== 'object' || ['example', 'examples'].includes(key)) return
  // What a file holds, which no generator reads.
  if (key === 'contentSchema') return
  if (!Array.isArray(value) && ('type' in value || 'enum' in value || 'anyOf' in value) && key !== 'properties')
    yield value
  for (const [name, member] of Object.entries(value)) yield* schemasIn(member, name)
}

const isReferenceOrNull = ([schema, none, ...others]: { $ref?: string; type?: string }[]) =>
  schema?.$ref !== undefined && none?.type === 'null' && others.length === 0

/** Parameters that are refused without another one. */
const companions: Record<string, string> = {
  prefix: 'q=CECOT',
  highlight: 'q=CECOT',
  minAmount: 'currency=USD',
  maxAmount: 'currency=USD'
}

// Thousands of requests, of which only those are told that go wrong. Each answer is held against the document by start.ts,
// as any answer in any test is, on both engines.

t.test('every example in the document is taken by the service, and finds something in the data set', async t => {
  const api = await start(t, 'postgresql')
  const document = await documentOf(api)
  const asked = new Set<string>()
  for (const route of routesOf(document)) {
    for (const { finds, ...request } of examplesOf(route, document, api.keys.write, asked)) {
      const { status, text, body } = await api.request(request)
      const name = `${route.method} ${request.url} ${JSON.stringify(request.payload ?? '').slice(0, 60)}`
      if (status < 200 || status > 299) t.fail(`${name}: ${text.slice(0, 500)}`)
      else if (finds && holdsNothing(body)) t.fail(`${name} finds nothing`)
    }
  }
  const { body } = await api.get('/v1/changes?limit=200')
  t.equal(body.items.length, revisionsSeeded, 'nothing was kept: writes are filled in as dry runs')
})

t.test('a parameter that is refused without another one says so', async t => {
  const routes = routesOf(await documentOf(await sharedReader('postgresql')))
  const described = new Map(
    routes.flatMap(({ operation }) => operation.parameters ?? []).map(({ name, description }) => [name, description])
  )
  for (const [name, others] of Object.entries(companions)) {
    const [companion] = others.split('=')
    t.match(described.get(name), new RegExp(`needs (one )?\`${companion}\``), name)
  }
})

type Example = InjectOptions & {
  url: string
  /** It is an example of a parameter, and not just one of its codes. */
  finds?: boolean
}

/** Whether an answer that counts or lists has nothing to show. */
const holdsNothing = ({ items, edges, agreements } = {} as Record<string, unknown>): boolean =>
  [items, edges, agreements].some(found => found === 0 || (Array.isArray(found) && found.length === 0))

/**
 * What Swagger UI fills in; each body that it offers; each example of what may be left out, and each code where the first
 * operation takes it.
 */
function examplesOf(
  { method, path, operation }: Route,
  document: Document,
  key: string,
  asked: Set<string>
): Example[] {
  const { parameters = [] } = operation
  const filledIn = parameters.filter(({ example }) => example !== undefined)
  const others = parameters.filter(({ example }) => example === undefined)
  const isNew = (asking: string) => !asked.has(asking) && asked.add(asking)
  const variants = others.flatMap(parameter => {
    const codes = codesOf(parameter, document).filter(code => isNew(`${parameter.name}=${code}`))
    const examples = (parameter.schema.examples ?? []) as unknown[]
    return [
      ...examples.map(example => ({ ...parameter, example, finds: true })),
      ...codes.map(example => ({ ...parameter, example, finds: false }))
    ]
  })
  const request = (more: Parameter[], type?: string, payload?: unknown): Example => ({
    method: method as 'GET',
    url:
      addressOf(path, [...filledIn, ...more]) +
      more.map(({ name }) => (companions[name] ? `&${companions[name]}` : '')).join(''),
    headers: {
      ...(operation.security.length > 0 && { authorization: `Bearer ${key}` }),
      ...(type && { 'content-type': type }),
      ...Object.fromEntries(
        [...filledIn, ...more].filter(one => one.in === 'header').map(one => [one.name, String(one.example)])
      )
    },
    ...(payload !== undefined && { payload: typeof payload === 'string' ? payload : JSON.stringify(payload) })
  })
  const bodies = Object.entries(operation.requestBody?.content ?? {}).flatMap(([type, { examples }]) =>
    Object.values(examples ?? {}).map(({ value }) => [type, value] as const)
  )
  if (bodies.length > 0) return bodies.map(([type, value]) => request([], type, value))
  return [request([]), ...variants.map(({ finds, ...variant }) => ({ ...request([variant]), finds }))]
}

function codesOf({ schema }: Parameter, { components }: Document): unknown[] {
  const listed = ({ $ref }: { $ref?: string } = {}): string[] => {
    const list = components.schemas[$ref?.split('/').at(-1) ?? ''] as { enum?: string[] } | undefined
    return list?.enum ?? []
  }
  return [...listed(schema), ...listed(schema.items).map(value => [value])]
}

function addressOf(path: string, parameters: Parameter[]): string {
  const query = new URLSearchParams()
  let address = path
  for (const { name, in: place, example } of parameters) {
    if (place === 'path') address = address.replace(`{${name}}`, String(example))
    if (place === 'query') for (const one of [example].flat()) query.append(name, String(one))
  }
  return query.size > 0 ? `${address}?${query}` : address
}

t.test('the body of every write has at least two examples', async t => {
  const { paths } = await documentOf(await sharedReader('postgresql'))
  const bodies = (Object.values(paths) as Record<string, Operation>[])
    .flatMap(item => Object.values(item))
    .flatMap(({ requestBody }) => Object.values(requestBody?.content ?? {}))
  t.equal(bodies.length, 6)
  for (const { examples } of bodies) t.ok(Object.keys(examples ?? {}).length >= 2)
})

t.test('every answer is what the document declares, and every link in it leads somewhere', async t => {
  const api = await start(t, 'postgresql')
  const contract = new Contract(await documentOf(api))
  const links = new Set<string>()
  const seen = new Set<string>()
  const take = (method: string, url: string, answer: Answer) => {
    if (!contract.routeOf(method, url)) t.fail(`${method} ${url} is not in the document`)
    for (const link of linksOf(answer)) links.add(link)
    return answer
  }
  const get = async (url: string, accept?: string) => {
    seen.add(url)
    return take('GET', url, await api.get(url, accept ? { accept } : {}))
  }

  await get('/')
  const summariesOf = compileValidator(
    [...recordSchemas, ...statusSchemas, ...agreementSchemas],
    Type.Array(AgreementSummary)
  )
  const recordsOf = compileValidator([], Type.Array(AgreementRecord))
  const { body: list } = await get('/v1/agreements?limit=200')
  const { body: records } = await get('/v1/agreements?limit=200&view=full')
  // One schema of the document is for both.
  t.same(summariesOf(list.items), [])
  t.same(recordsOf(records.items), [])
  await get('/v1/agreements?limit=7&sort=-signedOn,title&total=true')
  for (const { id } of list.items) {
    for (const path of ['', '/status', '/revisions', '/revisions/1', '/diff', '?asOf=2025-03-20&reportedBy=2026-01-01'])
      await get(`/v1/agreements/${id}${path}`)
    for (const type of [
      'application/vnd.citationstyles.csl+json',
      'application/x-bibtex',
      'application/x-research-info-systems'
    ])
      await get(`/v1/agreements/${id}/revisions/1`, type)
  }
  await get('/v1/changes?limit=9&view=full')
  const { body: countries } = await get('/v1/countries')
  for (const { code } of countries.items) await get(`/v1/countries/${code}`)

  const made = '/v1/agreements/us-sv-2019-example'
  take('POST', '/v1/agreements', await api.post('/v1/agreements', anAgreement()))
  take('PATCH', made, await api.patch(made, { notes: 'Changed.' }, { 'if-match': '"1"' }))
  take('PUT', made, await api.put(made, anAgreement(), { 'if-match': '"2"' }))
  take('DELETE', made, await api.delete(made, { 'if-match': '"3"' }))
  await get(made)
  await get(`${made}/revisions`)
  await get(`${made}/revisions/4`)
  take('POST', `${made}/revisions/2/restore`, await api.post(`${made}/revisions/2/restore`, '', {}))
  await get(`${made}/diff?from=1&to=2`)
  await get(`${made}/diff?from=1&to=2`, 'application/json-patch+json')
  await get('/v1/changes?limit=200&view=full&agreement=us-sv-2019-example')

  // Refusals of every class.
  for (const url of ['/v1/agreements?limit=0', '/v1/agreements/none', '/v1/countries/ZZ', '/v1/changes?after=x'])
    await get(url)
  await get('/v1/agreements/us-sv-2025-cecot-detention?asOf=2025-02-10')
  await get('/v1/agreements', 'application/xml')
  take('POST', '/v1/agreements', await api.post('/v1/agreements', {}))
  take('POST', '/v1/agreements', await api.post('/v1/agreements', '{'))
  take('POST', '/v1/agreements', await api.post('/v1/agreements', anAgreement()))
  take('POST', '/v1/agreements', await api.post('/v1/agreements', anAgreement(), { 'content-type': 'text/plain' }))
  take('POST', '/v1/agreements', await api.request({ method: 'POST', url: '/v1/agreements' }))
  take('PATCH', made, await api.patch(made, {}, { authorization: `Bearer ${api.keys.read}` }))
  take('PATCH', made, await api.patch(made, {}))
  take('PATCH', made, await api.patch(made, {}, { 'if-match': '"1"' }))

  // Those that are found on the way are gone through, too.
  for (const link of links) {
    if (seen.has(link)) continue
    seen.add(link)
    const answer = await api.get(link)
    // The documentation lies one redirection further.
    if (answer.status !== (link === '/docs' ? 302 : 200)) t.fail(`${link} is ${answer.status}`)
    if (link.startsWith('/v1/')) take('GET', link, answer)
  }
  t.ok(seen.size > 600, `${seen.size} addresses were read`)
})

/** Addresses within the service, in members that are links and in the header. */
function* linksOf({ headers, body, status }: Answer): Generator<string> {
  for (const [, link] of String(headers.link ?? '').matchAll(/<(\/[^>]*)>/g)) yield link as string
  if (headers.location) yield headers.location
  // The front door holds links only.
  if (status === 200 && body?.openapi) for (const link of Object.values(body)) yield String(link)
  yield* linkMembers(body)
}

function* linkMembers(value: unknown): Generator<string> {
  if (value === null || typeof value !== 'object') return
  for (const [name, member] of Object.entries(value)) {
    if (['href', 'next', 'prev', 'type'].includes(name) && typeof member === 'string' && member.startsWith('/'))
      yield member
    else yield* linkMembers(member)
  }
}
