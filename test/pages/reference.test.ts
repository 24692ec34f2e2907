import t from 'tap'
import { anAgreement } from '../fixtures/agreement.ts'
import { start } from '../start.ts'
import { attributes, faultsOf, textOf } from './markup.ts'

// One registry for all tests of this file; what is written here has ids of its own.
const { get, post, patch, delete: remove, database } = await start(t, 'postgresql')
const browser = { accept: 'text/html,*/*;q=0.8' }
const page = async (address: string) => {
  const { status, text } = await get(address, browser)
  t.equal(status, 200, address)
  t.same(faultsOf(text), [], address)
  return text
}
const next = (text: string) =>
  attributes(text.match(/<a [^>]*rel="next"[^>]*>/)?.[0] ?? '', 'href')[0]?.replaceAll('&amp;', '&')

t.test('every code and every member of the codebook has a place on the page', async t => {
  const text = await page('/vocabulary')
  const ids = new Set(attributes(text, 'id'))
  const { body } = await get('/v1/vocabulary')
  for (const { entry, list, code, schema, member, definition } of body.items) {
    const id = entry === 'code' ? `${list}-${code}` : `${schema}.${member}`
    t.ok(ids.has(id), id)
    t.ok(definition)
  }
  for (const href of attributes(text, 'href')
    .filter(href => href.startsWith('/agreements?'))
    .slice(0, 40))
    t.equal((await get(href, browser)).status, 200, href)
  const one = await page('/vocabulary?list=legal_states')
  t.match(one, 'id="legal_states-in_force"')
  t.notMatch(one, 'id="kinds"')
  t.equal((await get('/vocabulary?list=pizza', browser)).status, 400)
})

t.test('the registry says how it is made, what it does not know, and where to report an error', async t => {
  const text = await page('/about')
  for (const id of ['method', 'sources', 'gaps', 'corrections', 'reuse']) t.match(text, `id="${id}"`)
  const { body } = await get('/v1/statistics')
  t.match(textOf(text), `${body.persons.agreements} of ${body.agreements} agreements have a count of people moved`)
})

t.test('changes of the world are walked through, each once, the latest first', async t => {
  const shown: string[] = []
  let at: string | undefined = '/changes?sender=US&limit=100'
  while (at) {
    const text: string = await page(at)
    const part = text.slice(text.indexOf('<ol class="changes"'), text.indexOf('</ol>'))
    for (const item of part.split('<li>').slice(1))
      shown.push(`${attributes(item, 'datetime')[0]} ${attributes(item, 'href')[0]?.replace('/agreements/', '')}`)
    at = next(text)
  }
  const { body } = await get('/v1/agreements?sender=US&limit=200')
  const expected: string[] = []
  for (const { id } of body.items) {
    const { timeline } = (await get(`/v1/agreements/${id}/status`)).body
    let [legal, implementation] = ['none', 'unimplemented']
    for (const stretch of timeline) {
      const hasTurned = stretch.legal !== legal || stretch.implementation !== implementation
      if (hasTurned && stretch.from !== null && stretch.from <= '2026-11-26') expected.push(`${stretch.from} ${id}`)
      legal = stretch.legal
      implementation = stretch.implementation
    }
  }
  t.same(shown, expected.sort().reverse())
})

t.test('changes go by filters and clocks, and say so', async t => {
  const text = await page('/changes?party=SV&asOf=2020-01-01')
  t.match(textOf(text), /In agreements with El Salvador as a party, up to 1 January 2020, the latest first\./)
  t.equal(text.match(/<time /g)?.length, 1)
  t.match(textOf(await page('/changes?party=SV')), /6 Feb 2021 .* suspended/)
  t.match(textOf(await page('/changes?party=IS')), 'No change of these agreements is recorded')
  for (const query of ['cursor=x', 'kind=pizza', 'asOf=2021-02-30', 'view=full'])
    t.equal((await get(`/changes?${query}`, browser)).status, 400, query)
})

t.test('an agreement that is deleted while changes are read costs nobody the page', async t => {
  const id = 'us-sv-2019-deleted'
  await post('/v1/agreements', anAgreement({ id }))
  // biome-ignore lint/suspicious/noExplicitAny: what the driver takes
  const pool = (database.db as any).$client
  const { query } = pool
  t.teardown(() => Object.assign(pool, { query }))
  pool.query = async (...statement: [{ text: string }]) => {
    const found = await query.apply(pool, statement)
    if (statement[0].text.includes('lag(i.legal')) {
      Object.assign(pool, { query })
      t.equal((await remove(`/v1/agreements/${id}`, { 'if-match': '*' })).status, 204)
    }
    return found
  }
  t.match(await page('/changes?sender=US&receiver=SV'), `/agreements/${id}`)
  t.notMatch(await page('/changes?sender=US&receiver=SV'), `/agreements/${id}`)
})

t.test('edits of the registry are apart, the newest first, and each leads to its version', async t => {
  const bad = '<b class="bad">&"'
  await post('/v1/agreements', anAgreement({ id: 'us-sv-2019-edited', title: bad }))
  await patch(
    '/v1/agreements/us-sv-2019-edited',
    { notes: 'Nothing.' },
    { 'if-match': '*', 'x-change-note': 'Because.' }
  )
  const first = await page('/changes/registry?limit=1')
  t.match(first, 'href="/agreements/us-sv-2019-edited/revisions/2"')
  t.match(textOf(first), /notes/)
  t.notMatch(first, '<b class')
  const second = await page(next(first) as string)
  t.match(second, 'href="/agreements/us-sv-2019-edited/revisions/1"')
  t.notMatch(await page('/changes?sender=US&limit=1'), 'us-sv-2019-edited', 'the world has not changed today')
  t.match(await page('/changes/registry?agreement=us-sv-2019-edited'), 'revisions/2')
  const turns = next(await page('/changes?limit=1'))?.split('cursor=')[1]
  t.equal((await get(`/changes/registry?cursor=${turns}`, browser)).status, 400, 'a cursor of the other list')
})
