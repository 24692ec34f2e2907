import type { FastifyInstance, InjectOptions } from 'fastify'
import t, { type Test } from 'tap'
import { buildApp } from '../../src/app.ts'
import { openDatabase } from '../../src/database/open.ts'
import { createKey, listKeys, revokeKey, rotateKey, scopesUpTo } from '../../src/keys/store.ts'
import { type Registry, start, testConfig, urlOf } from '../start.ts'

const country = '/v1/countries/SV'
const bearer = (secret: string) => ({ authorization: `Bearer ${secret}` })

/** Another process on the same database. */
async function another(t: Test, { database, clock }: Registry): Promise<FastifyInstance> {
  const other = await openDatabase({ databaseUrl: urlOf(database), dataDir: '' })
  t.teardown(() => other.close())
  const app = await buildApp({ config: testConfig, database: other, now: () => clock.now })
  t.teardown(() => app.close())
  return app
}

const usedAt = async ({ database }: Registry, name: string) =>
  (await listKeys(database.db)).find(key => key.name === name)?.lastUsedAt?.toISOString()

t.test('keys on PostgreSQL', async t => {
  const registry = await start(t, 'postgresql')
  const { database, clock, get } = registry
  const { db } = database
  const other = await another(t, registry)
  const statusAt = async (secret: string) => {
    const { statusCode } = await other.inject({ url: country, headers: bearer(secret) })
    return [(await get(country, bearer(secret))).status, statusCode]
  }
  const make = async (name: string, expiresAt: Date | null = null) =>
    (await createKey(db, { name, scopes: scopesUpTo('write'), createdAt: clock.now, expiresAt })) as string

  await t.test('a key that is revoked is so at once in every process', async t => {
    const secret = await make('lost')
    t.same(await statusAt(secret), [200, 200])
    await revokeKey(db, 'lost', clock.now)
    t.same(await statusAt(secret), [401, 401])
  })

  await t.test('a key behind a second "Bearer" is refused, and the answer says so', async t => {
    const secret = await make('pasted')
    t.match(await get(country, { authorization: `Bearer bearer  ${secret}` }), {
      status: 401,
      body: { code: 'unauthenticated', detail: /^The word "Bearer" stands twice .* paste the key alone\.$/ }
    })
    t.match((await get(country, { authorization: secret })).body, { detail: /not of the form "Bearer <key>"/ })
  })

  await t.test('whose secret is replaced may use both for a time, and then the new one', async t => {
    const before = await make('rotated')
    const hour = 3_600_000
    const rotate = (hours: number) =>
      rotateKey(db, 'rotated', { now: clock.now, previousUntil: new Date(clock.now.getTime() + hours * hour) })
    const after = (await rotate(1)) as string
    t.same(
      [await statusAt(before), await statusAt(after)],
      [
        [200, 200],
        [200, 200]
      ]
    )
    clock.now = new Date(clock.now.getTime() + hour)
    t.same(
      [await statusAt(before), await statusAt(after)],
      [
        [401, 401],
        [200, 200]
      ]
    )
    const last = (await rotate(1)) as string
    const newest = (await rotate(0)) as string
    t.same(
      await Promise.all([after, last, newest].map(statusAt)),
      [
        [401, 401],
        [401, 401],
        [200, 200]
      ],
      'or at once'
    )
    await rotate(1)
    await revokeKey(db, 'rotated', clock.now)
    t.same(await statusAt(newest), [401, 401], 'and neither of them where the key is revoked')
    t.equal(await rotate(1), undefined, 'which nothing brings back')
    const expired = await make('expired', clock.now)
    t.equal(await rotateKey(db, 'expired', { now: clock.now, previousUntil: clock.now }), undefined)
    t.same(await statusAt(expired), [401, 401])
  })

  await t.test('when a key was last used is known to the minute, and costs a write a minute', async t => {
    const secret = await make('used')
    t.equal(await usedAt(registry, 'used'), undefined)
    const uses: (string | undefined)[] = []
    const begun = clock.now.getTime()
    for (const seconds of [0, 59, 60]) {
      clock.now = new Date(begun + seconds * 1000)
      await statusAt(secret)
      // It is noted beside the request: what is asked on one connection after it finds it done.
      for (let i = 0; i < 100 && (await usedAt(registry, 'used')) === uses.at(-1); i++) if (seconds === 59) break
      uses.push(await usedAt(registry, 'used'))
    }
    t.same(
      uses,
      [0, 0, 60].map(seconds => new Date(begun + seconds * 1000).toISOString())
    )
  })
})

t.test('a key that comes unencrypted to a proxy with TLS is refused, named, and said to be seen', async t => {
  const registry = await start(t, 'postgresql', { trustProxy: 'loopback', publicUrl: 'https://example.org' })
  const { request, keys, database } = registry
  const by = (protocol: string, more: InjectOptions = {}) =>
    request({
      url: country,
      headers: { ...bearer(keys.write), 'x-forwarded-proto': protocol },
      ...more
    } as InjectOptions)
  t.equal((await by('https')).status, 200)
  t.match(await by('http'), {
    status: 403,
    body: { code: 'key-in-clear', detail: /^The key "tester" came unencrypted.*rotated/ }
  })
  const [, seen] = await listKeys(database.db)
  t.match(seen, { name: 'tester', seenInClearAt: registry.clock.now })
  t.equal(
    (await by('http', { headers: { 'x-forwarded-proto': 'http' } })).status,
    200,
    'without a key nothing was seen'
  )
})

t.test('where reading is not public, every address with data needs a key, and no other', async t => {
  const { app, keys, get } = await start(t, 'postgresql', { publicRead: false })
  const open = [
    '/',
    '/livez',
    '/readyz',
    '/openapi.json',
    '/problems',
    '/llms.txt',
    '/schemas/agreement.json',
    '/docs/'
  ]
  for (const url of open) t.equal((await get(url)).status, 200, url)
  const browser = { accept: 'text/html' }
  t.match((await get('/', browser)).headers, { 'content-type': /json/ }, 'the first page for people shows records')
  for (const url of ['/agreements', '/map', '/sitemap.xml']) t.equal((await get(url, browser)).status, 401, url)
  const { paths } = app.swagger() as unknown as { paths: Record<string, { get?: { security: object[] } }> }
  const reads = Object.entries(paths).filter(([path, { get }]) => get && path.startsWith('/v1/'))
  t.ok(reads.length > 15)
  for (const [path, { get: operation }] of reads) {
    t.same(operation?.security, [{ bearer: [] }], path)
    const url = path
      .replace('{code}', 'SV')
      .replace('{version}', '1')
      .replaceAll(/\{\w+\}/g, 'a-b')
    const needsQuery = (await app.inject({ url, headers: bearer(keys.read) })).statusCode === 400
    if (!needsQuery) t.match(await get(url), { status: 401, headers: { 'www-authenticate': /scope="read"/ } }, url)
  }
  t.equal((await get(country, bearer(keys.read))).status, 200)
  t.equal((await app.inject({ method: 'OPTIONS', url: country })).statusCode, 204)
})
