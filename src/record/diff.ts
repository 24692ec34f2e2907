import { isDeepStrictEqual } from 'node:util'
import { pointerTo } from '../problems.ts'
import type { changeOperations } from './schema/codes.ts'

type Json = null | boolean | number | string | Json[] | { [member: string]: Json }

/**
 * One difference between two versions of a record. `pointer` (RFC 6901) is a place in the newer version, of something
 * that was removed a place in the older one. `reorder` is a list whose members are the same in another order; `before`
 * and `after` are then the members' keys.
 */
export interface Change {
  operation: (typeof changeOperations)[number]
  pointer: string
  before: Json
  after: Json
}

/** What tells the members of a list apart, in order of preference. */
const keys = ['id', 'topic', 'country'] as const

/** Where the two values that are compared stand, each in its own version: a member of a list may have moved. */
interface Place {
  older: string
  newer: string
}

/**
 * What changed between two JSON values, in the order of the newer one. Members of lists are matched by what names them
 * (their id, a provision's topic, a party's country), not by their position; a list of anything else is one value.
 */
export function diff(before: unknown, after: unknown, place: Place = { older: '', newer: '' }): Change[] {
  if (isDeepStrictEqual(before, after)) return []
  if (isObject(before) && isObject(after)) return diffObjects(before, after, place)
  if (Array.isArray(before) && Array.isArray(after)) return diffLists(before, after, place)
  return [replacement(before as Json, after as Json, place)]
}

type Members = Record<string, Json>

function diffObjects(before: Members, after: Members, place: Place): Change[] {
  const added = Object.keys(after).flatMap((member): Change[] =>
    Object.hasOwn(before, member)
      ? diff(before[member], after[member], within(place, member, member))
      : [addition(after[member] as Json, within(place, member, member))]
  )
  const removed = Object.keys(before)
    .filter(member => !Object.hasOwn(after, member))
    .map(member => removal(before[member] as Json, within(place, member, member)))
  return [...added, ...removed]
}

function diffLists(before: Json[], after: Json[], place: Place): Change[] {
  const key = keys.find(key => isKeyedBy(before, key) && isKeyedBy(after, key))
  if (!key) return [replacement(before, after, place)]
  const older = new Map((before as Members[]).map((member, i) => [member[key], { member, i }]))
  const newer = new Set((after as Members[]).map(member => member[key]))
  const changes = (after as Members[]).flatMap((member, i): Change[] => {
    const match = older.get(member[key])
    return match ? diff(match.member, member, within(place, match.i, i)) : [addition(member, within(place, i, i))]
  })
  for (const [name, { member, i }] of older) if (!newer.has(name)) changes.push(removal(member, within(place, i, i)))
  const kept = [...older.keys()].filter(name => newer.has(name))
  const keptInNewOrder = [...newer].filter(name => older.has(name))
  if (!isDeepStrictEqual(kept, keptInNewOrder)) {
    const [before, after] = [kept as Json, keptInNewOrder as Json]
    changes.push({ operation: 'reorder', pointer: place.newer, before, after })
  }
  return changes
}

const within = ({ older, newer }: Place, inOlder: string | number, inNewer: string | number): Place => ({
  older: older + pointerTo([inOlder]),
  newer: newer + pointerTo([inNewer])
})

const replacement = (before: Json, after: Json, { newer }: Place): Change => ({
  operation: 'replace',
  pointer: newer,
  before,
  after
})

const addition = (after: Json, { newer }: Place): Change => ({ operation: 'add', pointer: newer, before: null, after })

const removal = (before: Json, { older }: Place): Change => ({
  operation: 'remove',
  pointer: older,
  before,
  after: null
})

const isObject = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Every member is named by a text of its own. */
const isKeyedBy = (list: Json[], key: string): boolean =>
  list.every(member => isObject(member) && typeof member[key] === 'string') &&
  new Set(list.map(member => (member as Members)[key])).size === list.length
