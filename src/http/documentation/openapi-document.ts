import { formats } from '../../validation/formats.ts'
import { shownAnswers } from './answers.ts'
import { linkCodes, nameLists } from './openapi-codes.ts'
import { shareRefusals } from './openapi-refusals.ts'
import type { Document, Header, Operation, Parameter, Schema } from './openapi-types.ts'
import { pascalCase } from './pascal-case.ts'
import { alwaysHeaders, answeringHeaders, readingHeaders } from './schemas.ts'

/** What is said of the requests of a route beyond the schemas by which they are checked. */
export interface Documented {
  /** The named schema of the body. */
  body?: { $id?: string }
  /** Header fields that must be there. */
  required?: readonly string[]
  /** Patterns of parameters, or of the items of those that are lists. */
  patterns?: Readonly<Record<string, string>>
  /** Where there are many parameters: the names of those that stand open, and groups of all others. */
  groups?: { open: readonly string[]; groups: Readonly<Record<string, readonly string[]>> }
}

/** Where that waits until the document is put together. */
export const documented = 'x-documented'

/** Where the examples of a body wait until the document is put together: @fastify/swagger drops those of bodies. */
export const requestExamples = 'x-request-examples'

/**
 * Mends what @fastify/swagger 9 leaves out or gets wrong: examples of bodies (fastify/fastify-swagger#954); how a list in a
 * query is sent, which generators guess differently; and headers of responses, whose schema it wraps into another one.
 * Parameters say their form and stand in one order, and every closed list is one named schema.
 */
export function polish(generated: Document): Document {
  // The schemas in it are those that validate.
  const document = JSON.parse(JSON.stringify(generated)) as Document
  for (const [method, operation] of operationsOf(document)) {
    const examples = operation[requestExamples]
    delete operation[requestExamples]
    const { required = [], patterns = {}, groups } = (operation[documented] ?? {}) as Documented
    delete operation[documented]
    for (const [type, media] of Object.entries(operation.requestBody?.content ?? {}))
      if (examples) media.examples = type === 'application/x-ndjson' ? asLines(examples) : structuredClone(examples)
    for (const parameter of operation.parameters ?? []) {
      if (method === 'get') doNotFillIn(parameter)
      if (required.includes(parameter.name)) parameter.required = true
      const pattern = patterns[parameter.name]
      const { items } = parameter.schema
      const asked = pattern && (items ? { items: { ...items, pattern } } : { pattern })
      parameter.schema = formOf({ ...parameter.schema, ...asked }, parameter)
      linkCodes(parameter)
      if (parameter.in !== 'query' || parameter.schema.type !== 'array') continue
      parameter.style = 'form'
      parameter.explode = true
    }
    operation.parameters?.sort((one, other) => rankOf(one) - rankOf(other))
    if (groups) Object.assign(operation, grouped(operation.parameters ?? [], groups))
    for (const { headers = {} } of Object.values(operation.responses ?? {})) {
      for (const header of Object.values(headers)) header.schema = header.schema.schema ?? header.schema
    }
    sayHeaders(method, operation)
  }
  nameLists(document)
  for (const { schema } of operationsOf(document).flatMap(([, { parameters = [] }]) => parameters))
    keepReference(schema)
  shareParameters(document)
  shareHeaders(document)
  showAnswers(document)
  shareRefusals(document)
  return document
}

/** Examples of lists, with an item on each line. */
const asLines = (examples: object) =>
  Object.fromEntries(
    Object.entries(examples).map(([name, { summary, value }]) => [
      name,
      { summary, value: (value as unknown[]).map(item => `${JSON.stringify(item)}\n`).join('') }
    ])
  )

/**
 * Shows what was really answered. What is whole is an example; what was cut lacks members that every answer has, so it is only
 * noted at the schema.
 */
function showAnswers(document: Document): void {
  const answers = shownAnswers()
  for (const [, { operationId, responses = {} }] of operationsOf(document)) {
    for (const [status, response] of Object.entries(responses)) {
      const answer = answers[`${operationId} ${status}`]
      const media = Object.entries(response.content ?? {}).find(([type]) => /\bjson$/.test(type))?.[1]
      if (!answer || !media) continue
      const { request, isCut, value } = answer
      response.description += ` Shown is that to \`${request}\`${isCut ? ', without most of its members' : ''}.`
      if (isCut) media.schema.examples = [value]
      else media.example = value
    }
  }
}

/** Formats are ours alone, and Swagger UI looks for a component of each: what is shown is the form that they ask for. */
function formOf({ format, items, ...schema }: Schema, parameter: Parameter): Schema {
  const form = { ...schema, ...(format && formats[format]?.form) }
  if (items) return { ...form, items: { ...formOf(items, parameter), ...itemExamples(parameter) } }
  const isText = form.type === 'string' && !form.enum && !form.pattern
  // No parameter of a query may be empty.
  return isText && parameter.in === 'query' ? { minLength: 1, ...form } : form
}

/** Swagger UI adds an item to a list with the example of items; without one it adds the word "string". */
const itemExamples = ({ example, schema: { examples = [] } }: Parameter) => {
  const items = [example ?? examples[0] ?? []].flat()
  return items.length > 0 && { examples: items }
}

/** A reference stands alone: of one with anything beside it openapi-generator makes a parameter of any type. */
function keepReference(schema: Schema): void {
  if (schema.$ref) for (const key of Object.keys(schema)) if (key !== '$ref') delete schema[key as keyof Schema]
}

/** In Swagger UI a group is closed until one of its parameters is wanted; `x-parameter-groups` has their names by headings. */
function grouped(parameters: Parameter[], { open, groups }: NonNullable<Documented['groups']>): Partial<Operation> {
  const byName = new Map(parameters.map(parameter => [parameter.name, parameter]))
  const taken = (names: readonly string[]) =>
    names.flatMap(name => {
      const parameter = byName.get(name)
      byName.delete(name)
      return parameter ?? []
    })
  const shown = taken(open)
  const behind = Object.entries({ ...groups, ...generalGroups })
    .map(([group, names]) => [group, taken(names)] as const)
    .filter(([, members]) => members.length > 0)
  return {
    parameters: [...shown, ...byName.values(), ...behind.flatMap(([, members]) => members)],
    'x-parameter-groups': Object.fromEntries(behind.map(([group, members]) => [group, members.map(({ name }) => name)]))
  }
}

/**
 * Parameters that several operations take stand once, by their names. Where a name means different things, it is that which most
 * operations mean.
 */
function shareParameters(document: Document): void {
  const operations = operationsOf(document).map(([, operation]) => operation)
  const counts = new Map<string, number>()
  for (const parameter of operations.flatMap(({ parameters = [] }) => parameters)) {
    const text = JSON.stringify(parameter)
    counts.set(text, (counts.get(text) ?? 0) + 1)
  }
  const shared = new Map<string, string>()
  for (const [text, count] of counts) {
    const { name } = JSON.parse(text) as Parameter
    if (count > Math.max(1, counts.get(shared.get(name) ?? '') ?? 0)) shared.set(name, text)
  }
  for (const operation of operations) {
    operation.parameters = operation.parameters?.map(parameter =>
      shared.get(parameter.name) === JSON.stringify(parameter)
        ? ({ $ref: `#/components/parameters/${componentOf(parameter.name)}` } as never)
        : parameter
    )
  }
  const parameters = Object.fromEntries(Array.from(shared, ([name, text]) => [componentOf(name), JSON.parse(text)]))
  document.components = { ...document.components, parameters }
}

/**
 * Says the header fields of all answers: of one without content those that the answer with it has, of successes those that a field
 * of the request asks for, and everywhere those that no answer goes without.
 */
function sayHeaders(method: string, { parameters = [], responses = {} }: Operation): void {
  const asked = Object.assign({}, ...parameters.map(({ name }) => answeringHeaders[name]))
  const whole = responses[200]?.headers
  for (const [status, response] of Object.entries(responses)) {
    const like = status === '204' || status === '304' ? whole : response.headers
    const success = status < '300' ? asked : {}
    // Refusals of what is read and of what is written are the same ones.
    const read = method === 'get' || status > '399' ? readingHeaders : {}
    response.headers = structuredClone({ ...like, ...success, ...alwaysHeaders, ...read })
  }
}

/** Header fields stand once, by their names. */
function shareHeaders(document: Document): void {
  const shared: Record<string, Header> = {}
  for (const [, { responses = {} }] of operationsOf(document)) {
    for (const response of Object.values(responses)) {
      const headers = Object.entries(response.headers ?? {})
      if (headers.length === 0) continue
      response.headers = Object.fromEntries(
        headers.map(([name, header]) => {
          shared[name] ??= header
          const isSame = JSON.stringify(shared[name]) === JSON.stringify(header)
          return [name, isSame ? ({ $ref: `#/components/headers/${name}` } as never) : header]
        })
      )
    }
  }
  document.components = { ...document.components, headers: shared }
}

/** `IfMatchParameter` for `if-match`: some generators make a type of each, beside those of schemas. */
const componentOf = (name: string) => `${pascalCase(name)}Parameter`

const clocks = ['asOf', 'reportedBy', 'knownAt']
const paging = ['sort', 'limit', 'cursor', 'total']
const conditions = ['dryRun']

const generalGroups = {
  'at which clocks': clocks,
  'order and pages': paging,
  'on which condition': ['if-none-match']
}

/** The order of parameters: which one, what is asked for, at which clocks, how much of it, on which conditions. */
function rankOf({ name, in: place }: Parameter): number {
  if (place === 'path') return 0
  if (place === 'header') return 5
  return clocks.includes(name) ? 2 : paging.includes(name) ? 3 : conditions.includes(name) ? 4 : 1
}

/**
 * Swagger UI fills in the example of a parameter, not those of its schema. A first read should be of today and of everything,
 * so what may be left out of it is shown and not filled in.
 */
function doNotFillIn(parameter: Parameter): void {
  if (parameter.required || parameter.example === undefined) return
  parameter.schema.examples = [parameter.example]
  delete parameter.example
}

const operationsOf = (document: Document): [method: string, Operation][] =>
  Object.values(document.paths ?? {}).flatMap(item => Object.entries(item))
