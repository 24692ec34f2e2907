import * as fc from 'fast-check'
import t from 'tap'
import { countries, countryProblem } from '../../src/record/countries.ts'
import { currencyProblem, isCurrency, minorUnits } from '../../src/record/currencies.ts'
import { edtfPattern } from '../../src/record/dates.ts'
import { compareMoney, decimalsProblem, moneyProblem, withMinorUnits } from '../../src/record/money.ts'
import { identifierProblem } from '../../src/record/schema/identifiers.ts'
import { explainPattern } from '../../src/record/schema/patterns.ts'
import { countryPattern } from '../../src/record/schema/scalars.ts'
import { languageProblem, textProblem, urlProblem } from '../../src/record/text.ts'

t.test('countries are those of ISO 3166-1 and two extensions, sorted by code', async t => {
  t.equal(countries.length, 249 + 2)
  const codes = countries.map(({ code }) => code)
  t.strictSame(codes, [...new Set(codes)].sort())
  const findCountry = (code: string) => countries.find(country => country.code === code)
  t.match(findCountry('SV'), { code: 'SV', alpha3: 'SLV', numeric: '222', name: 'El Salvador' })
  t.match(findCountry('XK'), { code: 'XK', alpha3: 'XKX', numeric: null, name: 'Kosovo' })
  t.match(findCountry('EU'), { code: 'EU', alpha3: null, numeric: null, name: 'European Union' })
  t.equal(findCountry('UK'), undefined)
})

t.test('countries have the English short names that ISO 3166-1 has now', async t => {
  const names = {
    CZ: 'Czechia',
    CV: 'Cabo Verde',
    MK: 'North Macedonia',
    RE: 'Réunion',
    CI: "Côte d'Ivoire",
    TR: 'Türkiye',
    SZ: 'Eswatini',
    VN: 'Viet Nam',
    GM: 'Gambia',
    CD: 'Congo, Democratic Republic of the',
    NL: 'Netherlands, Kingdom of the'
  }
  for (const [code, name] of Object.entries(names))
    t.equal(countries.find(country => country.code === code)?.name, name, code)
})

t.test('a wrong country code is answered with the one that was probably meant', async t => {
  const meant = {
    UK: 'GB',
    EL: 'GR',
    us: 'US',
    SLV: 'SV',
    usa: 'US',
    XKX: 'XK',
    '222': 'SV',
    q792: 'SV',
    'El Salvador': 'SV',
    Kosovo: 'XK',
    Rwnda: 'RW'
  }
  for (const [text, code] of Object.entries(meant)) t.match(countryProblem(text), `Did you mean "${code}"`, text)
  t.match(countryProblem('ZZ'), 'ISO 3166-1')
  for (const [text, codes] of Object.entries({
    Austrlia: ['AT', 'AU'],
    Congo: ['CD', 'CG'],
    Niegr: ['NE'],
    Moldova: ['MD']
  }))
    t.same(
      [...(countryProblem(text) ?? '').matchAll(/"([A-Z]{2})" \(/g)].map(([, code]) => code),
      codes,
      text
    )
  t.notMatch(countryProblem('Atlantis'), 'Did you mean')
  for (const { code } of countries) t.equal(countryProblem(code), undefined)
})

t.test('currencies are those of ISO 4217, in use or withdrawn, in upper case', async t => {
  const inUse = ['USD', 'EUR', 'RWF', 'XAF', 'XAD', 'XCG', 'ZWG', 'XDR']
  const withdrawn = ['DEM', 'ANG', 'BGN', 'CUC', 'HRK', 'CSK', 'ITL', 'XEU', 'ZWN', 'ZWL', 'SUR', 'ROK']
  for (const code of [...inUse, ...withdrawn]) t.ok(isCurrency(code), code)
  for (const code of ['XXX', 'XTS', 'CNH', 'ZZZ', 'usd', '', 'constructor']) t.notOk(isCurrency(code), code)
  t.match(currencyProblem('usd'), 'Did you mean "USD"')
})

t.test('an amount has the decimals of its currency and no more', async t => {
  const units = { JPY: 0, RWF: 0, USD: 2, HUF: 2, LBP: 2, TND: 3, IQD: 3, CLF: 4, DEM: 2, XAD: 2, XDR: 2 }
  for (const [currency, n] of Object.entries(units)) {
    t.equal(minorUnits(currency), n, currency)
    const amounts = ['1', '1.5', '1.55', '1.555', '1.5555'].map((text, decimals) => [text, decimals] as const)
    for (const [text, decimals] of amounts) t.equal(decimalsProblem(text, currency) === undefined, decimals <= n, text)
  }
  t.match(decimalsProblem('1.5', 'JPY'), 'JPY has none')
  t.match(decimalsProblem('1.555', 'USD'), 'USD has at most 2')
})

t.test('an amount has up to fifteen digits and four decimals, and no other spelling', async t => {
  for (const text of ['0', '0.5', '6000000.00', '999999999999999.9999']) t.equal(moneyProblem(text), undefined, text)
  const wrong = ['', '-5', '+5', '05', '.5', '5.', '1.00005', '6e6', '6,000', '1000000000000000', '٦', 'NaN', '1\n']
  for (const text of wrong) t.ok(moneyProblem(text), JSON.stringify(text))
})

t.test('an amount has one form, with all minor units, and keeps its value', async t => {
  const forms = { '60': '60.00', '60.5': '60.50', '60.00': '60.00', '0': '0.00' }
  for (const [amount, form] of Object.entries(forms)) t.equal(withMinorUnits(amount, 'USD'), form)
  t.equal(withMinorUnits('60', 'JPY'), '60')
  for (const wrong of ['1.555', '-5', '6e6'])
    t.equal(withMinorUnits(wrong, 'USD'), wrong, 'left for its check to refuse')
  t.equal(withMinorUnits('60', 'usd'), '60')
})

t.test('an official number has the form of its system', async t => {
  const right = { unts: 'II-1', tias: '12345', celex: '22005A0517(03)', docket: 'C-40/20', wikidata: 'Q1' } as const
  for (const [scheme, value] of Object.entries(right)) {
    t.equal(identifierProblem(scheme as keyof typeof right, value), undefined, value)
  }
  const wrong = { unts: '50908', tias: '123', celex: '2005A0517', wikidata: 'Q0', doi: 'doi:10.1000/1' } as const
  for (const [scheme, value] of Object.entries(wrong))
    t.ok(identifierProblem(scheme as keyof typeof wrong, value), value)
  t.equal(identifierProblem('other', 'whatever'), undefined)
})

t.test('amounts compare as numbers, to the last cent of the largest', async t => {
  const cents = fc.bigInt({ min: 0n, max: 99_999_999_999_999_999n })
  const spell = (value: bigint) => `${value / 100n}.${String(value % 100n).padStart(2, '0')}`
  fc.assert(
    fc.property(cents, cents, (a, b) => {
      const order = a < b ? -1 : a > b ? 1 : 0
      return !moneyProblem(spell(a)) && compareMoney(spell(a), spell(b)) === order
    })
  )
  t.equal(compareMoney('5', '5.00'), 0)
})

t.test('a text is refused when it is blank, padded, broken or hides something', async t => {
  for (const text of ['', ' ', ' a', 'a ', 'a\n', 'a\u0000b', 'a\tb', 'a\u0085b', '\u202ea', 'a\ud800', 'a\nb']) {
    t.ok(textProblem(text), JSON.stringify(text))
  }
  for (const text of ['a', 'a b', '\u2067اتفاقية\u2069', '🏛', 'l’accord – “x”'])
    t.equal(textProblem(text), undefined, text)
  t.equal(textProblem('One.\nTwo.', true), undefined)
  t.equal(textProblem('One.\u2028Two.\u2029Three.', true), undefined)
  for (const code of ['2028', '2029'])
    t.match(textProblem(`One${String.fromCodePoint(Number.parseInt(code, 16))}Two`), `U+${code}`)
  t.ok(textProblem('One.\r\nTwo.', true))
})

t.test('an address leads to a host on the open web, over http or https, and shows no password', async t => {
  for (const text of [
    'https://example.org',
    'http://example.org:8080/a?b=c#d',
    'HTTPS://Example.ORG./A',
    'https://example.org/@user?by=a@b#@c',
    'https://example.org/a\\b',
    'https://пример.рф/',
    'https://xn--e1afmkfd.xn--p1ai/',
    'https://192.0.2.1/a'
  ]) {
    t.equal(urlProblem(text), undefined, text)
  }
  const wrong = [
    'javascript:alert(1)',
    'ftp://example.org',
    '/a',
    'https://',
    'https:///a',
    'https://localhost/',
    'https://[::1]/'
  ]
  wrong.push(
    'https://u:p@example.org/',
    'https://u@example.org/',
    'https://example.org/a b',
    'https://example..org',
    'words'
  )
  for (const text of wrong) t.ok(urlProblem(text), text)
  for (const text of ['http://', 'https:///a', 'HTTPS://?q=a']) t.match(urlProblem(text), /names no host/, text)
  for (const text of ['words', 'ftp://example.org']) t.match(urlProblem(text), /begins with http:\/\//, text)
})

t.test('an address shows no user name, not even an empty one', async t => {
  for (const authority of ['u:p@example.org', 'u@example.org', '@example.org', ':@example.org', 'a.org\\@b.org'])
    t.match(urlProblem(`https://${authority}/`), /user name/, authority)
})

t.test('a host that browsers read otherwise than it stands there is refused with what they read', async t => {
  const read: Record<string, string> = {
    'example.org\\.example.net': 'example.org',
    'ex%61mple.org': 'example.org',
    'ｅxample.org': 'example.org',
    'exa\u00admple.org': 'example.org',
    'example。org': 'example.org',
    'faß.example.org': 'xn--fa-hia.example.org',
    '0xC0.0.2.1': '192.0.2.1',
    '192.0.2.01': '192.0.2.1',
    '3221225985': '192.0.2.1'
  }
  for (const [host, reading] of Object.entries(read)) {
    t.match(urlProblem(`https://${host}/`), `browsers go to "${reading}"`, host)
    t.equal(urlProblem(`https://${reading}/`), undefined, reading)
  }
})

t.test('however an address is put together, the host that is taken is the one that stands there', async () => {
  const pieces = fc.constantFrom('example.org', 'b.net', '@', '\\', '/', ':', '80', '?', '#', '%2e', '。', '[', '..')
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 6 }), parts => {
      const url = `https://${parts.join('')}`
      if (urlProblem(url) !== undefined) return true
      return new URL(url).hostname === /^https:\/\/([^/?#:]*)/.exec(url)?.[1]
    })
  )
})

t.test('a language is a well-formed BCP 47 tag', async t => {
  const wellFormed = [
    'en',
    'es-SV',
    'zh-Hant',
    'pt-br',
    'es-419',
    'zh-yue-HK',
    'de-CH-1901',
    'x-local',
    'en-u-ca-gregory'
  ]
  const grandfathered = ['sgn-BE-FR', 'i-klingon', 'i-enochian', 'en-GB-oed', 'zh-min-nan', 'zh-min', 'art-lojban']
  for (const text of [...wellFormed, ...grandfathered]) t.equal(languageProblem(text), undefined, text)
  const wrong = [
    'English (US)',
    'e',
    'en_US',
    '',
    'de-419-DE',
    'a-DE',
    'i-none',
    'en-',
    'en-x',
    '\u212ao',
    'en-\u212aore'
  ]
  for (const text of wrong) t.ok(languageProblem(text), text)
})

t.test('a text that misses a pattern of the schema is explained, and only its beginning is repeated', async t => {
  t.match(explainPattern(countryPattern, 'usa'), 'Did you mean "US"')
  t.match(explainPattern(edtfPattern, '09/20/2019'), /no date/)
  t.equal(explainPattern('^another$', 'text'), undefined)
  t.ok((explainPattern(edtfPattern, '🏛'.repeat(5000)) ?? '').length < 300)
})
