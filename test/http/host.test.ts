import t from 'tap'
import { hostProblem } from '../../src/http/input/host.ts'

const problemOf = (...hosts: string[]) =>
  hostProblem({
    headers: { host: hosts[0] },
    rawHeaders: ['Accept', 'host', ...hosts.flatMap(host => ['HOST', host])],
    httpVersion: '1.1'
  })

for (const host of [
  '',
  'localhost',
  'localhost:3000',
  'example.org:',
  'example.org.',
  'a_b.example',
  '192.0.2.1:80',
  '%C3%A9.example',
  '[::1]',
  '[2001:db8::7]:3000',
  '[::ffff:192.0.2.1]',
  '[v1.fe80::a+en1]',
  ':3000'
])
  t.test(`takes the host "${host}"`, async t => t.equal(problemOf(host), undefined))

for (const host of [
  'a b',
  'a\tb',
  'user:pw@example.org',
  'user@example.org',
  'example.org/evil',
  'example.org?a',
  'example.org#a',
  'http://example.org',
  'example.org:http',
  'example.org:80:80',
  'a\\b',
  'a"b',
  'a<b',
  'a^b',
  '%zz',
  '%4',
  'é.example',
  '[::1',
  '::1',
  '[]',
  '[g::1]',
  '[::1%25eth0]',
  '[fe80::1%eth0]',
  '[192.0.2.1]',
  '[::1]a',
  '[v1]'
])
  t.test(`refuses the host "${host}"`, async t => t.match(problemOf(host), /Host is not a host/))

t.test('a Host is there once, and may be left out in HTTP/1.0 alone', async t => {
  t.match(problemOf('a', 'a'), /several headers/)
  t.match(hostProblem({ headers: {}, rawHeaders: [], httpVersion: '1.1' }), /is missing/)
  t.equal(hostProblem({ headers: {}, rawHeaders: [], httpVersion: '1.0' }), undefined)
})
