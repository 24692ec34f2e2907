import * as fc from 'fast-check'
import t from 'tap'
import { nearest, quoted, sayNearest } from '../../src/record/nearest.ts'

t.test('near is what a slip or two lead to, and fewer in a short word; all that are equally near', async t => {
  const names = ['kind', 'party', 'legal', 'status', 'limit', 'asOf', 'reportedBy', 'safe_third_country']
  const expected: Record<string, string[]> = {
    knd: ['kind'],
    knid: ['kind'],
    KIND: ['kind'],
    'kind[]': ['kind'],
    as_of: ['asOf'],
    reported_by: ['reportedBy'],
    safe_thrd_contry: ['safe_third_country'],
    q: [],
    to: [],
    year: [],
    date: [],
    country: [],
    '': []
  }
  for (const [text, near] of Object.entries(expected)) t.same(nearest(text, names), near, text)
  t.same(nearest('cat', ['car', 'bat', 'dog']), ['car', 'bat'])
  t.same(nearest('cat', []), [])
})

t.test('a name is nearest to itself, whatever else there is', async () => {
  const name = fc.stringMatching(/^[a-z_]{3,40}$/)
  fc.assert(
    fc.property(fc.uniqueArray(name, { minLength: 1, maxLength: 8 }), names => {
      const [first] = names as [string]
      return nearest(first.toUpperCase(), names).join() === first
    })
  )
})

t.test('what is near is said in words, and nothing where nothing is', async t => {
  t.equal(sayNearest('knd', ['kind', 'party']), 'the nearest is "kind"')
  t.equal(sayNearest('cat', ['car', 'bat']), 'the nearest are "car" and "bat"')
  t.equal(sayNearest('q', ['kind']), undefined)
  t.equal(quoted(['a', 'b', 'c'], 'or'), '"a", "b" or "c"')
  t.equal(quoted([]), '')
})

t.test('comparing with a text of any length takes no time that grows with it', async t => {
  const names = Array.from({ length: 50 }, (_, i) => `some_long_name_of_a_member_${i}`)
  const start = performance.now()
  for (let i = 0; i < 100; i++) nearest('x'.repeat(100_000), names)
  t.ok(performance.now() - start < 10_000)
})
