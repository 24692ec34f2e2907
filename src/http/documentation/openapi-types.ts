// The parts of an OpenAPI document that are touched here.

/** A schema in an OpenAPI document. */
export interface Schema {
  $ref?: string
  type?: string | string[]
  title?: string
  description?: string
  format?: string
  pattern?: string
  minLength?: number
  enum?: unknown[]
  anyOf?: Schema[]
  items?: Schema
  examples?: unknown[]
  default?: unknown
  properties?: Record<string, Schema>
}

export interface Parameter {
  name: string
  in: string
  required?: boolean
  description?: string
  example?: unknown
  schema: Schema
  style?: string
  explode?: boolean
}

export interface Operation {
  operationId?: string
  parameters?: Parameter[]
  responses?: Record<string, Response>
  requestBody?: { content: Record<string, { schema: Schema; examples?: object }> }
  [extension: `x-${string}`]: object
}

export interface Header {
  description?: string
  schema: Schema & { schema?: Schema }
}

export interface Response {
  description: string
  headers?: Record<string, Header>
  content?: Record<string, { schema: Schema; example?: unknown; examples?: object }>
}

export interface Document {
  paths?: Record<string, Record<string, Operation>>
  components?: {
    schemas?: Record<string, Schema>
    parameters?: Record<string, Parameter>
    headers?: Record<string, Header>
    responses?: Record<string, Response>
  }
}
