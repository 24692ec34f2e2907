import t from 'tap'
import { normalise } from '../../src/http/output/normalise.ts'
import { catalogue, problem } from '../../src/problems.ts'

const ofCause = (code: string) => Object.assign(new Error('Failed query: select 1'), { cause: { code } })
const ofCode = (code: string) => Object.assign(new Error('secret'), { code })

const errors: [error: unknown, status: number][] = [
  [ofCause('23505'), 409],
  [ofCode('23505'), 409],
  [ofCause('23503'), 422],
  [ofCause('23514'), 422],
  [ofCause('22021'), 422],
  [ofCause('22P02'), 422],
  [ofCause('57014'), 503],
  [ofCause('57P01'), 503],
  [ofCause('40001'), 503],
  [ofCause('40P01'), 503],
  [ofCause('53300'), 503],
  [ofCause('08006'), 503],
  [ofCause('08P01'), 503],
  [ofCause('25006'), 503],
  [ofCause('25P03'), 503],
  [ofCause('28P01'), 503],
  [ofCause('3D000'), 503],
  [ofCause('53100'), 503],
  [ofCause('55P03'), 503],
  [ofCause('57P05'), 503],
  [ofCause('58030'), 503],
  [ofCause('26000'), 503],
  [ofCause('42P05'), 503],
  [ofCause('25001'), 500],
  [ofCause('XX002'), 500],
  [ofCause('ENETUNREACH'), 503],
  [Object.assign(ofCode('ENOENT'), { syscall: 'connect' }), 503],
  [Object.assign(ofCode('ENOENT'), { syscall: 'open' }), 500],
  [new Error('PGlite is closed'), 503],
  [Object.assign(new Error('secret'), { cause: ofCause('57P03') }), 503],
  [ofCode('ECONNREFUSED'), 503],
  [ofCause('ECONNRESET'), 503],
  [Object.assign(ofCode('ECONNRESET'), { statusCode: 400 }), 400],
  [ofCause('42601'), 500],
  [ofCode('FST_ERR_BAD_URL'), 400],
  [ofCode('FST_ERR_CTP_BODY_TOO_LARGE'), 413],
  [new Error('timeout exceeded when trying to connect'), 503],
  [new Error('Failed query', { cause: new Error('Connection terminated unexpectedly') }), 503],
  [new Error('Client has encountered a connection error and is not queryable'), 503],
  [new Error('Failed query', { cause: new Error('Client was closed and is not queryable') }), 503],
  [new Error('Cannot use a pool after calling end on the pool'), 503],
  [new Error('timeout expired'), 503],
  [new Error('secret', { cause: new Error('secret', { cause: new Error('Query read timeout') }) }), 503],
  [Object.assign(new Error('nope'), { statusCode: 403 }), 403],
  [Object.assign(new Error('nope'), { statusCode: 418 }), 400],
  [Object.assign(new Error('nope'), { statusCode: 502 }), 500],
  [new Error('secret'), 500],
  ['thrown text', 500],
  [undefined, 500],
  [null, 500]
]
for (const [error, status] of errors) {
  t.test(`${JSON.stringify(error)} becomes ${status} and tells nothing of itself`, async t => {
    const { code, detail, errors } = normalise(error)
    t.equal(catalogue[code].status, status)
    t.notMatch(detail, /secret|select|nope|thrown/)
    t.equal(errors, undefined)
  })
}

t.test('a problem stays what it is', async t => {
  const gone = problem('gone', { detail: 'Deleted.' })
  t.equal(normalise(gone), gone)
})

t.test('whoever is told to come back is told when', async t => {
  t.match(normalise(ofCause('53300')).headers, { 'retry-after': /^\d+$/ })
})
