import { type Day, nextDay } from '../record/dates.ts'
import type { IntervalStatus } from '../record/status/schema.ts'
import type { Axis } from '../record/status/transitions.ts'
import { paperWords, practiceWords } from './words/codes.ts'

// The status of an agreement over time, as pages draw it.

/** A stretch of days, both ends inclusive, and the status that holds on them. */
export interface Stretch {
  from: Day
  to: Day
  status: IntervalStatus
}

export type Course = readonly Stretch[]

/** The course up to a day; what begins later is left out. */
export const upTo = (course: Course, asOf: Day): Stretch[] =>
  course.filter(({ from }) => from <= asOf).map(stretch => (stretch.to > asOf ? { ...stretch, to: asOf } : stretch))

/** The course as a picture shows it, which begins at its first day. */
export const within = (course: Course, first: Day, asOf: Day): Stretch[] =>
  upTo(course, asOf)
    .filter(({ to }) => to >= first)
    .map(stretch => (stretch.from < first ? { ...stretch, from: first } : stretch))

/** Days on which a state changes, or what else may hold. */
export const changesOf = (course: Course): Day[] =>
  rowsOf(course)
    .map(({ from }) => from)
    .filter(day => day !== '-infinity')

/** The states of one axis that may hold beside the one that is stated. */
export const othersOf = (status: Pick<IntervalStatus, 'possible' | Axis>, axis: Axis): string[] =>
  (status.possible[axis] as string[]).filter(state => state !== status[axis])

/** The stated state of an axis in words. */
export const stateWords = (status: Pick<IntervalStatus, Axis | 'evidence'>, axis: Axis): string =>
  axis === 'legal' ? paperWords(status.legal) : practiceWords(status.implementation, status.evidence)

/** Why something else may hold. */
export const doubtWords = ({ uncertainBecause }: Pick<IntervalStatus, 'uncertainBecause'>): string =>
  uncertainBecause.includes('dispute')
    ? 'disputed'
    : uncertainBecause.includes('renewal') && !uncertainBecause.includes('dates')
      ? 'renewal not known'
      : 'day not known'

/** A stretch of one axis: a stated state, and what else may hold for a time of it. */
export interface Band {
  state: string
  words: string
  from: Day
  to: Day
  others: string[]
}

/** What is stated on an axis, stretch by stretch; doubt does not part a band. No act yet is no band. */
export function bandsOf(course: Course, axis: Axis): Band[] {
  const bands: Band[] = []
  for (const { from, to, status } of course) {
    const words = stateWords(status, axis)
    const others = othersOf(status, axis)
    const last = bands.at(-1)
    if (last && last.words === words) {
      last.to = to
      last.others = [...new Set([...last.others, ...others])]
    } else bands.push({ state: status[axis], words, from, to, others })
  }
  return bands.filter(({ state }) => state !== 'none')
}

/** A stretch in which another state than the stated one may hold. */
export interface Alternative {
  state: string
  from: Day
  to: Day
  why: string
  stated: string
}

/** What else may hold on an axis, and from when to when; a state that may hold without a break is one stretch. */
export function alternativesOf(course: Course, axis: Axis): Alternative[] {
  const runs: Alternative[] = []
  for (const { from, to, status } of course) {
    for (const state of othersOf(status, axis)) {
      const last = runs.findLast(run => run.state === state && nextDay(run.to) === from)
      if (last) last.to = to
      else runs.push({ state, from, to, why: doubtWords(status), stated: status[axis] })
    }
  }
  return runs
}

/** Stretches that a table shows: what says the same on both axes is one row. */
export function rowsOf(course: Course): Stretch[] {
  const rows: Stretch[] = []
  const said = ({ status }: Stretch) =>
    JSON.stringify([status.legal, practiceWords(status.implementation, status.evidence), status.possible])
  for (const stretch of course) {
    const last = rows.at(-1)
    if (last && said(last) === said(stretch)) last.to = stretch.to
    else rows.push({ ...stretch })
  }
  return rows
}
