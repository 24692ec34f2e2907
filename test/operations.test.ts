import { once } from 'node:events'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { text } from 'node:stream/consumers'
import { setTimeout } from 'node:timers/promises'
import t from 'tap'
import { onEachDatabase } from './start.ts'

onEachDatabase(t, 'a probe is answered whatever it accepts', async (t, { get }) => {
  for (const url of ['/livez', '/readyz'])
    for (const accept of ['text/plain', 'application/json', 'image/png', 'application/health+json;q=0'])
      t.match(await get(url, { accept }), { status: 200, body: { status: 'pass' } }, `${url} ${accept}`)
})

onEachDatabase(t, 'a service that is shutting down is not ready', async (t, { app, get }) => {
  t.match(await get('/readyz'), { status: 200, body: { status: 'pass' } })
  await app.listen({ host: '127.0.0.1', port: 0 })
  const accepting = once(app.server, 'connection') as Promise<[Socket]>
  const socket = connect((app.server.address() as AddressInfo).port, '127.0.0.1')
  const [accepted] = await accepting
  // Begun before the end, and asked for in the middle of it.
  socket.write('GET /readyz HTTP/1.1\r\nhost: registry\r\n')
  while (accepted.bytesRead === 0) await setTimeout(10)
  const closing = app.close()
  socket.write('\r\n')
  const answer = await text(socket)
  t.match(answer, /^HTTP\/1\.1 503 /)
  t.match(answer, /shutting down/)
  await closing
})
