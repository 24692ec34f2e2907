import t from 'tap'
import { deriveIntervals } from '../../../src/record/status/intervals.ts'
import { event, recordOf, source } from './record.ts'

const day = (i: number) => new Date(Date.UTC(2000, 0, 1 + i)).toISOString().slice(0, 10)

/** Flights and pauses in turn, each told by a source of its own, in another order. */
const scattered = (events: number) => {
  const all = Array.from({ length: events }, (_, i) => i)
  return recordOf(
    all.map(i =>
      event(i % 2 ? 'transfers_paused' : 'transfer', day(i * 13), { id: `e-${i}`, citations: [{ source: `s-${i}` }] })
    ),
    { sources: all.map(i => source(`s-${i}`, day(((i * 97) % events) * 13))) }
  )
}

t.test('a record whose history cannot be kept is refused in words', async t => {
  t.throws(() => deriveIntervals(scattered(300)), { message: /too many stretches; at most 5000/ })
})
