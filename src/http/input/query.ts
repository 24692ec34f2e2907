import type { ValidateFunction } from 'ajv'
import type { TObject, TSchema } from 'typebox'
import { type ApiProblem, type FieldError, problem } from '../../problems.ts'
import { quoted, sayNearest } from '../../record/nearest.ts'
import { explain, inQuery } from '../../validation/explain.ts'
import { strictAjv } from '../../validation/strict.ts'

/** Reads the query of an address: what stands behind its question mark. */
export type ReadQuery = (query: string) => Record<string, unknown>

/** Finds what is wrong with a query that its schema accepts. Parameters with other faults are left out of it, but named in `sent`. */
// biome-ignore lint/suspicious/noExplicitAny: each route has parameters of its own
export type CheckQuery = (query: any, sent: ReadonlySet<string>) => FieldError[]

/** Compiles the queries of all routes. */
const ajv = strictAjv()

type Value = string | number | boolean
type Conversion = { value: Value } | { detail: string }

/**
 * A reader of queries that takes the parameters of a schema and no others. A list may be repeated (`kind=a&kind=b`), all
 * else may be there once, and nothing may be empty. Integers are decimal without a plus or zeros in front, booleans
 * are `true` and `false`.
 *
 * @param check finds the faults that the schema cannot say, in those parameters that it accepts
 * @returns a function that throws ApiProblem: malformed-request when the query cannot be decoded, invalid-parameter with an
 *   error for each parameter that is wrong
 */
export function queryReader(schema: TObject, check: CheckQuery = () => []): ReadQuery {
  // Compiled when it is first needed: those of all routes would be half of what preparing the service takes.
  let validate: ValidateFunction | undefined
  const parameters = schema.properties as Record<string, TSchema & Shape>
  const isOptional = !schema.required?.length && check({}, new Set()).length === 0
  return query => {
    // Most requests ask for nothing special.
    if (query === '' && isOptional) return {}
    const sent = valuesByName(query)
    const errors: FieldError[] = []
    const values: Record<string, Value | Value[]> = {}
    for (const [name, texts] of sent) {
      const shape = Object.hasOwn(parameters, name) ? parameters[name] : undefined
      const read = shape ? readParameter(shape, texts) : unknown(name, Object.keys(parameters))
      if ('value' in read) values[name] = read.value
      else errors.push({ parameter: name, ...read })
    }
    validate ??= ajv.compile(schema)
    if (!validate(values)) {
      // A parameter that could not be read is missing now, which is not news.
      const known = new Set(errors.map(error => error.parameter))
      errors.push(...explain(validate.errors ?? [], inQuery).filter(error => !known.has(error.parameter)))
    }
    const faulty = new Set(errors.map(error => error.parameter))
    const sound = Object.fromEntries(Object.entries(values).filter(([name]) => !faulty.has(name)))
    const found = check(sound, new Set(sent.keys()))
    // That a parameter does not go with another comes before its form.
    const named = new Set(found.map(error => error.parameter))
    const all = [...errors.filter(error => !named.has(error.parameter)), ...found]
    if (all.length > 0) throw problem('invalid-parameter', { errors: all.map(sayRepeat) })
    return values

    /** A list is not split at commas, which many services do. */
    function sayRepeat(error: FieldError): FieldError {
      const { parameter = '', code, detail } = error
      const isSplit = parameters[parameter]?.type === 'array' && sent.get(parameter)?.some(text => text.includes(','))
      const repeat = `Repeat the parameter for several values: ${parameter}=…&${parameter}=….`
      return isSplit || code === 'min_items' ? { ...error, detail: `${detail} ${repeat}` } : error
    }
  }
}

interface Shape {
  type?: string
  items?: Shape
}

type Fault = Pick<FieldError, 'code' | 'detail'>

function readParameter(shape: Shape, texts: string[]): { value: Value | Value[] } | Fault {
  if (texts.includes('')) return { code: 'empty', detail: 'Has no value. Leave the parameter out instead.' }
  const isList = shape.type === 'array'
  if (!isList && texts.length > 1) return { code: 'repeated', detail: 'May be there only once.' }
  const values: Value[] = []
  for (const text of texts) {
    const conversion = convert(isList ? shape.items?.type : shape.type, text)
    if ('detail' in conversion) return { code: 'type', detail: conversion.detail }
    values.push(conversion.value)
  }
  return { value: isList ? values : (values[0] as Value) }
}

function convert(type: string | undefined, text: string): Conversion {
  if (type === 'integer') {
    if (!/^-?\d+$/.test(text) || Object.is(Number(text), -0))
      return { detail: 'Must be a whole number in decimal digits.' }
    const plain = text.replace(/^(-?)0+(?=\d)/, '$1')
    if (plain !== text) return { detail: `Must be without zeros in front: ${plain}.` }
    // What is beyond all that numbers hold exactly is beyond the bound of every parameter, which then says so.
    return { value: Math.max(-Number.MAX_SAFE_INTEGER, Math.min(Number(text), Number.MAX_SAFE_INTEGER)) }
  }
  if (type === 'boolean') {
    return text === 'true' || text === 'false' ? { value: text === 'true' } : { detail: 'Must be true or false.' }
  }
  return { value: text }
}

/** What other services call a parameter, in lower case and without hyphens and underscores, and how it may be called here. */
const synonyms: Record<string, readonly string[]> = {
  ...{ search: ['q'], query: ['q'], text: ['q'], keyword: ['q'] },
  ...{ country: ['party'], parties: ['party'], nationalities: ['nationality'] },
  ...{ from: ['sender', 'signedFrom', 'eventFrom'], to: ['receiver', 'signedTo', 'eventTo'] },
  ...{ type: ['kind'], category: ['kind'], state: ['status'] },
  ...{ size: ['limit'], count: ['limit'], perpage: ['limit'], pagesize: ['limit'], top: ['limit'] },
  ...{ order: ['sort'], orderby: ['sort'], sortby: ['sort'] },
  ...{ date: ['asOf', 'signedFrom', 'eventFrom'], day: ['asOf'], at: ['asOf'], on: ['asOf'] },
  ...{ page: ['cursor'], offset: ['cursor'], skip: ['cursor'], ids: ['id'] },
  ...{ since: ['after', 'changedFrom'], expand: ['view'], select: ['fields'], facets: ['facet'] }
}

function unknown(name: string, known: string[]): Fault {
  const plain = name.toLowerCase().replace(/[-_]/g, '')
  const called = Object.hasOwn(synonyms, plain) ? (synonyms[plain] ?? []).filter(other => known.includes(other)) : []
  return { code: 'unknown_parameter', detail: `This address has no such parameter; ${hint()}.` }

  function hint(): string {
    if (known.length === 0) return 'it takes none'
    if (called.length > 0) return `here it is ${quoted(called, 'or')}`
    return sayNearest(name, known) ?? `there are ${quoted(known)}`
  }
}

/** @param pair a parameter as it stands in the address, of which the name is said as far as it can be read */
function malformed(pair: string, what: string): ApiProblem {
  const [name = ''] = pair.split('=', 1)
  const parameter = isDecodable(name) ? decodeURIComponent(name) : name
  const detail = `The parameter ${what}.`
  return problem('malformed-request', {
    detail: `${parameter}: ${detail}`,
    errors: [{ parameter, code: 'malformed', detail }]
  })
}

/** The texts of each parameter, decoded as forms are: `+` is a blank. */
function valuesByName(query: string): Map<string, string[]> {
  // URLSearchParams would keep what it cannot decode, or put U+FFFD for it.
  for (const pair of query.split('&')) {
    if (!isDecodable(pair)) throw malformed(pair, 'is not percent-encoded UTF-8; a percent sign itself is %25')
    if (pair.includes('%00')) throw malformed(pair, 'holds U+0000, which no text may')
  }
  const sent = new Map<string, string[]>()
  // It would also leave out a question mark that the query begins with, but for the `&`.
  for (const [name, text] of new URLSearchParams(`&${query}`)) {
    const texts = sent.get(name)
    if (texts) texts.push(text)
    else sent.set(name, [text])
  }
  return sent
}

function isDecodable(text: string): boolean {
  try {
    decodeURIComponent(text)
    return true
  } catch {
    return false
  }
}
