import { readFileSync } from 'node:fs'
import { Cite } from '@citation-js/core'
import * as fc from 'fast-check'
import t from 'tap'
import { type Cited, dataSetOf, toBibtex, toCsl, toRis, treatyOf } from '../../src/record/citation.ts'
import { complete } from '../../src/record/complete.ts'
import type { Agreement, AgreementInput } from '../../src/record/schema/agreement.ts'
import { anAgreement } from '../fixtures/agreement.ts'
import { sourceFile } from '../fixtures/source-file.ts'

const cited = (record: Agreement, version = 1): Cited => ({
  record,
  version,
  recordedAt: new Date('2026-11-24T12:00:00.000Z'),
  url: `https://example.org/v1/agreements/${record.id}/revisions/${version}`
})
const titled = (title: string) => cited(complete(anAgreement({ title })))
const signedOn = (...dates: string[]) =>
  treatyOf(
    cited(
      complete(
        anAgreement({
          events: dates.map(date => ({ type: 'signed', date, citations: [{ source: 'treaty-text' }] }))
        })
      )
    )
  )

/** The value of a field, without the braces that keep capitals and with what TeX prints for each command. */
function printed(bibtex: string, field: string): string {
  const value = new RegExp(`^\\t${field} = \\{(.*)\\},$`, 'm').exec(bibtex)?.[1] ?? ''
  const commands: Record<string, string> = {
    textbackslash: '\\',
    textasciitilde: '~',
    textasciicircum: '^',
    textbraceleft: '{',
    textbraceright: '}',
    textless: '<',
    textgreater: '>',
    textbar: '|'
  }
  return value.replace(/\\([a-z]+)\{\}|\\([&%$#_])|[{}]/g, (_, command = '', character = '') =>
    command ? (commands[command] ?? `?${command}?`) : character
  )
}

/** Whether braces are balanced as BibTeX counts them: a backslash hides none. */
function isBalanced(text: string): boolean {
  let depth = 0
  for (const character of text) {
    if (character === '{') depth++
    if (character === '}' && --depth < 0) return false
  }
  return depth === 0
}

const title = fc
  .oneof(
    fc.string({ unit: 'grapheme', minLength: 3, maxLength: 60 }),
    fc.string({ unit: fc.constantFrom(...'\\~^{}<>|&%$#_-`\',"ABCab é日'), minLength: 3, maxLength: 60 })
  )
  .map(text => text.replace(/[\p{Cc}\p{Zl}\p{Zp}]/gu, '').trim())
  .filter(text => text.length > 0)

t.test('the key of an entry is id and version, one for every version of every record', async t => {
  const records = JSON.parse(readFileSync(sourceFile('data/agreements.json'), 'utf8')) as AgreementInput[]
  const keys = records.flatMap(record =>
    [1, 2, 11].map(version => /^@misc\{([^,]*),/.exec(toBibtex(cited(complete(record), version)))?.[1])
  )
  t.equal(new Set(keys).size, 3 * records.length)
  t.ok(keys.includes('us-sv-2019-asylum-cooperative-agreement-v1'))
  t.match(toBibtex(titled('日本との協定')), /^@misc\{us-sv-2019-example-v1,/)
})

t.test('BibTeX and TeX print the title, whatever stands in it', async t => {
  for (const text of [
    'A \\ B',
    'a ~ ^ b',
    '{',
    '}',
    '{}',
    'a } b { c',
    '<i>Accord</i>',
    'a -- b',
    "''a``",
    '100% & #1_$'
  ])
    t.equal(printed(toBibtex(titled(text)), 'title'), text, text)
  t.match(toBibtex(titled('a -- b')), 'a -{}- b', 'and no dash for two hyphens')
  fc.assert(
    fc.property(title, text => {
      const bibtex = toBibtex(titled(text))
      return printed(bibtex, 'title') === text && isBalanced(bibtex)
    })
  )
})

t.test('a program that reads BibTeX finds the key and the title', async t => {
  for (const text of ['Acuerdo de Asilo', 'a } b { c', 'A ~ ^ \\ B', 'Соглашение о реадмиссии']) {
    const [item] = new Cite(toBibtex(titled(text))).format('data', { format: 'object' }) as {
      'citation-key': string
      title: string
    }[]
    t.equal(item?.['citation-key'], 'us-sv-2019-example-v1')
    t.equal(item?.title.replace(/<[^>]*>/g, ''), text)
  }
})

t.test('the treaty has the day of its first signature, in numbers and as EDTF', async t => {
  const expected: Record<string, object> = {
    '2019-09-20': { 'date-parts': [[2019, 9, 20]], edtf: '2019-09-20' },
    '2019-09': { 'date-parts': [[2019, 9]], edtf: '2019-09' },
    '2019~': { 'date-parts': [[2019]], circa: true, edtf: '2019~' },
    '[2019-03..2019-05]': {
      'date-parts': [
        [2019, 3],
        [2019, 5]
      ],
      circa: true,
      edtf: '[2019-03..2019-05]'
    },
    '[2013-08-03..2014-08]': {
      'date-parts': [
        [2013, 8, 3],
        [2014, 8]
      ],
      circa: true,
      edtf: '[2013-08-03..2014-08-31]'
    },
    '[..2021-02-06]': { 'date-parts': [[2021, 2, 6]], circa: true, edtf: '[..2021-02-06]' }
  }
  for (const [date, cslDate] of Object.entries(expected)) t.same(signedOn(date)?.['event-date'], cslDate, date)
  t.equal(signedOn('2020', '2018-05', '2019')?.['event-date'].edtf, '2018-05')
})

t.test('what nobody has signed is no treaty', async t => {
  t.equal(signedOn(), undefined)
  t.equal(JSON.parse(toCsl(cited(complete(anAgreement({ events: [] }))))).length, 1)
  const ids = JSON.parse(toCsl(titled('Accord'))).map(({ id }: { id: string }) => id)
  t.same(ids, ['us-sv-2019-example-v1', 'us-sv-2019-example-v1-treaty'])
})

t.test('RIS has a line for each field, and the title as it is', async () => {
  fc.assert(
    fc.property(title, text => {
      const lines = toRis(titled(text)).split('\r\n')
      return (
        lines[0] === 'TY  - DATA' &&
        lines.at(-2)?.trimEnd() === 'ER  -' &&
        lines.at(-1) === '' &&
        lines.includes(`TI  - ${text}`) &&
        lines.every(line => line === '' || /^[A-Z][A-Z0-9] {2}-/.test(line))
      )
    })
  )
})

t.test('RIS breaks no value, however long, and names the version', async t => {
  const long = 'The title of an agreement that is far longer than seventy characters, as most of them are in fact'
  const text = toRis(titled(long))
  t.match(text, `TI  - ${long}\r\n`)
  t.match(text, /^ID {2}- \S+-v\d+\r$/m)
  t.match(text, /^UR {2}- \S+\/revisions\/\d+\r$/m)
})

t.test('the data set says which version it is, and when that was recorded', async t => {
  t.match(dataSetOf(cited(complete(anAgreement()), 3)), {
    type: 'dataset',
    version: '3',
    issued: { edtf: '2026-11-24' },
    URL: 'https://example.org/v1/agreements/us-sv-2019-example/revisions/3'
  })
})
