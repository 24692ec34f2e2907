import t from 'tap'
import { Type } from 'typebox'
import { limits } from '../../src/limits.ts'
import { compileValidator, strictAjv } from '../../src/validation/strict.ts'

const Money = Type.Object(
  {
    amount: Type.String({ pattern: '^[0-9]+$', description: 'Decimal digits.', examples: ['6000000'] }),
    currency: Type.String()
  },
  { $id: 'Money', additionalProperties: false }
)
const Deal = Type.Object(
  {
    title: Type.String({ minLength: 1, maxLength: 5 }),
    kind: Type.Enum(['lump_sum', 'per_year'], { type: 'string' }),
    count: Type.Unsafe({ type: ['integer', 'null'], minimum: 0 }),
    fee: Type.Unsafe({ anyOf: [{ $ref: 'Money#' }, { type: 'null' }] }),
    fees: Type.Array(Type.Unsafe({ $ref: 'Money#' }), { maxItems: 500 }),
    nationalities: Type.Array(Type.String(), { minItems: 1, uniqueItems: true }),
    country: Type.String({ format: 'country' })
  },
  { $id: 'Deal', additionalProperties: false }
)
const faults = compileValidator([Money, Deal], Deal)

const deal = {
  title: 'Deal',
  kind: 'lump_sum',
  count: null,
  fee: null,
  fees: [{ amount: '1', currency: 'USD' }],
  nationalities: ['SV'],
  country: 'SV'
}
const money = { amount: '1', currency: 'USD' }

t.test('a value that keeps the schema has no faults, and is left as it is', async t => {
  const sent = structuredClone(deal)
  t.same(faults(sent), [])
  t.same(sent, deal)
  t.same(faults({ ...deal, count: 0, fee: money }), [])
})

const wrong: [what: string, change: object, faults: object[]][] = [
  ['a member that is missing', { title: undefined }, [{ pointer: '/title', code: 'missing' }]],
  ['a member that is unknown', { titel: 1 }, [{ pointer: '/titel', code: 'unknown_member', detail: /"title"/ }]],
  ['null for a text', { title: null }, [{ pointer: '/title', code: 'type', detail: /a text, not null/ }]],
  ['a number for a text', { title: 5 }, [{ pointer: '/title', code: 'type', detail: /not a number/ }]],
  ['an empty text', { title: '' }, [{ pointer: '/title', code: 'min_length', detail: /empty/ }]],
  ['a long text', { title: 'Länger' }, [{ pointer: '/title', code: 'max_length', detail: /5 characters/ }]],
  [
    'a code in other case',
    { kind: 'PER_YEAR' },
    [{ pointer: '/kind', code: 'unknown_value', detail: /nearest is "per_year"/ }]
  ],
  ['null for a code, as one fault', { kind: null }, [{ pointer: '/kind', code: 'type' }]],
  [
    'text for a number',
    { count: '5' },
    [{ pointer: '/count', code: 'type', detail: /a whole number or null, not a text/ }]
  ],
  ['a boolean for a number', { count: true }, [{ pointer: '/count', code: 'type' }]],
  ['a list of one number for a number', { count: [7] }, [{ pointer: '/count', code: 'type', detail: /not a list/ }]],
  ['a fraction', { count: 1.5 }, [{ pointer: '/count', code: 'type' }]],
  ['a negative number', { count: -1 }, [{ pointer: '/count', code: 'minimum', detail: /0 or more/ }]],
  [
    'a wrong type where null is allowed, as one fault',
    { fee: 5 },
    [{ pointer: '/fee', code: 'type', detail: /an object or null, not a number/ }]
  ],
  [
    'a wrong member where null is allowed, as one fault',
    { fee: { ...money, amount: '6,000' } },
    [{ pointer: '/fee/amount', code: 'pattern', detail: /Decimal digits. Example: "6000000"/ }]
  ],
  [
    'a nested unknown member',
    { fees: [money, { ...money, 'a/b~c': 1 }] },
    [{ pointer: '/fees/1/a~1b~0c', code: 'unknown_member' }]
  ],
  ['an empty list', { nationalities: [] }, [{ pointer: '/nationalities', code: 'min_items' }]],
  [
    'a list that repeats itself',
    { nationalities: ['SV', 'HN', 'SV'] },
    [{ pointer: '/nationalities', code: 'unique_items', detail: /Items 0 and 2/ }]
  ],
  ['a list of 501', { fees: Array(501).fill(money) }, [{ pointer: '/fees', code: 'max_items', detail: /500 items/ }]],
  ['a country that is none', { country: 'UK' }, [{ pointer: '/country', code: 'unknown_country', detail: /"GB"/ }]],
  ['a name that no list has', { country: 'DRC' }, [{ pointer: '/country', code: 'unknown_country', detail: /"CD"/ }]],
  ['two faults at once', { title: 5, count: '5' }, [{ pointer: '/title' }, { pointer: '/count' }]]
]
for (const [what, change, expected] of wrong) {
  t.test(`finds ${what}`, async t => {
    const found = faults(JSON.parse(JSON.stringify({ ...deal, ...change })))
    t.match(found, expected)
    t.equal(found.length, expected.length)
  })
}

t.test('finds that the value is no object at all', async t => {
  for (const value of [null, [], 'x', 5, true]) t.match(faults(value), [{ pointer: '', code: 'type' }])
})

t.test('names one fault more than an answer shows, and stops looking soon after', async t => {
  const bad = { ...deal, fees: Array(20_000).fill({ bad: 1 }) }
  t.equal(faults(bad).length, limits.errors + 1)
  const validate = strictAjv([Money]).compile(Deal)
  t.notOk(validate(bad))
  t.ok((validate.errors ?? []).length < 1000)
})

t.test('a schema with a keyword or a format that nobody checks is a mistake of ours', async t => {
  t.throws(() => compileValidator([], Type.String({ formt: 'date' })), /unknown keyword/)
  t.throws(() => compileValidator([], Type.String({ format: 'postcode' })), /unknown format/)
})
