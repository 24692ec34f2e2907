import { isDeepStrictEqual } from 'node:util'

type Json = null | boolean | number | string | Json[] | { [member: string]: Json }

/**
 * One difference between two versions of a record. `pointer` (RFC 6901) is a place in the newer version, of something
 * that was removed a place in the older one. `reorder` is a list whose members are the same in another order; `before`
 * and `after` are then the members' keys.
 */
export interface Change {
  operation: 'add' | 'remove' | 'replace' | 'reorder'
  pointer: string
  before: Json
  after: Json
}

/** What tells the members of a list apart, in order of preference. */
const keys = ['id', 'topic', 'country'] as const

/**
 * What changed between two JSON values, in the order of the newer one. Members of lists are matched by what names them
 * (their id, a provision's topic, a party's country), not by their position; a list of anything else is one value.
 */
export function diff(before: unknown, after: unknown, pointer = ''): Change[] {
  if (isDeepStrictEqual(before, after)) return []
  if (isObject(before) && isObject(after)) return diffObjects(before, after, pointer)
  if (Array.isArray(before) && Array.isArray(after)) return diffLists(before, after, pointer)
  return [{ operation: 'replace', pointer, before: before as Json, after: after as Json }]
}

type Members = Record<string, Json>

function diffObjects(before: Members, after: Members, pointer: string): Change[] {
  const added = Object.keys(after).flatMap((member): Change[] => {
    const place = `${pointer}/${escaped(member)}`
    if (Object.hasOwn(before, member)) return diff(before[member], after[member], place)
    return [{ operation: 'add', pointer: place, before: null, after: after[member] as Json }]
  })
  const removed = Object.keys(before)
    .filter(member => !Object.hasOwn(after, member))
    .map((member): Change => removal(`${pointer}/${escaped(member)}`, before[member] as Json))
  return [...added, ...removed]
}

function diffLists(before: Json[], after: Json[], pointer: string): Change[] {
  const key = keys.find(key => isKeyedBy(before, key) && isKeyedBy(after, key))
  if (!key) return [{ operation: 'replace', pointer, before, after }]
  const older = new Map((before as Members[]).map((member, i) => [member[key], { member, i }]))
  const newer = new Set((after as Members[]).map(member => member[key]))
  const changes = (after as Members[]).flatMap((member, i): Change[] => {
    const match = older.get(member[key])
    if (match) return diff(match.member, member, `${pointer}/${i}`)
    return [{ operation: 'add', pointer: `${pointer}/${i}`, before: null, after: member }]
  })
  for (const [name, { member, i }] of older) if (!newer.has(name)) changes.push(removal(`${pointer}/${i}`, member))
  const kept = [...older.keys()].filter(name => newer.has(name))
  const keptInNewOrder = [...newer].filter(name => older.has(name))
  if (!isDeepStrictEqual(kept, keptInNewOrder)) {
    changes.push({ operation: 'reorder', pointer, before: kept as Json, after: keptInNewOrder as Json })
  }
  return changes
}

const removal = (pointer: string, before: Json): Change => ({ operation: 'remove', pointer, before, after: null })

const isObject = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Every member is named by a text of its own. */
const isKeyedBy = (list: Json[], key: string): boolean =>
  list.every(member => isObject(member) && typeof member[key] === 'string') &&
  new Set(list.map(member => (member as Members)[key])).size === list.length

/** RFC 6901, section 3. */
const escaped = (member: string): string => member.replaceAll('~', '~0').replaceAll('/', '~1')
