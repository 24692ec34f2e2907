import t from 'tap'
import { at, D, type EventInput, event, fee, payment, totalsAt } from './record.ts'

t.test('money goes from none over promises to payments, by what was agreed for certain', async t => {
  const signed = event('signed', '2010-01-01')
  const money = (feeTerms: ReturnType<typeof fee>[], ...paid: EventInput[]) =>
    at(D, [signed, ...paid], { feeTerms })?.money
  t.equal(money([]), 'none')
  t.equal(money([fee({ stage: 'offered' })]), 'offered')
  t.equal(money([fee({ stage: 'offered' }), fee()]), 'agreed')
  t.equal(money([fee()], payment('2012-01-01', '99.99')), 'part_paid')
  t.equal(money([fee()], payment('2012-01-01', '60'), payment('2013-01-01', '40')), 'paid')
  t.equal(money([fee({ basis: 'undisclosed', amount: null, currency: null })], payment('2012-01-01', '1')), 'some_paid')
  t.equal(money([fee({ citations: [{ source: 's2020' }] })]), 'none', 'a promise counts from its publication')
  t.equal(money([fee({ stage: 'requested' }), fee({ stage: 'estimated' })]), 'none')
  t.equal(money([fee({ share: 'none' })]), 'none')
  t.equal(money([fee({ share: 'part' })]), 'agreed')
  t.equal(money([fee({ basis: 'non_monetary', amount: null, currency: null })]), 'none')
  t.equal(money([fee({ lapsedOn: '2015-06-02' })]), 'agreed')
  t.equal(money([fee({ lapsedOn: '2015-06-01' })]), 'none')
  t.equal(money([fee({ lapsedOn: '2015' })]), 'agreed', 'it may lapse later in the year')
  t.equal(money([], payment('2012-01-01', '0')), 'none', 'nothing is no payment')
  t.equal(money([fee({ amount: { min: null, max: '9.00' } })], payment('2012-01-01', '1')), 'some_paid')
  const inTwo = [
    fee({ id: 'a', currency: 'EUR' }),
    fee({ id: 'b', sameAs: ['a'], amount: { min: '80.00', max: '80.00' } })
  ]
  t.equal(money(inTwo, payment('2012-01-01', '80')), 'paid', 'restated in the currency that was paid')
  t.equal(money(inTwo, payment('2012-01-01', '79')), 'part_paid')
  t.equal(money([fee()], event('payment', '2012-01-01')), 'some_paid', 'nobody knows that it is a part')
  const forOthers = { id: 'roads', share: 'none' as const }
  const paidForRoads = payment('2012-01-01', '100')
  if (paidForRoads.payment) paidForRoads.payment.feeTerm = 'roads'
  t.equal(money([fee(), fee(forOthers)], paidForRoads), 'agreed')
})

t.test('totals add exact decimals by currency, and restated terms once', async t => {
  const events = [event('signed', '2010-01-01'), payment('2012-01-01', '0.10'), payment('2013-01-01', '0.20')]
  const totals = totalsAt(D, events, {
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
  t.match(totals, {
    promised: [
      { currency: 'EUR', amount: { min: '7.00', max: null }, stage: 'agreed' },
      { currency: 'USD', amount: { min: '100.00', max: '120.00' }, stage: 'agreed' }
    ],
    paid: [{ payer: null, payee: null, currency: 'USD', amount: { min: '0.30', max: '0.30' } }],
    perPersonAtCap: [
      { currency: 'EUR', amount: { min: '0.14', max: null } },
      { currency: 'USD', amount: { min: '2.00', max: null } }
    ],
    persons: null,
    perPersonActual: null
  })
  t.same(totals?.reasons, [
    { pointer: '/persons', reason: 'No movement of people is recorded.' },
    { pointer: '/package', reason: 'No definite sum that is also, or only, for other purposes is recorded.' },
    { pointer: '/perPersonActual', reason: 'No number of people moved is recorded.' }
  ])
})

t.test('a sum says the same of one amount as of its parts, with all minor units of the currency', async t => {
  const paid = (...amounts: Parameters<typeof payment>[1][]) =>
    totalsAt(
      D,
      amounts.map((amount, i) => payment(`${2010 + i}`, amount))
    )?.paid?.map(({ amount }) => amount)
  t.same(paid('100'), [{ min: '100.00', max: '100.00' }])
  t.same(paid('60.5', '39.50'), paid('100'))
  const inYen = { feeTerms: [fee({ amount: { min: '100', max: '100' }, currency: 'JPY' })] }
  t.match(totalsAt(D, [], inYen)?.promised, [{ amount: { min: '100', max: '100' } }])
  const inDinars = { feeTerms: [fee({ amount: { min: '0.5', max: '100' }, currency: 'TND' })] }
  t.match(totalsAt(D, [], inDinars)?.promised, [{ amount: { min: '0.500', max: '100.000' } }])
  t.same(paid({ min: null, max: '100' }), [{ min: null, max: '100.00' }], 'what is not known is no zero')
  t.same(paid({ min: null, max: '60' }, { min: null, max: '40' }), paid({ min: null, max: '100' }))
  t.same(paid({ min: null, max: '60' }, { min: '0', max: '40' }), paid({ min: '0', max: '100' }))
  t.same(paid({ min: '30', max: null }, { min: null, max: '40' }), paid({ min: '30', max: null }))
})

t.test('people are counted once: by flights, or by a count of everybody and the flights after it', async t => {
  const flight = (date: string, min: number, more = {}) =>
    event('transfer', date, { persons: { min, max: min }, ...more })
  const persons = (...events: EventInput[]) => totalsAt(D, events)?.persons
  t.same(persons(flight('2010-01-01', 10), flight('2011-01-01', 5)), { min: 15, max: null }, 'there may be others')
  t.same(
    persons(
      flight('2010-01-01', 10),
      flight('2011-01-01', 40, { cumulative: true, id: 'all' }),
      flight('2012-01-01', 5)
    ),
    { min: 45, max: 45 }
  )
  t.same(
    persons(flight('2013', 20, { cumulative: true, id: 'all' }), flight('2013-07-01', 3)),
    { min: 20, max: 23 },
    'one that may have come after it widens the maximum'
  )
  const pending = flight('[2015-05-01..2016-05-01]', 3, { citations: [{ source: 's2020' }] })
  t.same(
    persons(flight('2013-07-01', 20, { cumulative: true, id: 'all' }), pending),
    { min: 20, max: 23 },
    'and so does one that may lie later'
  )
  t.equal(persons(flight('2010-01-01', 10, { includesOthers: true })), null)
  t.same(persons(flight('2010-01-01', 100), flight('2011-01-01', 40, { cumulative: true, id: 'all' })), {
    min: 100,
    max: 100
  })
})

t.test('of fee terms that restate one another one is counted, whatever their order', async t => {
  const terms = [
    fee({ id: 'a', sameAs: ['b'] }),
    fee({ id: 'b', sameAs: ['a'] }),
    fee({ id: 'c', sameAs: ['rate'] }),
    fee({ id: 'rate', basis: 'per_person', sameAs: ['a'] })
  ]
  for (const feeTerms of [terms, terms.toReversed()])
    t.match(totalsAt(D, [event('signed', '2010-01-01')], { feeTerms })?.promised, [
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
  const more = { feeTerms: [fee()], scope: { caps: [cap('offered', 'old', 4), cap('agreed', 's2020', 5)] } }
  const perHead = (reportedBy: string) =>
    totalsAt('2021-01-01', [event('signed', '2010-01-01')], more, reportedBy)?.perPersonAtCap
  t.match(perHead('infinity'), [{ amount: { min: '20.00' } }])
  t.equal(perHead('2019-12-31'), null)
})

t.test('terms that restate each other count once, from the least to the most that any of them says', async t => {
  const terms = [
    fee({ id: 'f0', stage: 'offered' }),
    fee({ id: 'f1', amount: { min: '80.00', max: '80.00' }, sameAs: ['f0'] }),
    fee({ id: 'f2', amount: { min: '90.00', max: '90.00' }, sameAs: ['f0'] })
  ]
  const events = [event('signed', '2010-01-01'), payment('2012-01-01', '80')]
  for (const feeTerms of [terms, terms.toReversed()]) {
    t.same(totalsAt(D, events, { feeTerms })?.promised, [
      { stage: 'agreed', currency: 'USD', amount: { min: '80.00', max: '90.00' } }
    ])
    t.equal(at(D, events, { feeTerms })?.money, 'paid')
  }
  const inEuros = fee({ id: 'f3', currency: 'EUR', amount: { min: '70.00', max: '70.00' }, sameAs: ['f1'] })
  t.same(
    totalsAt(D, events, { feeTerms: [...terms, inEuros] })?.promised?.map(({ currency }) => currency),
    ['USD'],
    'also in another currency'
  )
})

t.test('sums for other purposes are kept apart', async t => {
  const feeTerms = [
    fee({ id: 'prison' }),
    fee({ id: 'energy', share: 'none', amount: { min: '60.00', max: '60.00' } }),
    fee({ id: 'roads', share: 'part', amount: { min: '7.00', max: '7.00' } })
  ]
  const totals = totalsAt(D, [event('signed', '2010-01-01')], { feeTerms })
  t.match(totals?.promised, [{ amount: { min: '100.00' } }])
  t.match(totals?.package, [{ amount: { min: '67.00' } }])
})

t.test('what is paid back is a direction of its own, and is taken off before it is divided', async t => {
  const paid = (date: string, amount: string, payer: string, payee: string) => {
    const event = payment(date, amount)
    return { ...event, payment: { amount: { min: amount, max: amount }, currency: 'USD', payer, payee } }
  }
  const events = [
    paid('2010-01-01', '60', 'US', 'SV'),
    paid('2011-01-01', '10', 'SV', 'US'),
    event('transfer', '2010-05-01', { persons: { min: 7, max: 7 }, cumulative: true })
  ]
  t.match(totalsAt(D, events), {
    paid: [
      { payer: 'SV', payee: 'US', amount: { min: '10.00', max: '10.00' } },
      { payer: 'US', payee: 'SV', amount: { min: '60.00', max: '60.00' } }
    ],
    perPersonActual: [{ currency: 'USD', amount: { min: '7.14', max: '7.15' } }]
  })
  t.equal(at(D, events, { feeTerms: [fee({ amount: { min: '60.00', max: '60.00' } })] })?.money, 'part_paid')
})

t.test('a payment of everything up to a day is counted for its fee term, or else for all of one direction', async t => {
  const paid = (date: string, amount: string, feeTerm: string | null, cumulative = false) => {
    const event = payment(date, amount)
    const money = { amount: { min: amount, max: amount }, currency: 'USD', feeTerm }
    return { ...event, id: `${event.id}-${feeTerm ?? 'all'}`, payment: money, cumulative }
  }
  const sum = (...events: EventInput[]) =>
    totalsAt(D, events, { feeTerms: [fee({ id: 'a' }), fee({ id: 'b' })] })?.paid?.map(({ amount }) => amount)
  t.same(sum(paid('2010', '5', 'a'), paid('2011', '20', 'a', true), paid('2012', '1', 'a'), paid('2010', '3', 'b')), [
    { min: '24.00', max: '24.00' }
  ])
  t.same(sum(paid('2010', '5', 'a'), paid('2010', '3', 'b'), paid('2011', '20', null, true), paid('2012', '1', 'b')), [
    { min: '21.00', max: '21.00' }
  ])
})

t.test('what cannot be computed has a reason that is true of the record', async t => {
  const reason = (pointer: string, events: EventInput[], more: Parameters<typeof totalsAt>[2] = {}, asOf = D) =>
    totalsAt(asOf, events, more)?.reasons.find(reason => reason.pointer === pointer)?.reason
  const flight = event('transfer', '[2015-01..2016-01]', {
    persons: { min: 5, max: 5 },
    citations: [{ source: 's2020' }]
  })
  t.equal(reason('/persons', [flight]), 'A movement is recorded, but may lie later.')
  t.equal(
    reason('/persons', [event('transfers_began', '2012')]),
    'A movement is recorded, but no number of people that counts.'
  )
  const mixed = event('transfer', '2012', { persons: { min: 5, max: 5 }, includesOthers: true })
  t.equal(reason('/persons', [mixed]), 'The counts that are recorded include people of other agreements.')
  const cap = { persons: { min: 5, max: 5 }, basis: 'per_year' as const, stage: 'agreed' as const }
  const capped = { feeTerms: [fee()], scope: { caps: [{ ...cap, citations: [{ source: 'old' }] }] } }
  t.equal(reason('/perPersonAtCap', [], capped), 'The cap is per year.')
  const rate = { feeTerms: [fee({ basis: 'per_person' })] }
  t.match(reason('/promised', [], rate), /is a rate/)
  t.match(reason('/promised', [], { feeTerms: [fee({ stage: 'requested' })] }), /only asked for/)
  t.equal(reason('/paid', [event('payment', '2012')]), 'A payment is recorded, but no amount that counts.')
})

t.test('several caps of all people leave room from the least to the most of them', async t => {
  const caps = [50, 200].map(max => ({
    persons: { min: max, max },
    basis: 'total' as const,
    stage: 'agreed' as const,
    citations: [{ source: 'old' }]
  }))
  t.match(totalsAt(D, [], { feeTerms: [fee()], scope: { caps } })?.perPersonAtCap, [
    { amount: { min: '0.50', max: '2.00' } }
  ])
})
