import t from 'tap'
import { anAgreement, aSource } from '../fixtures/agreement.ts'
import { agreements } from '../fixtures/data-set.ts'
import { start } from '../start.ts'
import { attributes, faultsOf, textOf } from './markup.ts'

// One registry for all tests of this file: what is written here has ids of its own.
const { get, post, patch, request, clock } = await start(t, 'postgresql')
const page = '/agreements/us-sv-2019-asylum-cooperative-agreement'
const browser = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' }

t.test('the page of an agreement says the status in words, then shows it, then proves it', async t => {
  const { status, text, headers } = await get(page, browser)
  t.equal(status, 200)
  t.equal(headers['content-type'], 'text/html; charset=utf-8')
  const words = textOf(text)
  t.match(words, /On paper Terminated since a day between 6 February and 31 December 2021/)
  t.match(words, /In practice Unimplemented nobody was moved, as last assessed 4 February 2025/)
  t.match(words, /or in force: disputed/, 'doubt is drawn with its name')
  t.match(words, /2 Entered into force by 15 Dec 2020, disputed by 7/)
  t.match(words, /on paper: signed → suspended/)
  const order = ['<dl class="status"', '<svg class="wide"', 'id="status-over-time"', 'id="e-signed"', 'id="sources"']
  const places = order.map(part => text.indexOf(part))
  t.same(
    places,
    [...places].sort((a, b) => a - b)
  )
  t.ok(places.every(place => place > 0))
})

t.test('a number of people says whether anybody counted all of them', async t => {
  const wordsOf = async (id: string) => textOf((await get(`/agreements/${id}`, browser)).text)
  t.match(await wordsOf('us-mx-1976-penal-sentences-treaty'), /People moved \d+ as far as they were counted/)
  t.match(await wordsOf('us-pw-2025-third-country-memorandum'), /People moved no movement of people is recorded/)
  const { body } = await get('/v1/agreements?view=full&limit=200')
  const atLeast = body.items.find(
    ({ totals }: { totals: { persons: { max: number | null } | null } }) =>
      totals.persons && totals.persons.max === null
  )
  t.match(await wordsOf(atLeast.id), /People moved at least [\d,]+ (?!as far)/)
})

t.test('each mark leads to its claim, each claim to its source', async t => {
  const { text } = await get(page, browser)
  const drawing = text.slice(text.indexOf('<svg class="wide"'), text.indexOf('<svg class="tall"'))
  t.ok(attributes(drawing, 'href').includes('#e-in-force'))
  const row = text.slice(text.indexOf('id="e-in-force"'), text.indexOf('id="e-accords'))
  t.match(row, 'href="#s-hstoday-sv"')
  t.match(text.slice(text.indexOf('id="s-hstoday-sv"')), /href="https?:/)
})

t.test('the clocks step the page to another day, and to what had been reported by then', async t => {
  const february = textOf((await get(`${page}?asOf=2021-02-10`, browser)).text)
  t.match(february, /On paper Suspended since 6 February 2021 or terminated: day not known/)
  t.match(february, /2 later events are not shown: they came after 10 February 2021/)
  t.match(february, /as of 10 Feb 2021/)
  const reported = textOf((await get(`${page}?asOf=2021-01-01&reportedBy=2021-01-15`, browser)).text)
  t.match(reported, /On paper In force/)
  t.notMatch(reported, /disputed by/, 'what contradicts it was not published yet')
  t.match(reported, /nothing that reports them had been published by 15 January 2021/)
})

t.test('what a form leaves empty is left out of the address', async t => {
  const { status, headers } = await get(`${page}?asOf=2021-02-10&reportedBy=&knownAt=`, browser)
  t.equal(status, 302)
  t.equal(headers.location, `${page}?asOf=2021-02-10`)
})

t.test('every page of the data set holds together', async t => {
  for (const { id } of agreements) {
    const { status, text } = await get(`/agreements/${id}`, browser)
    t.equal(status, 200, id)
    t.same(faultsOf(text), [], id)
    // Nothing is styled but by the sheet, and nothing runs.
    t.notMatch(text, /<style|\sstyle=|<script(?! type="application\/ld\+json")|\son\w+=/, id)
  }
})

t.test('no text of a record becomes markup', async t => {
  const bad = `<b class="bad">"'&amp;</b><script>alert(1)</script>`
  const cited = [{ source: 'treaty-text', locator: bad, quote: bad }]
  const hostile = anAgreement({
    id: 'us-sv-2019-hostile',
    title: bad,
    otherTitles: [bad],
    summary: bad,
    notes: bad,
    parties: [
      { country: 'US', role: 'sender', authority: bad, signatories: [{ name: bad, office: bad }] },
      { country: 'SV', role: 'receiver' }
    ],
    participants: [{ name: bad, kind: 'ngo', role: 'implementing', citations: cited }],
    identifiers: [{ scheme: 'other', value: bad }],
    scope: { description: bad },
    feeTerms: [{ stage: 'agreed', basis: 'in_kind', purpose: bad, schedule: bad, conditions: bad, citations: cited }],
    linkages: [{ type: 'aid', sense: 'incentive', description: bad, citations: cited }],
    term: { note: bad },
    facilities: [{ id: 'sv-bad', name: bad, country: 'SV', place: bad, role: 'detention' }],
    events: [
      { id: 'signed', type: 'signed', date: '2019-09-20', description: bad, citations: cited },
      {
        id: 'force',
        type: 'entered_into_force',
        date: '2020',
        description: bad,
        standing: 'disputed',
        disputedBy: cited,
        citations: cited
      }
    ],
    provisions: [{ topic: 'non_refoulement', stance: 'yes', note: bad, citations: cited }],
    relations: [{ type: 'related', agreement: 'us-sv-2025-prison-offer', note: bad }],
    sources: [aSource({ title: bad, publisher: bad, url: 'https://www.example.org/?q="onload=x' })]
  })
  const written = await post('/v1/agreements', hostile)
  t.equal(written.status, 201, written.text)
  const { text } = await get('/agreements/us-sv-2019-hostile', browser)
  const [block = '', data = ''] = /<script type="application\/ld\+json">(.*?)<\/script>/s.exec(text) ?? []
  t.notMatch(text.replace(block, ''), /<b class="bad"|<script|"onload/)
  t.notMatch(data, '<', 'nothing in the data block can end it')
  t.equal(JSON.parse(data).name, bad)
  t.ok(text.split('&lt;b class').length > 30, 'they are all there, as text')
  t.same(faultsOf(text), [])
  t.same(faultsOf((await get('/agreements/us-sv-2025-prison-offer', browser)).text), [], 'beside others too')
})

t.test('money per head is what the sums beside it come to', async t => {
  const exactly = (amount: string) => ({ min: amount, max: amount })
  const payment = (id: string, payer: string, payee: string, amount: string) => ({
    id,
    type: 'payment' as const,
    date: '2020-01-01',
    payment: { payer, payee, amount: exactly(amount), currency: 'USD' },
    citations: [{ source: 'treaty-text' }]
  })
  const cap = (persons: number, source: string) => ({
    basis: 'total' as const,
    stage: 'agreed' as const,
    persons: { min: persons, max: persons },
    citations: [{ source }]
  })
  const written = await post(
    '/v1/agreements',
    anAgreement({
      id: 'us-sv-2019-with-money',
      scope: { caps: [cap(50, 'treaty-text'), cap(200, 'treaty-text'), cap(400, 'protocol')] },
      feeTerms: [
        {
          stage: 'agreed',
          basis: 'lump_sum',
          amount: exactly('10000.00'),
          currency: 'USD',
          citations: [{ source: 'treaty-text' }]
        }
      ],
      events: [
        { id: 'signed', type: 'signed', date: '2019-09-20', citations: [{ source: 'treaty-text' }] },
        payment('there', 'US', 'SV', '6000000.00'),
        payment('back', 'SV', 'US', '1000000.00'),
        {
          id: 'flights',
          type: 'transfer',
          date: '2020-02-01',
          persons: { min: 250, max: 250 },
          cumulative: true,
          citations: [{ source: 'treaty-text' }]
        }
      ],
      sources: [aSource(), aSource({ id: 'protocol', publishedOn: '2021-01-01' })]
    })
  )
  t.equal(written.status, 201, written.text)
  const read = async (query: string) => textOf((await get(`/agreements/us-sv-2019-with-money${query}`, browser)).text)
  const now = await read('')
  t.match(now, 'So far: USD 5,000,000 paid ÷ 250 people moved = USD 20,000 for each')
  t.match(now, 'Paid so far, less what came back USD 5,000,000')
  t.match(now, 'Money USD 5 million paid less what came back; promised: USD 10,000')
  t.match(now, 'USD 10,000 promised ÷ 50–400 people = USD 25–200 for each')
  t.match(
    await read('?asOf=2020-06-01&reportedBy=2020-06-01'),
    'USD 10,000 promised ÷ 50–200 people = USD 50–200 for each',
    'a number that is told of later divides nothing yet'
  )
})

t.test('a page loads nothing but its style sheet and its icon, runs nothing and is framed by nobody', async t => {
  const { text, headers } = await get(page, browser)
  const policy = headers['content-security-policy'] as string
  for (const directive of [
    "default-src 'none'",
    "style-src 'self'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'"
  ])
    t.match(policy, directive)
  t.notMatch(policy, 'unsafe')
  t.equal(headers['set-cookie'], undefined)
  const loaded = attributes(text, 'href').filter(href => href.startsWith('/assets/'))
  t.equal(loaded.length, 2)
  for (const address of loaded) {
    const asset = await get(address)
    t.equal(asset.status, 200)
    t.match(asset.headers['cache-control'], 'immutable')
  }
})

t.test('a page is read again only when it has changed, and no copy outlives the day', async t => {
  const { headers } = await get(page, browser)
  t.equal(headers['cache-control'], 'public, max-age=60, must-revalidate')
  const again = await get(page, { ...browser, 'if-none-match': headers.etag as string })
  t.equal(again.status, 304)
  await patch('/v1/agreements/us-sv-2019-hostile', { notes: 'Nothing.' }, { 'if-match': '*' })
  t.equal((await get(page, { ...browser, 'if-none-match': headers.etag as string })).status, 304, 'others may change')
  clock.now = new Date('2026-11-26T23:59:30.000Z')
  t.equal((await get(page, browser)).headers['cache-control'], 'public, max-age=30, must-revalidate')
  clock.now = new Date('2026-11-27T00:00:00.000Z')
  t.match(textOf((await get(page, browser)).text), /today, 27 Nov 2026/)
  clock.now = new Date('2026-11-26T12:00:00.000Z')
})

t.test('an address that cannot be shown is a page for people, and a problem document for programs', async t => {
  const missing = await get('/agreements/no-such-agreement', browser)
  t.equal(missing.status, 404)
  t.match(missing.headers['content-type'], 'text/html')
  t.match(textOf(missing.text), /There is no agreement|no agreement/i)
  t.equal(missing.headers['cache-control'], 'no-store')
  const wrong = await get(`${page}?asOf=2021-02-30`, browser)
  t.equal(wrong.status, 400)
  t.match(textOf(wrong.text), /asOf : "2021-02-30" is no calendar day/)
  const early = await get(`${page}?asOf=1900-01-01`, browser)
  t.equal(early.status, 404)
  t.match(textOf(early.text), /2019/, 'it says since when something is known')
  const program = await get('/agreements/no-such-agreement', { accept: 'application/json' })
  t.match(program.headers['content-type'], 'application/problem+json')
})

t.test('a revision has an address of its own, and can be cited', async t => {
  const { text } = await get(page, browser)
  t.match(text, `href="${page}/revisions/1"`)
  const { status, headers } = await get(`${page}/revisions/1`, browser)
  t.equal(status, 302)
  t.match(headers.location, /\?knownAt=2026/)
  for (const [form, words] of Object.entries({ bib: /@\w+\{us-sv-2019/, ris: /^TY {2}- /, json: /"type":"dataset"/ })) {
    const { status, text, headers } = await get(`${page}/revisions/1/citation.${form}`)
    t.equal(status, 200)
    t.match(text, words)
    t.match(headers['content-disposition'], `.${form}"`)
  }
})

t.test('a page is sent for HEAD, without a body', async t => {
  const { status, text } = await request({ method: 'HEAD', url: page, headers: browser })
  t.equal(status, 200)
  t.equal(text, '')
})
