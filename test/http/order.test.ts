import type { InjectOptions } from 'fastify'
import t from 'tap'
import { answer, toy } from './toy.ts'

const app = await toy(t)

const json = { 'content-type': 'application/json' }
const patchType = { 'content-type': 'application/merge-patch+json' }
const badKey = { authorization: 'Bearer bad' }
const post = (payload: string | Buffer, headers: Record<string, string> = json): InjectOptions => ({
  method: 'POST',
  url: '/things',
  headers,
  payload
})
const get = (url: string, headers: Record<string, string> = {}): InjectOptions => ({ method: 'GET', url, headers })

/** Each request breaks two rules or more: the first that is looked at decides. */
const precedence: [what: string, request: InjectOptions, status: number, code: string][] = [
  ['route before query and key', get('/thing?x=1', badKey), 404, 'not-found'],
  ['method before query and key', { method: 'PUT', url: '/things?x=1', headers: badKey }, 405, 'method-not-allowed'],
  ['length of the address before query', get(`/things?x=${'a'.repeat(9000)}`, badKey), 414, 'uri-too-long'],
  ['query before key', get('/things?limit=0', badKey), 400, 'invalid-parameter'],
  ['encoding of the query before key', get('/things?q=%ff', badKey), 400, 'malformed-request'],
  ['key before representation', get('/things', { ...badKey, accept: 'text/plain' }), 401, 'unauthenticated'],
  ['key before type of the body', post('<a/>', { ...badKey, 'content-type': 'text/xml' }), 401, 'unauthenticated'],
  [
    'representation before type of the body',
    post('<a/>', { accept: 'text/plain', 'content-type': 'text/xml' }),
    406,
    'not-acceptable'
  ],
  [
    'type before length of the body',
    post('x'.repeat(2 ** 21), { 'content-type': 'text/plain' }),
    415,
    'unsupported-media-type'
  ],
  ['length before syntax of the body', post('x'.repeat(2 ** 21)), 413, 'content-too-large'],
  ['syntax before schema', post('{"titel":1'), 400, 'malformed-request'],
  ['schema last', post('{"titel":1}'), 422, 'invalid-record']
]
for (const [what, request, status, code] of precedence) {
  t.test(`looks at ${what}`, async t => {
    const { body, ...answered } = await answer(app, request)
    t.match(answered, { status, headers: { 'content-type': 'application/problem+json', 'cache-control': 'no-store' } })
    t.match(body, { type: `/problems/${code}`, status, code, title: /./, detail: /./, instance: /^urn:request:/ })
  })
}

const refused: [what: string, request: InjectOptions, status: number, headers?: object][] = [
  ['an unknown address', get('/wp-login.php'), 404],
  ['an address in other case', get('/Things'), 404],
  ['two slashes', get('//things'), 404],
  ['an unknown sub-resource', get('/things/a/secrets'), 404],
  ['an id of another form', get('/things/US-SV-2019'), 404],
  ['an encoded slash in an id', get('/things/a%2Fb'), 404],
  ['a traversal', get('/things/..%2f..%2fetc%2fpasswd'), 404],
  ['a NUL in a path', get('/things/%00'), 404],
  ['300 characters of id', get(`/things/${'a'.repeat(300)}`), 404],
  ['a malformed percent sign in a path', get('/things/%E0%A4%A'), 400],
  ['a path that is not UTF-8', get('/things/%ff'), 400],
  ['a parameter where there is none', get('/things/a?verbose=1'), 400],
  ['GET where only POST goes', get('/things/a/paint'), 405, { allow: 'POST, DELETE, OPTIONS' }],
  ['DELETE of a collection', { method: 'DELETE', url: '/things' }, 405, { allow: 'GET, HEAD, POST, OPTIONS' }],
  ['TRACE', { method: 'TRACE' as 'GET', url: '/things' }, 405, { allow: 'GET, HEAD, POST, OPTIONS' }],
  ['a body of no type', post('{}', {}), 415, { 'accept-post': 'application/json' }],
  ['a form', post('title=x', { 'content-type': 'application/x-www-form-urlencoded' }), 415],
  ['a type that is none', post('{}', { 'content-type': 'foo' }), 415],
  ['a merge patch that is posted', post('{}', patchType), 415, { 'accept-post': 'application/json' }],
  ['UTF-16', post('{}', { 'content-type': 'application/json; charset=utf-16' }), 415],
  ['Latin-1', post('{}', { 'content-type': 'application/json;charset="ISO-8859-1"' }), 415],
  ['a compressed body', post('{}', { ...json, 'content-encoding': 'gzip' }), 415, { 'accept-encoding': 'identity' }],
  ['an empty body', post(''), 400],
  ['a body where none is read', { method: 'POST', url: '/things/a/paint', headers: json, payload: '{}' }, 400],
  ['a body of DELETE', { method: 'DELETE', url: '/things/a', payload: 'x' }, 400],
  ['a body of GET', { ...get('/things', json), payload: '{"limit":5}' }, 400],
  ['a missing body', { method: 'POST', url: '/things' }, 400],
  [
    'a JSON Patch',
    { method: 'PATCH', url: '/things/a', headers: { 'content-type': 'application/json-patch+json' }, payload: '[]' },
    415,
    { 'accept-patch': 'application/merge-patch+json, application/json' }
  ],
  ['a client that accepts no JSON', get('/things', { accept: 'application/xml' }), 406],
  ['a client that excludes JSON', get('/things/a', { accept: 'application/json;q=0, text/html' }), 406],
  ['a client that excludes UTF-8', get('/things/a', { accept: 'application/json; charset=iso-8859-1' }), 406],
  ['a client that accepts refusals only', get('/things/a', { accept: 'application/problem+json' }), 406]
]
for (const [what, request, status, headers = {}] of refused) {
  t.test(`answers ${what} with ${status} and a problem document`, async t => {
    const { body, ...answered } = await answer(app, request)
    t.match(answered, { status, headers: { ...headers, 'content-type': 'application/problem+json' } })
    t.equal(body.status, status)
    t.equal(answered.headers['access-control-allow-origin'], '*', 'and pages of other origins may read it')
  })
}

t.test('who sends too much is told how much is taken, and where more of it goes', async t => {
  const { body } = await answer(app, post('x'.repeat(1_200_000)))
  t.match(body, { status: 413, detail: /^A body may have 1 MiB; .*POST \/v1\/imports.* 256 MiB\.$/ })
})

const taken: [what: string, request: InjectOptions, body: unknown][] = [
  ['JSON', post('{"title":"x"}'), { title: 'x' }],
  [
    'JSON with its charset',
    post('{"title":"x"}', { 'content-type': 'Application/JSON; Charset="UTF-8"' }),
    { title: 'x' }
  ],
  ['a byte order mark', post(Buffer.from('\ufeff{"title":"x"}')), { title: 'x' }],
  ['a coding that is none', post('{"title":"x"}', { ...json, 'content-encoding': 'identity' }), { title: 'x' }],
  [
    'a merge patch',
    { method: 'PATCH', url: '/things/a', headers: patchType, payload: '{"title":"x"}' },
    { title: 'x' }
  ],
  ['a patch as JSON', { method: 'PATCH', url: '/things/a', headers: json, payload: '{"title":"x"}' }, { title: 'x' }],
  ['DELETE with a type and no body', { method: 'DELETE', url: '/things/a', headers: json }, {}],
  ['an action with a type and no body', { method: 'POST', url: '/things/a/paint', headers: json }, {}],
  ...['application/x-www-form-urlencoded', 'text/plain', 'foo'].map((type): (typeof taken)[0] => [
    `an action with nothing of the type ${type}`,
    { method: 'POST', url: '/things/a/paint', headers: { 'content-type': type, 'content-length': '0' } },
    {}
  ]),
  ['a method override, which is nothing here', get('/things', { 'x-http-method-override': 'DELETE' }), {}],
  [
    'a body whose coding is nothing',
    post('{"title":"x"}', { ...json, 'content-encoding': ', identity,' }),
    { title: 'x' }
  ],
  ['a type with an empty parameter', post('{"title":"x"}', { 'content-type': 'application/json;' }), { title: 'x' }],
  ['a client that accepts our own Content-Type', get('/things', { accept: 'application/json; charset=utf-8' }), {}],
  ['a parameter of a media range', get('/things', { accept: 'text/html, application/json;indent=2;q=0.5' }), {}],
  ['empty elements of a list', get('/things', { accept: ', application/json,, ' }), {}],
  ['anything acceptable', get('/things?limit=5', { accept: 'text/html, */*;q=0.1' }), { limit: 5 }]
]
for (const [what, request, body] of taken) {
  t.test(`takes ${what}`, async t => t.match(await answer(app, request), { status: 200, body }))
}

t.test('the refusal of a body says where its content belongs', async t => {
  const { body } = await answer(app, { ...get('/things', json), payload: '{"limit":5}' })
  t.match(body.detail, /query of the address: colour, limit,.*Nothing was done/)
})

t.test('an error that nobody foresaw tells nothing of itself', async t => {
  const { status, text, headers } = await answer(app, get('/fails'))
  t.equal(status, 500)
  t.notMatch(text, /select|secret|XX000|Error/)
  t.equal(headers.etag, undefined, 'and carries no header of the answer that failed')
})

t.test('echoes a harmless request id and replaces any other', async t => {
  const mine = await answer(app, get('/none', { 'x-request-id': 'trace-1.a_B' }))
  t.equal(mine.headers['x-request-id'], 'trace-1.a_B')
  t.equal(mine.body.instance, 'urn:request:trace-1.a_B')
  for (const id of ['a b', 'x'.repeat(65), '"><script>', '']) {
    t.match((await answer(app, get('/things', { 'x-request-id': id }))).headers['x-request-id'], /^[0-9a-f-]{36}$/)
  }
})

t.test('every answer keeps browsers from guessing and running, and says how long it may be kept', async t => {
  const always = { 'x-content-type-options': 'nosniff', 'content-security-policy': /default-src 'none'/ }
  t.match((await answer(app, get('/things'))).headers, {
    ...always,
    'cache-control': /^public, max-age=60/,
    vary: /Authorization/
  })
  t.match((await answer(app, get('/things', { authorization: 'Bearer x' }))).headers, {
    'cache-control': 'private, no-cache'
  })
  t.match((await answer(app, post('{"title":"x"}'))).headers, { ...always, 'cache-control': 'no-store' })
  t.match((await answer(app, get('/none'))).headers, always)
})

t.test('a page of another origin may read every answer, and its header fields', async t => {
  const { headers } = await answer(app, get('/things', { origin: 'https://example.org' }))
  t.match(headers, { 'access-control-allow-origin': '*', 'access-control-expose-headers': '*' })
  t.notHas(headers, 'access-control-allow-credentials')
})

t.test('a preflight request is told everything that a page may send', async t => {
  const headers = { origin: 'https://example.org', 'access-control-request-method': 'PATCH' }
  const { status, headers: said } = await answer(app, { method: 'OPTIONS', url: '/things/a', headers })
  t.equal(status, 204)
  t.match(said, {
    'access-control-allow-origin': '*',
    'access-control-allow-methods': /PATCH, DELETE/,
    'access-control-allow-headers': /If-Match/,
    'access-control-max-age': '86400'
  })
  const elsewhere = await answer(app, { method: 'OPTIONS', url: '/none', headers })
  t.equal(elsewhere.status, 204, 'where there is nothing too: else the page could not read the 404')
})

t.test('OPTIONS names the methods that an address takes, and is 404 where there is none', async t => {
  for (const [url, allow] of [
    ['/things', 'GET, HEAD, POST, OPTIONS'],
    ['/things?limit=0', 'GET, HEAD, POST, OPTIONS'],
    ['/things/a', 'GET, HEAD, PUT, PATCH, DELETE, OPTIONS'],
    ['/things/a/paint', 'POST, DELETE, OPTIONS'],
    ['/problems', 'GET, HEAD, OPTIONS']
  ] as const) {
    const { status, headers, text } = await answer(app, { method: 'OPTIONS', url })
    t.match({ status, allow: headers.allow, text }, { status: 204, allow, text: '' }, url)
    t.equal(headers['access-control-allow-origin'], '*', 'and pages of other origins may ask')
  }
  for (const url of ['/', '/none', '/things/', '/Things', '/things/US-SV', '/things/a/secrets', '//things'])
    t.match(await answer(app, { method: 'OPTIONS', url }), { status: 404, body: { code: 'not-found' } }, url)
})

t.test('an answer without content is acceptable to everybody', async t => {
  for (const accept of ['application/problem+json', 'image/png', '*/*;q=0'])
    t.match(
      await answer(app, { method: 'DELETE', url: '/things/a/paint', headers: { accept } }),
      { status: 204 },
      accept
    )
})

t.test('a condition on what would be read is looked at where no tag is given too', async t => {
  t.equal((await answer(app, get('/things', { 'if-match': '*' }))).status, 200)
  t.match(await answer(app, get('/things', { 'if-match': '"a"' })), { status: 412, body: { detail: /no ETag/ } })
  t.equal((await answer(app, get('/things?limit=0', { 'if-match': '"a"' }))).status, 400, 'after all other refusals')
  t.equal((await answer(app, post('{"title":"x"}', { ...json, 'if-match': '"a"' }))).status, 200, 'and only on reads')
})

t.test('HEAD is GET without its body', async t => {
  const { status, text, headers } = await answer(app, { method: 'HEAD', url: '/things?limit=5' })
  t.match({ status, text, length: headers['content-length'] }, { status: 200, text: '', length: '11' })
  t.equal((await answer(app, { method: 'HEAD', url: '/things?limit=0' })).status, 400)
})
