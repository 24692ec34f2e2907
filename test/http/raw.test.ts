import { once } from 'node:events'
import { type AddressInfo, connect } from 'node:net'
import t from 'tap'
import { toy } from './toy.ts'

const app = await toy(t, { bodyPause: 200 })
await app.listen({ host: '127.0.0.1', port: 0 })
const { port } = app.server.address() as AddressInfo

/** Writes bytes to a socket of its own and reads until the service closes it. */
async function raw(bytes: string | Buffer): Promise<{ status: number; head: string; body: string }> {
  const socket = connect(port, '127.0.0.1')
  let text = ''
  socket.setEncoding('utf8').on('data', chunk => {
    text += chunk
  })
  socket.on('error', () => {})
  socket.write(bytes)
  await once(socket, 'close')
  const [head = '', body = ''] = text.split('\r\n\r\n', 2)
  return { status: Number(head.split(' ')[1]), head, body }
}

const post = 'POST /things HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n'
const unencoded = /must be percent-encoded .*%20.*%C3%BC.*--data-urlencode/
const requests: [what: string, bytes: string | Buffer, status: number, detail?: RegExp][] = [
  [
    'two lengths',
    `${post}Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}`,
    400,
    /^Content-Length may be there only once/
  ],
  ['a length and chunks', `${post}Transfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n`, 400, /exclude each other/],
  ['chunks and a length', `${post}Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n`, 400, /exclude each other/],
  ['a negative length', `${post}Content-Length: -2\r\n\r\n{}`, 400, /^Content-Length must be a number of bytes/],
  ['a length in words', `${post}Content-Length: two\r\n\r\n{}`, 400, /^Content-Length must be a number of bytes/],
  [
    'another coding than chunks',
    `${post}Transfer-Encoding: chunked, gzip\r\n\r\n{}`,
    400,
    /^The only Transfer-Encoding/
  ],
  [
    'a chunk size that is none',
    `${post}Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n`,
    400,
    /^A chunk of the body does not begin with its size/
  ],
  ['no Host', 'GET /things HTTP/1.1\r\nConnection: close\r\n\r\n', 400],
  ['a NUL in a header', 'GET /things HTTP/1.1\r\nHost: a\r\nX-A: a\0b\r\n\r\n', 400, /^A header field has a character/],
  ['a blank in the address', 'GET /things?q=a b HTTP/1.1\r\nHost: a\r\n\r\n', 400, unencoded],
  ['a letter outside ASCII in the address', 'GET /things?q=Türkei HTTP/1.1\r\nHost: a\r\n\r\n', 400, unencoded],
  ['Latin-1 in a path', Buffer.from('GET /things/\xfc HTTP/1.1\r\nHost: a\r\n\r\n', 'latin1'), 400, unencoded],
  ['an address without a slash', 'GET things HTTP/1.1\r\nHost: a\r\n\r\n', 400, /begins with a slash/],
  ['HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', 400, /1\.1 and 1\.0/],
  ['TLS', Buffer.from('16030100a5010000a10303', 'hex'), 400, /no HTTP; TLS is not spoken/],
  ['a method in lower case', 'get /things HTTP/1.1\r\nHost: a\r\n\r\n', 400, /written in capitals/],
  ['a method with a hyphen', 'BASELINE-CONTROLS /things HTTP/1.1\r\nHost: a\r\n\r\n', 501],
  ['a line that tempts to go back and forth', `X${' HTTP/1'.repeat(2_000)}\rZ`, 501],
  ['an unknown method', 'SING /things HTTP/1.1\r\nHost: a\r\n\r\n', 501],
  ['an unknown expectation', `${post}Expect: 200-ok\r\nContent-Length: 2\r\n\r\n{}`, 417],
  ['CONNECT', 'CONNECT example.org:443 HTTP/1.1\r\nHost: example.org:443\r\n\r\n', 501],
  ['CONNECT of an address', 'CONNECT /things HTTP/1.1\r\nHost: a\r\n\r\n', 501],
  ['a parameter of 20 KB', `GET /things?q=${'a'.repeat(20_000)} HTTP/1.1\r\nHost: a\r\n\r\n`, 414],
  [
    'an address of 9 KB and a header of 9 KB',
    `GET /${'a'.repeat(9000)} HTTP/1.1\r\nX-A: ${'a'.repeat(9000)}\r\n\r\n`,
    414
  ],
  ['20 KB of header', `GET /things HTTP/1.1\r\nHost: a\r\nX-A: ${'a'.repeat(20_000)}\r\n\r\n`, 431],
  ['a body shorter than its length', `${post}Content-Length: 500\r\n\r\n{"title"`, 408],
  ['a body of chunks that stops', `${post}Transfer-Encoding: chunked\r\n\r\n2\r\n{"\r\n`, 408]
]
for (const [what, bytes, status, detail = /./] of requests) {
  t.test(`answers ${what} with ${status} and a problem document`, async t => {
    const answer = await raw(bytes)
    t.equal(answer.status, status)
    t.match(answer.head, /^content-type: application\/problem\+json$/im)
    t.match(JSON.parse(answer.body), { status, code: /./, title: /./, detail })
  })
}

t.test('of a body that is longer than its length the rest is said to be no request', async t => {
  const { body } = await raw(`${post}Content-Length: 13\r\n\r\n{"title":"x"}{"title":"y"}`)
  t.match(JSON.parse(body), { status: 400, detail: /^What follows the body .* Content-Length may be too small/ })
})

t.test('an address that is too long is named where it comes in pieces too', async t => {
  const socket = connect(port, '127.0.0.1').on('error', () => {})
  const answered = once(socket, 'data')
  socket.write('GET /things?q=')
  for (let sent = 0; sent < 20_000 && socket.writable; sent += 1000) {
    await new Promise(resolve => setTimeout(resolve, 5))
    socket.write('a'.repeat(1000))
  }
  t.match(String(await answered), /^HTTP\/1.1 431 .*The address alone may have 8,192 bytes/s)
})

t.test('a client that asks for a tunnel and is gone does no harm', async t => {
  const asked = once(app.server, 'connect')
  const socket = connect(port, '127.0.0.1')
  socket.write('CONNECT a:443 HTTP/1.1\r\nHost: a\r\n\r\n')
  await asked
  socket.resetAndDestroy()
  t.match(await raw('GET /things HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n'), { status: 200 })
})

t.test('OPTIONS * asks about the service as a whole', async t => {
  const { status, head } = await raw('OPTIONS * HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n')
  t.equal(status, 204)
  t.match(head, /^allow: GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS\r$/m)
})

const routes = [
  'GET /things',
  'HEAD /things',
  'OPTIONS /things',
  'POST /things',
  'GET /none',
  'GET /docs/',
  'GET /problems'
]
const badHosts: [what: string, lines: string][] = [
  ['with a blank', 'Host: a b\r\n'],
  ['with a user', 'Host: user:pw@example.org\r\n'],
  ['with a path', 'Host: example.org/evil\r\n'],
  ['with a port that is none', 'Host: example.org:http\r\n'],
  ['on two lines', 'Host: a\r\nHost: a\r\n'],
  ['on two lines of which one is empty', 'Host:\r\nhost: a\r\n']
]
for (const [what, lines] of badHosts) {
  t.test(`answers a Host ${what} with 400, on every route`, async t => {
    for (const route of routes) {
      for (const version of ['1.1', '1.0']) {
        const answer = await raw(`${route} HTTP/${version}\r\n${lines}Connection: close\r\n\r\n`)
        t.equal(answer.status, 400, `${route} HTTP/${version}`)
        if (!route.startsWith('HEAD')) t.match(JSON.parse(answer.body), { errors: [{ header: 'Host' }] })
      }
    }
  })
}

t.test('an empty Host is legal, and HTTP/1.0 needs none', async t => {
  for (const [version, lines] of [
    ['1.1', 'Host:\r\n'],
    ['1.0', 'Host:\r\n'],
    ['1.0', '']
  ]) {
    const answer = await raw(`GET /things HTTP/${version}\r\n${lines}Connection: close\r\n\r\n`)
    t.equal(answer.status, 200, `HTTP/${version} ${lines}`)
  }
})

t.test('a client that stalls in a body which nobody reads does no harm', async t => {
  const answer = await raw('POST /none HTTP/1.1\r\nHost: a\r\nContent-Length: 500\r\nConnection: close\r\n\r\n{"a"')
  t.equal(answer.status, 404)
  const slow = await raw('GET /slow HTTP/1.1\r\nHost: a\r\nContent-Length: 500\r\nConnection: close\r\n\r\n')
  t.equal(slow.status, 400)
})

const chunked = (line: string, chunks: string) =>
  `${line} HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n${chunks}`

for (const line of ['GET /things', 'DELETE /things/a', 'POST /things/a/paint']) {
  t.test(`${line}: chunks that hold nothing are no body, others are one`, async t => {
    t.equal((await raw(chunked(line, '0\r\n\r\n'))).status, 200)
    t.equal((await raw(chunked(line, '2\r\n{}\r\n0\r\n\r\n'))).status, 400)
    t.equal((await raw(chunked(line, '2\r\n{}\r\n'))).status, 400, 'also when it does not end')
    t.equal((await raw(chunked(line, ''))).status, 408, 'and one that never begins is not waited for')
  })
}

t.test('a client that hangs up while its answer is compressed does no harm', async t => {
  for (const path of ['/texts/100000', '/texts/1000000']) {
    const asked = once(app.server, 'request')
    const socket = connect(port, '127.0.0.1')
    socket.write(`GET ${path} HTTP/1.1\r\nHost: a\r\nAccept-Encoding: br\r\n\r\n`)
    await asked
    socket.resetAndDestroy()
    const answer = await raw(`GET ${path} HTTP/1.1\r\nHost: a\r\nAccept-Encoding: br\r\nConnection: close\r\n\r\n`)
    t.equal(answer.status, 200)
    t.match(answer.head, /^content-encoding: br\r$/m)
  }
})

t.test('who is refused before the body was read does not keep the connection', async t => {
  const half = 'Content-Length: 500\r\n\r\n{"a"'
  for (const [request, status] of [
    [`POST /none HTTP/1.1\r\nHost: a\r\n${half}`, 404],
    [`PUT /things HTTP/1.1\r\nHost: a\r\n${half}`, 405],
    [`POST /things?x=1 HTTP/1.1\r\nHost: a\r\n${half}`, 400],
    [`POST /%zz HTTP/1.1\r\nHost: a\r\n${half}`, 400],
    [`POST /things HTTP/1.1\r\nHost: a b\r\n${half}`, 400],
    [`${post}Authorization: Bearer bad\r\n${half}`, 401],
    [`${post}Accept: text/plain\r\n${half}`, 406],
    [`POST /things HTTP/1.1\r\nHost: a\r\nContent-Type: text/xml\r\n${half}`, 415],
    [`${post}Authorization: Bearer bad\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{"\r\n`, 401]
  ] as const) {
    const answer = await raw(request)
    t.equal(answer.status, status)
    t.match(answer.head, /^connection: close\r?$/im, request)
  }
  const socket = connect(port, '127.0.0.1')
  socket.write(`${post}Content-Length: 2\r\n\r\n{}`)
  const [chunk] = await once(socket, 'data')
  t.match(String(chunk), /^HTTP\/1.1 422 .*^connection: keep-alive/ims, 'but who is refused after it does')
  socket.destroy()
})

t.test('a client that pauses, but not for long, is served', async t => {
  const socket = connect(port, '127.0.0.1')
  const body = '{"title":"x"}'
  socket.write(`${post}Connection: close\r\nContent-Length: ${body.length}\r\n\r\n`)
  for (const character of body) {
    socket.write(character)
    await new Promise(resolve => setTimeout(resolve, 20))
  }
  const [chunk] = await once(socket, 'data')
  t.match(String(chunk), /^HTTP\/1.1 200 /)
})
