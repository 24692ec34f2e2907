// Dates that are not of the registry's profile, most of them EDTF (ISO 8601-2), and what the profile says for them.

/**
 * What was probably meant by a text that is no date of the profile, in the form of the profile; whether it is a date that
 * exists is for the caller to check. Undefined where nothing is near.
 */
export function equivalentOf(text: string): string | undefined {
  const mark = /[~?%]/.exec(text)?.[0]
  const plain = text.replace(/[~?%]/g, '').toUpperCase()
  const meant = interval(plain) ?? list(plain) ?? subYear(plain) ?? unspecified(plain) ?? day(plain)
  if (mark === undefined) return meant
  const date = meant ?? plain
  return date.startsWith('[') ? date : date + (mark === '%' ? '~' : mark)
}

const DATE = '\\d{4}(?:-\\d{2}(?:-\\d{2})?)?'
const span = (from: string, to: string): string => (from === to ? from : `[${from}..${to}]`)
const twoDigits = (n: number): string => String(n).padStart(2, '0')

/** `2019/2020`, which says the whole time, for some day of it; and ranges whose ends were marked. */
function interval(text: string): string | undefined {
  const ends = new RegExp(`^(?:(${DATE})?|\\.\\.)/(?:(${DATE})?|\\.\\.)$`).exec(text)
  const range = new RegExp(`^[[{](${DATE})?\\.\\.(${DATE})?[\\]}]$`).exec(text)
  const [, from = '', to = ''] = ends ?? range ?? []
  return from || to ? span(from, to) : undefined
}

/** `[2019,2020]`: from the first to the last of a list. */
function list(text: string): string | undefined {
  if (!new RegExp(`^[[{]${DATE}(,${DATE})*[\\]}]$`).test(text)) return undefined
  const dates = text.slice(1, -1).split(',').sort()
  return span(dates[0] as string, dates.at(-1) as string)
}

/** First month and number of months, by the codes of ISO 8601-2, 4.8: seasons, anywhere, north and south, and parts of a year. */
const subYears: Record<string, readonly [first: number, months: number]> = {
  ...{ 21: [3, 3], 22: [6, 3], 23: [9, 3], 24: [12, 3] },
  ...{ 25: [3, 3], 26: [6, 3], 27: [9, 3], 28: [12, 3] },
  ...{ 29: [9, 3], 30: [12, 3], 31: [3, 3], 32: [6, 3] },
  ...{ 33: [1, 3], 34: [4, 3], 35: [7, 3], 36: [10, 3] },
  ...{ 37: [1, 4], 38: [5, 4], 39: [9, 4], 40: [1, 6], 41: [7, 6] }
}

/** `2019-21`, the spring of 2019. Where the code does not say on which half of the earth, it is the northern one. */
function subYear(text: string): string | undefined {
  const [, year = '', code = ''] = /^(\d{4})-(\d{2})$/.exec(text) ?? []
  const part = subYears[code]
  if (!part) return undefined
  const [first, months] = part
  const last = first + months - 1
  const end = last > 12 ? `${Number(year) + 1}-${twoDigits(last - 12)}` : `${year}-${twoDigits(last)}`
  return span(`${year}-${twoDigits(first)}`, end)
}

/** `201X`, `2019-XX`, `2019-09-2X`; also with `u`, as before 2019. Digits are known from the left. */
function unspecified(text: string): string | undefined {
  const digits = /^(\d+X*)(?:-(XX|\d[\dX]))?(?:-(XX|\d[\dX]))?$/.exec(text.replaceAll('U', 'X'))
  const [, year = '', month = 'XX', date = 'XX'] = digits ?? []
  if (year.length !== 4 || !/X/.test(year + month + date)) return undefined
  // Nothing can be known behind what is not.
  if ((year.endsWith('X') && month !== 'XX') || (month.endsWith('X') && date !== 'XX')) return undefined
  if (year.endsWith('X')) return span(year.replaceAll('X', '0'), year.replaceAll('X', '9'))
  if (month === 'XX') return year
  if (month.endsWith('X')) return decade(month, 12, of => `${year}-${of}`)
  if (date === 'XX') return `${year}-${month}`
  const days = new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate()
  return decade(date, days, of => `${year}-${month}-${of}`)
}

/** The numbers from 1 to `last` that have the first digit of `digits`. */
function decade(digits: string, last: number, dateOf: (number: string) => string): string {
  const first = Number(digits[0]) * 10
  return span(dateOf(twoDigits(Math.max(first, 1))), dateOf(twoDigits(Math.min(first + 9, last))))
}

/** `2019-9-2`, `2019/09/02`, `20190902`, and the day of a moment. */
function day(text: string): string | undefined {
  const parts = /^(\d{4})([-/.])(\d{1,2})(?:\2(\d{1,2}))?$/.exec(text)
  if (parts) {
    const [, year, , month = '', date] = parts
    return [year, month.padStart(2, '0'), ...(date === undefined ? [] : [date.padStart(2, '0')])].join('-')
  }
  const basic = /^(\d{4})(\d{2})(\d{2})$/.exec(text)
  return basic ? basic.slice(1).join('-') : /^(\d{4}-\d{2}-\d{2})T/.exec(text)?.[1]
}
