import * as fc from 'fast-check'
import t from 'tap'
import { Temporal } from 'temporal-polyfill'
import {
  addDuration,
  bounds,
  durationProblem,
  edtfProblem,
  firstOf,
  isDay,
  lastOf,
  latestToday,
  nextDay,
  previousDay,
  today
} from '../../src/record/dates.ts'

const day = fc
  .date({ min: new Date('1800-01-01'), max: new Date('2100-12-31'), noInvalidDate: true })
  .map(date => date.toISOString().slice(0, 10))
const precise = fc.tuple(day, fc.constantFrom(4, 7, 10)).map(([text, length]) => text.slice(0, length))

t.test('a date has the bounds of its precision, and a range those of its ends', async t => {
  const expected = {
    '2019': ['2019-01-01', '2019-12-31'],
    '2020-02': ['2020-02-01', '2020-02-29'],
    '2019-02~': ['2019-02-01', '2019-02-28'],
    '2019?': ['2019-01-01', '2019-12-31'],
    '2019-09-20': ['2019-09-20', '2019-09-20'],
    '[2025-03-13..2025-03-22]': ['2025-03-13', '2025-03-22'],
    '[2019..2020-02]': ['2019-01-01', '2020-02-29'],
    '[..2021-02-06]': ['-infinity', '2021-02-06'],
    '[2021-02..]': ['2021-02-01', 'infinity']
  }
  for (const [text, [lo, hi]] of Object.entries(expected)) {
    t.equal(edtfProblem(text), undefined, text)
    t.strictSame(bounds(text), { lo, hi }, text)
  }
})

t.test('what is no date of the profile is refused with the reason', async t => {
  const expected: Record<string, RegExp> = {
    '2021-02-29': /28 days/,
    '1900-02-29': /28 days/,
    '2021-04-31~': /30 days/,
    '2021-13': /month/,
    '2021-00': /month/,
    '2021-01-00': /31 days/,
    '1799-12-31': /1800/,
    '2101': /2100/,
    '[2019..2019]': /Write "2019"/,
    '[2020-01..2019]': /before it begins/,
    '[2019-02-30..2020]': /28 days/,
    '[..]': /open at both ends/,
    '[2019,2020]': /forms/,
    '2019%': /forms/,
    '2019-9-2': /forms/,
    '2019-09-20T00:00:00Z': /forms/,
    infinity: /forms/,
    '２０１９': /forms/,
    '2019\n': /forms/,
    '': /forms/
  }
  for (const [text, reason] of Object.entries(expected)) t.match(edtfProblem(text) ?? '', reason, JSON.stringify(text))
})

t.test('what other forms of dates say is refused with what to write for it', async t => {
  const expected: Record<string, string> = {
    '2019-XX': '2019',
    '2019-xx-xx': '2019',
    '2019-uu': '2019',
    '2019-09-XX': '2019-09',
    '201X': '[2010..2019]',
    '19XX': '[1900..1999]',
    '2019-0X': '[2019-01..2019-09]',
    '2019-1X': '[2019-10..2019-12]',
    '2019-02-2X': '[2019-02-20..2019-02-28]',
    '2019-04-3X': '2019-04-30',
    '2019/2020': '[2019..2020]',
    '2019-09-20/2019-12': '[2019-09-20..2019-12]',
    '2019/..': '[2019..]',
    '2019/': '[2019..]',
    '../2019': '[..2019]',
    '2019~/2020?': '[2019..2020]',
    '[2019~..2020]': '[2019..2020]',
    '{2019..2021}': '[2019..2021]',
    '[2019,2021]': '[2019..2021]',
    '[2019]': '2019',
    '2019-21': '[2019-03..2019-05]',
    '2019-21~': '[2019-03..2019-05]',
    '2019-24': '[2019-12..2020-02]',
    '2019-32': '[2019-06..2019-08]',
    '2019-36': '[2019-10..2019-12]',
    '2019-41': '[2019-07..2019-12]',
    '2019%': '2019~',
    '2019?-09': '2019-09?',
    '2019-9-2': '2019-09-02',
    '2019/9': '2019-09',
    '2019.09.20': '2019-09-20',
    '20190920': '2019-09-20',
    '2019-09-20T23:00:00-04:00': '2019-09-20'
  }
  for (const [text, meant] of Object.entries(expected)) {
    t.equal(edtfProblem(meant), undefined, meant)
    t.match(edtfProblem(text), `Write "${meant}".`, text)
  }
  for (const text of ['XXXX', '2XXX', 'XXXX-09', '2019-XX-20', '2020/2019', '2019-42', '09/20/2019', '2021-02-30', '?'])
    t.notMatch(edtfProblem(text), 'Write', text)
})

t.test('what is said to be written instead is a date', async () => {
  const piece = fc.oneof(
    precise,
    fc.constantFrom('X', 'XX', '-', '/', '..', '[', ']', '{', ',', '~', '%', '2', '31', 'T')
  )
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 6 }), pieces => {
      const meant = / Write "(.*)"\.$/.exec(edtfProblem(pieces.join('')) ?? '')?.[1]
      return meant === undefined || edtfProblem(meant) === undefined
    })
  )
})

t.test('every calendar day is a date and its own bounds', async () => {
  fc.assert(
    fc.property(day, text => isDay(text) && !edtfProblem(text) && bounds(text).lo === text && bounds(text).hi === text)
  )
})

t.test('bounds are in order, lie in the date, and a mark of doubt does not widen them', async () => {
  fc.assert(
    fc.property(precise, fc.constantFrom('', '~', '?'), (text, mark) => {
      const { lo, hi } = bounds(text + mark)
      return (
        isDay(lo) && isDay(hi) && lo <= hi && lo.startsWith(text) && hi.startsWith(text) && !isIn(nextDay(hi), text)
      )
    })
  )
})

t.test('a range is valid exactly when its ends differ and are in order', async () => {
  fc.assert(
    fc.property(precise, precise, (a, b) => {
      const valid = a !== b && bounds(a).lo <= bounds(b).hi
      return (edtfProblem(`[${a}..${b}]`) === undefined) === valid
    })
  )
})

t.test('no text at all makes the reading of dates fail', async () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.stringMatching(/^\[?\d{4}(-\d\d){0,2}(\.\.)?(\d{4})?\]?$/)), text => {
      edtfProblem(text)
      bounds(text)
      return isDay(text) ? edtfProblem(text) === undefined : true
    })
  )
})

t.test('the next and the previous day undo each other, and open ends stay', async () => {
  fc.assert(fc.property(day, text => previousDay(nextDay(text)) === text && nextDay(text) > text))
  t.equal(nextDay('2019-12-31'), '2020-01-01')
  for (const end of ['infinity', '-infinity'])
    t.strictSame([nextDay(end), previousDay(end), addDuration(end, 'P1Y')], [end, end, end])
})

t.test('open ends sort before and after every day', async () => {
  fc.assert(fc.property(day, text => '-infinity' < text && text < 'infinity'))
})

t.test('a duration is added by the calendar', async t => {
  t.equal(addDuration('2020-02-29', 'P1Y'), '2021-02-28')
  t.equal(addDuration('2021-01-31', 'P1M'), '2021-02-28')
  t.equal(addDuration('2021-01-01', 'P1Y6M2W3D'), '2022-07-18')
  t.equal(addDuration('2100-12-31', 'P999Y999M999W9999D').length, 10)
})

t.test('days are reckoned as Temporal reckons them', async t => {
  const part = (most: number, unit: string) =>
    fc.option(fc.nat({ max: most })).map(n => (n === null ? '' : `${n}${unit}`))
  const duration = fc
    .tuple(part(999, 'Y'), part(999, 'M'), part(999, 'W'), part(9999, 'D'))
    .map(parts => `P${parts.join('')}`)
    .filter(text => text !== 'P')
  const reckoned = (from: string, by: Temporal.DurationLike | string) =>
    Temporal.PlainDate.from(from).add(by).toString()
  fc.assert(fc.property(day, duration, (from, by) => addDuration(from, by) === reckoned(from, by)))
  fc.assert(fc.property(day, from => nextDay(from) === reckoned(from, { days: 1 })))
  fc.assert(fc.property(day, from => previousDay(from) === reckoned(from, { days: -1 })))
  t.equal(previousDay('2020-03-01'), '2020-02-29')
  t.equal(previousDay('1900-03-01'), '1900-02-28')
})

t.test('the first and the last of some days are found, open ends among them', async t => {
  t.same([firstOf([]), lastOf([])], [undefined, undefined])
  const days = ['2020-01-01', 'infinity', '2019-12-31', '-infinity']
  t.same([firstOf(days), lastOf(days)], ['-infinity', 'infinity'])
})

t.test('durations are ISO 8601 in years, months, weeks and days, and have a length', async t => {
  for (const text of ['P1Y', 'P6M', 'P2W', 'P90D', 'P1Y6M']) t.equal(durationProblem(text), undefined, text)
  for (const text of ['P', '6 months', 'PT1H', 'P-1Y', 'P1.5Y', 'P0D', 'P1M1Y', 'p1y'])
    t.ok(durationProblem(text), text)
})

t.test('today is the day in UTC', async t => {
  t.equal(today(new Date('2026-11-24T00:30:00+02:00')), '2026-11-23')
})

t.test('the latest day on earth is the one in Kiritimati', async t => {
  t.equal(latestToday(new Date('2026-11-26T09:59:59.999Z')), '2026-11-26')
  t.equal(latestToday(new Date('2026-11-26T10:00:00.000Z')), '2026-11-27')
  t.equal(latestToday(new Date('2026-12-31T23:59:59.999Z')), '2027-01-01')
})

function isIn(text: string, period: string) {
  return period.length < 10 && text.startsWith(period)
}
