import autocannon from 'autocannon'
import t from 'tap'
import { placeOf, serve } from '../process/processes.ts'
import { isFull, quantile, report } from './load.ts'

/** In which all connections are made, in milliseconds. */
const opening = 5_000

const one = '/v1/agreements/us-sv-2019-asylum-cooperative-agreement/status'

t.test(
  'under ten times the load that can be borne, requests are answered soon or refused',
  { skip: !isFull && 'in the full run' },
  async t => {
    const { address, child } = await serve(t, await placeOf(t, 'postgresql', 'filled'))
    /** What becomes of requests, so many in a second over so many connections, and the times of those that were done. */
    const load = async (connections: number, duration: number, overallRate?: number) => {
      const done: number[] = []
      const refused: number[] = []
      const others: number[] = []
      const running = autocannon({
        url: address + one,
        connections,
        duration,
        ...(overallRate && { overallRate })
      }) as unknown as autocannon.Instance & Promise<autocannon.Result>
      const begun = performance.now()
      running.on('response', (_client, status, _bytes, time) => {
        // Node takes in one new connection in each turn of its loop; until all are there, that is what is measured.
        if (performance.now() - begun < (overallRate ? opening : 0)) return
        ;(status === 200 ? done : status === 503 || status === 429 ? refused : others).push(
          status === 200 ? time : status
        )
      })
      const { errors, timeouts } = await running
      return { done, refused, others, errors: errors + timeouts }
    }
    await load(8, 3)
    const sustainable = Math.round((await load(16, 10)).done.length / 10 / 2)
    const unloaded = quantile((await load(16, 10, sustainable)).done, 0.99)
    const loaded = await load(640, 30, sustainable * 10)
    const p99 = quantile(loaded.done, 0.99)
    t.same(loaded.others, [])
    t.equal(loaded.errors, 0)
    t.ok(loaded.done.length > 0)
    t.ok(p99 <= 5 * unloaded, `${unloaded} → ${p99} ms`)
    await report(t, 'overload', {
      'sustainable, requests a second': sustainable,
      'p99 unloaded, ms': unloaded,
      'p99 of those done, ms': p99,
      done: loaded.done.length,
      refused: loaded.refused.length
    })
    t.ok(child.exitCode === null)
  }
)
