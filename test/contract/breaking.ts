// What of one API document breaks clients that were written for an earlier one. Codes that are new in answers do not: readers
// are told to allow for them. Refusals are not compared, nor are patterns and bounds: what they say was refused before.

interface Schema {
  $ref?: string
  type?: string | string[]
  enum?: unknown[]
  anyOf?: Schema[]
  items?: Schema
  properties?: Record<string, Schema>
  required?: string[]
}

interface Media {
  content?: Record<string, { schema?: Schema }>
}

interface Parameter {
  $ref?: string
  name: string
  in: string
  required?: boolean
  schema: Schema
}

interface Operation {
  parameters?: Parameter[]
  requestBody?: Media
  responses: Record<string, Media>
}

interface Document {
  paths: Record<string, Record<string, Operation>>
  components: { schemas: Record<string, Schema>; parameters?: Record<string, Parameter> }
}

/** Who writes a value. What is asked of writers may only become less, what readers were promised only more. */
type Side = 'request' | 'answer'

/** Every break between two documents, as one line each. */
export function breaksBetween(earlier: Document, later: Document): string[] {
  const found = new Set<string>()
  const compared = new Set<string>()
  for (const [path, item] of Object.entries(earlier.paths)) {
    for (const [method, operation] of Object.entries(item)) {
      const name = `${method.toUpperCase()} ${path}`
      const now = later.paths[path]?.[method]
      if (now) compareOperations(name, operation, now)
      else found.add(`${name} is gone`)
    }
  }
  return [...found].sort()

  function compareOperations(name: string, before: Operation, now: Operation): void {
    const known = parametersOf(before, earlier)
    const current = parametersOf(now, later)
    for (const [key, { schema }] of known) {
      const parameter = current.get(key)
      if (parameter) compare('request', `${name}, ${key}`, schema, parameter.schema)
      else found.add(`${name}, ${key} is gone`)
    }
    for (const [key, { required }] of current)
      if (required && !known.get(key)?.required) found.add(`${name}, ${key} has become required`)
    compareMedia('request', name, before.requestBody ?? {}, now.requestBody ?? {})
    for (const [status, response] of Object.entries(before.responses)) {
      if (!/^2/.test(status)) continue
      const other = now.responses[status]
      if (other) compareMedia('answer', `${name} ${status}`, response, other)
      else found.add(`${name} ${status} is gone`)
    }
  }

  function compareMedia(side: Side, name: string, before: Media, now: Media): void {
    for (const [type, { schema }] of Object.entries(before.content ?? {})) {
      const other = now.content?.[type]
      if (other) compare(side, `${name} ${type}`, schema ?? {}, other.schema ?? {})
      else found.add(`${name} ${type} is gone`)
    }
  }

  function compare(side: Side, place: string, one: Schema, other: Schema): void {
    const before = formOf(one, earlier)
    const now = formOf(other, later)
    // What has a name is compared once, wherever it stands.
    const at = before.name ? `${before.name} (${side})` : place
    const pair = `${at} ${now.name}`
    if (before.name && compared.has(pair)) return
    compared.add(pair)
    const [from, to] = side === 'request' ? [before, now] : [now, before]
    const lost = [...from.types].filter(type => !to.types.has(type))
    if (lost.length > 0) found.add(`${at}: ${side === 'request' ? 'no longer takes' : 'may be'} ${lost.join(', ')}`)
    if (before.codes && now.codes) {
      const gone = before.codes.filter(code => !now.codes?.includes(code))
      if (gone.length > 0) found.add(`${at}: has lost ${gone.join(', ')}`)
    }
    if (before.items && now.items) compare(side, `${at}[]`, before.items, now.items)
    for (const [name, member] of Object.entries(before.members)) {
      const same = now.members[name]
      if (!same) {
        found.add(`${at}: ${name} is gone`)
        continue
      }
      compare(side, `${at}.${name}`, member, same)
      if (side === 'answer' && before.required.has(name) && !now.required.has(name))
        found.add(`${at}: ${name} may be missing`)
    }
    if (side === 'request')
      for (const name of now.required) if (!before.required.has(name)) found.add(`${at}: ${name} has become required`)
  }
}

/** The parameters of an operation by place and name, those among them that stand among the components. */
function parametersOf({ parameters = [] }: Operation, { components }: Document): Map<string, Parameter> {
  const resolved = parameters.map(one => components.parameters?.[one.$ref?.split('/').at(-1) ?? ''] ?? one)
  return new Map(resolved.map(parameter => [`${parameter.in} ${parameter.name}`, parameter]))
}

/** A schema without the ways in which the same can be written. */
function formOf(schema: Schema, document: Document, name?: string): Form {
  if (schema.$ref) {
    const target = schema.$ref.split('/').at(-1) as string
    return formOf(document.components.schemas[target] ?? {}, document, name ?? target)
  }
  const alternatives = schema.anyOf?.filter(({ type }) => type !== 'null') ?? []
  if (alternatives.length === 1) {
    const form = formOf(alternatives[0] as Schema, document, name)
    return { ...form, types: new Set([...form.types, 'null']) }
  }
  const { type, enum: values, items, properties = {}, required = [] } = schema
  const types = alternatives.length > 1 ? ['one of several'] : [type ?? 'anything'].flat()
  return {
    name,
    types: new Set(types),
    codes: values?.filter(value => value !== null),
    items,
    members: properties,
    required: new Set(required)
  }
}

interface Form {
  name: string | undefined
  types: Set<string>
  codes: unknown[] | undefined
  items: Schema | undefined
  members: Record<string, Schema>
  required: Set<string>
}
