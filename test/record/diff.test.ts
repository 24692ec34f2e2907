import fc from 'fast-check'
import t from 'tap'
import { type Change, diff } from '../../src/record/diff.ts'

const a = { id: 'a', text: 'A' }
const b = { id: 'b', text: 'B' }
const c = { id: 'c', text: 'C' }

const table: [name: string, before: unknown, after: unknown, changes: Partial<Change>[]][] = [
  ['nothing', { x: [1] }, { x: [1] }, []],
  ['a member', { x: 1 }, { x: 2 }, [{ operation: 'replace', pointer: '/x', before: 1, after: 2 }]],
  ['a member that became null', { x: 1 }, { x: null }, [{ operation: 'replace', pointer: '/x', after: null }]],
  ['a member that came', {}, { x: 1 }, [{ operation: 'add', pointer: '/x', before: null, after: 1 }]],
  ['a member that went', { x: 1 }, {}, [{ operation: 'remove', pointer: '/x', before: 1, after: null }]],
  ['names that are special in a pointer', {}, { 'a/b~c': 1 }, [{ pointer: '/a~1b~0c' }]],
  ['a member of a list', [a, b], [a, { ...b, text: '?' }], [{ operation: 'replace', pointer: '/1/text' }]],
  [
    'a member that moved and changed',
    [a, b],
    [{ ...b, text: '?' }, a],
    [{ pointer: '/0/text' }, { operation: 'reorder' }]
  ],
  ['one put before the others', [a, b], [c, a, b], [{ operation: 'add', pointer: '/0', after: c }]],
  ['one taken out before the others', [a, b, c], [b, c], [{ operation: 'remove', pointer: '/0', before: a }]],
  [
    'an order',
    [a, b, c],
    [c, a, b],
    [{ operation: 'reorder', pointer: '', before: ['a', 'b', 'c'], after: ['c', 'a', 'b'] }]
  ],
  [
    'what went from a member that moved',
    [a, { ...b, list: [a] }],
    [{ ...b, list: [] }],
    [
      { operation: 'remove', pointer: '/1/list/0' },
      { operation: 'remove', pointer: '/0' }
    ]
  ],
  ['a list of texts', ['x', 'y'], ['y'], [{ operation: 'replace', pointer: '', before: ['x', 'y'], after: ['y'] }]],
  ['ids that are not unique', [a, a], [a], [{ operation: 'replace', pointer: '' }]],
  [
    'parties, by their country',
    [{ country: 'US', role: 'sender' }],
    [{ country: 'US', role: 'mutual' }],
    [{ pointer: '/0/role' }]
  ],
  ['provisions, by their topic', [{ topic: 'x', stance: 1 }], [{ topic: 'x', stance: 2 }], [{ pointer: '/0/stance' }]],
  ['another kind of value', { x: [a] }, { x: { id: 'a' } }, [{ operation: 'replace', pointer: '/x' }]],
  ['everything', null, { x: 1 }, [{ operation: 'replace', pointer: '', before: null, after: { x: 1 } }]]
]

for (const [name, before, after, changes] of table) {
  t.test(`a difference in ${name}`, async t => {
    const found = diff(before, after)
    t.match(found, changes)
    t.equal(found.length, changes.length)
  })
}

const leaf = fc.oneof(fc.constantFrom('', 'x', 'y'), fc.integer({ min: 0, max: 2 }), fc.constant(null), fc.boolean())
const record = fc.letrec(tie => ({
  value: fc.oneof({ depthSize: 'small', withCrossShrink: true }, leaf, tie('object'), tie('list'), tie('texts')),
  object: fc.dictionary(fc.constantFrom('p', 'q', 'a/b', '~'), tie('value'), { maxKeys: 4 }),
  texts: fc.array(fc.constantFrom('x', 'y', 'z'), { maxLength: 3 }),
  list: fc.uniqueArray(fc.record({ id: fc.constantFrom('a', 'b', 'c', 'd'), value: tie('value') }), {
    maxLength: 4,
    selector: (member: unknown) => (member as { id: string }).id
  })
})).object

/** The value at a pointer, read by the rules of RFC 6901. */
function at(value: unknown, pointer: string): unknown {
  return pointer
    .split('/')
    .slice(1)
    .map(part => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce((inner, part) => (inner as Record<string, unknown>)[part], value)
}

t.test('pointers lead to what they speak of: in the newer version, of what was removed in the older one', async () => {
  fc.assert(
    fc.property(record, record, (before, after) => {
      for (const change of diff(before, after)) {
        if (change.operation === 'reorder') continue
        const [version, value] = change.operation === 'remove' ? [before, change.before] : [after, change.after]
        if (JSON.stringify(at(version, change.pointer)) !== JSON.stringify(value))
          throw new Error(`${JSON.stringify(change)} is not there`)
      }
    }),
    { numRuns: 2000 }
  )
})

t.test('there is a difference exactly when there is one, and backwards it is as long', async t => {
  fc.assert(
    fc.property(record, record, (before, after) => {
      const same = JSON.stringify(sorted(before)) === JSON.stringify(sorted(after))
      return (diff(before, after).length === 0) === same && diff(before, after).length === diff(after, before).length
    })
  )
  t.same(diff({ a: 1, b: 2 }, { b: 2, a: 1 }), [], 'members of an object have no order')
})

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .sort(([x], [y]) => (x < y ? -1 : 1))
      .map(([key, member]) => [key, sorted(member)])
  )
}
