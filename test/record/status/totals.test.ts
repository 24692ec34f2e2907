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
  t.equal(money([fee({ basis: 'undisclosed', amount: null, currency: null })], payment('2012-01-01', '1')), 'paid')
  t.equal(money([fee({ citations: [{ source: 's2020' }] })]), 'none', 'a promise counts from its publication')
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
    totals?.reasons.map(({ pointer }) => pointer),
    ['/persons', '/perPersonActual']
  )
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
