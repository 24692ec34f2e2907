import { setImmediate } from 'node:timers/promises'
import t from 'tap'
import type { Db } from '../../src/database/client.ts'
import { lookUp } from '../../src/database/together.ts'

/** A database that knows every key but `none`, and remembers with which keys it was asked. */
function fake() {
  const asked: string[][] = []
  const db = {} as Db
  const find = async (keys: readonly string[]) => {
    asked.push([...keys])
    return new Map(keys.filter(key => key !== 'none').map(key => [key, `row of ${key}, ${asked.length}`]))
  }
  return { asked, ask: (key: string, same = 'now') => lookUp(db, same, key, find) }
}

t.test('what asks for the same in one turn shares a statement, and each gets its own row', async t => {
  const { asked, ask } = fake()
  const rows = await Promise.all(['a', 'none', 'b', 'a'].map(key => ask(key)))
  t.same(rows, ['row of a, 1', undefined, 'row of b, 1', 'row of a, 1'])
  t.equal(asked.length, 1)
})

t.test('what differs in more than its key shares none', async t => {
  const { asked, ask } = fake()
  await Promise.all([ask('a', 'today'), ask('b', 'tomorrow'), ask('c', 'today')])
  t.same(asked, [['a', 'c'], ['b']])
})

t.test('whoever asks after a statement was sent is not answered by it', async t => {
  const { asked, ask } = fake()
  const first = ask('a')
  await setImmediate()
  t.same(asked, [['a']], 'nobody waits longer than the turn')
  t.same(await Promise.all([first, ask('a')]), ['row of a, 1', 'row of a, 2'])
})

t.test('a statement has 32 keys at most', async t => {
  const { asked, ask } = fake()
  const keys = Array.from({ length: 70 }, (_, i) => String(i))
  const rows = await Promise.all(keys.map(key => ask(key)))
  t.ok(rows.every((row, i) => row?.startsWith(`row of ${i},`)))
  t.same(
    asked.map(batch => batch.length),
    [32, 32, 6]
  )
})

t.test('the failure of a statement reaches everyone who shares it, and nobody else', async t => {
  const db = {} as Db
  const lost = new Error('Connection terminated')
  const fail = () => Promise.reject(lost)
  const failed = await Promise.allSettled(['a', 'b'].map(key => lookUp(db, 'now', key, fail)))
  t.ok(failed.every(({ status, ...rest }) => status === 'rejected' && (rest as { reason?: unknown }).reason === lost))
  t.equal(await lookUp(db, 'now', 'a', async () => new Map([['a', 1]])), 1)
})
