import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout } from 'node:timers/promises'
import t, { type Test } from 'tap'
import { checkAddresses } from '../../src/commands/addresses.ts'
import { freePort } from '../postgresql.ts'

// Every server here is one of the test; nothing outside is asked for anything.

const userAgent = 'the-tests/1'

/** A server at 127.0.0.1 that notes what it is asked. */
async function serve(t: Test, answer: (request: IncomingMessage, response: ServerResponse) => void) {
  const asked: string[] = []
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`)
    answer(request, response)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(() => server.close().closeAllConnections())
  return { asked, origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }
}

const end = (response: ServerResponse, status: number, headers: Record<string, string> = {}) =>
  response.writeHead(status, headers).end()

/** What an address of the server has come to. */
async function lookAt(
  t: Test,
  answer: (request: IncomingMessage, response: ServerResponse) => void,
  { path = '/', timeout = 20_000 } = {}
) {
  const { asked, origin } = await serve(t, answer)
  const findings = await checkAddresses([origin + path], { userAgent, pause: 0, timeout })
  const { verdict, why } = findings.get(origin + path) ?? {}
  return { verdict, why: why?.replace(origin, ''), asked }
}

const asksTwice = ['HEAD /', 'GET /']

for (const [status, verdict, asked] of [
  [200, 'fine', ['HEAD /']],
  [204, 'fine', ['HEAD /']],
  [401, 'refuses', ['HEAD /']],
  [403, 'refuses', ['HEAD /']],
  [429, 'refuses', ['HEAD /']],
  [404, 'gone', asksTwice],
  [410, 'gone', asksTwice],
  [400, 'unclear', ['HEAD /']],
  [500, 'unclear', asksTwice],
  [503, 'unclear', asksTwice]
] as const) {
  t.test(`an address that answers ${status} is ${verdict}`, async t => {
    t.same(await lookAt(t, (_, response) => end(response, status)), { verdict, why: String(status), asked })
  })
}

for (const status of [404, 405, 501, 503]) {
  t.test(`who answers ${status} to HEAD is asked by GET, for one byte`, async t => {
    const ranges: unknown[] = []
    const found = await lookAt(t, ({ method, headers }, response) => {
      ranges.push(headers.range)
      end(response, method === 'HEAD' ? status : 206)
    })
    t.same(found, { verdict: 'fine', why: '206', asked: asksTwice })
    t.same(ranges, [undefined, 'bytes=0-0'])
  })
}

t.test('a file of which no first byte can be had is there', async t => {
  const found = await lookAt(t, ({ method }, response) => end(response, method === 'HEAD' ? 405 : 416))
  t.match(found, { verdict: 'fine' })
})

t.test('every request says whose it is', async t => {
  const agents: unknown[] = []
  await lookAt(t, ({ headers, method }, response) => {
    agents.push(headers['user-agent'])
    end(response, method === 'HEAD' ? 405 : 200)
  })
  t.same(agents, [userAgent, userAgent])
})

t.test('the body of a page is not read', async t => {
  const { verdict } = await lookAt(t, ({ method }, response) => {
    if (method === 'HEAD') end(response, 405)
    else response.writeHead(200).write('It begins, and never ends.')
  })
  t.equal(verdict, 'fine')
})

const redirecting =
  (to: Record<string, [number, string]>, last = 200) =>
  ({ url }: IncomingMessage, response: ServerResponse) => {
    const [status, location] = to[url as string] ?? [last, '']
    end(response, status, location ? { location } : {})
  }

t.test('an address has moved to where it is sent for good, and no further', async t => {
  const hops: Record<string, [number, string]> = { '/': [301, '/b'], '/b': [308, '/c?d'], '/c?d': [302, '/today'] }
  t.match(await lookAt(t, redirecting(hops)), { verdict: 'moved', why: '/c?d' })
  t.match(await lookAt(t, redirecting(hops, 404)), { verdict: 'gone' }, 'what is gone has not moved')
  t.match(await lookAt(t, redirecting(hops, 403)), { verdict: 'refuses' })
})

t.test('an address that is sent on for now has not moved', async t => {
  t.match(await lookAt(t, redirecting({ '/': [302, '/b'], '/b': [301, '/c'] })), { verdict: 'fine', why: '200' })
})

t.test('the place within a document moves with it', async t => {
  t.match(await lookAt(t, redirecting({ '/a': [301, '/b'] }), { path: '/a#page=3' }), {
    verdict: 'moved',
    why: '/b#page=3'
  })
})

t.test('redirects come to an end', async t => {
  const { verdict, why, asked } = await lookAt(t, redirecting({ '/': [301, '/'] }))
  t.same({ verdict, why }, { verdict: 'unclear', why: 'redirects without end' })
  t.equal(asked.length, 11)
})

t.test('nobody is sent anywhere but to the web', async t => {
  for (const location of ['ftp://www.example.org/', 'file:///etc/hosts', 'http://']) {
    const { verdict, why } = await lookAt(t, redirecting({ '/': [301, location] }))
    t.same({ verdict, why }, { verdict: 'unclear', why: 'redirects to no address of the web' }, location)
  }
})

t.test('who does not answer in time is asked once more, and then left', async t => {
  const found = await lookAt(t, () => {}, { timeout: 1_000 })
  t.same(found, { verdict: 'unclear', why: 'TimeoutError', asked: asksTwice })
})

t.test('a host that is not there is gone, one that refuses is not', async t => {
  // No label of a name is that long, so no name server is asked for it.
  const nowhere = `http://${'a'.repeat(64)}.example/`
  const refusing = `http://127.0.0.1:${await freePort()}/`
  // No browser asks the port of another protocol, and neither does fetch.
  const forbidden = 'http://127.0.0.1:25/'
  const findings = await checkAddresses([nowhere, refusing, forbidden], { userAgent, pause: 0 })
  t.same(findings.get(nowhere), { verdict: 'gone', why: 'no such host', answered: false })
  t.same(findings.get(refusing), { verdict: 'unclear', why: 'ECONNREFUSED', answered: false })
  t.same(findings.get(forbidden), { verdict: 'unclear', why: 'bad port', answered: false })
})

t.test('a host has one request at a time, and a pause after it', async t => {
  let open = 0
  let most = 0
  const times: number[] = []
  const { origin, asked } = await serve(t, async (_, response) => {
    times.push(performance.now())
    most = Math.max(most, ++open)
    await setTimeout(20)
    open--
    end(response, 200)
  })
  const urls = Array.from({ length: 5 }, (_, i) => `${origin}/${i}`)
  const counted: number[] = []
  await checkAddresses(urls, { userAgent, pause: 50, onProgress: done => counted.push(done) })
  t.equal(asked.length, 5)
  t.equal(most, 1)
  for (const [i, time] of times.slice(1).entries()) t.ok(time - (times[i] as number) >= 68, 'the answer and a pause')
  t.same(counted, [1, 2, 3, 4, 5])
})
