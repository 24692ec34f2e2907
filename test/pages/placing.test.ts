import fc from 'fast-check'
import t from 'tap'
import { placeFlags, placeLabels, rowsOfMarks, spread } from '../../src/pages/timeline/placing.ts'
import { ticksOf } from '../../src/pages/timeline/scale.ts'

const overlap = (a: { left: number; right: number; row: number }, b: typeof a) =>
  a.row === b.row && a.left < b.right && b.left < a.right

const pairsOf = <T>(list: readonly T[]): [T, T][] =>
  list.flatMap((a, i) => list.slice(i + 1).map((b): [T, T] => [a, b]))

t.test('no label under a lane covers another, or leaves the picture', async t => {
  const label = fc.record({ at: fc.integer({ min: 0, max: 1000 }), width: fc.integer({ min: 5, max: 200 }) })
  fc.assert(
    fc.property(fc.array(label, { maxLength: 12 }), labels => {
      const placed = placeLabels(labels, 1064)
      return placed.every(({ right }) => right <= 1064) && pairsOf(placed).every(([a, b]) => !overlap(a, b))
    })
  )
  t.pass()
})

t.test('no flag covers another, and each reaches its pole', async t => {
  const flag = fc.record({ x: fc.integer({ min: 112, max: 1064 }), width: fc.integer({ min: 40, max: 400 }) })
  fc.assert(
    fc.property(fc.array(flag, { maxLength: 30 }), flags => {
      const placed = placeFlags(flags, 1080)
      const reaches = placed.every(({ left, right }, i) => left === flags[i]?.x || right === flags[i]?.x)
      return reaches && pairsOf(placed).every(([a, b]) => !overlap(a, b))
    })
  )
  t.pass()
})

t.test('marks that would touch stand in different rows', async t => {
  const mark = fc
    .tuple(fc.integer({ min: 0, max: 1000 }), fc.integer({ min: 0, max: 300 }))
    .map(([left, length]) => ({ left, right: left + length }))
  fc.assert(
    fc.property(fc.array(mark, { maxLength: 20 }), marks => {
      const rows = rowsOfMarks(marks)
      const placed = marks.map((mark, i) => ({ ...mark, right: mark.right + 8, row: rows[i] as number }))
      return pairsOf(placed).every(([a, b]) => !overlap(a, b))
    })
  )
  t.pass()
})

t.test('labels of the tall picture keep their order and their distance, as far as there is room', async t => {
  const heights = fc.array(fc.integer({ min: 34, max: 600 }), { minLength: 1, maxLength: 14 })
  fc.assert(
    fc.property(heights, some => {
      const sorted = [...some].sort((a, b) => a - b)
      const places = spread(sorted, { top: 34, bottom: 600, gap: 37 })
      return places.every((place, i) => place <= 600 && (i === 0 || place - (places[i - 1] as number) >= 37))
    })
  )
  t.pass()
})

t.test('years stand above the picture, fewer where it is long, quarters where it is short', async t => {
  const texts = (first: string, last: string) => ticksOf(first, last).map(({ text }) => text)
  t.same(texts('2019-09-20', '2023-01-01'), ['2020', '2021', '2022', '2023'])
  t.same(texts('1994-01-01', '2026-11-26'), ['1995', '2000', '2005', '2010', '2015', '2020', '2025'])
  t.same(texts('2024-11-01', '2025-08-01'), ['2025', 'Apr', 'Jul'])
  t.same(texts('2024-09-01', '2025-02-01'), ['Oct 2024', '2025'])
})
