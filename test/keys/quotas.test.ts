import type { InjectOptions } from 'fastify'
import t from 'tap'
import { buildApp } from '../../src/app.ts'
import { anAgreement } from '../fixtures/agreement.ts'
import { start, testConfig } from '../start.ts'

const rateLimits = { reads: 3, writes: 2 }

t.test('an address that has read as often as it may is refused, and every answer says where it stands', async t => {
  const { request, keys } = await start(t, 'postgresql', { rateLimits })
  const from = (remoteAddress: string, more: InjectOptions = {}) =>
    request({ url: '/v1/countries/SV', remoteAddress, ...more } as InjectOptions)
  const first = await from('192.0.2.1')
  t.match(first, {
    status: 200,
    headers: { 'ratelimit-policy': '"read";q=3;w=60', ratelimit: /^"read";r=2;t=(60|59)$/ }
  })
  t.match(await from('192.0.2.1', { url: '/v1/none' }), { status: 404 })
  t.match((await from('192.0.2.1', { url: '/v1/agreements?limit=0' })).status, 400)
  await from('192.0.2.1')
  t.match((await from('192.0.2.1')).headers, { ratelimit: /r=0/ })
  const refused = await from('192.0.2.1')
  t.match(refused, {
    status: 429,
    headers: {
      ratelimit: /^"read";r=0;t=\d+$/,
      'content-type': 'application/problem+json',
      'cache-control': 'no-store'
    },
    body: {
      type: 'https://iana.org/assignments/http-problem-types#quota-exceeded',
      code: 'quota-exceeded',
      'violated-policies': ['read']
    }
  })
  const { ratelimit = '', 'retry-after': after } = refused.headers
  t.ok(Number(after) >= Number(/t=(\d+)/.exec(ratelimit)?.[1]), 'and when it may come again')

  t.equal((await from('192.0.2.2')).status, 200, 'another address is not held up')
  t.equal(
    (await from('192.0.2.1', { headers: { authorization: 'Bearer dda_guess' } })).status,
    429,
    'nor helped by guesses'
  )
  const authorization = `Bearer ${keys.read}`
  t.match(
    (await from('192.0.2.1', { headers: { authorization } })).headers,
    { ratelimit: /r=2/ },
    'a key is counted apart'
  )
  for (const url of ['/livez', '/readyz']) {
    const probed = await from('192.0.2.1', { url })
    t.equal(probed.status, 200, `${url} is never refused`)
    t.equal(probed.headers.ratelimit, undefined)
  }
})

t.test('a key writes as often as it may over all processes of a database', async t => {
  const { app, database, keys } = await start(t, 'postgresql', { rateLimits })
  const other = await buildApp({ config: { ...testConfig, rateLimits }, database, now: () => new Date() })
  t.teardown(() => other.close())
  const statuses: number[] = []
  for (const process of [app, other, app, other]) {
    const { statusCode } = await process.inject({
      method: 'POST',
      url: '/v1/agreements?dryRun=true',
      headers: { authorization: `Bearer ${keys.write}` },
      payload: anAgreement({ id: 'a-b' })
    })
    statuses.push(statusCode)
  }
  t.same(statuses, [200, 200, 429, 429])
})

t.test('where there are no limits nothing is said of any', async t => {
  const { get } = await start(t, 'postgresql', { rateLimits: { reads: 0, writes: 0 } })
  const { status, headers } = await get('/v1/countries/SV')
  t.match({ status, headers }, { status: 200, headers: { ratelimit: undefined, 'ratelimit-policy': undefined } })
})

t.test('only proxies that are named may say for whom they ask', async t => {
  const { request } = await start(t, 'postgresql', { rateLimits, trustProxy: '10.0.0.0/8' })
  const left = async (remoteAddress: string, forwarded: string) => {
    const headers = { 'x-forwarded-for': forwarded }
    const answer = await request({ url: '/v1/countries/SV', remoteAddress, headers } as InjectOptions)
    return /r=(\d+)/.exec(answer.headers.ratelimit ?? '')?.[1]
  }
  t.equal(await left('10.1.2.3', '192.0.2.1'), '2')
  t.equal(await left('10.1.2.3', '192.0.2.2'), '2', 'each client of the proxy is counted')
  t.equal(await left('10.1.2.3', '192.0.2.9, 192.0.2.2'), '1', 'and what clients say of themselves is not')
  t.equal(await left('192.0.2.7', '192.0.2.1'), '2')
  t.equal(await left('192.0.2.7', '192.0.2.2'), '1', 'a stranger is counted by its own address')
})
