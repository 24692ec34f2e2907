import { closedListOf, closedLists } from '../record/schema/codes.ts'

/** A member or a code with what it means. One language is there; another one is another row. */
export interface Entry {
  entry: 'member' | 'code'
  /** The closed list that the code is in, or that the values of the member are from. */
  list: string | null
  /** Of a member: its schema in the API document, and its name there, with dots within an object that has no name. */
  schema: string | null
  member: string | null
  code: string | null
  language: 'en'
  label: string
  definition: string
  /** Where in a record it stands, without the positions in lists. */
  paths: string[]
}

/** A schema of the API document, seen as the JSON Schema that it is. */
export interface Schema {
  $id?: string
  $ref?: string
  anyOf?: Schema[]
  description?: string
  enum?: unknown[]
  items?: Schema
  properties?: Record<string, Schema>
}

const record = 'AgreementRecord'
/** Named schemas of which the members are explained too, though they stand in no record; so are the columns of all rows. */
const beside = ['StatusExplanation', 'FoldedEvent', 'StatusInterval', 'HistoryEntry', 'FeedEntry', 'Change']
const isRow = (name: string) => name.endsWith('Row')

/**
 * The codebook: every member of a record and of what follows from it, then every code of the closed lists.
 *
 * @param schemas the schemas of all routes of the service by name
 */
export function codebookOf(schemas: object): Entry[] {
  const named = new Map(Object.entries(schemas as Record<string, Schema>))
  const members = new Map<string, Entry>()
  const referred = ({ $ref = '' }: Schema) => named.get($ref.replace(/#$/, ''))
  explain(record, named.get(record), '')
  for (const name of [...beside, ...[...named.keys()].filter(isRow)]) explain(name, named.get(name))
  const found = [...members.values()]
  return [...found, ...closedLists().flatMap(list => codeEntries(list, found))]

  /** @param path where in a record the schema stands; undefined outside, where what it refers to is not followed */
  function explain(name: string, schema: Schema | undefined, path?: string, prefix = ''): void {
    for (const [key, member] of Object.entries(schema?.properties ?? {})) {
      const at = path === undefined ? undefined : `${path}/${key}`
      const inner = member.items ?? member.anyOf?.[0] ?? member
      const target = referred(inner)
      const entry = members.get(`${name}.${prefix}${key}`) ?? memberEntry(name, `${prefix}${key}`, member, target)
      members.set(`${name}.${prefix}${key}`, entry)
      if (at !== undefined) entry.paths.push(at)
      if (inner.properties) explain(name, inner, at, `${prefix}${key}.`)
      else if (target && at !== undefined) explain(target.$id as string, target, at)
    }
  }
}

function memberEntry(schema: string, member: string, definition: Schema, target: Schema | undefined): Entry {
  return {
    entry: 'member',
    list: closedListOf(definition.enum ?? definition.items?.enum ?? [])?.name ?? null,
    schema,
    member,
    code: null,
    language: 'en',
    label: wordsOf(member.slice(member.lastIndexOf('.') + 1)),
    definition: definition.description ?? definition.items?.description ?? target?.description ?? '',
    paths: []
  }
}

function codeEntries(
  { name, definitions }: ReturnType<typeof closedLists>[number],
  members: readonly Entry[]
): Entry[] {
  const paths = members.filter(({ list }) => list === name).flatMap(({ paths }) => paths)
  return Object.entries(definitions).map(([code, definition]) => ({
    entry: 'code',
    list: name,
    schema: null,
    member: null,
    code,
    language: 'en',
    label: labelOf(code),
    definition,
    paths
  }))
}

/** Words of codes that are written in capitals. */
const capitals = /\b(ats|celex|doi|eli|foi|ngo|tias|ukts|unhcr|unts|ust)\b/g

/** A code in words. */
const labelOf = (code: string): string =>
  code
    .replace(/^(non|pre)_/, '$1-')
    .replaceAll('_', ' ')
    .replace(capitals, word => word.toUpperCase())
    .replace('wikidata', 'Wikidata')

/** The name of a member, or of a column, in words. */
const wordsOf = (member: string): string =>
  member
    .replace(/[A-Z]+/g, letters => ` ${letters.toLowerCase()}`)
    .replaceAll('_', ' ')
    .replace(/\b(url|usd|eur)\b/, word => word.toUpperCase())
    .replace(/\biso3\b/, 'ISO alpha-3')
