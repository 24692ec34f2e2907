import type { ErrorObject } from 'ajv'
import { limits } from '../limits.ts'
import { type FieldError, pointerTo } from '../problems.ts'
import { quoted, sayNearest } from '../record/nearest.ts'
import { originOfDerived } from '../record/schema/derived.ts'
import { explainPattern } from '../record/schema/patterns.ts'
import { formats } from './formats.ts'

/** Where a fault lies, as the client will look for it. */
type Place = Pick<FieldError, 'pointer' | 'parameter' | 'header'>
type Path = string[]

export const inBody = (path: Path): Place => ({ pointer: pointerTo(path) })
export const inQuery = (path: Path): Place => ({ parameter: path[0] as string })
/** In the path of an address, where the answer has no other place to name. */
export const inPath = (): Place => ({})
export const inHeader = (path: Path): Place => ({ header: path[0] as string })

/**
 * What Ajv found, for people: each fault once. Needs `verbose` and `allErrors`.
 *
 * Ajv reports one fault through every keyword that it breaks: `null` among a list of codes is a wrong type and no member
 * of the list, and under `anyOf` each alternative and the `anyOf` itself complain. Here each place has one error.
 */
export function explain(errors: readonly ErrorObject[], placeOf: (path: Path) => Place): FieldError[] {
  const nullable = new Set(errors.filter(isNullBranch).map(error => error.instancePath))
  const found = new Map<string, ErrorObject>()
  for (const error of errors) {
    if (isNullBranch(error) || composing.has(error.keyword)) continue
    const place = pathOf(error).join('/')
    const earlier = found.get(place)
    if (!earlier && found.size > limits.errors) break
    if (!earlier || (error.keyword === 'type' && earlier.keyword !== 'type')) found.set(place, error)
  }
  return [...found.values()].map(error => {
    const place = placeOf(pathOf(error))
    return { ...place, code: codeOf(error), detail: detailOf(error, place, nullable.has(error.instancePath)) }
  })
}

/** The alternative of a nullable object: `anyOf: [{ $ref }, { type: 'null' }]`. */
const isNullBranch = ({ keyword, schema }: ErrorObject) => keyword === 'type' && schema === 'null'

/** Keywords that only say that others failed. */
const composing = new Set(['anyOf', 'oneOf', 'allOf', 'if', 'not'])

/** The place of a fault: for a missing or a surplus member the member itself, not the object around it. */
function pathOf({ instancePath, params }: ErrorObject): Path {
  const path = instancePath
    .split('/')
    .slice(1)
    .map(part => part.replaceAll('~1', '/').replaceAll('~0', '~'))
  const member = params.missingProperty ?? params.additionalProperty ?? params.unevaluatedProperty
  return member === undefined ? path : [...path, member]
}

const codes: Record<string, string> = {
  required: 'missing',
  additionalProperties: 'unknown_member',
  enum: 'unknown_value',
  const: 'unknown_value'
}

const codeOf = ({ keyword, schema }: ErrorObject): string =>
  (keyword === 'format' && formats[schema as string]?.code) || (codes[keyword] ?? snakeCase(keyword))

const snakeCase = (keyword: string) => keyword.replace(/[A-Z]/g, letter => `_${letter.toLowerCase()}`)

function detailOf(error: ErrorObject, { parameter, header }: Place, nullable: boolean): string {
  const { keyword, params, schema, parentSchema, data } = error
  const limit = params.limit as number
  switch (keyword) {
    case 'type':
      return `Must be ${typeNames(schema as string | string[], nullable)}, not ${typeOf(data)}.`
    case 'required':
      return `This ${parameter ? 'parameter' : header ? 'header' : 'member'} is missing.`
    case 'additionalProperties': {
      const origin = error.instancePath === '' && originOfDerived[params.additionalProperty]
      if (origin) return `Nobody writes this member: it ${origin}. Leave it out.`
      const known = Object.keys(parentSchema?.properties ?? {})
      const hint = sayNearest(params.additionalProperty, known) ?? (known.length > 0 && `there are ${quoted(known)}`)
      return `There is no such member here${hint ? `; ${hint}` : ''}.`
    }
    case 'enum':
      return enumDetail(schema as unknown[], data)
    case 'const':
      return `Must be ${JSON.stringify(schema)}.`
    case 'pattern': {
      const explanation = explainPattern(schema as string, data as string)
      return explanation ?? `Has the wrong form.${form(parentSchema as Annotations)}`
    }
    case 'format':
      return formats[schema as string]?.fault(data as string) ?? 'Has the wrong form.'
    case 'minLength':
      return limit === 1 ? 'Must not be empty.' : `Must have ${limit} characters or more.`
    case 'maxLength':
      return `Must have ${limit} characters or fewer.`
    case 'minItems':
      return limit === 1 ? 'The list must not be empty.' : `The list must have ${limit} items or more.`
    case 'maxItems':
      return `The list must have ${limit} items or fewer.`
    case 'uniqueItems':
      return `Items ${Math.min(params.i, params.j)} and ${Math.max(params.i, params.j)} of the list are equal; each may be there once.`
    case 'minimum':
      return `Must be ${limit} or more.`
    case 'maximum':
      return `Must be ${limit} or less.`
    default:
      return `This ${error.message}.`
  }
}

function enumDetail(allowed: unknown[], data: unknown): string {
  const list = allowed.map(value => JSON.stringify(value)).join(', ')
  const texts = allowed.filter(value => typeof value === 'string')
  const near = typeof data === 'string' && texts.length > 1 ? sayNearest(data, texts) : undefined
  return `Must be ${allowed.length > 1 ? 'one of ' : ''}${list}${near ? `; ${near}` : ''}.`
}

interface Annotations {
  description?: string
  examples?: unknown[]
}

function form({ description, examples = [] }: Annotations): string {
  const example = examples.length > 0 ? ` Example: ${JSON.stringify(examples[0])}.` : ''
  return (description ? ` ${description}` : '') + example
}

const names: Record<string, string> = {
  string: 'a text',
  integer: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  null: 'null'
}

function typeNames(schema: string | string[], nullable: boolean): string {
  const types = [schema, nullable ? 'null' : []].flat()
  return types.map(type => names[type] ?? type).join(' or ')
}

function typeOf(data: unknown): string {
  const type = data === null ? 'null' : Array.isArray(data) ? 'array' : typeof data
  return type === 'boolean' ? String(data) : (names[type] ?? 'missing')
}
