import { readFileSync } from 'node:fs'
import t from 'tap'
import type { Agreement } from '../../../src/record/schema/agreement.ts'
import { deriveIntervals, SMALL_WORK, workOf } from '../../../src/record/status/intervals.ts'
import { event, fee, recordOf, source } from './record.ts'

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
  t.throws(() => deriveIntervals(scattered(300)), {
    message: /too many stretches, or leave too many orders open; at most 5000/
  })
})

t.test('the agreements of the data set make small work, and entangled ones do not', async t => {
  const records: Agreement[] = JSON.parse(
    readFileSync(new URL('../../../../data/agreements.json', import.meta.url), 'utf8')
  )
  for (const record of records) t.ok(workOf(record) <= SMALL_WORK, record.id)
  t.ok(workOf(scattered(6)) <= SMALL_WORK)
  t.ok(workOf(scattered(100)) > SMALL_WORK)
  const ids = Array.from({ length: 100 }, (_, i) => `f-${i}`)
  const feeTerms = ids.map((id, i) => fee({ id, sameAs: ids.slice(i + 1) }))
  t.ok(workOf(recordOf([], { feeTerms })) > SMALL_WORK, 'also where it is in what fee terms restate')
})
