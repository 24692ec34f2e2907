import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import type { Answer } from '../start.ts'

// The API document as the tests of the contract read it.

export interface Parameter {
  name: string
  in: 'path' | 'query' | 'header'
  required?: boolean
  description?: string
  example?: unknown
  // biome-ignore lint/suspicious/noExplicitAny: a schema of any shape
  schema: any
}

export interface Operation {
  operationId: string
  tags: string[]
  summary: string
  description: string
  security: object[]
  parameters?: Parameter[]
  requestBody?: { content: Record<string, { schema: object; examples?: Record<string, { value: unknown }> }> }
  responses: Record<string, Response>
}

export interface Response {
  description: string
  headers?: Record<string, object>
  content?: Record<string, { schema: object; examples?: object }>
}

export interface Document {
  openapi: string
  info: { version: string }
  tags: { name: string }[]
  paths: Record<string, Record<string, Operation>>
  components: {
    schemas: Record<string, object>
    parameters?: Record<string, Parameter>
    responses?: Record<string, Response>
  }
}

export interface Route {
  method: string
  path: string
  operation: Operation
}

/** Every operation, with all of its parameters and answers. */
export const routesOf = ({ paths, components }: Document): Route[] =>
  Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, { parameters, responses, ...operation }]) => ({
      method: method.toUpperCase(),
      path,
      operation: {
        ...operation,
        responses: Object.fromEntries(
          Object.entries(responses).map(([status, response]) => [status, resolved(response, components.responses)])
        ),
        ...(parameters && { parameters: parameters.map(parameter => resolved(parameter, components.parameters)) })
      }
    }))
  )

/** What may stand among the components. */
const resolved = <T extends object>(one: T & { $ref?: string }, components: Record<string, T> = {}): T =>
  components[one.$ref?.split('/').at(-1) ?? ''] ?? one

/** Refusals of what hardly is a request, or of what nobody can foresee: one row is for all of them. */
export const unforeseen = [408, 414, 417, 431, 500, 501]

/** Header fields that say something of any answer which clients go by, and of those that are no refusal. */
const tellingAlways = [
  'x-request-id',
  'cache-control',
  'vary',
  'www-authenticate',
  'retry-after',
  'ratelimit',
  'ratelimit-policy'
]
const telling = [
  ...['etag', 'location', 'link', 'content-disposition', 'content-location', 'memento-datetime', 'repr-digest'],
  ...['preference-applied', 'idempotency-replayed']
]

/** A field of an answer that is not declared. */
function undeclaredIn(response: Response, status: number, headers: Record<string, string>): string | undefined {
  const declared = Object.keys(response.headers ?? {}).map(name => name.toLowerCase())
  const fields = status < 400 ? [...tellingAlways, ...telling] : tellingAlways
  return fields.find(name => headers[name] !== undefined && !declared.includes(name))
}

/** Holds answers against what the document declares for the route that they come from. */
export class Contract {
  readonly routes: Route[]
  readonly #paths: Document['paths']
  readonly #patterns: RegExp[]
  readonly #ajv = new Ajv2020({ strict: false, validateFormats: false })
  readonly #validators = new Map<string, ValidateFunction>()

  constructor(document: Document) {
    this.routes = routesOf(document)
    this.#paths = document.paths
    this.#patterns = this.routes.map(({ path }) => pattern(path))
    this.#ajv.addSchema(document, 'document')
  }

  /** How an answer differs from what is declared for its route: its status, its header fields (of which none is empty), its media type, its body; undefined when it does not. */
  faultOf({ method, path, operation }: Route, { status, headers, text, body }: Answer): string | undefined {
    const name = `answers ${status}`
    const row = unforeseen.includes(status) ? 'default' : status
    const response = operation.responses[row]
    if (!response) return `${name}, which is not declared`
    const undeclared = undeclaredIn(response, status, headers)
    if (undeclared) return `${name} with ${undeclared}, which is not declared`
    const empty = Object.keys(headers).find(field => headers[field] === '')
    if (empty) return `${name} with an empty ${empty}`
    const type = headers['content-type']?.replace(/;.*/, '')
    // Whoever prefers it gets no content with the same status.
    if (headers['preference-applied'] && text === '') return undefined
    if (!response.content) return text === '' ? undefined : `${name} with a body`
    if (!type || !response.content[type]) return `${name} as ${type}, which is not declared`
    const shared = (this.#paths[path]?.[method.toLowerCase()]?.responses[row] as { $ref?: string } | undefined)?.$ref
    const place = shared?.split('/').slice(1) ?? ['paths', path, method.toLowerCase(), 'responses', row]
    const validate = this.#validator([...place, 'content', type])
    if (validate(/\bjson$/.test(type) ? body : text)) return undefined
    return `${name} with another body than declared: ${JSON.stringify(validate.errors)}`
  }

  /** How a body that was taken differs from what is declared; undefined when it does not. */
  bodyFaultOf({ method, path, operation }: Route, type: string, body: unknown): string | undefined {
    if (!operation.requestBody?.content[type]) return `takes ${type}, which is not declared`
    const validate = this.#validator(['paths', path, method.toLowerCase(), 'requestBody', 'content', type])
    return validate(body) ? undefined : `takes another body than declared: ${JSON.stringify(validate.errors)}`
  }

  /** The route that takes a request; undefined when there is none in the document. */
  routeOf(method: string, url: string): Route | undefined {
    const path = url.replace(/[?#].*/s, '')
    const routes = this.routes.filter((route, i) => route.method === method && this.#patterns[i]?.test(path))
    if (routes.length > 1) throw new Error(`${method} ${path} is ${routes.length} routes of the document`)
    return routes[0]
  }

  #validator(place: (string | number)[]): ValidateFunction {
    const pointer = place.map(
      part => `/${encodeURIComponent(String(part).replaceAll('~', '~0').replaceAll('/', '~1'))}`
    )
    const $ref = `document#${pointer.join('')}/schema`
    const known = this.#validators.get($ref)
    if (known) return known
    const validate = this.#ajv.compile({ $ref })
    this.#validators.set($ref, validate)
    return validate
  }
}

const pattern = (path: string): RegExp => new RegExp(`^${path.replaceAll('.', '\\.').replace(/\{\w+\}/g, '[^/]+')}$`)
