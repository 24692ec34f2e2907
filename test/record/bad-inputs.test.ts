import { readFileSync } from 'node:fs'
import t from 'tap'
import { faultsOf } from '../fixtures/faults.ts'
import { sourceFile } from '../fixtures/source-file.ts'

// The catalogue is sent over HTTP elsewhere; here each record of it is refused at the very members that are wrong.

type Entry = { group: string; name: string; method: string; body: string | null; expectStatus: number[] }

const { entries } = JSON.parse(readFileSync(sourceFile('test/fixtures/bad-inputs.json'), 'utf8')) as {
  entries: Entry[]
}

const bodyOf = ({ body }: Entry): unknown =>
  JSON.parse((body ?? '').replace(/\{\{repeat:([\s\S]+?):(\d+)\}\}/g, (_, text, times) => text.repeat(Number(times))))

/** Groups whose records are wrong in themselves, and what else is in them. */
const groups = new Set([
  'members',
  'codes',
  'parties',
  'scope',
  'money',
  'citations',
  'sources',
  'dates',
  'numbers',
  'events',
  'places-and-relations',
  'ids',
  'text'
])
const aboutTheRegistry = new Set(['id: already taken', 'PUT under another id'])

const places: Record<string, string[]> = {
  'text / lone high surrogate': ['/events/0/description'],
  'text / lone low surrogate': ['/title'],
  'text / NUL in member name': ['/a\u0000b'],
  'text / bidi override in title': ['/title'],
  'members / title empty': ['/title'],
  'members / title blank': ['/title'],
  'members / title of 301 characters': ['/title'],
  'members / misspelt nested member': ['/feeTerms/0/ammount'],
  'members / member in wrong case': ['/feeterms'],
  'members / client sets status': ['/status'],
  'members / note in the body': ['/note'],
  'codes / kind in wrong case': ['/kinds/0'],
  'codes / kinds empty': ['/kinds'],
  'codes / form unknown': ['/form'],
  'codes / scope.persons unknown': ['/scope/persons/0'],
  'codes / notice period in words': ['/term/noticePeriod'],
  'parties / same party twice': ['/parties/1/country', '/feeTerms/0/payee'],
  'parties / two senders': ['/parties/1/role'],
  'parties / mutual and sender': ['/parties/1/role'],
  'parties / lower-case country': ['/parties/0/country'],
  'parties / country UK': ['/parties/0/country', '/feeTerms/0/payer'],
  'parties / party is a string': ['/parties/0', '/parties/1'],
  'scope / scope is null': ['/scope'],
  'scope / nationalities rule unknown': ['/scope/nationalities/rule'],
  'scope / nationalities of any rule with countries': ['/scope/nationalities/countries'],
  'scope / nationalities duplicate': ['/scope/nationalities/countries'],
  'scope / cap basis without persons': ['/scope/caps/0/persons'],
  'money / amount as number': ['/feeTerms/0/amount/min'],
  'money / amount with commas': ['/feeTerms/0/amount/min', '/feeTerms/0/amount/max'],
  'money / amount in exponent form': ['/feeTerms/0/amount/min', '/feeTerms/0/amount/max'],
  'money / amount negative': ['/feeTerms/0/amount/min', '/feeTerms/0/amount/max'],
  'money / amount of 40 digits': ['/feeTerms/0/amount/min', '/feeTerms/0/amount/max'],
  'money / amount with three decimals': ['/feeTerms/0/amount/min', '/feeTerms/0/amount/max'],
  'money / amount with Arabic digits': ['/feeTerms/0/amount/min', '/feeTerms/0/amount/max'],
  'money / amount is one string': ['/feeTerms/0/amount'],
  'money / amount without currency': ['/feeTerms/0/currency'],
  'money / currency lower-case': ['/feeTerms/0/currency'],
  'money / currency unknown': ['/feeTerms/0/currency'],
  'citations / fee cites missing source': ['/feeTerms/0/citations/0/source'],
  'citations / dispute cites missing source': ['/events/0/disputedBy/0/source'],
  'citations / fee without source': ['/feeTerms/0/citations'],
  'citations / quote of 301 characters': ['/events/0/citations/0/quote'],
  'citations / source id empty': ['/sources/0/id'],
  'sources / source url: javascript:': ['/sources/0/url'],
  'sources / source url: ftp:': ['/sources/0/url'],
  'sources / source url: relative': ['/sources/0/url'],
  'sources / source url: with password': ['/sources/0/url'],
  'sources / source url: with space': ['/sources/0/url'],
  'sources / source url: plain words': ['/sources/0/url'],
  'sources / source language in words': ['/sources/0/language'],
  'sources / publishedOn 2021-02-29': ['/sources/0/publishedOn'],
  'dates / event date: 2023-00-10': ['/events/0/date'],
  'dates / event date: 2023-02-29': ['/events/0/date'],
  'dates / event date: 2023-2-3': ['/events/0/date'],
  'dates / event date: year 10000': ['/events/0/date'],
  'dates / event date: infinity': ['/events/0/date'],
  'dates / event date: today': ['/events/0/date'],
  'dates / event date: date-time in date': ['/events/0/date'],
  'dates / event date: US order': ['/events/0/date'],
  'dates / event date: padded': ['/events/0/date'],
  'dates / event date: empty': ['/events/0/date'],
  'dates / event date: number': ['/events/0/date'],
  'dates / EDTF: impossible day with ~': ['/events/0/date'],
  'dates / EDTF: open at both ends': ['/events/0/date'],
  'dates / EDTF: list of years': ['/events/0/date'],
  'dates / EDTF: uncertain and about': ['/events/0/date'],
  'dates / term ends before it starts': ['/term/endsOn'],
  'dates / effectiveOn on an impossible day': ['/events/0/effectiveOn'],
  'numbers / persons: 1.5': ['/events/1/persons/min'],
  'numbers / persons: -1': ['/events/1/persons/min'],
  'numbers / persons: string': ['/events/1/persons/min'],
  'numbers / persons: array': ['/events/1/persons/min'],
  'numbers / persons: 1e400': ['/events/1/persons/min'],
  'numbers / persons: 2147483648': ['/events/1/persons/min'],
  'numbers / persons: range upside down': ['/events/1/persons'],
  'events / effect on suspended': ['/events/1/effect'],
  'events / finding on report': ['/events/1/finding'],
  'events / binding on entered_into_force': ['/events/1/binding'],
  'events / event at some time after a future day': ['/events/1/date'],
  'events / event id twice': ['/events/1/id'],
  'places-and-relations / relation to itself': ['/relations/0/agreement'],
  'places-and-relations / absent pointer to nowhere': ['/absent/0/pointer'],
  'places-and-relations / absent pointer to something present': ['/absent/0/pointer'],
  'places-and-relations / absent pointer past the end': ['/absent/0/pointer'],
  'places-and-relations / absent pointer without slash': ['/absent/0/pointer'],
  'ids / id: upper-case': ['/id'],
  'ids / id: space': ['/id'],
  'ids / id: dot-dot': ['/id'],
  'ids / id: underscore': ['/id'],
  'ids / id: leading hyphen': ['/id'],
  'ids / id: percent': ['/id']
}

t.test('every bad record of the catalogue is refused at the members that are wrong, and nowhere else', async t => {
  const bad = entries.filter(({ group, name }) => groups.has(group) && !aboutTheRegistry.has(name))
  t.strictSame(bad.map(({ group, name }) => `${group} / ${name}`).sort(), Object.keys(places).sort())
  for (const entry of bad) {
    const name = `${entry.group} / ${entry.name}`
    t.strictSame(
      faultsOf(bodyOf(entry)).map(({ pointer }) => pointer),
      places[name],
      name
    )
  }
})

t.test('odd but valid records of the catalogue are accepted', async t => {
  const odd = entries.filter(({ group, method, body }) => group === 'hostile-but-valid' && method === 'POST' && body)
  t.ok(odd.length >= 5)
  for (const entry of odd) t.strictSame(faultsOf(bodyOf(entry)), [], entry.name)
})
