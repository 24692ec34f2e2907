import { Writable } from 'node:stream'
import { fastify } from 'fastify'
import t from 'tap'
import { registerProblems } from '../../src/http/output/problems.ts'
import { httpOptions } from '../../src/http/server.ts'
import { problem } from '../../src/problems.ts'

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
  const lines: { level: number; msg: string; err?: { stack: string } }[] = []
  const stream = new Writable({
    write(chunk, _encoding, done) {
      lines.push(JSON.parse(chunk))
      done()
    }
  })
  const app = fastify({ ...httpOptions({ logLevel: 'warn', publicUrl: '' }), logger: { level: 'warn', stream } })
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
