import type { Day } from '../../record/dates.ts'

// Dates in words, never more exact than the claim.

const months = 'January February March April May June July August September October November December'.split(' ')

/** A month by its number; the short form is that of newspapers, which keep four letters of September. */
export function monthName(month: number, isShort: boolean): string {
  const name = months[month - 1] ?? ''
  return isShort ? name.slice(0, month === 9 ? 4 : 3) : name
}

/** `2019`, `2019-09` or `2019-09-20` in words. */
function plain(text: string, isShort: boolean): string {
  const [year, month, day] = text.split('-')
  return [day && Number(day), month && monthName(Number(month), isShort), year].filter(Boolean).join(' ')
}

/**
 * A date of the registry (EDTF) in words.
 *
 * @example dateWords('[2021-02-06..2021-12-31]') // between 6 February and 31 December 2021
 */
export function dateWords(edtf: string, isShort = false): string {
  const range = /^\[([^.]*)\.\.([^.\]]*)\]$/.exec(edtf)
  if (!range) {
    const words = plain(edtf.replace(/[~?]$/, ''), isShort)
    if (edtf.endsWith('~')) return `about ${words}`
    return edtf.endsWith('?') ? `${words}, uncertain` : words
  }
  const [, from = '', to = ''] = range
  if (!from) return `by ${plain(to, isShort)}`
  if (!to) return `${plain(from, isShort)} or later`
  const isOneYear = from.slice(0, 4) === to.slice(0, 4) && from.length === 10 && to.length === 10
  const first = plain(from, isShort)
  return `between ${isOneYear ? first.replace(/ \d{4}$/, '') : first} and ${plain(to, isShort)}`
}

/** A moment of the registry in words: its day, in UTC. */
export const momentWords = (moment: string, isShort = false): string => dateWords(moment.slice(0, 10), isShort)

/** From when something holds, in words that go on after "since". */
export const sinceWords = (edtf: string): string =>
  dateWords(edtf)
    .replace(/^between/, 'a day between')
    .replace(/^by (.*)/, '$1 at the latest')

/** From a day to a day; the last one is missing where it is the one that is shown. */
export const stretchWords = (from: Day, to: Day | undefined, end: string): string => {
  if (from === '-infinity') return `up to ${to === undefined ? end : dateWords(to)}`
  const first = dateWords(from)
  if (to === undefined) return `${first} – ${end}`
  return from === to ? first : `${first} – ${dateWords(to)}`
}

const units = { Y: 'year', M: 'month', W: 'week', D: 'day' } as const

/** An ISO 8601 duration in words. */
export const durationWords = (duration: string): string =>
  Array.from(duration.matchAll(/(\d{1,4})([YMWD])/g), ([, amount, unit]) => {
    const name = units[unit as keyof typeof units]
    return `${amount} ${name}${amount === '1' ? '' : 's'}`
  }).join(' and ')
