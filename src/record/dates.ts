import { Temporal } from 'temporal-polyfill'
import { equivalentOf } from './edtf-equivalents.ts'

// Dates of the registry: a profile of EDTF (ISO 8601-2) of three precisions, `~` or `?` behind them, and ranges in square
// brackets for "some day of these". In one respect it is wider than EDTF: the ends of a range may have different
// precisions, as in `[2013-08-03..2014-08]`, since sources say "after the third, by the end of next August". The package
// `edtf` reads far more than this profile and does not fit it: it takes 2021-02-29 for the first of March, refuses
// `[..2021-02-06]`, and needs 100 µs for a date that the fold asks for often.

/** A calendar day `YYYY-MM-DD`, or an open end: `-infinity`, `infinity`. Days compare as strings, and sort as PostgreSQL's dates do. */
export type Day = string

/** The first and the last day on which something may have happened. */
export type Bounds = { lo: Day; hi: Day }

const firstYear = 1800
const lastYear = 2100

const PRECISION = '\\d{4}(?:-\\d{2}(?:-\\d{2})?)?'

/** The form of a date, without the calendar: documentation, and a first sieve. */
export const edtfPattern = `^(${PRECISION}[~?]?|\\[(${PRECISION})?\\.\\.(${PRECISION})?\\])$`

/** The form of a duration: years, months, weeks and days, at least one of them; small enough for four-digit years. */
export const durationPattern = '^P(?!$)(\\d{1,3}Y)?(\\d{1,3}M)?(\\d{1,3}W)?(\\d{1,4}D)?$'

const single = new RegExp(`^(${PRECISION})[~?]?$`)
const range = new RegExp(`^\\[(${PRECISION})?\\.\\.(${PRECISION})?\\]$`)
const duration = new RegExp(durationPattern)

/** A sentence on what is wrong with a date of our profile, with what to write instead; undefined when it is valid. */
export function edtfProblem(text: string): string | undefined {
  const problem = profileProblem(text)
  const meant = problem && equivalentOf(text)
  return meant && meant !== text && profileProblem(meant) === undefined ? `${problem} Write "${meant}".` : problem
}

function profileProblem(text: string): string | undefined {
  const date = single.exec(text)?.[1]
  if (date) return calendarProblem(date)
  const ends = range.exec(text)
  if (!ends)
    return `"${text}" is no date of the forms 2019, 2019-09, 2019-09-20 (with ~ or ? behind) or [2019-09..2020-01].`
  const [, from, to] = ends
  if (from === undefined && to === undefined) return 'A range that is open at both ends says nothing; give one end.'
  const problem = (from && calendarProblem(from)) || (to && calendarProblem(to))
  if (problem) return problem
  if (from === undefined || to === undefined) return undefined
  if (from === to) return `"${text}" is one date.`
  if (firstDay(from) > lastDay(to)) return `"${text}" ends before it begins.`
  return undefined
}

/** The first and the last possible day of a valid date; `~` and `?` do not widen them. Never throws. */
export function bounds(edtf: string): Bounds {
  const ends = range.exec(edtf)
  if (!ends) {
    const date = edtf.replace(/[~?]$/, '')
    return { lo: firstDay(date), hi: lastDay(date) }
  }
  return { lo: ends[1] ? firstDay(ends[1]) : '-infinity', hi: ends[2] ? lastDay(ends[2]) : 'infinity' }
}

/** Less than, equal to or greater than zero, as `a` comes before, with or after `b`; of days, and of any texts by code units. */
export const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** Whether a text is a real calendar day of the years 1800 to 2100. */
export function isDay(text: string): boolean {
  return text.length === 10 && single.test(text) && calendarProblem(text) === undefined
}

/** A sentence on what is wrong with an ISO 8601 duration, undefined when it is valid. */
export function durationProblem(text: string): string | undefined {
  if (!duration.test(text))
    return `"${text}" is no ISO 8601 duration of years, months, weeks or days, such as P6M or P1Y6M.`
  return Temporal.Duration.from(text).blank ? `"${text}" has no length; leave it out.` : undefined
}

/** The day that lies a valid duration after a day; the last day of the month where that day does not exist. Open ends stay. */
export function addDuration(day: Day, iso8601: string): Day {
  if (isOpen(day)) return day
  const [, years = '', months = '', weeks = '', days = ''] = duration.exec(iso8601) ?? []
  const [year, month, date] = partsOf(day)
  const lastOfMonth = new Date(Date.UTC(year + amount(years), month + amount(months), 0))
  const dateInMonth = Math.min(date, lastOfMonth.getUTCDate())
  return dayOf(
    lastOfMonth.getUTCFullYear(),
    lastOfMonth.getUTCMonth() + 1,
    dateInMonth + 7 * amount(weeks) + amount(days)
  )
}

/**
 * The last day of a stretch that begins on a day and lasts a valid duration: the day before the same day of its last month, or
 * the last day of that month where that day does not exist, so that a month from 31 January ends on 28 February.
 */
export function lastDayOf(day: Day, iso8601: string): Day {
  if (isOpen(day)) return day
  const [, , , weeks, days] = duration.exec(iso8601) ?? []
  const end = addDuration(day, iso8601)
  const isShortMonth = weeks === undefined && days === undefined && end.slice(8) < day.slice(8)
  return isShortMonth ? end : previousDay(end)
}

/** The number in a part of a duration, such as `6M`; none where the part is missing. */
const amount = (part: string): number => Number(part.slice(0, -1))

/** The next day; the open ends stay where they are. */
export function nextDay(day: Day): Day {
  return shift(day, 1)
}

/** The day before; the open ends stay where they are. */
export function previousDay(day: Day): Day {
  return shift(day, -1)
}

/** The first of some days; undefined where there is none. */
export function firstOf(days: readonly Day[]): Day | undefined {
  let [first] = days
  for (const day of days) if (first === undefined || day < first) first = day
  return first
}

/** The last of some days; undefined where there is none. */
export function lastOf(days: readonly Day[]): Day | undefined {
  let [last] = days
  for (const day of days) if (last === undefined || day > last) last = day
  return last
}

/** The calendar day of a moment in UTC. */
export function today(now: Date): Day {
  return now.toISOString().slice(0, 10)
}

/** The hours by which the clocks that are furthest ahead, those of Kiritimati, are ahead of UTC. */
const FURTHEST_AHEAD = 14

/** The latest calendar day of a moment anywhere on earth: what is dated later has happened to nobody yet. */
export function latestToday(now: Date): Day {
  return today(new Date(now.getTime() + FURTHEST_AHEAD * 3_600_000))
}

// Plain arithmetic, as the fold asks for neighbouring days all the time; in the middle of a month no calendar is needed.
function shift(day: Day, days: 1 | -1): Day {
  if (isOpen(day)) return day
  const [year, month, date] = partsOf(day)
  const shifted = date + days
  return shifted >= 1 && shifted <= 28
    ? day.slice(0, 8) + String(shifted).padStart(2, '0')
    : dayOf(year, month, shifted)
}

/** Whether a day is an open end. */
export const isOpen = (day: Day): boolean => day.endsWith('infinity')

/** A day as answers have it: null where it is an open end. */
export const dayOrNull = (day: Day): Day | null => (isOpen(day) ? null : day)

const partsOf = (day: Day) => [Number(day.slice(0, 4)), Number(day.slice(5, 7)), Number(day.slice(8))] as const

/** A date that lies beyond its month is counted on into the next. */
const dayOf = (year: number, month: number, date: number): Day =>
  new Date(Date.UTC(year, month - 1, date)).toISOString().slice(0, 10)

function firstDay(date: string): Day {
  return date + '-01-01'.slice(date.length - 4)
}

function lastDay(date: string): Day {
  if (date.length === 4) return `${date}-12-31`
  return date.length === 7 ? `${date}-${daysInMonth(date)}` : date
}

function calendarProblem(date: string): string | undefined {
  const year = Number(date.slice(0, 4))
  const month = Number(date.slice(5, 7))
  const day = Number(date.slice(8, 10))
  if (year < firstYear || year > lastYear) return `The year of "${date}" is not between ${firstYear} and ${lastYear}.`
  if (date.length === 4) return undefined
  if (month < 1 || month > 12) return `"${date}" has no real month; months go from 01 to 12.`
  if (date.length === 7) return undefined
  const last = daysInMonth(date)
  return day < 1 || day > last ? `"${date}" does not exist: that month has ${last} days.` : undefined
}

/** Never throws, so that `bounds` may be asked for a date whose calendar has not been checked yet. */
function daysInMonth(date: string): number {
  return new Date(Date.UTC(Number(date.slice(0, 4)), Number(date.slice(5, 7)), 0)).getUTCDate()
}
