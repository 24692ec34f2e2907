import t from 'tap'
import { reservePort } from '../../src/http/reserve.ts'

const reserve = (port = 0) => reservePort({ host: '127.0.0.1', port, publicUrl: 'https://example.org' })

t.test('while the service is made ready it is alive and not ready, and says when to come back', async t => {
  const { port, release } = await reserve()
  t.teardown(release)
  const livez = await fetch(`http://127.0.0.1:${port}/livez`)
  t.equal(livez.status, 200)
  t.same(await livez.json(), { status: 'pass' })
  for (const path of ['/readyz', '/v1/agreements']) {
    const answer = await fetch(`http://127.0.0.1:${port}${path}`)
    t.equal(answer.status, 503)
    t.equal(answer.headers.get('retry-after'), '5')
    t.match(await answer.json(), {
      type: 'https://example.org/problems/unavailable',
      detail: 'The service is being made ready.'
    })
  }
})

t.test('a port is taken from the first moment on, and free again when it is let go', async t => {
  const first = await reserve()
  await t.rejects(reserve(first.port), { code: 'EADDRINUSE' })
  first.release()
  const second = await reserve(first.port)
  t.equal(second.port, first.port)
  second.release()
})

t.test('a host that is none of this machine is refused', async t => {
  await t.rejects(reservePort({ host: 'host.invalid', port: 0, publicUrl: '' }), { code: /ENOTFOUND|EAI_AGAIN/ })
})
