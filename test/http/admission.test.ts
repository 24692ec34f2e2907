import { once } from 'node:events'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { setTimeout } from 'node:timers/promises'
import { fastify } from 'fastify'
import t, { type Test } from 'tap'
import { Lane, type Shed } from '../../src/http/input/admission.ts'
import { registerHttp } from '../../src/http/register.ts'
import { httpOptions } from '../../src/http/server.ts'
import { limits } from '../../src/limits.ts'

const line = { longest: 10, burst: 300, standing: 20 }
const bounds = { most: 4, line }
const underWay = { reads: bounds, readsBesideWrites: { most: 2, line }, writes: bounds }

/** A service that answers when it is told to, or with so many bytes. */
async function service(
  t: Test,
  options: { answers?: () => Promise<boolean>; stall?: number; bodyPause?: number } = {}
) {
  const shed: Shed[] = []
  const waiting: (() => void)[] = []
  const served: string[] = []
  const app = fastify({ ...httpOptions({ logLevel: 'silent', publicUrl: '' }) })
  const { admission } = await registerHttp(app, {
    publicUrl: '',
    underWay,
    ...options,
    onShed: reason => shed.push(reason)
  })
  app.route({
    method: ['GET', 'POST'],
    url: '/v1/waits',
    handler: async ({ url }) => {
      served.push(url)
      await new Promise<void>(done => waiting.push(done))
      return {}
    }
  })
  app.post('/v1/echo', { schema: { body: { type: 'object' } } }, async ({ body }) => body)
  app.get('/v1/large', async (_request, reply) => {
    served.push('large')
    return reply.type('image/png').send(Buffer.alloc(8 * 1024 * 1024))
  })
  // Both answer when their client has left.
  app.get('/v1/left/large', async (_request, reply) => {
    await once(reply.raw, 'close')
    return reply.type('image/png').send(Buffer.alloc(8 * 1024 * 1024))
  })
  const file = Readable.from(['a,b'])
  app.get('/v1/left/file', async (_request, reply) => {
    await once(reply.raw, 'close')
    return reply.type('text/csv').send(file)
  })
  app.get('/livez', async () => ({ status: 'pass' }))
  await app.listen({ host: '127.0.0.1', port: 0 })
  t.teardown(() => {
    app.server.closeAllConnections()
    return app.close()
  })
  const { port } = app.server.address() as AddressInfo
  const open = async (): Promise<Socket> => {
    const socket = connect(port, '127.0.0.1')
    socket.on('error', () => {})
    t.teardown(() => socket.destroy())
    await once(socket, 'connect')
    return socket
  }
  return { app, admission, waiting, served, shed, file, open, base: `http://127.0.0.1:${port}` }
}

const until = async (isSo: () => boolean) => {
  for (let i = 0; i < 500 && !isSo(); i++) await setTimeout(10)
}

t.test('what cannot be done soon is refused, and a probe is answered all the same', async t => {
  const { app, admission, waiting, shed, base } = await service(t)
  const { most } = bounds
  const inside = Array.from({ length: most }, () => app.inject('/v1/waits'))
  await until(() => waiting.length === most)
  const begun = performance.now()
  const late = await app.inject('/v1/waits')
  t.ok(performance.now() - begun < line.burst + 2_000)
  t.match(late.json(), { status: 503, code: 'unavailable', detail: /More is asked for/ })
  t.equal(late.headers['retry-after'], '1')
  t.same(shed, ['line'])
  t.equal((await fetch(`${base}/livez`)).status, 200)
  t.equal((await app.inject({ method: 'POST', url: '/v1/echo', payload: {} })).statusCode, 200, 'nor do writes wait')
  const next = app.inject('/v1/waits')
  for (const done of waiting.splice(0)) done()
  await until(() => waiting.length > 0)
  for (const done of waiting.splice(0)) done()
  t.same([...new Set((await Promise.all([...inside, next])).map(({ statusCode }) => statusCode))], [200])
  t.equal(admission.reads.inside, 0, 'and the places are free again')
})

t.test('in a line that empties one may wait, in one that does not hardly', async t => {
  const line = { longest: 10, burst: 2_000, standing: 20 }
  const lane = new Lane(() => ({ most: 1, line }))
  const time = async () => {
    const begun = performance.now()
    t.equal(await lane.enter('a'), false)
    return performance.now() - begun
  }
  t.equal(await lane.enter('a'), true)
  const first = time()
  await setTimeout(line.burst / 2)
  const second = time()
  t.ok((await first) > line.burst * 0.9)
  const third = await time()
  t.ok(third < line.burst / 2, `it took ${third} ms`)
  await second
  const next = lane.enter('a')
  lane.leave()
  t.equal(await next, true)
  const [older, newer] = [lane.enter('a'), lane.enter('a')]
  lane.leave()
  t.equal(await newer, true, 'the newest goes first')
  lane.leave()
  t.equal(await older, true)
  t.match({ inside: lane.inside, waiting: lane.waiting }, { inside: 1, waiting: 0 })
})

t.test('who fills the line gives way to those who come', async t => {
  const lane = new Lane(() => ({ most: 1, line }))
  t.equal(await lane.enter('a'), true)
  const greedy = Array.from({ length: line.longest }, (_, i) => lane.enter('a', { isInAdvance: i > 0 }))
  const modest = lane.enter('b')
  t.equal(await greedy.at(-1), false, 'what was sent in advance is refused for it')
  t.equal(lane.waiting, line.longest)
  lane.leave()
  t.equal(await greedy[0], true)
  lane.leave()
  t.equal(await modest, true, 'and it is the turn of the other')
})

t.test('places that come free are for those who wait, and nobody overtakes them', async t => {
  let most = 1
  const lane = new Lane(() => ({ most, line }))
  t.equal(await lane.enter('a'), true)
  const first = lane.enter('a')
  most = 2
  const newcomer = lane.enter('b')
  t.not(newcomer, true)
  lane.letIn()
  t.equal(await first, true)
  t.equal(lane.waiting, 1)
  lane.leave()
  t.equal(await newcomer, true)
})

t.test('whoever leaves does not wait any longer', async t => {
  const { app, admission, waiting, served, shed, open } = await service(t)
  const inside = Array.from({ length: bounds.most }, () => app.inject('/v1/waits'))
  await until(() => waiting.length === bounds.most)
  const socket = await open()
  socket.write('GET /v1/waits HTTP/1.1\r\nhost: x\r\n\r\n')
  await until(() => admission.reads.waiting === 1)
  socket.destroy()
  await until(() => admission.reads.waiting === 0)
  t.same(shed, [], 'and is not counted among the refused')
  for (const done of waiting) done()
  await Promise.all(inside)
  t.equal(served.length, bounds.most)
  t.equal(admission.reads.inside, 0)
})

t.test('whoever leaves before the answer takes no place of files or untaken bytes', async t => {
  const { admission, file, open } = await service(t)
  for (const what of ['file', 'large']) {
    const socket = await open()
    socket.write(`GET /v1/left/${what} HTTP/1.1\r\nhost: x\r\n\r\n`)
    await until(() => admission.reads.inside === 1)
    socket.destroy()
    await until(() => admission.reads.inside === 0)
    t.match(admission, { files: 0, untaken: 0 }, what)
  }
  t.ok(file.destroyed, 'and nothing is read for them')
})

t.test('while somebody writes, the place of a reader stays empty for a while', async t => {
  const { app, waiting, admission } = await service(t)
  const writing = app.inject({ method: 'POST', url: '/v1/waits' })
  await until(() => waiting.length === 1)
  const reading = Array.from({ length: 2 }, () => app.inject('/v1/waits'))
  await until(() => waiting.length === 3)
  await setTimeout(2 * limits.readersRest)
  reading.push(app.inject('/v1/waits'))
  await until(() => admission.reads.waiting === 1)
  const begun = performance.now()
  waiting.splice(1, 1)[0]?.()
  await until(() => waiting.length === 3)
  // A timer may come a millisecond early.
  t.ok(performance.now() - begun >= limits.readersRest - 1)
  for (const done of waiting) done()
  for (const { statusCode } of await Promise.all([writing, ...reading])) t.equal(statusCode, 200)
  await until(() => admission.reads.inside === 0)
  t.equal(admission.reads.inside, 0)
})

t.test('while somebody writes fewer read', async t => {
  const { app, waiting, admission } = await service(t)
  const writing = app.inject({ method: 'POST', url: '/v1/waits' })
  await until(() => waiting.length === 1)
  const reading = Array.from({ length: 4 }, () => app.inject('/v1/waits'))
  await until(() => admission.reads.waiting === 2)
  t.equal(admission.reads.inside, underWay.readsBesideWrites.most)
  waiting.shift()?.()
  t.equal((await writing).statusCode, 200)
  t.match(admission.reads, { inside: 4, waiting: 0 }, 'afterwards more do')
  await until(() => waiting.length === 4)
  for (const done of waiting) done()
  t.same(
    (await Promise.all(reading)).map(({ statusCode }) => statusCode),
    [200, 200, 200, 200]
  )
})

t.test('where the database does not answer, requests are answered without it, until it does', async t => {
  let isThere = false
  const { app, waiting, shed } = await service(t, { answers: async () => isThere })
  const begun = performance.now()
  const answered = await app.inject('/v1/waits')
  t.match(answered.json(), { status: 503, detail: 'The database does not answer.' })
  t.ok(performance.now() - begun < 6_000, 'though its own statement is still waiting')
  t.equal((await app.inject('/v1/waits')).statusCode, 503)
  t.equal(waiting.length, 1, 'and no further one is begun')
  t.same(shed, ['database', 'database'])
  isThere = true
  await setTimeout(1_100)
  const next = app.inject('/v1/waits')
  await until(() => waiting.length === 2)
  for (const done of waiting) done()
  t.equal((await next).statusCode, 200)
})

t.test('of requests that a connection sends in advance, one is worked on at a time', async t => {
  const { waiting, served, open } = await service(t)
  const socket = await open()
  const ask = (more = '') => `GET /v1/waits HTTP/1.1\r\nhost: x\r\n${more}\r\n`
  socket.write(ask() + ask() + ask('connection: close\r\n'))
  const answer = text(socket)
  for (const n of [1, 2, 3]) {
    await until(() => waiting.length === 1)
    t.equal(served.length, n)
    waiting.pop()?.()
  }
  t.equal((await answer).match(/HTTP\/1\.1 200 /g)?.length, 3)
})

t.test('who takes nothing of an answer is disconnected, and holds no further one up', async t => {
  const { served, admission, open } = await service(t, { stall: 300 })
  const socket = await open()
  socket.pause()
  socket.write('GET /v1/large HTTP/1.1\r\nhost: x\r\n\r\n'.repeat(3))
  await until(() => admission.untaken > 0)
  t.ok(admission.untaken <= 8 * 1024 * 1024)
  await until(() => admission.untaken === 0)
  t.equal(admission.untaken, 0, 'what it did not take is let go of')
  t.same(served, ['large'], 'and nothing was made that nobody would take')
})

t.test('who is slow at our side is not disconnected', async t => {
  const { app, waiting, base } = await service(t, { stall: 50 })
  const answer = fetch(`${base}/v1/waits`)
  await until(() => waiting.length === 1)
  await setTimeout(200)
  waiting.pop()?.()
  t.equal((await answer).status, 200)
  await app.close()
})

t.test('of answers that nobody takes only so many bytes are kept', async t => {
  const { admission, shed, open, base } = await service(t)
  const most = limits.untaken / (8 * 1024 * 1024)
  const sockets = await Promise.all(Array.from({ length: most + 4 }, open))
  for (const socket of sockets) {
    socket.pause()
    socket.write('GET /v1/large HTTP/1.1\r\nhost: x\r\n\r\n')
  }
  await until(() => shed.length === 4)
  t.same([...new Set(shed)], ['answers'])
  t.ok(admission.untaken <= limits.untaken)
  t.equal((await fetch(`${base}/livez`)).status, 200)
  for (const socket of sockets) socket.destroy()
  await until(() => admission.untaken === 0)
  t.equal((await (await fetch(`${base}/v1/large`)).arrayBuffer()).byteLength, 8 * 1024 * 1024)
})

t.test('a body that hardly comes is given up like one that pauses', async t => {
  const { open } = await service(t, { bodyPause: 500 })
  const socket = await open()
  socket.write('POST /v1/echo HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 1000\r\n\r\n{')
  const drip = setInterval(() => socket.write(' '), 100)
  const answer = await text(socket)
  clearInterval(drip)
  t.match(answer, /^HTTP\/1\.1 408 /)
  t.match(answer, /less than 20 bytes in a second/)
})
