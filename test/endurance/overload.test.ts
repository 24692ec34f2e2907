import autocannon from 'autocannon'
import t from 'tap'
import { placeOf, serve } from '../process/processes.ts'
import { isFull, report } from './load.ts'

const one = '/v1/agreements/us-sv-2019-asylum-cooperative-agreement/status'

t.test(
  'under ten times the load that can be borne, requests are answered soon or refused',
  { skip: !isFull && 'in the full run' },
  async t => {
    const { address, child } = await serve(t, await placeOf(t, 'postgresql', 'filled'))
    const load = (connections: number, duration: number, overallRate?: number) =>
      autocannon({ url: address + one, connections, duration, workers: 1, ...(overallRate && { overallRate }) })
    await load(8, 3)
    const most = await load(16, 10)
    const sustainable = Math.round(most.requests.average / 2)
    const unloaded = await load(16, 10, sustainable)
    const memory = () => process.memoryUsage().rss
    const before = memory()
    const loaded = await load(640, 30, sustainable * 10)
    t.equal(loaded.errors + loaded.timeouts, 0)
    const others = Object.keys(loaded.statusCodeStats ?? {}).filter(status => !['200', '429', '503'].includes(status))
    t.same(others, [])
    t.ok(loaded['2xx'] > 0)
    await report(t, 'overload', {
      'sustainable, requests a second': sustainable,
      'p99 unloaded, ms': unloaded.latency.p99,
      'p99 under load (all answers), ms': loaded.latency.p99,
      statuses: JSON.stringify(loaded.statusCodeStats),
      'memory of the load, MB': Math.round((memory() - before) / 1024 / 1024)
    })
    t.ok(child.exitCode === null)
  }
)
