import { setImmediate } from 'node:timers/promises'
import { fastify } from 'fastify'
import { HtmlValidate } from 'html-validate'
import t from 'tap'
import { siteAt } from '../../src/pages/assets.ts'
import { ProblemPage } from '../../src/pages/problem.tsx'
import { pageSender } from '../../src/pages/routes-sending.ts'
import { start } from '../start.ts'
import { attributes, faultsOf, textOf } from './markup.ts'

const { app, get, database } = await start(t, 'postgresql')
const browser = { accept: 'text/html,*/*;q=0.8' }
const page = async (address: string) => {
  const { status, text } = await get(address, browser)
  t.equal(status, 200, address)
  t.same(faultsOf(text), [], address)
  return text
}
const decoded = (address: string) => address.replaceAll('&amp;', '&')
const both = 'id=gb-rw-2022-asylum-partnership-mou&id=gb-rw-2023-asylum-partnership-treaty'
const addresses = [
  ...['/', '/agreements', '/agreements/us-sv-2019-asylum-cooperative-agreement', '/countries', '/countries/PA'],
  ...[`/compare?${both}`, '/map', '/network', '/changes', '/changes/registry', '/vocabulary', '/about']
]

t.test('every page leads to the same view in Swagger UI', async t => {
  const { paths } = app.swagger() as unknown as {
    paths: Record<string, Record<string, { operationId: string; tags: string[] }>>
  }
  const operations = Object.values(paths).flatMap(path => Object.values(path))
  for (const address of addresses) {
    const link = attributes(
      (await page(address)).match(/<a [^>]*>This view in the API/)?.[0] ?? '',
      'href'
    )[0] as string
    if (link === '/docs/') continue
    const [, tag, id] = /^\/docs\/#\/([^/]+)\/(.+)$/.exec(link) ?? []
    t.ok(
      operations.some(
        ({ operationId, tags }) => operationId === id && tags.includes(decodeURIComponent(tag as string))
      ),
      `${address} leads to ${link}`
    )
  }
})

t.test('every page is valid HTML', async t => {
  const validator = new HtmlValidate({
    root: true,
    extends: ['html-validate:recommended'],
    rules: {
      // How it is written, which is the renderer's; a title is as long as that of the agreement.
      ...{ 'void-style': 'off', 'doctype-style': 'off', 'long-title': 'off' },
      'valid-id': ['error', { relaxed: true }],
      // Values of a list are fields of one name.
      'form-dup-name': 'off'
    }
  })
  for (const address of [
    ...addresses,
    '/agreements?q=rwnada',
    '/embed/agreements/us-sv-2025-cecot-detention',
    '/nowhere'
  ]) {
    const { text } = await get(address, browser)
    const { results } = await validator.validateString(text)
    const faults = results.flatMap(({ messages }) => messages.map(({ message, selector }) => `${message}: ${selector}`))
    t.same(faults, [], address)
  }
})

t.test(
  'an address that nothing has leads browsers on, and is a problem document for programs and below /v1',
  async t => {
    const lost = await get('/agrements', browser)
    t.equal(lost.status, 404)
    t.match(lost.headers, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' })
    t.match(lost.text, /<form class="search" action="\/agreements"/)
    t.match(textOf((await get('/Agreements', browser)).text), 'Addresses are in lower case')
    for (const [address, headers] of [
      ['/agrements', { accept: '*/*' }],
      ['/agrements', {}],
      ['/v1/agrements', browser]
    ] as const) {
      const answer = await get(address, headers as Record<string, string>)
      t.equal(answer.status, 404)
      t.match(answer.headers['content-type'], 'application/problem+json', address)
    }
  }
)

t.test('no link of any page is dead', async t => {
  const links = new Set<string>()
  for (const address of addresses) {
    for (const link of attributes(await page(address), 'href').map(decoded)) if (link.startsWith('/')) links.add(link)
  }
  // One of each sort is enough: the rest have the same form.
  const sorts = new Map(
    [...links].map(link => [
      link.replace(/=[^&#]+/g, '=').replace(/\/[a-z0-9-]*\d{4}[a-z0-9-]*|\/[A-Z]{2}\b/g, '/x'),
      link
    ])
  )
  t.ok(sorts.size > 30)
  for (const link of sorts.values()) {
    const { status } = await get(link.replace(/#.*/, ''), link.startsWith('/v1') ? {} : browser)
    t.ok([200, 302].includes(status), `${status} ${link}`)
  }
})

t.test('a page that many ask for at once is made once', async t => {
  let made = 0
  const send = pageSender({
    db: database.db,
    readFor: database.readFor,
    now: () => new Date(),
    cursorKey: '',
    publicUrl: '',
    contact: undefined,
    site: siteAt('')
  })
  const served = fastify()
  t.teardown(() => served.close())
  served.get('/', async (request, reply) =>
    send(request, reply, async () => {
      made++
      await setImmediate()
      return ProblemPage({ code: 'gone', status: 410, title: 'Gone', detail: 'Long ago.', faults: [] })
    })
  )
  const answers = await Promise.all(Array.from({ length: 8 }, () => served.inject('/')))
  t.ok(answers.every(({ body }) => body.includes('Long ago.')))
  t.equal(made, 1)
})

t.test('a page with its style sheet comes in less than 100 kB', async t => {
  const headers = { ...browser, 'accept-encoding': 'br' }
  const sizeOf = async (url: string) => (await app.inject({ url, headers })).rawPayload.length
  const [sheet] = attributes(await page('/about'), 'href').filter(href => href.endsWith('.css'))
  const shared = await sizeOf(sheet as string)
  for (const address of addresses) t.ok((await sizeOf(address)) + shared < 100_000, address)
})

t.test('the map and the network have a table that says the same, of any day', async t => {
  for (const address of ['/map', '/network']) {
    const { body } = await get('/v1/network?asOf=2019-12-31')
    const text = await page(`${address}?asOf=2019-12-31`)
    const table = text.slice(text.indexOf('id="table"'))
    t.equal(table.match(/<tr>/g)?.length, body.edges.length + 1, address)
    t.match(textOf(text), 'as of 31 December 2019')
    t.match(text, 'name="asOf" value="2019-12-31"')
  }
  const [once, again] = [await page('/network'), await page('/network?asOf=2026-11-26')]
  const picture = (text: string) => text.match(/<path class="arc[^>]*>/g)
  t.same(picture(once), picture(again), 'the same agreements give the same picture')
})
