import { once } from 'node:events'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { setTimeout } from 'node:timers/promises'
import t from 'tap'
import { inWrite } from '../../src/database/write.ts'
import { anAgreement } from '../fixtures/agreement.ts'
import { onEachDatabase, start } from '../start.ts'

const key = (name: string) => ({ 'idempotency-key': `"${name}"` })
const without = ({ id: _, ...record }: ReturnType<typeof anAgreement>) => record

onEachDatabase(t, 'what is sent again with its key is done once, and answered as it was', async (t, api) => {
  const record = without(anAgreement())
  const post = (headers: Record<string, string>, body: unknown = record, query = '') =>
    api.post(`/v1/agreements${query}`, body, headers)
  const first = await post(key('one'))
  t.match(first, { status: 201, headers: { 'idempotency-replayed': undefined } })
  api.clock.now = new Date('2026-11-27T11:00:00.000Z')
  const again = await post(key('one'))
  t.match(again, { status: 201, headers: { 'idempotency-replayed': 'true' } })
  t.same(
    [again.text, again.headers.etag, again.headers.location],
    [first.text, first.headers.etag, first.headers.location]
  )
  t.match(await post({ 'idempotency-key': 'one' }), { headers: { 'idempotency-replayed': 'true' } }, 'bare is the same')

  const refused = { status: 422, body: { code: 'key-reused', errors: [{ header: 'Idempotency-Key' }] } }
  t.match(await post(key('one'), { ...record, notes: 'Another.' }), refused)
  t.match(await post(key('one'), record, '?note=Another'), refused)
  t.match(await post(key('one'), { ...record, kinds: [] }), { status: 422, body: { code: 'invalid-record' } })
  t.match(await post(key('one'), record, '?dryRun=true'), { status: 200 }, 'a rehearsal needs none')
  for (const malformed of ['', '""', `"${'a'.repeat(256)}"`, '"a', 'é'])
    t.match(await post({ 'idempotency-key': malformed }), {
      status: 400,
      body: { errors: [{ header: 'Idempotency-Key', code: 'malformed' }] }
    })

  const other = await post({ ...key('one'), authorization: `Bearer ${api.keys.read}` })
  t.equal(other.status, 403)
  t.match(await post(key('two'), { ...record, kinds: [] }), { status: 422 })
  t.equal((await post(key('two'))).status, 201, 'what was refused is not remembered')

  const twins = await Promise.all([post(key('three')), post(key('three'))])
  // On the embedded database the second may be looked at when the first is done.
  const [made, ...others] = twins.toSorted((one, other) => one.status - other.status)
  t.equal(made?.status, 201)
  for (const { status, headers } of others)
    t.ok(status === 409 ? headers['retry-after'] : headers.location === made?.headers.location, `${status}`)

  const restore = (name: string) => api.post(`${first.headers.location}/revisions/1/restore`, '', key(name))
  await api.delete(first.headers.location as string, { 'if-match': '*' })
  t.match(await restore('four'), { status: 200, body: { revision: { version: 3 } } })
  await api.delete(first.headers.location as string, { 'if-match': '*' })
  t.match(await restore('four'), { status: 200, body: { revision: { version: 3 } } }, 'restored once')
  t.equal((await api.get(first.headers.location as string)).status, 410)

  api.clock.now = new Date('2026-11-28T12:00:01.000Z')
  t.match(await post(key('one')), { status: 201, headers: { 'idempotency-replayed': undefined } }, 'a day is over')
})

t.test('who leaves before the answer gets it when they come again with the same key (postgresql)', async t => {
  const api = await start(t, 'postgresql')
  await api.app.listen({ host: '127.0.0.1', port: 0 })
  let release = () => {}
  const held = new Promise<void>(done => {
    release = done
  })
  const holding = inWrite(api.database, () => held)
  const body = JSON.stringify(anAgreement())
  const headers = { authorization: `Bearer ${api.keys.write}`, 'content-type': 'application/json', ...key('left') }
  const lines = Object.entries({ host: 'x', 'content-length': Buffer.byteLength(body), ...headers }).map(
    ([name, value]) => `${name}: ${value}`
  )
  const socket = connect((api.app.server.address() as AddressInfo).port, '127.0.0.1')
  socket.write(['POST /v1/agreements HTTP/1.1', ...lines, '', body].join('\r\n'))
  const [message, response] = (await once(api.app.server, 'request')) as [IncomingMessage, ServerResponse]
  await once(message, 'end')
  socket.destroy()
  await once(response, 'close')
  const again = () => api.post('/v1/agreements', body, headers)
  t.match(await again(), { status: 409, headers: { 'retry-after': /^\d+$/ } }, 'while it is being done')
  release()
  await holding
  let answer = await again()
  for (let i = 0; i < 50 && answer.status === 409; i++) {
    await setTimeout(20)
    answer = await again()
  }
  t.match(answer, { status: 201, headers: { 'idempotency-replayed': 'true' } })
})

t.test('who prefers it hears of a write no more than that it was done', async t => {
  const api = await start(t, 'postgresql')
  const minimal = { prefer: 'respond-async, return=minimal; x=1' }
  const path = '/v1/agreements/us-sv-2019-example'
  const done = { text: '', headers: { 'preference-applied': 'return=minimal', etag: /^"/ } }
  t.match(await api.post('/v1/agreements', anAgreement(), { ...minimal, ...key('a') }), {
    ...done,
    status: 201,
    headers: { ...done.headers, location: path }
  })
  const replayed = await api.post('/v1/agreements', anAgreement(), key('a'))
  t.match(replayed, { status: 201, body: { id: 'us-sv-2019-example' } }, 'the answer is kept whole')
  const ifMatch = { 'if-match': '*', ...minimal }
  t.match(await api.patch(path, { notes: 'Changed.' }, ifMatch), { ...done, status: 204 })
  t.match(await api.put(path, anAgreement(), ifMatch), { ...done, status: 204 })
  t.match(await api.post(`${path}/revisions/2/restore`, '', ifMatch), { ...done, status: 204 })
  t.match(await api.post('/v1/imports', [anAgreement()], minimal), { status: 204, text: '' })
  t.match(await api.patch(path, { kinds: [] }, ifMatch), { status: 422, body: { code: 'invalid-record' } })
  const whole = { 'if-match': '*', prefer: 'return=representation, return=minimal' }
  t.match(await api.patch(path, { notes: 'Again.' }, whole), { status: 200, body: { notes: 'Again.' } })
})
