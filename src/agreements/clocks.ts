import { type FieldError, problem } from '../problems.ts'
import { type Day, today as dayOf, isDay } from '../record/dates.ts'

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

export const echoOf = ({ asOf, reportedBy, knownAt, projected }: Clocks): ClocksEcho => ({
  asOf,
  reportedBy: reportedBy === 'infinity' ? null : reportedBy,
  knownAt: knownAt?.toISOString() ?? null,
  projected
})

/** The clocks as a query names them. */
export interface ClocksQuery {
  asOf?: string | undefined
  reportedBy?: string | undefined
  knownAt?: string | undefined
}

const FIRST_DAY = '1800-01-01'
const LAST_DAY = '2100-12-31'

/** RFC 3339, section 5.6, with seconds that may be left out. */
const moment =
  /^(\d{4}-\d{2}-\d{2})[Tt]([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,9})?)?([Zz]|[+-]([01]\d|2[0-3]):[0-5]\d)$/

/**
 * The clocks that a query asks for.
 *
 * @throws ApiProblem invalid-parameter naming every clock that cannot be read
 */
export function resolveClocks(query: ClocksQuery, now: Date): Clocks {
  const today = dayOf(now)
  const clocks = clocksOf(today, query.asOf)
  const errors: FieldError[] = []
  const refuse = (parameter: string, code: string, detail: string) => errors.push({ parameter, code, detail })
  const dayProblem = (name: string, text: string, last: Day) => {
    if (isDay(text) && text <= last) return
    const range = `${JSON.stringify(text)} is no calendar day from ${FIRST_DAY} to ${last}`
    refuse(name, 'invalid_day', `${range}. Write one as in 2019-09-20.`)
  }
  if (query.asOf !== undefined) dayProblem('asOf', query.asOf, LAST_DAY)
  if (query.reportedBy !== undefined) {
    dayProblem('reportedBy', query.reportedBy, today)
    clocks.reportedBy = query.reportedBy
  }
  if (query.knownAt !== undefined) {
    const known = readMoment(query.knownAt)
    if (!known) {
      const text = JSON.stringify(query.knownAt)
      refuse('knownAt', 'invalid_moment', `${text} is neither a moment as in 2026-11-23T11:05:00Z nor a calendar day.`)
    } else if (known > now && query.knownAt !== today) {
      refuse('knownAt', 'out_of_range', 'knownAt lies in the future, where the registry knows nothing yet.')
    }
    // Today as a day is not over: it means up to now.
    if (known) clocks.knownAt = known > now ? now : known
  }
  if (errors.length > 0) throw problem('invalid-parameter', { errors })
  return clocks
}

/** A day means its end. */
function readMoment(text: string): Date | undefined {
  if (isDay(text)) return new Date(`${text}T23:59:59.999Z`)
  const day = moment.exec(text)?.[1]
  if (!day || !isDay(day)) return undefined
  const date = new Date(text)
  return Number.isNaN(date.getTime()) ? undefined : date
}
