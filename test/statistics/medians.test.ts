import fc from 'fast-check'
import t from 'tap'
import { medianOf } from '../../src/statistics/medians.ts'

const range = (min: string | null, max: string | null) => ({ min, max })
const exactly = (amount: string) => range(amount, amount)

t.test('a median lies where the ranges put it, rounded outwards', async t => {
  const table = [
    { ranges: [exactly('5.00')], median: exactly('5.00') },
    { ranges: [exactly('9.00'), exactly('1.00'), exactly('5.00')], median: exactly('5.00') },
    { ranges: [exactly('1.00'), exactly('2.00')], median: exactly('1.50') },
    { ranges: [exactly('0.01'), exactly('0.02')], median: range('0.01', '0.02') },
    { ranges: [range('1.00', '4.00'), range('2.00', '3.00'), exactly('9.00')], median: range('2.00', '4.00') },
    { ranges: [range('1.00', null), exactly('2.00'), exactly('3.00')], median: range('2.00', '3.00') },
    { ranges: [range('1.00', null), exactly('2.00')], median: range('1.50', null) },
    { ranges: [range(null, '1.00'), range(null, '2.00'), exactly('3.00')], median: range(null, '2.00') }
  ]
  for (const { ranges, median } of table) t.same(medianOf(ranges, 2), median, JSON.stringify(ranges))
})

/** A range of whole amounts, and one that it allows. */
const guess = fc
  .tuple(fc.nat(1000), fc.nat(1000), fc.nat(1000), fc.boolean(), fc.boolean())
  .map(([least, more, part, hasMin, hasMax]) => ({
    range: range(hasMin ? String(least) : null, hasMax ? String(least + more) : null),
    truth: least + (more === 0 ? 0 : part % (more + 1))
  }))

t.test('whatever the true amounts are, their median is within the bounds', async t => {
  fc.assert(
    fc.property(fc.array(guess, { minLength: 1, maxLength: 9 }), guesses => {
      const truths = guesses.map(({ truth }) => truth).sort((a, b) => a - b)
      const middle =
        ((truths[Math.floor((truths.length - 1) / 2)] as number) + (truths[Math.floor(truths.length / 2)] as number)) /
        2
      const { min, max } = medianOf(
        guesses.map(({ range }) => range),
        0
      )
      return (min === null || Number(min) <= middle) && (max === null || Number(max) >= middle)
    })
  )
  t.pass()
})
