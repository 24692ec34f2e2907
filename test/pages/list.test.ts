import t from 'tap'
import { start } from '../start.ts'
import { attributes, faultsOf, textOf } from './markup.ts'

const { get } = await start(t, 'postgresql')
const browser = { accept: 'text/html,*/*;q=0.8' }
const page = async (address: string) => {
  const { status, text } = await get(address, browser)
  t.equal(status, 200, address)
  return text
}
const decoded = (address: string) => address.replaceAll('&amp;', '&')

t.test('the list says what was asked for in one sentence, and names every filter, clock and order', async t => {
  const text = textOf(await page('/agreements?sender=US&legal=signed&asOf=2025-12-31&reportedBy=2026-01-31&sort=title'))
  t.match(
    text,
    /Agreements under which the United States sends , signed in law , with their status as of 31 December 2025 , as reported by 31 January 2026 , by title\./
  )
})

t.test('the same view is a file, and JSON, at addresses with the same query', async t => {
  const text = await page('/agreements?q=CECOT')
  const files = attributes(text, 'href')
    .map(decoded)
    .filter(href => href.startsWith('/v1/agreements?'))
  t.same(files, [
    '/v1/agreements?q=CECOT&sort=-relevance&format=csv',
    '/v1/agreements?q=CECOT&sort=-relevance&format=xlsx',
    '/v1/agreements?q=CECOT&sort=-relevance'
  ])
  for (const file of files) t.equal((await get(file)).status, 200, file)
  const { body } = await get('/v1/agreements?q=CECOT')
  for (const { id } of body.items) t.match(text, `href="/agreements/${id}"`)
  t.match(text, /<mark>CECOT<\/mark>/, 'and shows what was found')
})

t.test('facets are links with the counts of the API, and each ignores its own filter', async t => {
  const text = await page('/agreements?sender=US')
  const { body } = await get('/v1/agreements?sender=US&facet=sender&facet=legal&facet=receiver')
  for (const { value, count } of [...body.facets.sender.slice(0, 6), ...body.facets.legal]) {
    const link = new RegExp(`href="/agreements\\?sender=US&amp;(?:sender|legal)=${value}"[^]*?</a>\\s*<span>${count}<`)
    if (value !== 'US') t.match(text, link, value)
  }
  t.match(text, /href="\/agreements" aria-current="true"/, 'what is set can be taken away')
  t.match(textOf(text), `all ${body.facets.receiver.length}`)
  const whole = await page('/agreements?sender=US&facet=receiver')
  t.notMatch(textOf(whole), `all ${body.facets.receiver.length}`)
})

t.test('a walk through the pages shows every agreement once', async t => {
  const seen: string[] = []
  let next: string | undefined = '/agreements?sender=US&limit=50'
  while (next) {
    const text: string = await page(next)
    seen.push(
      ...Array.from(text.matchAll(/<th scope="row"><a href="\/agreements\/([^"?]+)/g), ([, id]) => id as string)
    )
    next = attributes(text.match(/<a [^>]*rel="next"[^>]*>/)?.[0] ?? '', 'href').map(decoded)[0]
  }
  const { body } = await get('/v1/agreements?sender=US&limit=200')
  t.same([...seen].sort(), body.items.map(({ id }: { id: string }) => id).sort())
})

t.test('heads sort, the one that does says so', async t => {
  const text = await page('/agreements?sort=title')
  t.match(text, /aria-sort="ascending"[^>]*><a href="\/agreements\?sort=-title"/)
  t.match(text, 'href="/agreements?sort=-personsMoved"')
})

t.test('an empty list says why, since when something is known, and offers three ways out', async t => {
  const text = await page('/agreements?q=CECOT&asOf=2021-02-10')
  t.match(
    textOf(text),
    /None on that day .*as of today there are 2\. No act of them is recorded before 3 February 2025\./
  )
  t.match(text, 'href="/agreements?q=CECOT"')
  const box = text.slice(text.indexOf('class="empty"'), text.indexOf('</main>'))
  t.equal(box.match(/<li>/g)?.length, 3)
  t.match(textOf(await page('/agreements?q=rwnada')), /None at all .*Perhaps “ rwanda ”/)
})

t.test('filters and clocks go on in every link and form of the page', async t => {
  const text = await page('/agreements?kind=readmission&asOf=2020-01-01')
  t.match(text, /<input type="hidden" name="kind" value="readmission"\/>/)
  t.match(text, 'href="/agreements?kind=readmission"', 'without the clock')
  t.ok(attributes(text, 'href').some(href => /^\/agreements\/[\w-]+\?asOf=2020-01-01$/.test(href)))
  t.same(faultsOf(text), [])
})

t.test('what the API refuses is refused here, on a page', async t => {
  for (const query of ['kind=pizza', 'sender=XX', 'minAmount=5', 'view=full', 'sort=nothing', 'cursor=x']) {
    const { status, text } = await get(`/agreements?${query}`, browser)
    t.equal(status, 400, query)
    t.match(text, /<h1>/, query)
  }
  const { headers } = await get('/agreements?q=&sender=US', browser)
  t.equal(headers.location, '/agreements?sender=US')
})

t.test('a search for markup finds words', async t => {
  const text = await page(`/agreements?q=${encodeURIComponent('<img src=x onerror=alert(1)>"')}`)
  t.notMatch(text, /<img/)
  t.match(text, '&lt;img')
})
