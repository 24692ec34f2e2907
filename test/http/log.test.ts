import { Writable } from 'node:stream'
import { type FastifyServerOptions, fastify } from 'fastify'
import t from 'tap'
import { withoutKeys } from '../../src/http/output/log.ts'
import { registerProblems } from '../../src/http/output/problems.ts'
import { httpOptions } from '../../src/http/server.ts'
import { problem } from '../../src/problems.ts'

/** What an app of these options logs, line by line. */
function logOf(options: FastifyServerOptions) {
  const lines: { level: number; msg: string; err?: { stack: string }; req?: { url: string } }[] = []
  const stream = new Writable({
    write(chunk, _encoding, done) {
      lines.push(JSON.parse(chunk))
      done()
    }
  })
  const app = fastify({ ...options, logger: { ...(options.logger as object), stream } })
  return { app, lines }
}

const statement = 'insert into revision values ($1)\nparams: a name that is nobody’s business'
const nameless = Object.assign(new Error('prepared statement "x" does not exist'), { code: '26000' })
const ended = Object.assign(new Error('terminating connection\ndue to administrator command'), { code: '57P01' })

/** By the address that throws it. */
const errors: Record<string, unknown> = {
  '/ended': new Error(statement, { cause: ended }),
  '/refused': new Error(statement, { cause: Object.assign(new Error(''), { code: 'ECONNREFUSED' }) }),
  '/pooled': new Error(statement, { cause: nameless }),
  '/busy': problem('unavailable', { detail: 'Too many writers.' }),
  '/ours': new Error('a mistake'),
  '/theirs': problem('not-found')
}

t.test('what passes is logged in one line without its statement, our own mistakes whole, refusals not', async t => {
  const { app, lines } = logOf(httpOptions({ logLevel: 'warn', publicUrl: '' }))
  t.teardown(() => app.close())
  registerProblems(app, '')
  for (const [url, error] of Object.entries(errors)) {
    app.get(url, async () => {
      throw error
    })
  }
  for (const url of Object.keys(errors)) await app.inject(url)
  t.match(lines, [
    { level: 40, msg: 'answered by 503: terminating connection (57P01)', err: undefined },
    { level: 40, msg: 'answered by 503: ECONNREFUSED', err: undefined },
    {
      level: 40,
      msg: /^answered by 503: .* set PREPARED_STATEMENTS=off\. prepared statement "x" does not exist \(26000\)$/
    },
    { level: 40, msg: 'answered by 503: Too many writers.', err: undefined },
    { level: 50, err: { stack: /a mistake\n/ } }
  ])
  t.equal(lines.length, 5)
  t.notMatch(JSON.stringify(lines), /insert|business/)
})

t.test('a request that is part of a trace is logged with it', async t => {
  const { app, lines } = logOf(httpOptions({ logLevel: 'info', publicUrl: '' }))
  t.teardown(() => app.close())
  app.get('/', async () => ({}))
  const trace = { traceId: '4bf92f3577b34da6a3ce929d0e0e4736', parentId: '00f067aa0ba902b7' }
  for (const [traceparent, logged] of [
    [`00-${trace.traceId}-${trace.parentId}-01`, trace],
    [`cc-${trace.traceId}-${trace.parentId}-01-what-comes`, trace],
    [`ff-${trace.traceId}-${trace.parentId}-01`, { traceId: undefined }],
    [`00-${'0'.repeat(32)}-${trace.parentId}-01`, { traceId: undefined }],
    [`00-${trace.traceId}-x","level":60`, { traceId: undefined }]
  ] as const) {
    lines.length = 0
    await app.inject({ url: '/', headers: { traceparent } })
    t.match(lines, [logged, logged], traceparent)
  }
})

const key = 'dda_MnqQL_9X5mXIk7neN3WDK3kjq22LP_YJERuTk6jdzE0'

/** What is logged of an address. */
const logged: Record<string, string> = {
  '/v1/agreements?party=SV&limit=2': '/v1/agreements?party=SV&limit=2',
  '/v1/agreements?cursor=a%20b%zz&&=': '/v1/agreements?cursor=a%20b%zz&&=',
  '/v1/agreements?key=my-key&party=SV': '/v1/agreements?key=[removed]&party=SV',
  '/v1/agreements?party=SV&access_token=a=b?c': '/v1/agreements?party=SV&access_token=[removed]',
  '/v1/agreements?apiKey=x&k%65y=x&Password=x': '/v1/agreements?apiKey=[removed]&k%65y=[removed]&Password=[removed]',
  [`/v1/agreements?note=${key}`]: '/v1/agreements?note=[removed]',
  [`/v1/agreements?${key}`]: '/v1/agreements?[removed]',
  [`/v1/agreements/${key}?limit=1`]: '/v1/agreements/[removed]?limit=1',
  [`/v1/agreements?note=Bearer+${key.replace('_', '%5F')}`]: '/v1/agreements?note=Bearer+[removed]'
}

t.test('what was sent as a key in the address, or looks like one, is not in the log', async t => {
  for (const [url, shown] of Object.entries(logged)) t.equal(withoutKeys(url), shown)
  const { app, lines } = logOf(httpOptions({ logLevel: 'info', publicUrl: '' }))
  t.teardown(() => app.close())
  registerProblems(app, '')
  for (const url of Object.keys(logged)) await app.inject(url)
  t.same(
    lines.flatMap(({ req }) => req?.url ?? []),
    Object.values(logged)
  )
  t.notMatch(JSON.stringify(lines), /MnqQL/)
})
