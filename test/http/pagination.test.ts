import fc from 'fast-check'
import t from 'tap'
import { decodeCursor, encodeCursor, linkField, linkHeader } from '../../src/http/output/pagination.ts'

const invalid = { code: 'invalid-cursor', errors: [{ parameter: 'cursor' }] }

t.test('a cursor holds whatever JSON does', async t => {
  const text = fc.string()
  fc.assert(
    fc.property(fc.jsonValue(), text, (payload, key) => {
      const sent = JSON.parse(JSON.stringify(payload))
      t.strictSame(decodeCursor(encodeCursor(sent, key), key), sent)
    })
  )
})

t.test('a cursor goes into a query as it is', async t => {
  fc.assert(fc.property(fc.jsonValue(), payload => /^[A-Za-z0-9_-]+$/.test(encodeCursor(payload, 'key'))))
  t.pass()
})

t.test('no change of a single character goes unnoticed', async t => {
  const alphabet = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_*=+/ ']
  const cursor = encodeCursor({ list: 'x', values: ['2019-09-20', 'us-sv'] }, 'key')
  fc.assert(
    fc.property(fc.nat(cursor.length - 1), fc.constantFrom(...alphabet), (at, character) => {
      if (cursor[at] === character) return
      t.throws(() => decodeCursor(cursor.slice(0, at) + character + cursor.slice(at + 1), 'key'), invalid)
    }),
    { numRuns: 500 }
  )
})

t.test('a cursor of another key is refused', async t => {
  t.throws(() => decodeCursor(encodeCursor(1, 'one'), 'other'), invalid)
})

for (const cursor of ['', 'zzz', 'e30', '***', '\0', 'a'.repeat(4000), "' or 1=1 --", 'AAAAAAAAAAAAAAAAAAAAAA']) {
  t.test(`refuses ${JSON.stringify(cursor.slice(0, 30))}`, async t =>
    t.throws(() => decodeCursor(cursor, 'key'), invalid)
  )
}

t.test('links are written as RFC 8288 has them, and left out where there is none', async t => {
  t.equal(linkHeader({ next: '/a?cursor=x', prev: null, self: '/a' }), '</a?cursor=x>; rel="next", </a>; rel="self"')
  t.equal(linkHeader({ next: null }), '')
  t.same(linkField({ next: null, prev: '/a' }), { link: '</a>; rel="prev"' })
  t.same(linkField({ next: null, prev: null }), {}, 'and there is no empty field')
})
