import { closedListOf } from '../../record/schema/codes.ts'

/** The parts of an OpenAPI document that are touched here. */
export interface Document {
  paths?: Record<string, Record<string, Operation>>
}

interface Operation {
  parameters?: Parameter[]
  responses?: Record<string, { headers?: Record<string, { schema: { schema?: object } }> }>
  requestBody?: { content: Record<string, { examples?: object }> }
  [extension: `x-${string}`]: object
}

interface Formatted {
  format?: string
}

interface Parameter {
  in: string
  required?: boolean
  example?: unknown
  schema?: Formatted & { type?: string; examples?: unknown[]; items?: Formatted }
  style?: string
  explode?: boolean
}

/** Where the examples of a body wait until the document is put together: @fastify/swagger drops those of bodies. */
export const requestExamples = 'x-request-examples'

/**
 * Mends what @fastify/swagger 9 leaves out or gets wrong: examples of bodies (fastify/fastify-swagger#954); how a list in a
 * query is sent, which generators guess differently; and headers of responses, whose schema it wraps into another one.
 * Closed lists are explained where they are used.
 */
export function polish(document: Document): Document {
  for (const [method, operation] of operationsOf(document)) {
    const examples = operation[requestExamples]
    delete operation[requestExamples]
    for (const media of Object.values(operation.requestBody?.content ?? {})) if (examples) media.examples = examples
    for (const parameter of operation.parameters ?? []) {
      if (method === 'get') doNotFillIn(parameter)
      parameter.schema = withoutFormat(parameter.schema)
      if (parameter.in !== 'query' || parameter.schema?.type !== 'array') continue
      parameter.style = 'form'
      parameter.explode = true
    }
    for (const { headers = {} } of Object.values(operation.responses ?? {})) {
      for (const header of Object.values(headers)) header.schema = header.schema.schema ?? header.schema
    }
  }
  explainCodes(document)
  return document
}

/** A place of the document that may have a closed list: a schema, a list of codes, or a parameter. */
interface Coded {
  description?: string
  enum?: unknown[]
  items?: { enum?: unknown[] }
  schema?: Coded
}

/**
 * Puts the definitions of codes behind the description of what takes them: all of them in schemas, where there is room, in
 * parameters the way to them. The link is relative to /docs/.
 */
function explainCodes(place: unknown): void {
  if (place === null || typeof place !== 'object') return
  const coded = place as Coded
  const inSchema = closedListOf(codesIn(coded))
  const list = inSchema ?? closedListOf(codesIn(coded.schema ?? {}))
  if (!list) {
    for (const member of Object.values(place)) explainCodes(member)
    return
  }
  const codes = inSchema ? Object.entries(list.definitions).map(([code, meaning]) => `* \`${code}\`: ${meaning}`) : []
  const link = `[Codes in the vocabulary](../v1/vocabulary?list=${list.name})`
  coded.description = [coded.description, codes.join('\n'), link].filter(Boolean).join('\n\n')
}

const codesIn = ({ enum: values, items }: Coded): unknown[] => values ?? items?.enum ?? []

/** Formats are ours alone, and Swagger UI looks for a component of each. The schema itself is the one that validates. */
function withoutFormat(schema: Parameter['schema']): Parameter['schema'] {
  if (!schema) return schema
  const { format: _format, ...rest } = schema
  if (!rest.items) return rest
  const { format: _ofItems, ...items } = rest.items
  return { ...rest, items }
}

/**
 * Swagger UI fills in the example of a parameter, not those of its schema. A first read should be of today and of everything,
 * so what may be left out of it is shown and not filled in.
 */
function doNotFillIn(parameter: Parameter): void {
  if (parameter.required || parameter.example === undefined || !parameter.schema) return
  parameter.schema.examples = [parameter.example]
  delete parameter.example
}

const operationsOf = (document: Document): [method: string, Operation][] =>
  Object.values(document.paths ?? {}).flatMap(item => Object.entries(item))
