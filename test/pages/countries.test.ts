import t from 'tap'
import { agreements } from '../fixtures/data-set.ts'
import { start } from '../start.ts'
import { attributes, faultsOf, textOf } from './markup.ts'

// One registry for all tests of this file, which only read.
const { get } = await start(t, 'postgresql')
const browser = { accept: 'text/html,*/*;q=0.8' }
const page = async (address: string) => {
  const { status, text } = await get(address, browser)
  t.equal(status, 200, address)
  return text
}

t.test('a country is shown as receiver, as sender and both ways, with every agreement of it once', async t => {
  const text = await page('/countries/PA')
  t.match(
    textOf(text),
    /Receiver in 4 agreements, sender in 1 agreement and party to 1 agreement that works both ways\. 2 of the 6 are operating today/
  )
  t.match(textOf(text), /people received, in the one agreement that has a count at least 299/)
  const shown = Array.from(text.matchAll(/<th scope="row"><a href="\/agreements\/([\w-]+)"/g), ([, id]) => id)
  const { body } = await get('/v1/countries/PA')
  t.same(
    [...shown].sort(),
    body.items.map(({ id }: { id: string }) => id)
  )
  for (const role of ['receiver', 'sender', 'mutual'])
    t.equal(
      text
        .slice(text.indexOf(`<section id="${role}"`))
        .split('</section>')[0]
        ?.match(/<th scope="row"/g)?.length,
      body.agreements[role]
    )
})

t.test('a country goes by the clocks of the API, and says what it does not know', async t => {
  const early = textOf(await page('/countries/PA?asOf=1994-10-01'))
  t.match(early, /Receiver in 2 agreements\. 1 of the 2 is operating on 1 October 1994\./)
  const nothing = await page('/countries/IS')
  t.match(textOf(nothing), /No agreement of Iceland is recorded .* does not mean that nothing exists/)
  t.match(nothing, '<meta name="robots" content="noindex"')
  for (const [address, status] of [
    ['/countries/XX', 404],
    ['/countries/pa', 404],
    ['/countries/PA?asOf=x', 400],
    ['/countries/PA?q=x', 400]
  ] as const)
    t.equal((await get(address, browser)).status, status, address)
})

t.test('every country of the data set has a page, and all are on one', async t => {
  const codes = [...new Set(agreements.flatMap(({ parties }) => parties.map(({ country }) => country)))]
  const all = await page('/countries')
  t.same(faultsOf(all), [])
  for (const code of codes) {
    t.match(all, `href="/countries/${code}"`)
    t.same(faultsOf(await page(`/countries/${code}`)), [], code)
  }
  t.equal(all.match(/<th scope="row">/g)?.length, codes.length)
})

const rwanda = '/compare?id=gb-rw-2022-asylum-partnership-mou&id=gb-rw-2023-asylum-partnership-treaty'

t.test('agreements stand side by side, and what differs is what the API says', async t => {
  const text = await page(rwanda)
  t.match(textOf(text), /The United Kingdom and Rwanda: 2 agreements compared/)
  t.match(textOf(text), /On paper today superseded since 25 April 2024 terminated since 16 March 2026/)
  const rowOf = (name: string) => text.match(new RegExp(`<tr class="(\\w+)"><th scope="row">${name}</th>`))?.[1]
  const { body } = await get(`/v1${rwanda}`)
  const sameOf = (pointer: string) =>
    body.members.find((member: { pointer: string }) => member.pointer === pointer).same ? 'same' : 'diff'
  t.equal(rowOf('Form'), sameOf('/form'))
  t.equal(rowOf('Text'), sameOf('/disclosure'))
  t.equal(rowOf('Paid'), sameOf('/totals/paid'))
  t.equal(text.slice(text.indexOf('>Clauses<')).match(/<tr class="(same|diff)"/g)?.length, body.provisions.length)
  t.same(faultsOf(text), [])
})

t.test('ten agreements of many pairs can be compared, at other clocks too', async t => {
  const ids = agreements
    .slice(0, 10)
    .map(({ id }) => `id=${id}`)
    .join('&')
  const text = await page(`/compare?${ids}`)
  t.match(textOf(text), /10 agreements compared/)
  t.same(faultsOf(text), [])
  const then = textOf(await page(`${rwanda}&asOf=2024-01-01`))
  t.match(then, /On paper on that day in force since 13 April 2022 signed since 5 December 2023/)
  t.ok(
    attributes(await page(`${rwanda}&asOf=2024-01-01`), 'href').includes(
      '/agreements/gb-rw-2022-asylum-partnership-mou?asOf=2024-01-01'
    )
  )
})

t.test('a comparison that cannot be made is refused on a page, which names the agreement', async t => {
  const one = await get('/compare?id=gb-rw-2022-asylum-partnership-mou', browser)
  t.equal(one.status, 400)
  const missing = await get('/compare?id=gb-rw-2022-asylum-partnership-mou&id=no-such', browser)
  t.equal(missing.status, 404)
  t.match(textOf(missing.text), 'no-such')
})
