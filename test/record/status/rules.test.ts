import t from 'tap'
import { complete } from '../../../src/record/complete.ts'
import type { AgreementInput } from '../../../src/record/schema/agreement.ts'
import { explainStatus } from '../../../src/record/status/explain.ts'
import { deriveIntervals } from '../../../src/record/status/intervals.ts'
import { anAgreement, aSource } from '../../fixtures/agreement.ts'

type EventInput = NonNullable<AgreementInput['events']>[number]
const source = (id: string, publishedOn: string | null, accessedOn: string | null = null) =>
  aSource({ id, publishedOn, accessedOn })
const sources = [
  source('old', '1990-01-01'),
  source('s2020', '2020'),
  source('undated', null),
  source('read', '[2019-01-01..]', '2022-05-05')
]
const event = (type: EventInput['type'], date: string, more: Partial<EventInput> = {}): EventInput => ({
  id: `${type}-${date}`
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replace(/-$/, ''),
  type,
  date,
  citations: [{ source: 'old' }],
  ...more
})
const at = (asOf: string, events: EventInput[], more: Partial<AgreementInput> = {}, reportedBy = 'infinity') =>
  explainStatus(complete(anAgreement({ sources, events, ...more })), { asOf, reportedBy })
const D = '2015-06-01'

const year = (i: number) => String(2000 + i)
const legal = (...types: EventInput['type'][]) =>
  at(
    D,
    types.map((type, i) => event(type, year(i)))
  )?.status.legal

t.test('each legal act leads from the states that allow it, and from no other', async t => {
  const ways: [EventInput['type'][], string][] = [
    [['offered'], 'proposed'],
    [['negotiations_opened'], 'negotiating'],
    [['offered', 'negotiations_opened'], 'negotiating'],
    [['offered', 'agreed'], 'agreed'],
    [['agreed', 'signed'], 'signed'],
    [['signed', 'provisionally_applied'], 'provisional'],
    [['agreed', 'provisionally_applied'], 'agreed'],
    [['signed', 'entered_into_force'], 'in_force'],
    [['entered_into_force', 'suspended'], 'suspended'],
    [['entered_into_force', 'suspended', 'operation_resumed'], 'in_force'],
    [['signed', 'suspended', 'operation_resumed'], 'signed'],
    [['signed', 'terminated'], 'terminated'],
    [['agreed', 'suspended', 'superseded'], 'superseded'],
    [['entered_into_force', 'expired'], 'expired'],
    [['entered_into_force', 'expired', 'extended'], 'in_force'],
    [['offered', 'negotiations_ended'], 'abandoned'],
    [['signed', 'signature_withdrawn'], 'abandoned'],
    [['signed', 'terminated', 'annulled'], 'annulled'],
    [['offered', 'terminated'], 'proposed'],
    [['entered_into_force', 'signature_withdrawn'], 'in_force'],
    [['terminated'], 'none'],
    [['annulled'], 'none'],
    [['signed', 'amended', 'registered', 'consent_given'], 'signed']
  ]
  for (const [types, expected] of ways) t.equal(legal(...types), expected, types.join(', '))
})

t.test('each act of implementation leads from the states that allow it, and from no other', async t => {
  const halts = (date: string) => event('court_ruling', date, { effect: 'halts' })
  const lifts = (date: string) => event('court_ruling', date, { effect: 'lifts' })
  const found = (finding: EventInput['finding'], date: string) => event('implementation_assessed', date, { finding })
  const ways: [EventInput[], string][] = [
    [[event('preparation', '2000')], 'preparing'],
    [[event('transfers_began', '2000')], 'operating'],
    [[event('transfer', '2000')], 'operating'],
    [[event('transfer', '2000', { persons: { min: 0, max: 0 } })], 'unimplemented'],
    [[event('transfer', '2000'), event('transfers_paused', '2001')], 'paused'],
    [[event('transfer', '2000'), event('transfers_paused', '2001'), event('transfers_resumed', '2002')], 'operating'],
    [[event('transfer', '2000'), event('transfers_ended', '2001')], 'ended'],
    [[event('transfers_paused', '2000')], 'unimplemented'],
    [[event('preparation', '2000'), halts('2001')], 'blocked'],
    [[event('preparation', '2000'), halts('2001'), lifts('2002')], 'preparing'],
    [[event('court_ruling', '2000', { effect: 'none' })], 'unimplemented'],
    [[event('preparation', '2000'), found('unimplemented', '2001')], 'unimplemented'],
    [[found('partly', '2001')], 'operating'],
    [[event('transfer', '2000'), found('unimplemented', '2001')], 'operating']
  ]
  for (const [events, expected] of ways) {
    t.equal(at(D, events)?.status.implementation, expected, events.map(({ id }) => id).join(', '))
  }
})

t.test('a signature that binds brings into force', async t => {
  t.equal(at(D, [event('signed', '2010-01-01', { binding: true })])?.status.legal, 'in_force')
})

t.test('what may have happened is possible and not stated', async t => {
  const events = [event('signed', '2010-01-01'), event('entered_into_force', '[2012-01-01..2016-01-01]')]
  t.match(at('2011-01-01', events)?.status, { legal: 'signed', certain: true })
  t.match(at('2014-01-01', events)?.status, {
    legal: 'signed',
    certain: false,
    possible: { legal: ['in_force', 'signed'] }
  })
  t.match(at('2016-01-01', events)?.status, { legal: 'in_force', certain: true })
})

t.test('a disputed claim is never stated, from the day on which the dispute was published', async t => {
  const events = [
    event('signed', '2010-01-01'),
    event('entered_into_force', '2012-01-01', { standing: 'disputed', disputedBy: [{ source: 's2020' }] })
  ]
  t.match(at(D, events)?.status, {
    legal: 'signed',
    possible: { legal: ['in_force', 'signed'] },
    label: '2010 safe-third-country, unimplemented (disputed)'
  })
  t.match(
    at(D, events, {}, '2020-12-30')?.status,
    { legal: 'in_force', certain: true },
    'a year counts from its last day'
  )
  t.match(at(D, events, {}, '2020-12-31')?.status, { certain: false })
})

t.test('a retracted claim does not count, and the explanation says so', async t => {
  const found = at(D, [event('signed', '2010-01-01'), event('terminated', '2012-01-01', { standing: 'retracted' })])
  t.equal(found?.status.legal, 'signed')
  t.match(found?.explanation.events.at(-1), { type: 'terminated', outcome: 'skipped', reason: /retracted/ })
})

t.test(
  'only what was published by then counts; a source without a day counts from its reading, or not at all',
  async t => {
    const events = [
      event('signed', '2010-01-01'),
      event('suspended', '2011-01-01', { citations: [{ source: 'undated' }] }),
      event('terminated', '2012-01-01', { citations: [{ source: 'read' }] })
    ]
    t.equal(at(D, events, {}, '2022-05-04')?.status.legal, 'signed')
    t.equal(at(D, events, {}, '2022-05-05')?.status.legal, 'terminated')
    t.equal(at('2011-06-01', events, {}, '2099-01-01')?.status.legal, 'signed')
    t.equal(at('2011-06-01', events)?.status.legal, 'suspended')
  }
)

t.test('before its first claim nothing is known of a record; without dated claims it is known always', async t => {
  t.equal(at('2009-12-31', [event('signed', '2010-01-01')]), undefined)
  t.equal(at('2010-01-01', [event('signed', '2010-01-01')], {}, '1989-12-31'), undefined)
  t.match(at('1850-01-01', [])?.status, {
    legal: 'none',
    implementation: 'unimplemented',
    label: 'safe-third-country, unimplemented'
  })
})

t.test('an act that takes effect later is known from its day, and counts from its effect', async t => {
  const events = [event('signed', '2010-01-01', { effectiveOn: '2011-01-01' })]
  t.equal(at('2009-12-31', events), undefined)
  t.match(at('2010-01-01', events)?.status, { legal: 'none', label: '2010 safe-third-country, unimplemented' })
  t.equal(at('2011-01-01', events)?.status.legal, 'signed')
})

t.test('an act lies no earlier than the acts that come before it', async t => {
  const events = [event('signed', '2010-05-01'), event('entered_into_force', '[..2010-12-31]')]
  t.match(at('2010-04-30', [...events, event('report', '2009')])?.status, { legal: 'none', certain: true })
  t.match(at('2010-05-01', events)?.status, { possible: { legal: ['in_force', 'signed'] } })
})

t.test('a term ends at the end of its last day', async t => {
  const term = { endsOn: '2015-05-31', renewal: 'none' as const }
  const events = [event('entered_into_force', '2010-01-01')]
  t.equal(at('2015-05-31', events, { term })?.status.legal, 'in_force')
  t.match(at('2015-06-01', events, { term })?.status, {
    legal: 'expired',
    because: ['entered_into_force-2010-01-01', 'term'].map(id => id.replaceAll('_', '-'))
  })
  t.equal(at('2015-06-01', events, { term: { ...term, renewal: 'automatic' } })?.status.legal, 'in_force')
  const duration = { duration: 'P5Y', renewal: 'none' as const }
  t.equal(at('2014-12-31', events, { term: duration })?.status.legal, 'in_force')
  t.equal(at('2015-01-01', events, { term: duration })?.status.legal, 'expired')
})

t.test('an extension moves the end, and revives what had expired', async t => {
  const term = { endsOn: '2012-12-31', renewal: 'by_agreement' as const }
  const signed = event('entered_into_force', '2010-01-01')
  const intime = [signed, event('extended', '2012-06-01', { newEnd: '2014-12-31' })]
  t.equal(at('2013-06-01', intime, { term })?.status.legal, 'in_force')
  t.equal(at('2015-01-01', intime, { term })?.status.legal, 'expired')
  const late = [signed, event('extended', '2013-06-01', { newEnd: '2014-12-31' })]
  t.equal(at('2013-03-01', late, { term })?.status.legal, 'expired')
  t.equal(at('2013-07-01', late, { term })?.status.legal, 'in_force')
  t.equal(at('2015-01-01', late)?.status.legal, 'expired', 'also where the term gives no end')
})

t.test('a notice ends the agreement on the day that it names, unless it was revoked or the end is known', async t => {
  const events = [
    event('signed', '2010-01-01'),
    event('termination_notified', '2012-01-01', { effectiveOn: '2012-07-01' })
  ]
  t.equal(at('2012-06-30', events)?.status.legal, 'signed')
  t.match(at('2012-07-01', events)?.status, {
    legal: 'terminated',
    since: '2012-07-01',
    because: ['signed-2010-01-01', 'termination-notified-2012-01-01']
  })
  t.equal(at(D, [...events, event('termination_notice_revoked', '2012-03-01')])?.status.legal, 'signed')
  t.equal(at('2012-10-01', [...events, event('terminated', '2013-01-01')])?.status.legal, 'signed')
})

t.test('an end in law ends what was carried out, and undoes what was only prepared', async t => {
  const ended = (...events: EventInput[]) =>
    at(D, [event('signed', '2010-01-01'), ...events, event('terminated', '2014-01-01')])?.status.implementation
  t.equal(ended(event('transfer', '2012')), 'ended')
  t.equal(ended(event('preparation', '2012')), 'unimplemented')
  t.equal(ended(event('court_ruling', '2012', { effect: 'halts' })), 'unimplemented')
  t.equal(ended(event('transfer', '2011'), event('court_ruling', '2012', { effect: 'halts' })), 'ended')
  t.equal(ended(), 'unimplemented')
  t.equal(
    at(D, [event('signed', '2010'), event('transfer', '2011'), event('terminated', '2014')])?.explanation.inferred,
    true
  )
})

t.test('what happened on one day may have happened in any order', async t => {
  const found = at(D, [
    event('entered_into_force', '2010-01-01'),
    event('suspended', '2012-01-01'),
    event('operation_resumed', '2012-01-01')
  ])
  t.match(found?.status, { legal: 'in_force', certain: false, possible: { legal: ['in_force', 'suspended'] } })
})

t.test('an act that the state does not allow changes nothing and is reported', async t => {
  const found = at(D, [event('terminated', '2010-01-01'), event('signed', '2011-01-01')])
  t.equal(found?.status.legal, 'signed')
  t.same(found?.explanation.anomalies, ['terminated-2010-01-01'])
})

t.test('operating without news for twelve months is dormant', async t => {
  const events = [event('transfer', '2012-03-01')]
  t.equal(at('2013-02-28', events)?.status.dormant, false)
  t.equal(at('2013-03-01', events)?.status.dormant, true)
  t.equal(at('2013-03-01', [...events, event('payment', '2012-09-01')])?.status.dormant, false)
})

t.test('where it is in force and nothing was found, the label does not say that nothing happened', async t => {
  const inForce = event('entered_into_force', '2010-01-01')
  t.equal(at(D, [inForce])?.status.label, '2010 safe-third-country, in force, no transfers recorded')
  const assessed = event('implementation_assessed', '2011-01-01', { finding: 'unimplemented' })
  t.equal(at(D, [inForce, assessed])?.status.label, '2010 safe-third-country, in force, unimplemented')
})

const fee = (more: object): NonNullable<AgreementInput['feeTerms']>[number] => ({
  stage: 'agreed',
  basis: 'lump_sum',
  amount: { min: '100.00', max: '100.00' },
  currency: 'USD',
  citations: [{ source: 'old' }],
  ...more
})
const payment = (date: string, amount: string, currency = 'USD') =>
  event('payment', date, { id: `paid-${date}`, payment: { amount: { min: amount, max: amount }, currency } })
const totals = (events: EventInput[], more: Partial<AgreementInput>) => {
  const record = complete(anAgreement({ sources, events, ...more }))
  return deriveIntervals(record).find(
    ({ validFrom, validTo, reportedTo }) => validFrom <= D && D <= validTo && reportedTo === 'infinity'
  )
}

t.test('money goes from none over promises to payments, by what was agreed for certain', async t => {
  const signed = event('signed', '2010-01-01')
  const money = (feeTerms: ReturnType<typeof fee>[], ...paid: EventInput[]) =>
    at(D, [signed, ...paid], { feeTerms })?.status.money
  t.equal(money([]), 'none')
  t.equal(money([fee({ stage: 'offered' })]), 'offered')
  t.equal(money([fee({ stage: 'offered' }), fee({})]), 'agreed')
  t.equal(money([fee({})], payment('2012-01-01', '99.99')), 'part_paid')
  t.equal(money([fee({})], payment('2012-01-01', '60'), payment('2013-01-01', '40')), 'paid')
  t.equal(money([fee({ basis: 'undisclosed', amount: null, currency: null })], payment('2012-01-01', '1')), 'paid')
  t.equal(money([fee({ citations: [{ source: 's2020' }] })]), 'none', 'a promise counts from its publication')
})

t.test('nobody moved but money paid shows in the label', async t => {
  const label = at(D, [event('signed', '2010-01-01'), payment('2012-01-01', '100')], { feeTerms: [fee({})] })?.status
    .label
  t.equal(label, '2010 safe-third-country, unimplemented, paid')
  const paid = [event('signed', '2010-01-01'), payment('2012-01-01', '100')]
  const halted = event('court_ruling', '2013-01-01', { effect: 'halts' })
  t.equal(at(D, [...paid, halted])?.status.label, '2010 safe-third-country, blocked, paid')
  t.equal(
    at(D, [...paid, event('transfer', '2012-06-01'), halted])?.status.label,
    '2010 safe-third-country, signed, blocked'
  )
})

t.test('totals add exact decimals by currency, and restated terms once', async t => {
  const found = totals([event('signed', '2010-01-01'), payment('2012-01-01', '0.10'), payment('2013-01-01', '0.20')], {
    feeTerms: [
      fee({ id: 'a' }),
      fee({ id: 'b', sameAs: ['a'], amount: { min: '120.00', max: '120.00' } }),
      fee({ id: 'c', currency: 'EUR', amount: { min: '7', max: null } }),
      fee({ id: 'd', basis: 'per_person', amount: { min: '9', max: '9' } })
    ],
    scope: {
      caps: [{ persons: { min: null, max: 50 }, basis: 'total', stage: 'agreed', citations: [{ source: 'old' }] }]
    }
  })
  t.match(found?.totals, {
    promised: [
      { currency: 'EUR', amount: { min: '7', max: null }, stage: 'agreed' },
      { currency: 'USD', amount: { min: '100.00', max: '100.00' }, stage: 'agreed' }
    ],
    paid: [{ currency: 'USD', amount: { min: '0.30', max: '0.30' } }],
    perPersonAtCap: [
      { currency: 'EUR', amount: { min: '0.14', max: null } },
      { currency: 'USD', amount: { min: '2.00', max: null } }
    ],
    persons: null,
    perPersonActual: null
  })
  t.same(
    found?.totals.reasons.map(({ pointer }) => pointer),
    ['/persons', '/perPersonActual']
  )
})

t.test('people are counted once: by flights, or by a count of everybody and the flights after it', async t => {
  const flight = (date: string, min: number, more = {}) =>
    event('transfer', date, { persons: { min, max: min }, ...more })
  const persons = (...events: EventInput[]) => totals(events, {})?.totals.persons
  t.same(persons(flight('2010-01-01', 10), flight('2011-01-01', 5)), { min: 15, max: 15 })
  t.same(
    persons(
      flight('2010-01-01', 10),
      flight('2011-01-01', 40, { cumulative: true, id: 'all' }),
      flight('2012-01-01', 5)
    ),
    { min: 45, max: 45 }
  )
  t.same(persons(flight('2010-01-01', 100), flight('2011-01-01', 40, { cumulative: true, id: 'all' })), {
    min: 100,
    max: 100
  })
})

t.test('a record whose history cannot be kept is refused in words', async t => {
  const day = (i: number) => new Date(Date.UTC(2000, 0, 1 + i)).toISOString().slice(0, 10)
  const many = Array.from({ length: 300 }, (_, i) => i)
  const record = complete(
    anAgreement({
      sources: many.map(i => source(`s-${i}`, day(((i * 97) % 300) * 13))),
      events: many.map(i =>
        event(i % 2 ? 'transfers_paused' : 'transfer', day(i * 13), { id: `e-${i}`, citations: [{ source: `s-${i}` }] })
      )
    })
  )
  t.throws(() => deriveIntervals(record), { message: /too many stretches; at most 5000/ })
})

t.test(
  'the end moves with an extension that begins the day after it, and not for certain with a disputed one',
  async t => {
    const term = { endsOn: '2012-12-31', citations: [{ source: 'old' }] }
    const extended = (date: string, more: Partial<EventInput> = {}) =>
      event('extended', date, { id: 'extended', newEnd: '2014-12-31', ...more })
    const legalOn = (asOf: string, ...events: EventInput[]) => {
      const status = at(asOf, [event('entered_into_force', '2010-01-01'), ...events], { term })?.status
      return [status?.legal, status?.possible.legal.join(' or ')]
    }
    const inTime = extended('2012-11-01', { effectiveOn: '2013-01-01' })
    t.same(legalOn('2013-06-01', inTime), ['in_force', 'in_force'])
    t.same(legalOn('2015-01-01', inTime), ['expired', 'expired'])
    const disputed = extended('2012-06-01', { standing: 'disputed', disputedBy: [{ source: 's2020' }] })
    t.same(legalOn('2013-06-01', disputed), ['in_force', 'expired or in_force'])
    t.same(legalOn('2015-01-01', disputed), ['expired', 'expired'])
    t.same(legalOn('2013-02-01', extended('[2012-10..2013-06]')), ['in_force', 'expired or in_force'])
  }
)

t.test(
  'a notice that was revoked on some day of a year has no effect; a disputed revocation leaves both possible',
  async t => {
    const notice = event('termination_notified', '2011-02-06', { effectiveOn: '2011-08-05' })
    const legalWith = (revoked: EventInput) => {
      const status = at(D, [event('entered_into_force', '2010-01-01'), notice, revoked])?.status
      return [status?.legal, status?.possible.legal.join(' or ')]
    }
    t.same(legalWith(event('termination_notice_revoked', '2011')), ['in_force', 'in_force'])
    const disputedBy = [{ source: 's2020' }]
    t.same(legalWith(event('termination_notice_revoked', '2011-05-01', { standing: 'disputed', disputedBy })), [
      'in_force',
      'in_force or terminated'
    ])
  }
)

t.test('a duration counts from the entry into force that nobody disputes, wherever it stands in the list', async t => {
  const term = { duration: 'P1Y', citations: [{ source: 'old' }] }
  const disputed = event('entered_into_force', '2012-01-01', {
    standing: 'disputed',
    disputedBy: [{ source: 's2020' }]
  })
  const events = [event('signed', '2009', { binding: true }), disputed, event('entered_into_force', '2010-01-01')]
  for (const order of [events, events.toReversed()])
    t.match(at('2013-06-01', order, { term })?.status, { legal: 'expired', certain: true, since: '2011-01-01' })
})

t.test('what has happened for certain leaves its mark, however many events overlap', async t => {
  const flights = Array.from({ length: 6 }, (_, i) => event('transfer', '2010-03', { id: `flight-${i}` }))
  t.match(at(D, flights)?.status, {
    implementation: 'operating',
    possible: { implementation: ['operating'] },
    certain: true
  })
})

t.test('a computed end that the state does not allow is no anomaly', async t => {
  const events = [event('agreed', '2009'), event('negotiations_ended', '2010')]
  const found = at(D, events, { term: { endsOn: '2011', citations: [{ source: 'old' }] } })
  t.same(found?.explanation.anomalies, [])
  t.match(found?.explanation.events.at(-1), { computed: true, outcome: 'skipped', reason: /^It does not apply/ })
})

t.test('an act that will take effect later does not keep an agreement awake', async t => {
  const events = [
    event('transfer', '2010-02-01'),
    event('transfers_ended', '2010-03-01', { effectiveOn: '2020-01-01' })
  ]
  t.match(at('2013-06-01', events)?.status, { implementation: 'operating', dormant: true })
})

t.test('of fee terms that restate one another one is counted, whatever their order', async t => {
  const terms = [
    fee({ id: 'a', sameAs: ['b'] }),
    fee({ id: 'b', sameAs: ['a'] }),
    fee({ id: 'c', sameAs: ['rate'] }),
    fee({ id: 'rate', basis: 'per_person', sameAs: ['a'] })
  ]
  for (const feeTerms of [terms, terms.toReversed()])
    t.match(totals([event('signed', '2010-01-01')], { feeTerms })?.totals.promised, [
      { currency: 'USD', amount: { min: '100.00', max: '100.00' } }
    ])
})

t.test('a cap counts from its publication, and goes with promises of its own stage', async t => {
  const cap = (stage: 'offered' | 'agreed', source: string, max: number) => ({
    persons: { min: null, max },
    basis: 'total' as const,
    stage,
    citations: [{ source }]
  })
  const more = { feeTerms: [fee({})], scope: { caps: [cap('offered', 'old', 4), cap('agreed', 's2020', 5)] } }
  const record = complete(anAgreement({ sources, events: [event('signed', '2010-01-01')], ...more }))
  const perHead = (reportedBy: string) =>
    deriveIntervals(record).find(
      interval =>
        interval.validTo === 'infinity' && interval.reportedFrom <= reportedBy && reportedBy <= interval.reportedTo
    )?.totals.perPersonAtCap
  t.match(perHead('infinity'), [{ amount: { min: '20.00' } }])
  t.equal(perHead('2019-12-31'), null)
})
