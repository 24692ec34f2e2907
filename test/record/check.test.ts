import t from 'tap'
import { limits } from '../../src/limits.ts'
import { complete } from '../../src/record/complete.ts'
import { check } from '../../src/record/rules/check.ts'
import type { AgreementInput } from '../../src/record/schema/agreement.ts'
import { identifierForms } from '../../src/record/schema/identifiers.ts'
import { anAgreement } from '../fixtures/agreement.ts'
import { faultsOf } from '../fixtures/faults.ts'

type Event = NonNullable<AgreementInput['events']>[number]
type FeeTerm = NonNullable<AgreementInput['feeTerms']>[number]
type Linkage = NonNullable<AgreementInput['linkages']>[number]
type Identifiers = NonNullable<AgreementInput['identifiers']>

const citations = [{ source: 'treaty-text' }]
const events = (...list: Partial<Event>[]) =>
  anAgreement({ events: list.map(event => ({ type: 'statement', date: '2020', citations, ...event })) })
const fees = (...list: Partial<FeeTerm>[]) =>
  anAgreement({ feeTerms: list.map(term => ({ stage: 'agreed', basis: 'lump_sum', citations, ...term })) })
const linkages = (...list: Partial<Linkage>[]) =>
  anAgreement({
    linkages: list.map(linkage => ({
      type: 'visas',
      sense: 'threat',
      description: 'Fewer visas.',
      citations,
      ...linkage
    }))
  })
const known = (...identifiers: Identifiers) => anAgreement({ identifiers })
const absent = (pointer: string, rest: Partial<AgreementInput> = {}) =>
  anAgreement({ absent: [{ pointer, reason: 'not_found' }], ...rest })
const scope = (nationalities: NonNullable<AgreementInput['scope']>['nationalities']) =>
  anAgreement({ scope: { nationalities } })
const money = { min: '1.00', max: '2.00' }
const payment = { amount: money, currency: 'USD' }

const refused: [what: string, record: AgreementInput, pointer: string, code: string][] = [
  ['a payer that is no party', fees({ payer: 'MX' }), '/feeTerms/0/payer', 'not_a_party'],
  ['a payee that pays', fees({ payer: 'US', payee: 'US' }), '/feeTerms/0/payee', 'same_country'],
  ['an amount without its currency', fees({ amount: money }), '/feeTerms/0/currency', 'missing'],
  ['a currency without an amount', fees({ currency: 'USD' }), '/feeTerms/0/currency', 'not_allowed'],
  ['an amount that is not disclosed', fees({ basis: 'undisclosed', ...payment }), '/feeTerms/0/amount', 'not_allowed'],
  ['an amount in kind', fees({ basis: 'in_kind', ...payment }), '/feeTerms/0/amount', 'not_allowed'],
  ['an amount of what is no money', fees({ basis: 'non_monetary', ...payment }), '/feeTerms/0/amount', 'not_allowed'],
  ['a range without ends', fees({ amount: {}, currency: 'USD' }), '/feeTerms/0/amount', 'empty_range'],
  [
    'an amount upside down',
    fees({ amount: { min: '10.00', max: '9.00' }, currency: 'USD' }),
    '/feeTerms/0/amount',
    'range_upside_down'
  ],
  ['no currency', fees({ amount: money, currency: 'XXX' }), '/feeTerms/0/currency', 'unknown_currency'],
  [
    'half a yen',
    fees({ amount: { min: '1', max: '1.5' }, currency: 'JPY' }),
    '/feeTerms/0/amount/max',
    'too_many_decimals'
  ],
  [
    'a payment of a tenth of a cent',
    events({ type: 'payment', payment: { amount: { min: '1.555' }, currency: 'USD' } }),
    '/events/0/payment/amount/min',
    'too_many_decimals'
  ],
  ['a fee term that restates itself', fees({ id: 'fee', sameAs: ['fee'] }), '/feeTerms/0/sameAs/0', 'self_reference'],
  ['a fee term that restates none', fees({ sameAs: ['nope'] }), '/feeTerms/0/sameAs/0', 'unknown_fee_term'],
  ['a fee term id twice', fees({ id: 'fee' }, { id: 'fee' }), '/feeTerms/1/id', 'duplicate'],
  ['a dispute without a source', fees({ standing: 'disputed' }), '/feeTerms/0/disputedBy', 'missing'],
  ['a disputed claim that is accepted', events({ disputedBy: citations }), '/events/0/disputedBy', 'not_allowed'],
  ['a payment on another type', events({ payment }), '/events/0/payment', 'not_allowed'],
  [
    'a payment of an unknown term',
    events({ type: 'payment', payment: { ...payment, feeTerm: 'nope' } }),
    '/events/0/payment/feeTerm',
    'unknown_fee_term'
  ],
  [
    'a payment by a third country',
    events({ type: 'payment', payment: { ...payment, payer: 'MX' } }),
    '/events/0/payment/payer',
    'not_a_party'
  ],
  ['an act of a third country', events({ party: 'MX' }), '/events/0/party', 'not_a_party'],
  ['a ruling without its effect', events({ type: 'court_ruling' }), '/events/0/effect', 'missing'],
  ['an assessment without a finding', events({ type: 'implementation_assessed' }), '/events/0/finding', 'missing'],
  ['a new end on another type', events({ newEnd: '2030' }), '/events/0/newEnd', 'not_allowed'],
  ['persons on another type', events({ persons: { min: 1 } }), '/events/0/persons', 'not_allowed'],
  ['a count of nobody', events({ type: 'transfer', cumulative: true }), '/events/0/cumulative', 'not_allowed'],
  ['others in no count', events({ type: 'transfer', includesOthers: true }), '/events/0/includesOthers', 'not_allowed'],
  [
    'others in what is no count',
    events({ type: 'payment', includesOthers: false }),
    '/events/0/includesOthers',
    'not_allowed'
  ],
  [
    'a head count of everybody so far',
    events({ type: 'headcount', persons: { min: 1 }, cumulative: true }),
    '/events/0/cumulative',
    'not_allowed'
  ],
  ['a report of everybody so far', events({ type: 'report', cumulative: true }), '/events/0/cumulative', 'not_allowed'],
  ['half a signature', events({ type: 'signed', extent: 'partial' }), '/events/0/extent', 'not_allowed'],
  ['a whole signature', events({ type: 'signed', extent: 'whole' }), '/events/0/extent', 'not_allowed'],
  [
    'an effect before the notice',
    events({ type: 'terminated', date: '2020-06', effectiveOn: '2020-05-31' }),
    '/events/0/effectiveOn',
    'effect_before_notice'
  ],
  ['an event after itself', events({ id: 'a', after: ['a'] }), '/events/0/after/0', 'self_reference'],
  ['an event after none', events({ after: ['nope'] }), '/events/0/after/0', 'unknown_event'],
  [
    'events in a circle',
    events({ id: 'a', after: ['b'] }, { id: 'b', after: ['c'] }, { id: 'c', after: ['a'] }),
    '/events/2/after/0',
    'circle'
  ],
  [
    'an event after a later one',
    events({ id: 'a', date: '2021' }, { id: 'b', date: '2020', after: ['a'] }),
    '/events/1/after/0',
    'impossible_order'
  ],
  [
    'an event after one that cannot come so early',
    events(
      { id: 'a', date: '2021-06' },
      { id: 'b', date: '2021', after: ['a'] },
      { id: 'c', date: '2021-05', after: ['b'] }
    ),
    '/events/2/after/0',
    'impossible_order'
  ],
  [
    'an event after one that takes effect later',
    events({ id: 'a', date: '2020', effectiveOn: '2022' }, { id: 'b', date: '2021', after: ['a'] }),
    '/events/1/after/0',
    'impossible_order'
  ],
  ['a promise that lapsed on no day', fees({ lapsedOn: '2021-02-30' }), '/feeTerms/0/lapsedOn', 'invalid_date'],
  ['pressure of a third country', linkages({ by: 'MX' }), '/linkages/0/by', 'not_a_party'],
  ['pressure of no country', linkages({ by: 'ZZ' }), '/linkages/0/by', 'unknown_country'],
  ['pressure tomorrow', linkages({ date: '2026-11-25' }), '/linkages/0/date', 'in_the_future'],
  ['pressure disputed by nobody', linkages({ standing: 'disputed' }), '/linkages/0/disputedBy', 'missing'],
  ['disputed pressure that is accepted', linkages({ disputedBy: citations }), '/linkages/0/disputedBy', 'not_allowed'],
  ['a linkage id twice', linkages({ id: 'visas' }, { id: 'visas' }), '/linkages/1/id', 'duplicate'],
  [
    'a linkage that cites no source',
    linkages({ citations: [{ source: 'nope' }] }),
    '/linkages/0/citations/0/source',
    'unknown_source'
  ],
  [
    'a participant from nowhere',
    anAgreement({ participants: [{ name: 'IOM', kind: 'other', role: 'funding', country: 'UK', citations }] }),
    '/participants/0/country',
    'unknown_country'
  ],
  [
    'a participant that cites no source',
    anAgreement({ participants: [{ name: 'IOM', kind: 'other', role: 'funding', citations: [{ source: 'nope' }] }] }),
    '/participants/0/citations/0/source',
    'unknown_source'
  ],
  [
    'a number twice',
    known({ scheme: 'other', value: 'A 1' }, { scheme: 'other', value: 'A 1' }),
    '/identifiers/1',
    'duplicate'
  ],
  ['a number of another scheme', known({ scheme: 'unts', value: 'Q42' }), '/identifiers/0/value', 'invalid_identifier'],
  ['a number of two lines', known({ scheme: 'other', value: 'A\n1' }), '/identifiers/0/value', 'invalid_text'],
  ['an event tomorrow', events({ date: '2026-11-25' }), '/events/0/date', 'in_the_future'],
  [
    'a source read tomorrow',
    anAgreement({ sources: anAgreement().sources.map(source => ({ ...source, accessedOn: '2026-11-25' })) }),
    '/sources/0/accessedOn',
    'in_the_future'
  ],
  [
    'a source id twice',
    anAgreement({ sources: [...anAgreement().sources, ...anAgreement().sources] }),
    '/sources/1/id',
    'duplicate'
  ],
  [
    'a facility twice',
    anAgreement({ facilities: Array(2).fill({ id: 'a', name: 'A', country: 'SV', role: 'transit' }) }),
    '/facilities/1/id',
    'duplicate'
  ],
  [
    'a topic twice',
    anAgreement({ provisions: Array(2).fill({ topic: 'unhcr_role', stance: 'no', citations }) }),
    '/provisions/1/topic',
    'duplicate'
  ],
  [
    'a relation twice',
    anAgreement({ relations: Array(2).fill({ type: 'related', agreement: 'a' }) }),
    '/relations/1',
    'duplicate'
  ],
  [
    'a relation to itself',
    anAgreement({ relations: [{ type: 'related', agreement: 'us-sv-2019-example' }] }),
    '/relations/0/agreement',
    'self_reference'
  ],
  ['a list of no countries', scope({ rule: 'listed' }), '/scope/nationalities/countries', 'missing'],
  ['an exception of no countries', scope({ rule: 'all_except' }), '/scope/nationalities/countries', 'missing'],
  ['countries without a rule', scope({ countries: ['VE'] }), '/scope/nationalities/countries', 'not_allowed'],
  [
    'a country that is none',
    scope({ rule: 'listed', countries: ['VE', 'ZZ'] }),
    '/scope/nationalities/countries/1',
    'unknown_country'
  ],
  ['a term of no length', anAgreement({ term: { duration: 'P0D' } }), '/term/duration', 'invalid_duration'],
  [
    'a term that ends before it can start',
    anAgreement({ term: { startsOn: '2021', endsOn: '2020-12' } }),
    '/term/endsOn',
    'ends_before_start'
  ],
  ['lines in a title', anAgreement({ title: 'One\nTwo' }), '/title', 'invalid_text'],
  ['lines of Windows in a title', anAgreement({ title: 'One\r\nTwo' }), '/title', 'invalid_text'],
  ['a line separator in a title', anAgreement({ title: 'One\u2028Two' }), '/title', 'invalid_text'],
  ['a paragraph separator in a title', anAgreement({ title: 'One\u2029Two' }), '/title', 'invalid_text'],
  ['a carriage return alone', anAgreement({ summary: 'One.\rTwo.' }), '/summary', 'invalid_text'],
  ['absence of what is there', absent('/title'), '/absent/0/pointer', 'points_at_something'],
  ['absence at the end of a list', absent('/events/1'), '/absent/0/pointer', 'points_nowhere'],
  ['absence behind the last item', absent('/events/-'), '/absent/0/pointer', 'points_nowhere'],
  ['absence in a text', absent('/title/0'), '/absent/0/pointer', 'points_nowhere'],
  ['absence of what every object has', absent('/constructor'), '/absent/0/pointer', 'points_nowhere'],
  ['absence in an empty list', absent('/term/citations/0'), '/absent/0/pointer', 'points_nowhere']
]

for (const [what, record, pointer, code] of refused) {
  t.test(`${what} is refused, there and nowhere else`, async t => {
    t.match(faultsOf(record), [{ pointer, code, detail: /\w/ }])
    t.equal(faultsOf(record).length, 1)
  })
}

const accepted: [what: string, record: AgreementInput][] = [
  ['the smallest agreement', anAgreement()],
  [
    'two mutual parties',
    anAgreement({
      parties: [
        { country: 'US', role: 'mutual' },
        { country: 'SV', role: 'mutual' }
      ]
    })
  ],
  ['a payer who is no country', fees({ payer: null, payee: 'SV', purpose: 'Paid by a fund.' })],
  ['a former currency', fees({ amount: money, currency: 'DEM' })],
  ['an amount with the three decimals of its currency', fees({ amount: { min: '1.555' }, currency: 'TND' })],
  ['a payment of an unknown sum', events({ type: 'payment' })],
  [
    'a payment of a fee term',
    {
      ...fees({ id: 'fee' }),
      ...{ events: [{ type: 'payment', date: '2020', citations, payment: { ...payment, feeTerm: 'fee' } }] }
    }
  ],
  ['a prolongation whose new end is not known', events({ type: 'extended' })],
  ['an event today', events({ date: '2026-11-24' })],
  [
    'an event of this year, and one of an open range',
    events({ date: '2026' }, { date: '[2020..]' }, { date: '[..2030]' })
  ],
  ['an event on the day of what came before it', events({ id: 'a' }, { id: 'b', after: ['a'] })],
  [
    'an event after one that may be later',
    events({ id: 'a', date: '[2020..]' }, { id: 'b', date: '[..2021]', after: ['a'] })
  ],
  ['an effect on a vague day around the notice', events({ type: 'suspended', date: '2020-06', effectiveOn: '2020' })],
  ['half a suspension', events({ type: 'suspended', extent: 'partial' })],
  ['payments of all years so far', events({ type: 'payment', payment, cumulative: true })],
  ['a head count', events({ type: 'headcount', persons: { min: 1 }, cumulative: false, includesOthers: true })],
  ['a promise that will lapse', fees({ lapsedOn: '2030' })],
  ['pressure that nobody owns to', linkages({ by: null }, { by: 'US', date: '2025-09' })],
  [
    'a number as each system writes it',
    known(
      ...Object.entries(identifierForms).map(([scheme, { example: value }]) => ({ scheme, value }) as Identifiers[0])
    )
  ],
  ['a number of two schemes', known({ scheme: 'docket', value: 'A 1' }, { scheme: 'other', value: 'A 1' })],
  ['notice of a future end', events({ type: 'termination_notified', effectiveOn: '2027-01-01' })],
  [
    'a withdrawn claim, disputed or not',
    events({ standing: 'retracted' }, { standing: 'retracted', disputedBy: citations })
  ],
  [
    'the same relation target under two types',
    anAgreement({
      relations: [
        { type: 'related', agreement: 'a' },
        { type: 'amends', agreement: 'a' }
      ]
    })
  ],
  ['a vague term', anAgreement({ term: { startsOn: '2021', endsOn: '2021~' } })],
  ['a summary of several lines', anAgreement({ summary: 'One.\nTwo.' })],
  ['a summary with the line ends of Windows', anAgreement({ summary: 'One.\r\nTwo.' })],
  ['absence of what is null', absent('/summary')],
  ['absence of what is empty', absent('/feeTerms')],
  ['absence of what was left out', absent('/scope')],
  ['absence of a default', absent('/form')],
  ['absence of official numbers', absent('/identifiers')],
  ['absence of a day on which a promise lapsed', absent('/feeTerms/0/lapsedOn', fees({ lapsedOn: null }))],
  ['absence of what came before', absent('/events/0/after')],
  ['absence of the way in which people are moved', absent('/scope/mode')],
  ['absence in an item', absent('/events/0/description')],
  ['absence in what is itself absent', absent('/term/noticePeriod')],
  [
    'absence of an end of a range',
    absent('/feeTerms/0/amount/max', { feeTerms: fees({ amount: { min: '1.00' }, currency: 'USD' }).feeTerms ?? [] })
  ]
]

for (const [what, record] of accepted) t.test(`${what} is accepted`, async t => t.strictSame(faultsOf(record), []))

t.test('all faults are found at once', async t => {
  const record = anAgreement({
    title: ' padded',
    parties: [
      { country: 'US', role: 'sender' },
      { country: 'UK', role: 'sender' }
    ],
    events: [{ type: 'signed', date: '2021-02-30', citations: [{ source: 'nope' }] }],
    absent: [{ pointer: '/nowhere', reason: 'not_found' }]
  })
  t.strictSame(
    faultsOf(record).map(({ pointer }) => pointer),
    [
      '/title',
      '/parties/1/country',
      '/events/0/date',
      '/events/0/citations/0/source',
      '/parties/1/role',
      '/absent/0/pointer'
    ]
  )
})

t.test('at most fifty faults are named, and each place once', async t => {
  const many = events(...Array(100).fill({ date: '2999-12-31', party: 'ZZ' }))
  const faults = faultsOf(many)
  t.equal(faults.length, limits.errors + 1)
  t.equal(new Set(faults.map(({ pointer }) => pointer)).size, limits.errors + 1)
})

t.test('what is in the future depends on the day that is given, not on the clock', async t => {
  const record = complete(events({ date: '2050-01-01' }))
  t.strictSame(check(record, { today: '2050-01-01' }), [])
  t.match(check(record, { today: '2049-12-31' }), [{ pointer: '/events/0/date' }])
})

t.test('what cannot have come before is named, with the days that say so and the way out', async t => {
  const [late] = faultsOf(events({ id: 'signed', date: '2021' }, { id: 'ended', date: '2020-03', after: ['signed'] }))
  t.equal(
    late?.detail,
    '"ended" lies on 2020-03-31 at the latest, and "signed", which is said to come before it, on 2021-01-01 at the earliest. Correct one of their dates, or leave "signed" out.'
  )
  const [circle] = faultsOf(events({ id: 'x' }, { id: 'a', after: ['x', 'b'] }, { id: 'b', after: ['a'] }))
  t.match(circle?.detail, '"a" after "b" after "a"')
})

t.test('a number in the wrong form is answered with one in the right form', async t => {
  for (const [scheme, { example }] of Object.entries(identifierForms)) {
    const [fault] = faultsOf(known({ scheme, value: '?' } as Identifiers[0]))
    t.match(fault?.detail, JSON.stringify(example), scheme)
  }
})

t.test('whatever came before whatever, the order of 300 events is checked at once', async t => {
  const chain = Array.from({ length: limits.events }, (_, i) => ({
    id: `e-${i}`,
    after: Array.from({ length: i }, (_, j) => `e-${j}`)
  }))
  const begun = performance.now()
  t.strictSame(faultsOf(events(...chain.toReversed())), [])
  t.ok(performance.now() - begun < 10_000)
})
