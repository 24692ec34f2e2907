import t from 'tap'
import { replaced } from '../../src/pages/list/empty.tsx'
import { relationWords } from '../../src/pages/words/codes.ts'
import { dateWords, durationWords, sinceWords, stretchWords } from '../../src/pages/words/dates.ts'
import { inBrief, inDigits, money, people, sums } from '../../src/pages/words/numbers.ts'
import { country, theCountry } from '../../src/record/country-names.ts'
import { relationTypes } from '../../src/record/schema/codes.ts'

t.test('a date is never more exact than the claim', async t => {
  for (const [edtf, words] of Object.entries({
    '2019': '2019',
    '2019-09': 'September 2019',
    '2019-09-20': '20 September 2019',
    '2025-03~': 'about March 2025',
    '2025-03?': 'March 2025, uncertain',
    '[..2020-12-15]': 'by 15 December 2020',
    '[2020-12-15..]': '15 December 2020 or later',
    '[2021-02-06..2021-12-31]': 'between 6 February and 31 December 2021',
    '[2013-08-03..2014-08]': 'between 3 August 2013 and August 2014'
  }))
    t.equal(dateWords(edtf), words)
  t.equal(dateWords('2019-09-20', true), '20 Sept 2019')
  t.equal(sinceWords('[2021-02-06..2021-12-31]'), 'a day between 6 February and 31 December 2021')
  t.equal(sinceWords('[..2020-12-15]'), '15 December 2020 at the latest')
  t.equal(stretchWords('-infinity', '2020-01-01', 'today'), 'up to 1 January 2020')
  t.equal(durationWords('P1Y6M'), '1 year and 6 months')
})

t.test('counts say when they are the least or the most', async t => {
  t.equal(people({ min: 1234, max: 1234 }), '1,234')
  t.equal(people({ min: 19, max: null }), 'at least 19')
  t.equal(people({ min: null, max: 75 }), 'up to 75')
  t.equal(people({ min: 100, max: 300 }), '100–300')
  t.equal(people({ min: null, max: null }), undefined)
})

t.test('money has its code before the number, and currencies are never added', async t => {
  const amount = { min: '7500000.00', max: '7500000.00' }
  t.equal(money(amount, 'USD'), 'USD 7,500,000')
  t.equal(money(amount, 'USD', inBrief), 'USD 7.5 million')
  t.equal(money({ min: '1.50', max: null }, 'EUR'), 'at least EUR 1.50')
  for (const [given, digits] of Object.entries({
    '1234.50': '1,234.50',
    '1.555': '1.555',
    '0.0001': '0.0001',
    '9007199254740993.01': '9,007,199,254,740,993.01'
  }))
    t.equal(inDigits(given), digits, 'nothing is rounded')
  t.equal(inBrief('6670000000'), '6.67 billion')
  t.equal(money({ min: '765960000.00', max: null }, 'GBP', inBrief), 'at least GBP 765.9 million', 'never more')
  t.equal(money({ min: null, max: '1234000000.00' }, 'EUR', inBrief), 'up to EUR 1.24 billion', 'never less')
  t.equal(
    sums(
      [
        { currency: 'USD', amount },
        { currency: 'EUR', amount }
      ],
      inBrief
    ),
    'USD 7.5 million and EUR 7.5 million'
  )
})

t.test('countries have the names that people know', async t => {
  t.equal(country('XK'), 'Kosovo')
  t.equal(country('TR'), 'Turkey')
  t.equal(theCountry('US'), 'the United States')
  t.equal(theCountry('SV'), 'El Salvador')
})

t.test('a relation is said from the side of the one whose page it stands on', async t => {
  for (const type of relationTypes.filter(type => type !== 'related'))
    t.not(relationWords(type, true), relationWords(type, false), type)
  t.equal(relationWords('revives', true), 'Revived by')
  t.equal(relationWords('related', true), 'Related')
})

t.test('a near word takes the place of the one that was mistyped, whatever signs are in that', async t => {
  t.equal(replaced('prison Nuaru', 'nuaru', 'nauru'), 'prison nauru')
  t.equal(replaced('c++ (draft', '(draft', 'draft'), 'c++ draft')
  t.equal(replaced(undefined, 'a', 'b'), 'b')
})
