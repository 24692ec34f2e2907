import fc from 'fast-check'
import t from 'tap'
import { Type } from 'typebox'
import { queryReader } from '../../src/http/input/query.ts'
import { ApiProblem } from '../../src/problems.ts'

const read = queryReader(
  Type.Object(
    {
      kind: Type.Optional(Type.Array(Type.Enum(['readmission', 'prison_lease'], { type: 'string' }), { maxItems: 50 })),
      limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
      total: Type.Optional(Type.Boolean()),
      q: Type.Optional(Type.String({ maxLength: 300 }))
    },
    { additionalProperties: false }
  )
)

function refusal(query: string): ApiProblem | undefined {
  try {
    read(query)
  } catch (error) {
    if (error instanceof ApiProblem) return error
    throw error
  }
  return undefined
}

const good: Record<string, object> = {
  '': {},
  '&': {},
  'kind=readmission': { kind: ['readmission'] },
  'kind=readmission&limit=5&kind=prison_lease': { kind: ['readmission', 'prison_lease'], limit: 5 },
  'total=true': { total: true },
  'total=false&limit=200': { total: false, limit: 200 },
  'q=a+b%2Bc%3D': { q: 'a b+c=' },
  'q=a=b': { q: 'a=b' },
  'q=%25': { q: '%' },
  'q=%C3%A9': { q: 'é' },
  'q=007': { q: '007' },
  'q=null': { q: 'null' }
}

for (const [query, values] of Object.entries(good)) {
  t.test(`reads "${query}"`, async t => t.strictSame(read(query), values))
}

const bad: Record<string, { parameter: string; code: string; detail: RegExp }> = {
  'knd=readmission': { parameter: 'knd', code: 'unknown_parameter', detail: /nearest is "kind"/ },
  'knid=readmission': { parameter: 'knid', code: 'unknown_parameter', detail: /nearest is "kind"/ },
  'type=readmission': { parameter: 'type', code: 'unknown_parameter', detail: /; here it is "kind"\.$/ },
  'page_size=5': { parameter: 'page_size', code: 'unknown_parameter', detail: /; here it is "limit"\.$/ },
  'search=x': { parameter: 'search', code: 'unknown_parameter', detail: /; here it is "q"\.$/ },
  'year=2019': {
    parameter: 'year',
    code: 'unknown_parameter',
    detail: /; there are "kind", "limit", "total" and "q"\.$/
  },
  'country=SV': { parameter: 'country', code: 'unknown_parameter', detail: /; there are "kind"/ },
  'Kind=readmission': { parameter: 'Kind', code: 'unknown_parameter', detail: /nearest is "kind"/ },
  'kind[]=readmission': { parameter: 'kind[]', code: 'unknown_parameter', detail: /nearest is "kind"/ },
  '__proto__=1': { parameter: '__proto__', code: 'unknown_parameter', detail: /no such parameter/ },
  'constructor=1': { parameter: 'constructor', code: 'unknown_parameter', detail: /no such parameter/ },
  '?limit=1': { parameter: '?limit', code: 'unknown_parameter', detail: /nearest is "limit"/ },
  '=1': { parameter: '', code: 'unknown_parameter', detail: /no such parameter/ },
  'limit=': { parameter: 'limit', code: 'empty', detail: /no value/ },
  limit: { parameter: 'limit', code: 'empty', detail: /no value/ },
  'kind=readmission&kind=': { parameter: 'kind', code: 'empty', detail: /no value/ },
  'limit=1&limit=2': { parameter: 'limit', code: 'repeated', detail: /only once/ },
  'limit=1&limit=1': { parameter: 'limit', code: 'repeated', detail: /only once/ },
  'limit=0': { parameter: 'limit', code: 'minimum', detail: /1 or more/ },
  [`limit=${'9'.repeat(30)}`]: { parameter: 'limit', code: 'maximum', detail: /200 or less/ },
  [`limit=${'9'.repeat(400)}`]: { parameter: 'limit', code: 'maximum', detail: /200 or less/ },
  [`limit=-${'9'.repeat(400)}`]: { parameter: 'limit', code: 'minimum', detail: /1 or more/ },
  'limit=00005': { parameter: 'limit', code: 'type', detail: /without zeros in front: 5\.$/ },
  'limit=-007': { parameter: 'limit', code: 'type', detail: /without zeros in front: -7\.$/ },
  'limit=201': { parameter: 'limit', code: 'maximum', detail: /200 or less/ },
  'kind=READMISSION': { parameter: 'kind', code: 'unknown_value', detail: /nearest is "readmission"/ },
  'kind=prison_leese': { parameter: 'kind', code: 'unknown_value', detail: /nearest is "prison_lease"/ },
  'kind=readmission,prison_lease': {
    parameter: 'kind',
    code: 'unknown_value',
    detail: /^Must be one of "readmission", "prison_lease"\. Repeat the parameter .* kind=…&kind=…\.$/
  },
  'kind=treaty': {
    parameter: 'kind',
    code: 'unknown_value',
    detail: /^Must be one of "readmission", "prison_lease"\.$/
  },
  'total=True': { parameter: 'total', code: 'type', detail: /true or false/ },
  'total=1': { parameter: 'total', code: 'type', detail: /true or false/ },
  [`q=${'a'.repeat(301)}`]: { parameter: 'q', code: 'max_length', detail: /300 characters or fewer/ },
  [`${'kind=readmission&'.repeat(51)}`]: { parameter: 'kind', code: 'max_items', detail: /50 items or fewer/ }
}
for (const limit of ['-1', 'abc', '1.5', '1e3', '0x10', '%2B1', '+1', '%201', '1%20', '-0', '10;sort=id', '٣']) {
  bad[`limit=${limit}`] = {
    parameter: 'limit',
    code: limit === '-1' ? 'minimum' : 'type',
    detail: /whole number|1 or more/
  }
}

for (const [query, error] of Object.entries(bad)) {
  t.test(`refuses "${query.slice(0, 40)}" and names the parameter`, async t => {
    t.match(refusal(query), { code: 'invalid-parameter', errors: [error] })
    t.equal(refusal(query)?.errors?.length, 1)
  })
}

for (const query of ['q=%ff', 'q=%', 'q=%zz', 'q=%E0%A4%A', 'q=%ED%A0%80', '%ff=1', 'q=%00', '%00=1']) {
  t.test(`cannot read "${query}"`, async t => t.match(refusal(query), { code: 'malformed-request' }))
}

t.test('finds all that is wrong at once', async t => {
  const errors = refusal('knd=x&limit=x&total=x&kind=x&kind=y')?.errors?.map(error => error.parameter)
  t.same(errors, ['knd', 'limit', 'total', 'kind', 'kind'])
})

t.test('says so when an address takes no parameters', async t => {
  t.throws(() => queryReader(Type.Object({}, { additionalProperties: false }))('verbose=1'), {
    errors: [{ parameter: 'verbose', detail: /takes none/ }]
  })
})

t.test('gives back every text that URLSearchParams writes', async t => {
  const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 50 }).filter(text => !text.includes('\0'))
  fc.assert(fc.property(text, text => (read(new URLSearchParams({ q: text }).toString()) as { q: string }).q === text))
  t.pass()
})
