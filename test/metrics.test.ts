import t from 'tap'
import { createKey, scopesUpTo } from '../src/keys/store.ts'
import { anAgreement } from './fixtures/agreement.ts'
import { start } from './start.ts'

t.test('how the service is doing is there for Prometheus', async t => {
  const { get, post } = await start(t, 'postgresql')
  await get('/metrics')
  await get('/v1/countries/SV')
  await get('/wp-login.php')
  t.equal((await post('/v1/agreements', anAgreement({ id: 'counted' }))).status, 201)
  const { status, headers, text } = await get('/metrics', { accept: 'application/openmetrics-text' })
  t.match(
    { status, headers },
    { status: 200, headers: { 'content-type': /^text\/plain/, 'cache-control': 'no-store' } }
  )
  for (const line of [
    /^http_request_duration_seconds_count\{method="GET",route="\/v1\/countries\/:code",status="200"\} 1$/m,
    /^http_request_duration_seconds_count\{method="GET",route="none",status="404"\} 1$/m,
    /^http_requests_under_way\{lane="reads",state="inside"\} 0$/m,
    /^http_requests_shed_total/m,
    /^http_answers_untaken_bytes 0$/m,
    /^database_connections\{state="waiting"\} 0$/m,
    /^write_stage_duration_seconds_count\{stage="turn"\} 1$/m,
    /^write_stage_duration_seconds_count\{stage="lock"\} 1$/m,
    /^write_stage_duration_seconds_count\{stage="save"\} 1$/m,
    /^write_stage_duration_seconds_count\{stage="commit"\} 1$/m,
    /^nodejs_eventloop_lag_p99_seconds /m,
    /^process_resident_memory_bytes /m
  ])
    t.match(text, line)
  t.notMatch(text, /counted|wp-login|tester/, 'and names no record, address or key')
})

t.test('where they are not public, metrics need a key of the scope admin', async t => {
  const { get, keys, database, clock } = await start(t, 'postgresql', { publicMetrics: false })
  const key = { name: 'watcher', scopes: scopesUpTo('admin'), createdAt: clock.now, expiresAt: null }
  const secret = await createKey(database.db, key)
  const statusWith = async (authorization?: string) =>
    (await get('/metrics', authorization === undefined ? {} : { authorization })).status
  t.equal(await statusWith(), 401)
  t.equal(await statusWith(`Bearer ${keys.write}`), 403)
  t.equal(await statusWith(`Bearer ${secret}`), 200)
})
