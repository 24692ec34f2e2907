import type { FieldError } from '../problems.ts'
import { type Day, today as dayOf, dayOrNull, isDay } from '../record/dates.ts'

/**
 * The moment that an answer speaks of, on three clocks: the world, what had been published, what this registry held.
 */
export interface Clocks {
  asOf: Day
  /** `infinity`: no limit. */
  reportedBy: Day
  /** null: what the registry holds now. */
  knownAt: Date | null
  /** `asOf` lies in the future: the answer holds unless something happens until then. */
  projected: boolean
}

/** The clocks of a reader who asks for nothing special but, perhaps, for another day. */
export const clocksOf = (today: Day, asOf: Day = today): Clocks => ({
  asOf,
  reportedBy: 'infinity',
  knownAt: null,
  projected: asOf > today
})

/** The clocks as an answer shows them. */
export interface ClocksEcho {
  asOf: Day
  reportedBy: Day | null
  knownAt: string | null
  projected: boolean
}

/** The clocks as an answer shows them: without a limit is null. */
export const echoOf = ({ asOf, reportedBy, knownAt, projected }: Clocks): ClocksEcho => ({
  asOf,
  reportedBy: dayOrNull(reportedBy),
  knownAt: knownAt?.toISOString() ?? null,
  projected
})

/** The clocks as a query names them. */
export interface ClocksQuery {
  asOf?: string | undefined
  reportedBy?: string | undefined
  knownAt?: string | undefined
}

/** The clocks of a query, without what else it asks for. */
export const askedClocks = ({ asOf, reportedBy, knownAt }: ClocksQuery): ClocksQuery => ({ asOf, reportedBy, knownAt })

const FIRST_DAY = '1800-01-01'
const LAST_DAY = '2100-12-31'

/** RFC 3339, section 5.6, with seconds that may be left out. */
const moment =
  /^(?<minute>(?<day>\d{4}-\d{2}-\d{2})[Tt](?:[01]\d|2[0-3]):[0-5]\d)(?::(?<second>[0-5]\d|60)(?:\.(?<fraction>\d+))?)?(?<offset>[Zz]|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/

/** What is wrong with the clocks of a query. */
export function clockFaults({ asOf, reportedBy, knownAt }: ClocksQuery, now: Date): FieldError[] {
  const today = dayOf(now)
  return [
    ...(asOf === undefined ? [] : dayFaults('asOf', asOf, LAST_DAY)),
    ...(reportedBy === undefined ? [] : dayFaults('reportedBy', reportedBy, today)),
    ...(knownAt === undefined ? [] : momentFaults('knownAt', knownAt, now))
  ]
}

function dayFaults(parameter: string, text: string, last: Day): FieldError[] {
  if (isDay(text) && text <= last) return []
  const range = `${JSON.stringify(text)} is no calendar day from ${FIRST_DAY} to ${last}`
  return [{ parameter, code: 'invalid_day', detail: `${range}. Write one as in 2019-09-20.` }]
}

function momentFaults(parameter: string, text: string, now: Date): FieldError[] {
  const known = readMoment(text)
  if (!known) {
    const detail = `${JSON.stringify(text)} is neither a moment as in 2026-11-23T11:05:00Z (a + in it is written %2B) nor a calendar day.`
    return [{ parameter, code: 'invalid_moment', detail }]
  }
  if (known <= now || text === dayOf(now)) return []
  return [
    {
      parameter,
      code: 'out_of_range',
      detail: `${parameter} lies in the future, where the registry knows nothing yet.`
    }
  ]
}

/**
 * The clocks that a query asks for, which has no faults.
 *
 * @param kept what the first page of a walk spoke of, which the others go on with
 */
export function resolveClocks(
  { asOf, reportedBy = 'infinity', knownAt }: ClocksQuery,
  now: Date,
  kept?: { asOf: Day; knownAt: string | null }
): Clocks {
  const known = kept ? kept.knownAt : knownAt
  return {
    ...clocksOf(dayOf(now), kept?.asOf ?? asOf),
    reportedBy,
    knownAt: known == null ? null : momentOf(known, now)
  }
}

/** The moment that `knownAt` means. Today as a day is not over: it means up to now. */
export function momentOf(knownAt: string, now: Date): Date {
  const known = readMoment(knownAt) as Date
  return known > now ? now : known
}

/** A day means its end. */
function readMoment(text: string): Date | undefined {
  if (isDay(text)) return new Date(`${text}T23:59:59.999Z`)
  const { minute, day = '', second = '00', fraction = '', offset } = moment.exec(text)?.groups ?? {}
  if (!isDay(day)) return undefined
  const isLeap = second === '60'
  // What is recorded is recorded to the millisecond; a leap second is over with the one before it.
  const date = new Date(`${minute}:${isLeap ? '59.999' : `${second}.${fraction.slice(0, 3).padEnd(3, '0')}`}${offset}`)
  return isLeap && !isEndOfDay(date) ? undefined : date
}

/** Leap seconds are inserted before midnight in UTC, whatever the offset of a moment (RFC 3339, section 5.7). */
const isEndOfDay = (date: Date): boolean => date.toISOString().endsWith('T23:59:59.999Z')
