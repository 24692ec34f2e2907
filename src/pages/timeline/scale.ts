import { bounds, compare, type Day, isOpen, lastDayOf, nextDay } from '../../record/dates.ts'
import type { Agreement } from '../../record/schema/agreement.ts'
import type { Act } from '../chronology.ts'
import type { Course } from '../course.ts'
import { isOver } from '../words/codes.ts'
import { monthName } from '../words/dates.ts'

// Time on pictures is linear, from the first possible day to the day shown, and never broken.

const dayLength = 86_400_000

/** Days since 1970. */
export const dayNumber = (day: Day): number => Date.parse(`${day}T00:00:00Z`) / dayLength

export type Scale = (day: Day) => number

/** Where days stand between two ends of a picture. */
export function scaleOf([first, last]: readonly [number, number], [start, end]: readonly [number, number]): Scale {
  const length = Math.max(last - first, 1)
  return day => start + ((dayNumber(day) - first) / length) * (end - start)
}

/** One decimal is a tenth of a pixel. */
export const rounded = (number: number): number => Math.round(number * 10) / 10

export interface Span {
  first: Day
  /** The end of the term where it is still to come. */
  termEnd: Day | undefined
}

/** The days that a timeline shows; undefined where nothing has a day. */
export function spanOf(record: Agreement, acts: readonly Act[], course: Course, asOf: Day): Span | undefined {
  const days = [...acts.flatMap(({ lo, hi }) => [lo, hi]), ...course.map(({ from }) => from)].filter(
    day => !isOpen(day)
  )
  const [first] = days.sort(compare)
  if (first === undefined) return undefined
  const legal = course.at(-1)?.status.legal ?? 'none'
  const end = endOfTerm(record)
  return { first: first < asOf ? first : asOf, termEnd: end && end > asOf && !isOver(legal) ? end : undefined }
}

function endOfTerm({ term }: Agreement): Day | undefined {
  if (!term) return undefined
  if (term.endsOn) {
    const { hi } = bounds(term.endsOn)
    return isOpen(hi) ? undefined : hi
  }
  if (!term.startsOn || !term.duration) return undefined
  const { lo } = bounds(term.startsOn)
  return isOpen(lo) ? undefined : lastDayOf(lo, term.duration)
}

interface Tick {
  day: Day
  text: string
}

/** The years of a picture, every 1, 2, 5 or 10 by its length; quarters where it is short. */
export function ticksOf(first: Day, last: Day): Tick[] {
  const years = (dayNumber(last) - dayNumber(first)) / 365.25
  const [from, to] = [Number(first.slice(0, 4)), Number(last.slice(0, 4))]
  const inside = ({ day }: Tick) => day >= first && day <= last
  if (years < 2.2) return quarters(from, to).filter(inside).map(named)
  const step = years > 60 ? 10 : years > 24 ? 5 : years > 12 ? 2 : 1
  const start = Math.ceil(from / step) * step
  return Array.from({ length: Math.floor((to - start) / step) + 1 }, (_, i) => String(start + i * step))
    .map(year => ({ day: `${year}-01-01`, text: year }))
    .filter(inside)
}

const quarters = (from: number, to: number): Tick[] =>
  Array.from({ length: (to - from + 1) * 4 }, (_, i) => {
    const month = (i % 4) * 3 + 1
    const year = from + Math.floor(i / 4)
    return {
      day: `${year}-${String(month).padStart(2, '0')}-01`,
      text: month === 1 ? String(year) : monthName(month, true)
    }
  })

/** The first quarter says of which year it is. */
const named = ({ day, text }: Tick, i: number): Tick => ({
  day,
  text: i === 0 && text.length !== 4 ? `${text} ${day.slice(0, 4)}` : text
})

/** Where a stretch ends that lasts to the end of a day. */
export const endOf = (day: Day): Day => nextDay(day)
