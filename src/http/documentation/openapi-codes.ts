import { type ClosedList, closedListOf, closedListsAmong } from '../../record/schema/codes.ts'
import type { Document, Parameter, Schema } from './openapi-types.ts'

/**
 * Makes each list of codes one named schema that explains them, to which all places refer that take one: generators of clients
 * make a type of each, and one that is typed out anew in every place would be as many types. A closed list is known by its
 * codes, any other list of one place has its name as `title`.
 */
export function nameLists(document: Document): void {
  const named: Record<string, Schema> = {}
  const visit = (place: unknown): void => {
    if (place === null || typeof place !== 'object') return
    for (const [key, member] of Object.entries(place)) {
      if (key === 'example' || key === 'examples') continue
      visit(member)
      if (isNamedList(member)) Object.assign(place, { [key]: referred(member, named, place) })
    }
  }
  visit(document.paths)
  visit(document.components?.schemas)
  Object.assign(document.components?.schemas ?? {}, named)
}

const nameOf = ({ enum: values = [], title }: Schema): string | undefined => closedListOf(values)?.schema ?? title

const isNamedList = (place: unknown): place is Schema & { enum: unknown[] } =>
  Array.isArray((place as Schema | null)?.enum) && nameOf(place as Schema) !== undefined

/**
 * A reference to the named schema of a list; what is said of this place stays. A list of one place is described as the parameter
 * that takes it.
 */
function referred(
  schema: Schema & { enum: unknown[] },
  named: Record<string, Schema>,
  { description = '' }: { description?: string }
): Schema {
  const { type: _type, enum: values, title: _title, ...place } = schema
  const list = closedListOf(values)
  const name = nameOf(schema) as string
  const codes = values.filter(value => value !== null)
  named[name] ??= list
    ? { type: 'string', enum: codes, description: explained(list) }
    : { type: 'string', enum: codes, description, ...place }
  const reference = { $ref: `#/components/schemas/${name}` }
  return values.includes(null) ? { anyOf: [reference, { type: 'null' }], ...place } : { ...reference, ...place }
}

const explained = ({ definitions, ...list }: ClosedList): string =>
  [...Object.entries(definitions).map(([code, meaning]) => `* \`${code}\`: ${meaning}`), '', linkOf(list)].join('\n')

/** Leads from a parameter that takes codes to what they mean. Swagger UI shows no description of its schema. */
export function linkCodes(parameter: Parameter): void {
  const { schema } = parameter
  const lists = closedListsAmong(schema.enum ?? schema.items?.enum ?? [])
  parameter.description = [parameter.description, ...lists.map(explained)].filter(Boolean).join('\n\n')
}

/** Relative to /docs/. */
const linkOf = ({ name }: Pick<ClosedList, 'name'>): string =>
  `[Codes in the vocabulary](../v1/vocabulary?list=${name})`
