import t from 'tap'
import { start } from '../start.ts'
import { attributes, faultsOf, textOf } from './markup.ts'

const { get } = await start(t, 'postgresql')
const browser = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' }
const { text: page } = await get('/', browser)
const decoded = (address: string) => address.replaceAll('&amp;', '&')

t.test('the first address is a page for browsers, and JSON for programs', async t => {
  t.match(page, /^<!doctype html>/)
  for (const headers of [{}, { accept: '*/*' }, { accept: 'application/json' }])
    t.match((await get('/', headers as Record<string, string>)).body, { agreements: '/v1/agreements' })
  t.same(faultsOf(page), [])
  const { etag = '' } = (await get('/', browser)).headers
  t.match(await get('/', { ...browser, 'if-none-match': etag }), { status: 304, text: '' })
})

t.test('figures are those of the API, and say that they are the least', async t => {
  const { body } = await get('/v1/statistics')
  const words = textOf(page)
  t.match(
    words,
    `people moved, in the ${body.persons.agreements} agreements that have a count at least ${body.persons.min.toLocaleString('en-GB')}`
  )
  t.match(words, `in all ${body.agreements} `)
  t.match(words, /promised by agreement, and .* at least EUR 6\.67 billion/)
})

t.test('three questions lead to lists that answer them', async t => {
  const part = page.slice(page.indexOf('id="questions"'), page.indexOf('id="map"'))
  const links = attributes(part, 'href').map(decoded)
  t.equal(links.length, 3)
  for (const link of links) {
    const { status, text } = await get(link, browser)
    t.equal(status, 200, link)
    t.match(text, 'class="cards list"', link)
  }
})

t.test('each party is a circle with a title, and those too small to see are listed', async t => {
  const { body } = await get('/v1/network')
  const world = page.slice(page.indexOf('<svg'), page.indexOf('</svg>'))
  const circles = new Set(attributes(world, 'href').filter(href => href.startsWith('/countries/')))
  t.equal(circles.size, body.nodes.length)
  t.match(world, /<title>United States: \d+ agreements \(sends \d+, receives \d+, mutual \d+\)<\/title>/)
  const small = page.slice(page.indexOf('class="small-states"'), page.indexOf('class="bars"'))
  for (const code of ['NR', 'PW', 'AG', 'XK']) t.match(small, `/countries/${code}"`)
  t.match(textOf(page), 'The registry takes no position on any of them')
})

t.test('the latest changes are those of the world, not of the registry', async t => {
  const part = page.slice(page.indexOf('id="latest"'))
  const days = attributes(part, 'datetime')
  t.equal(days.length, 8)
  t.ok(days.every(day => day <= '2026-11-26'))
  t.match(textOf(part), /on paper agreed → expired/)
})
