import t from 'tap'
import { clientOf } from '../../src/http/input/client.ts'
import { Lines } from '../../src/http/input/lines.ts'

/** Lines of those whose names begin with their client; behind a minus those who come last. */
function linesOf(names: string): Lines<string> {
  const lines = new Lines<string>()
  for (const name of names.split(' ').filter(Boolean)) {
    const waiting = name.replace('-', '')
    lines.add(waiting[0] as string, waiting, { now: 0, isLast: name.startsWith('-') })
  }
  return lines
}

t.test('clients take turns, and of each the newest goes first', async t => {
  for (const [waiting, turns] of [
    ['', ''],
    ['a1', 'a1'],
    ['a1 a2 a3', 'a3 a2 a1'],
    ['a1 b1 c1', 'a1 b1 c1'],
    // However much one asks for, the others are next.
    ['a1 a2 a3 a4 b1', 'a4 b1 a3 a2 a1'],
    ['a1 a2 b1 b2 b3 c1', 'a2 b3 c1 a1 b2 b1'],
    // What was sent in advance waits for what was not.
    ['a1 -a2 -a3', 'a1 a2 a3'],
    ['-a1 -a2 a3 a4', 'a4 a3 a1 a2'],
    ['-a1 -a2 b1 -b2', 'a1 b1 a2 b2']
  ] as const) {
    const lines = linesOf(waiting)
    t.equal(lines.size, waiting.split(' ').filter(Boolean).length)
    const went: string[] = []
    for (let next = lines.next(); next; next = lines.next()) went.push(next)
    t.equal(went.join(' '), turns, waiting)
    t.equal(lines.size, 0)
  }
})

t.test('who comes back waits for the turns of the others', async t => {
  const lines = linesOf('a1 a2 b1 c1')
  const went: (string | undefined)[] = []
  for (const back of ['a3', 'b2', 'c2']) {
    went.push(lines.next())
    lines.add(back[0] as string, back, { now: 0 })
  }
  went.push(lines.next())
  t.same(went, ['a2', 'b1', 'c1', 'a3'])
})

t.test('who goes away is not waited for', async t => {
  const lines = linesOf('a1 a2 b1')
  lines.remove('a', 'a2')
  lines.remove('a', 'a2')
  lines.remove('c', 'c1')
  t.equal(lines.size, 2)
  lines.remove('a', 'a1')
  t.equal(lines.next(), 'b1')
  t.equal(lines.next(), undefined)
  t.equal(lines.size, 0)
})

t.test('a line has stood since the client has last had nobody in it', async t => {
  const lines = new Lines<string>()
  t.equal(lines.add('a', 'a1', { now: 10 }), 10)
  t.equal(lines.add('a', 'a2', { now: 20 }), 10)
  t.equal(lines.add('b', 'b1', { now: 30 }), 30, 'that of another begins by itself')
  lines.next()
  t.equal(lines.add('a', 'a3', { now: 40 }), 10)
  for (let i = 0; i < 3; i++) lines.next()
  t.equal(lines.add('a', 'a4', { now: 50 }), 50)
})

t.test('where there are too many the longest line loses its last', async t => {
  for (const [waiting, last] of [
    ['', undefined],
    ['a1', 'a1'],
    ['a1 b1 b2', 'b1'],
    // Whose turn is next stays.
    ['a1 b1 c1', 'c1'],
    ['a1 a2 b1 b2 c1', 'b1'],
    ['b1 a1 a2 -a3', 'a3']
  ] as const)
    t.equal(linesOf(waiting).last(), last, waiting)
})

t.test('a network of IPv6 is counted as one', async t => {
  for (const [address, network] of [
    ['192.0.2.1', '192.0.2.1'],
    ['::ffff:192.0.2.1', '192.0.2.1'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:DB8:1:2::1', '2001:db8:1:2::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64']
  ] as const)
    t.equal(clientOf(address), network, address)
})
