import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { connect, type Socket } from 'node:net'
import { setTimeout } from 'node:timers/promises'
import t, { type Test } from 'tap'
import { placeOf, type Service, serve } from '../process/processes.ts'
import { create, during, isFull, quantile, read, report, tally, within } from './load.ts'

const one = '/v1/agreements/us-sv-2019-asylum-cooperative-agreement'
const large = '/v1/agreements?view=full&limit=200'

async function sockets(t: Test, { address }: Service, count: number): Promise<Socket[]> {
  const { hostname, port } = new URL(address)
  const opened = Array.from({ length: count }, () => connect(Number(port), hostname).on('error', () => {}))
  t.teardown(() => {
    for (const socket of opened) socket.destroy()
  })
  await Promise.all(opened.map(socket => once(socket, 'connect')))
  return opened
}

/** Resident memory of a process, in MB. */
const memoryOf = async ({ child }: Service): Promise<number> =>
  Math.round(Number(/VmRSS:\s+(\d+)/.exec(await readFile(`/proc/${child.pid}/status`, 'utf8'))?.[1]) / 1024)

t.test('clients', async t => {
  const service = await serve(t, await placeOf(t, 'embedded', 'filled'))
  const { address } = service
  const time = isFull ? 15_000 : 2_000
  /** The times that a path takes while something else goes on. */
  const timesOf = async (path: string, meanwhile: Promise<unknown>): Promise<number[]> => {
    const times: number[] = []
    let goesOn = true
    meanwhile.then(() => {
      goesOn = false
    })
    while (goesOn) {
      const { status, time } = await read(address, path)
      t.equal(status, 200, path)
      times.push(time)
      await setTimeout(100)
    }
    await meanwhile
    return times
  }

  await t.test('the process is known to be alive while many read or write the embedded database', async t => {
    const statuses: number[] = []
    // Nothing was read yet: what is compiled and loaded at first is no load.
    await during(1_000, 4, () => read(address, one))
    const reading = await timesOf(
      '/livez',
      during(time, 160, async () => statuses.push((await read(address, one)).status))
    )
    const writing = await timesOf(
      '/livez',
      during(time, 128, async (n, i) => statuses.push(await create(service, `creator-${n}-${i}`)))
    )
    t.same(
      Object.keys(tally(statuses)).filter(status => !['200', '201', '503'].includes(status)),
      []
    )
    t.ok(Math.max(...reading, ...writing) < within(1_000), `${Math.max(...reading, ...writing)} ms`)
    await report(t, 'livez', {
      'slowest under 160 readers, ms': Math.round(Math.max(...reading)),
      'slowest under 128 creators, ms': Math.round(Math.max(...writing)),
      statuses: JSON.stringify(tally(statuses))
    })
  })

  // In short it is in test/http, where the limits are shorter.
  const skip = !isFull && 'in the full run'
  await t.test('clients that finish no header or body, or take no answer, are gone in time', { skip }, async t => {
    const stalled = await sockets(t, service, isFull ? 999 : 90)
    for (const [i, socket] of stalled.entries()) {
      if (i % 3 === 0) socket.write('GET /v1/countries HTTP/1.1\r\nHost: x\r\nX-Slow: ')
      if (i % 3 === 1)
        socket.write(
          `POST /v1/agreements HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${service.key}\r\nContent-Type: application/json\r\nContent-Length: 500\r\n\r\n{`
        )
      if (i % 3 === 2) socket.pause().write(`GET ${large} HTTP/1.1\r\nHost: x\r\n\r\n`)
      // One that hears nothing of the end of a connection has not noticed it.
      else socket.resume()
    }
    const times = await timesOf(one, setTimeout(isFull ? 50_000 : 13_000))
    const open = stalled.filter((socket, i) => i % 3 < 2 && !socket.closed).length
    t.equal(open, 0, 'those that send nothing are gone')
    t.ok(quantile(times, 0.99) < within(2_000))
    await report(t, 'stalled', { clients: stalled.length, 'p99 of others, ms': quantile(times, 0.99), open })
  })

  await t.test('clients that ask for many large lists in advance and take none hold up nobody', async t => {
    const before = await memoryOf(service)
    const greedy = await sockets(t, service, isFull ? 200 : 50)
    for (const socket of greedy) socket.pause().write(`GET ${large} HTTP/1.1\r\nHost: x\r\n\r\n`.repeat(10))
    await setTimeout(isFull ? 3_000 : 1_500)
    let most = 0
    const times = await timesOf(
      one,
      during(isFull ? 45_000 : 2_000, 1, async () => {
        most = Math.max(most, await memoryOf(service))
        await setTimeout(200)
      })
    )
    for (const socket of greedy) socket.destroy()
    t.ok(Math.max(...times) < within(1_000), `${Math.max(...times)} ms`)
    await setTimeout(isFull ? 10_000 : 500)
    const after = await memoryOf(service)
    t.ok(most < before + 600, `${before} → ${most} MB`)
    if (isFull) t.ok(after < before + 100, `${before} → ${after} MB afterwards`)
    await report(t, 'pipelined', {
      clients: greedy.length,
      'slowest other, ms': Math.round(Math.max(...times)),
      'memory before, MB': before,
      'at most': most,
      after
    })
  })
})
