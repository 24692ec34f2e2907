import { XMLParser } from 'fast-xml-parser'
import t from 'tap'
import { anAgreement } from '../fixtures/agreement.ts'
import { agreements } from '../fixtures/data-set.ts'
import { start } from '../start.ts'
import { attributes, faultsOf, textOf } from './markup.ts'

const publicUrl = 'https://registry.example/path'
const { get, post } = await start(t, 'postgresql', { publicUrl })
const browser = { accept: 'text/html,*/*;q=0.8', host: 'registry.example' }
const id = 'us-sv-2019-asylum-cooperative-agreement'
const page = async (address: string) => (await get(address, browser)).text
const linkedData = (text: string) =>
  JSON.parse(/<script type="application\/ld\+json">(.*?)<\/script>/s.exec(text)?.[1] ?? 'null')
const meta = (text: string, name: string) =>
  attributes(text.match(new RegExp(`<meta (?:name|property)="${name}"[^>]*>`))?.[0] ?? '', 'content')[0]

t.test('a page has a title, a description and one address for all its clocks', async t => {
  const text = await page(`/agreements/${id}?asOf=2021-02-10`)
  t.match(text, `<link rel="canonical" href="${publicUrl}/agreements/${id}"/>`)
  t.equal(meta(text, 'robots'), 'noindex', 'one of many views of the same')
  t.equal(meta(await page(`/agreements/${id}`), 'robots'), undefined)
  t.match(meta(text, 'description'), /^Under this 2019/)
  t.match(meta(text, 'og:title'), /^Asylum Cooperative Agreement/)
  t.equal(meta(text, 'og:url'), `${publicUrl}/agreements/${id}`)
})

t.test('Zotero finds what it cites', async t => {
  const text = await page(`/agreements/${id}`)
  t.match(meta(text, 'citation_title'), /^Asylum Cooperative Agreement/)
  t.match(meta(text, 'citation_publication_date'), /^\d{4}\/\d{2}\/\d{2}$/)
  t.equal(meta(text, 'citation_public_url'), `${publicUrl}/agreements/${id}/revisions/1`)
})

t.test('search engines find a data set, and legislation where it binds', async t => {
  const dataSet = linkedData(await page('/'))
  t.match(dataSet, { '@type': 'Dataset', license: /by\/4\.0/, url: `${publicUrl}/` })
  t.equal(dataSet.distribution.length, 3)
  t.match(linkedData(await page(`/agreements/${id}`)), {
    '@type': 'Legislation',
    legislationDate: '2019-09-20',
    url: `${publicUrl}/agreements/${id}`
  })
  t.match(linkedData(await page('/agreements/gb-rw-2022-asylum-partnership-mou')), { '@type': 'CreativeWork' })
})

t.test('the first signature is the same for people, programs, search engines and those who cite', async t => {
  const first = async (...dates: string[]) => {
    const path = `/us-sv-2019-signed-${dates.join('-and-')}`
    const citations = [{ source: 'treaty-text' }]
    const events = dates.map(date => ({ type: 'signed' as const, date, citations }))
    await post(
      '/v1/agreements',
      anAgreement({ id: path.slice(1), form: 'treaty', bindingness: 'binding', events }),
      browser
    )
    const text = await page(`/agreements${path}`)
    const { body } = await get('/v1/agreements?fields=signedOn&limit=1', browser)
    const citation = await get(`/agreements${path}/revisions/1/citation.json`, browser)
    return {
      people: /Signed ([\w ]+?) Kind/.exec(textOf(text))?.[1],
      programs: body.items[0].signedOn,
      searchEngines: linkedData(text).legislationDate,
      citing: citation.body[1]['event-date'].edtf
    }
  }
  const all = (date: string, words: string) => ({ people: words, programs: date, searchEngines: date, citing: date })
  t.same(await first('2020-05-06', '2019-03-04'), all('2019-03-04', '4 March 2019'), 'whatever the order')
  t.same(await first('2019', '2019-01-01'), all('2019-01-01', '1 January 2019'), 'the one that was over first')
})

t.test('links stay below the path under which a proxy serves the registry', async t => {
  const text = await page(`/agreements/${id}`)
  const links = attributes(text, 'href').filter(href => href.startsWith('/'))
  t.ok(links.length > 20)
  t.same(
    links.filter(href => !href.startsWith('/path/')),
    []
  )
  const { headers } = await get(`/agreements/${id}?asOf=`, browser)
  t.equal(headers.location, `/path/agreements/${id}`)
})

t.test('the sitemap names every agreement and every party', async t => {
  const { text, headers } = await get('/sitemap.xml', { host: 'registry.example' })
  t.match(headers['content-type'], 'application/xml')
  const { urlset } = new XMLParser().parse(text)
  const places = urlset.url.map(({ loc }: { loc: string }) => loc)
  for (const { id } of agreements) t.ok(places.includes(`${publicUrl}/agreements/${id}`), id)
  t.ok(places.includes(`${publicUrl}/countries/SV`))
  t.match((await get('/robots.txt', { host: 'registry.example' })).text, `Sitemap: ${publicUrl}/sitemap.xml`)
})

t.test('a card may be framed by others, and nothing else may', async t => {
  const { text, headers } = await get(`/embed/agreements/${id}`, browser)
  t.match(headers['content-security-policy'], 'frame-ancestors *')
  t.equal(headers['set-cookie'], undefined)
  t.match(textOf(text), /On paper Terminated .* In practice Unimplemented/)
  t.match(text, '<base target="_top"/>', 'its links leave the frame')
  t.match(text, `href="/path/agreements/${id}#e-`)
  t.same(faultsOf(text), [])
  for (const address of ['/', '/agreements', `/agreements/${id}`])
    t.match((await get(address, browser)).headers['content-security-policy'], "frame-ancestors 'none'")
})
