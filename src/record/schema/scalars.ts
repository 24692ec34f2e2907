import { type TUnsafe, Type } from 'typebox'
import { limits } from '../../limits.ts'
import { durationPattern, edtfPattern } from '../dates.ts'
import { moneyPattern } from '../money.ts'

// The scalars of a record. Their patterns say the form; what a pattern cannot say (a real day, a country that exists) is checked
// with the rest of the rules, and a text that misses its pattern is explained by `explainPattern`.

export const idPattern = '^[a-z0-9]+(-[a-z0-9]+)*$'
export const countryPattern = '^[A-Z]{2}$'
export const currencyPattern = '^[A-Z]{3}$'
export const urlPattern = '^[Hh][Tt][Tt][Pp][Ss]?://'
export const pointerPattern = '^(/[^/]+)+$'

/** The largest whole number of a record: the largest `integer` of PostgreSQL. */
const largestInteger = 2_147_483_647

type Options = { title?: string; description: string; examples?: unknown[]; default?: string }
type Rules = Record<string, unknown>

/** A scalar that may be null, as a list of types: generators of clients stumble over `anyOf`. */
export const nullable = <const T extends 'string' | 'integer' | 'boolean'>(
  type: T,
  options: Rules & { description: string }
) => Type.Unsafe<{ string: string; integer: number; boolean: boolean }[T] | null>({ type: [type, 'null'], ...options })

const string = (rules: Rules) => (options: Options) => Type.String({ ...rules, ...options })
const stringOrNull = (rules: Rules) => (options: Options) => nullable('string', { ...rules, ...options })

const idRules = { pattern: idPattern, maxLength: 100 }
const edtfRules = { pattern: edtfPattern }
export const urlRules = { pattern: urlPattern, maxLength: 2000 }

export const id = string(idRules)
export const idOrNull = stringOrNull(idRules)
export const country = string({ pattern: countryPattern })
export const countryOrNull = stringOrNull({ pattern: countryPattern })
export const currency = string({ pattern: currencyPattern })
export const currencyOrNull = stringOrNull({ pattern: currencyPattern })
export const moneyOrNull = stringOrNull({ pattern: moneyPattern })
export const edtf = string(edtfRules)
export const edtfOrNull = stringOrNull(edtfRules)
export const durationOrNull = stringOrNull({ pattern: durationPattern })
export const url = string(urlRules)
export const urlOrNull = stringOrNull(urlRules)
export const pointer = string({ pattern: pointerPattern, maxLength: 300 })

/** Text of 1 to `maxLength` code points. */
export const text = (maxLength: number, options: Options, minLength = 1) => string({ minLength, maxLength })(options)
export const textOrNull = (maxLength: number, options: Options) => stringOrNull({ minLength: 1, maxLength })(options)

export const count = (options: Options) => Type.Integer({ minimum: 0, ...options })
export const countOrNull = (options: Options) =>
  nullable('integer', { minimum: 0, maximum: largestInteger, ...options })

export const booleanOrNull = (options: Options) => nullable('boolean', options)

/** One of a closed list. */
export const code = <const V extends readonly string[]>(
  values: V,
  options: Partial<Options> = {}
): TUnsafe<V[number]> => Type.Unsafe<V[number]>({ type: 'string', enum: [...values], ...options })
export const codeOrNull = <const V extends readonly string[]>(values: V, options: Options): TUnsafe<V[number] | null> =>
  Type.Unsafe<V[number] | null>({ type: ['string', 'null'], enum: [...values, null], ...options })
/** Some of a closed list, each once. */
export const codes = <const V extends readonly string[]>(values: V, options: Options & { minItems?: number }) =>
  Type.Unsafe<V[number][]>({
    type: 'array',
    items: { type: 'string', enum: [...values] },
    uniqueItems: true,
    maxItems: values.length,
    ...options
  })
const list = (items: Rules) => (options: Options) =>
  Type.Unsafe<string[]>({ type: 'array', items, uniqueItems: true, maxItems: limits.items, ...options })
export const countryList = list({ type: 'string', pattern: countryPattern })
export const idList = list({ type: 'string', ...idRules })
