import { isDeepStrictEqual } from 'node:util'
import { pointerTo } from '../problems.ts'
import { compare, type Day, dayOrNull, nextDay, previousDay } from '../record/dates.ts'
import type { Agreement } from '../record/schema/agreement.ts'
import { provisionTopics } from '../record/schema/codes.ts'
import type { Status, Totals } from '../record/status/schema.ts'

// Records side by side: their members, what they provide, and the course of their status. The order is always that of the records.

type Compared = Agreement & { status: Status; totals: Totals }

/** A member of the records. */
export interface AlignedMember {
  pointer: string
  same: boolean
  values: unknown[]
}

export interface AlignedProvision {
  topic: string
  same: boolean
  provisions: ({ stance: string; note: string | null } | null)[]
}

/** What was compared is what the records say; what it rests on, and the timeline, stand in the records. */
const left = ['id', 'notes', 'events', 'provisions', 'absent', 'sources', 'revision']
const leftOfStatus = ['asOf', 'reportedBy', 'knownAt', 'projected', 'because', 'partial']
const leftOfTotals = ['reasons']

/** The members of records, down to their values and lists, where any of them has something. */
export function alignMembers(records: readonly Compared[]): AlignedMember[] {
  const shown = records.map(({ status, totals, ...record }) => ({
    ...without(record, left),
    status: without(status, leftOfStatus),
    totals: without(totals, leftOfTotals)
  }))
  return align(shown.map(uncited), [])
}

type Json = null | boolean | number | string | Json[] | { [member: string]: Json }

function align(values: (Json | undefined)[], path: string[]): AlignedMember[] {
  const objects = values.filter(isObject)
  // A term that one record lacks has no members there, rather than being another one as a whole.
  if (objects.length > 0 && values.every(value => value === null || value === undefined || isObject(value))) {
    const members = new Set(objects.flatMap(Object.keys))
    return [...members].flatMap(member =>
      align(
        values.map(value => (isObject(value) ? value[member] : null)),
        [...path, member]
      )
    )
  }
  const all = values.map(value => value ?? null)
  if (all.every(isNothing)) return []
  return [{ pointer: pointerTo(path), same: all.every(value => isDeepStrictEqual(value, all[0])), values: all }]
}

const isObject = (value: Json | undefined): value is { [member: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const isNothing = (value: Json) => value === null || (Array.isArray(value) && value.length === 0)

const without = (object: object, members: readonly string[]): object =>
  Object.fromEntries(Object.entries(object).filter(([member]) => !members.includes(member)))

/** A value without what it rests on, and without the names that its items have within a record. */
function uncited(value: unknown): Json {
  if (Array.isArray(value)) return value.map(uncited)
  if (typeof value !== 'object' || value === null) return value as Json
  const members = Object.entries(value).filter(([member]) => !['citations', 'sameAs'].includes(member))
  return Object.fromEntries(members.map(([member, inner]) => [member, uncited(inner)]))
}

/** What records say on each topic that any of them has, in the order of the list of topics. */
export function alignProvisions(records: readonly Pick<Agreement, 'provisions'>[]): AlignedProvision[] {
  return provisionTopics.flatMap(topic => {
    const found = records.map(({ provisions }) => provisions.find(provision => provision.topic === topic))
    if (found.every(provision => provision === undefined)) return []
    const stances = new Set(found.map(provision => provision?.stance))
    const provisions = found.map(provision => provision && { stance: provision.stance, note: provision.note })
    return [{ topic, same: stances.size === 1, provisions: provisions.map(provision => provision ?? null) }]
  })
}

/** What holds of one record from a day to a day. */
export interface Stretch {
  validFrom: Day
  validTo: Day
  legal: string
  implementation: string
  money: string
  certain: boolean
  label: string
}

type State = Omit<Stretch, 'validFrom' | 'validTo'>

export interface CourseStretch {
  from: Day | null
  to: Day | null
  states: (State | null)[]
}

/**
 * The courses of several records on one axis of days: one stretch for all days on which none of them changes. Before anything is known
 * of a record it has no state.
 */
export function mergeCourses(courses: readonly (readonly Stretch[])[]): CourseStretch[] {
  const ends = courses.flat().filter(({ validTo }) => validTo !== 'infinity')
  const days = courses.flatMap(course => course.map(({ validFrom }) => validFrom))
  // The open ends sort as they lie: before and behind all days.
  const begins = [...new Set([...days, ...ends.map(({ validTo }) => nextDay(validTo))])].sort(compare)
  const merged: { from: Day; to: Day; states: (State | null)[] }[] = []
  for (const [i, from] of begins.entries()) {
    const next = begins[i + 1]
    const to = next === undefined ? 'infinity' : previousDay(next)
    const states = courses.map(stateOn(from))
    const last = merged.at(-1)
    // What changes from one stretch of a record to the next may be its totals alone.
    if (last && isDeepStrictEqual(last.states, states)) last.to = to
    else merged.push({ from, to, states })
  }
  return merged
    .filter(({ states }) => states.some(state => state !== null))
    .map(({ from, to, states }) => ({
      from: dayOrNull(from),
      to: dayOrNull(to),
      states
    }))
}

const stateOn =
  (day: Day) =>
  (course: readonly Stretch[]): State | null => {
    const found = course.find(({ validFrom, validTo }) => validFrom <= day && day <= validTo)
    if (!found) return null
    const { validFrom: _, validTo: __, ...state } = found
    return state
  }
