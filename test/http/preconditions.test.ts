import fc from 'fast-check'
import t from 'tap'
import {
  heldTag,
  matchProblem,
  parseTags,
  readIfMatch,
  readIfNoneMatch,
  type Tags
} from '../../src/http/output/preconditions.ts'

const strong = (opaque: string) => ({ weak: false, opaque })
const weak = (opaque: string) => ({ weak: true, opaque })

const lists: Record<string, Tags> = {
  '*': '*',
  ' * ': '*',
  '""': [strong('')],
  '"3"': [strong('3')],
  'W/"3"': [weak('3')],
  '"a", "b"': [strong('a'), strong('b')],
  '"a","b"': [strong('a'), strong('b')],
  '"a" ,\t W/"b,c"': [strong('a'), weak('b,c')],
  '"a",, "b"': [strong('a'), strong('b')],
  '"a",': [strong('a')],
  ',"a"': [strong('a')],
  '\t, ,"a" , ,W/"b", \t,': [strong('a'), weak('b')]
}
for (const [field, tags] of Object.entries(lists)) {
  t.test(`reads ${field}`, async t => t.strictSame(parseTags(field, 'If-Match'), tags))
}

for (const field of [
  '',
  ' ',
  'abc',
  '3',
  '"abc',
  'abc"',
  '"a" "b"',
  ',',
  ' , ,',
  '*,"a"',
  ',*',
  '"a",*',
  'w/"a"',
  'W/ "a"',
  '"a b"',
  '"3"x',
  "'3'"
]) {
  t.test(`refuses ${JSON.stringify(field)} and names the header`, async t => {
    t.throws(() => parseTags(field, 'If-Match'), { code: 'invalid-parameter', errors: [{ header: 'If-Match' }] })
  })
}

const matches: [field: string, version: number, matches: boolean][] = [
  ['*', 7, true],
  ['"3"', 3, true],
  ['"3.0.2026-11-24.json"', 3, true],
  ['"3.5.2021-01-01.csv"', 3, true],
  ['"3.5.2021-01-01.json-gzip"', 3, true],
  ['"3-br"', 3, false],
  ['"2", "3.0"', 3, true],
  ['"3"', 4, false],
  ['"33"', 3, false],
  ['"3x"', 3, false],
  ['"03"', 3, false],
  ['"stale"', 3, false],
  ['""', 3, false],
  ['W/"3"', 3, false],
  ['W/"3", "2"', 3, false],
  [`"${'9'.repeat(6000)}"`, 3, false]
]
for (const [field, version, expected] of matches) {
  t.test(`If-Match: ${field.slice(0, 40)} ${expected ? 'matches' : 'does not match'} version ${version}`, async t => {
    t.equal(matchProblem(readIfMatch(field) as Tags, version) === undefined, expected)
  })
}

t.test('a weak tag of the current version is told from a tag of another one, with the way out', async t => {
  t.match(matchProblem([weak('3.0.2026-11-24.json')], 3), /weak tag.*proxy.*leave out the W\//)
  t.match(matchProblem([weak('2'), strong('1')], 3), /another version; the current one is 3/)
})

t.test('a header that was not sent is no condition', async t => {
  t.equal(readIfMatch(undefined), undefined)
  t.equal(readIfNoneMatch(undefined), undefined)
})

const current = '"3.0.2026-11-24.json"'
const inGzip = '"3.0.2026-11-24.json-gzip"'
const inBrotli = '"3.0.2026-11-24.json-br"'
const held: [field: string, etag: string, held: string | undefined, acceptEncoding?: string][] = [
  ['*', current, current],
  [current, current, current],
  [`W/${current}`, current, current],
  [current, `W/${current}`, `W/${current}`],
  [`"x", ${current}`, current, current],
  ['"3"', current, undefined],
  ['"3.0.2026-11-25.json"', current, undefined],
  [inGzip, current, inGzip],
  [inGzip, current, inGzip, 'gzip, br'],
  [`${inBrotli}, W/${inGzip}`, current, inGzip, 'gzip'],
  [current, current, current, 'gzip, br'],
  [inGzip, current, undefined, 'br'],
  [inGzip, current, undefined, 'identity'],
  [inGzip, current, undefined, 'gzip;q=0'],
  ['"3.0.2026-11-25.json-gzip"', current, undefined],
  ['"3.0.2026-11-24.json-zip"', current, undefined],
  ['"a-br"', '"a-br"', '"a-br"', 'identity']
]
for (const [field, etag, expected, acceptEncoding] of held) {
  t.test(`If-None-Match: ${field} of who takes ${acceptEncoding} holds ${expected} of ${etag}`, async t => {
    t.equal(heldTag(readIfNoneMatch(field) as Tags, etag, acceptEncoding), expected)
  })
}

t.test('reads back every list of tags', async t => {
  const opaque = fc.stringMatching(/^[\x21\x23-\x7e\x80-\xff]*$/)
  const tags = fc.array(fc.record({ weak: fc.boolean(), opaque }, { noNullPrototype: true }), {
    minLength: 1,
    maxLength: 5
  })
  fc.assert(
    fc.property(tags, fc.constantFrom(',', ', ', ' ,\t', ',, ,'), (sent, separator) => {
      const field = sent.map(({ weak, opaque }) => `${weak ? 'W/' : ''}"${opaque}"`).join(separator)
      t.strictSame(parseTags(field, 'If-Match'), sent)
    })
  )
})
