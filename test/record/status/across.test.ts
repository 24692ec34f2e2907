import fc from 'fast-check'
import t from 'tap'
import { figuresOf, netPaidOf, type Shared } from '../../../src/record/status/across.ts'
import type { Totals } from '../../../src/record/status/schema.ts'

const none: Totals = {
  persons: null,
  promised: null,
  package: null,
  paid: null,
  perPersonAtCap: null,
  perPersonActual: null,
  reasons: []
}
const usd = (min: string | null, max: string | null) => ({ currency: 'USD', amount: { min, max } })
const of = (totals: Partial<Totals>, agreements = 1): Shared => ({ totals: { ...none, ...totals }, agreements })

t.test('people are at least so many, and the most is open as soon as one is', async t => {
  const persons = (min: number | null, max: number | null, agreements = 1) => of({ persons: { min, max } }, agreements)
  t.equal(figuresOf([of({})]).persons, null)
  t.same(figuresOf([persons(3, 5), persons(2, 2), of({})]).persons, { min: 5, max: 7, agreements: 2 })
  t.same(figuresOf([persons(3, null), persons(2, 2)]).persons, { min: 5, max: null, agreements: 2 })
  t.same(figuresOf([persons(null, 4), persons(2, 2)]).persons, { min: 2, max: 6, agreements: 2 })
  t.same(figuresOf([persons(2, 3, 4)]).persons, { min: 8, max: 12, agreements: 4 })
})

t.test('offers, agreed sums and currencies stay apart', async t => {
  const { promised, paid } = figuresOf([
    of({ promised: [{ stage: 'offered', ...usd('1.00', '2.00') }] }),
    of({ promised: [{ stage: 'agreed', ...usd('3.00', '3.00') }] }),
    of({ promised: [{ stage: 'agreed', ...usd('4.00', null) }] }),
    of({ promised: [{ stage: 'agreed', currency: 'JPY', amount: { min: '7', max: '7' } }] })
  ])
  t.same(promised, [
    { stage: 'agreed', currency: 'JPY', amount: { min: '7', max: '7' }, agreements: 1 },
    { stage: 'agreed', ...usd('7.00', null), agreements: 2 },
    { stage: 'offered', ...usd('1.00', '2.00'), agreements: 1 }
  ])
  t.same(paid, [], 'a promise is no payment')
})

t.test('what came back is a direction of its own, and is taken off what was paid under the same agreement', async t => {
  const all = [
    of({
      paid: [
        { payer: 'US', payee: 'SV', ...usd('10.00', '10.00') },
        { payer: 'SV', payee: 'US', ...usd('4.00', '4.00') }
      ]
    }),
    of({ paid: [{ payer: 'SV', payee: 'US', ...usd('1.00', '1.00') }] })
  ]
  t.same(figuresOf(all).paid, [
    { payer: 'SV', payee: 'US', ...usd('5.00', '5.00'), agreements: 2 },
    { payer: 'US', payee: 'SV', ...usd('10.00', '10.00'), agreements: 1 }
  ])
  t.same(netPaidOf(all), [{ ...usd('7.00', '7.00'), agreements: 2 }])
})

const person = fc.option(fc.tuple(fc.nat(99), fc.nat(99), fc.boolean(), fc.boolean()))
const shared = fc.tuple(person, fc.integer({ min: 1, max: 3 })).map(([known, agreements]) => {
  const [min, more, hasMin, hasMax] = known ?? [0, 0, false, false]
  const persons = known && { min: hasMin ? min : null, max: hasMax ? min + more : null }
  return of({ persons }, agreements)
})

t.test('neither their order nor how equal totals are put together changes a sum', async t => {
  fc.assert(
    fc.property(fc.array(shared, { maxLength: 8 }), all => {
      const apart = all.flatMap(({ totals, agreements }) =>
        Array.from({ length: agreements }, () => ({ totals, agreements: 1 }))
      )
      t.same(figuresOf(apart.reverse()), figuresOf(all))
    }),
    { numRuns: 50 }
  )
})
