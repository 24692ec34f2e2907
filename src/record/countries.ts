import { createRequire } from 'node:module'
import names from 'i18n-iso-countries/index.js'
import { iso31661 } from 'iso-3166/1.js'
import { nearest } from './nearest.ts'

const require = createRequire(import.meta.url)

// Names by which countries are known beside those of ISO 3166-1. The main file of the package loads them in some eighty
// languages; the registry speaks English.
names.registerLocale(require('i18n-iso-countries/langs/en.json'))

/** A country with its English short name of ISO 3166-1, and how data of others know it. */
export interface Country {
  code: string
  alpha3: string | null
  /** The same as in the M49 of the United Nations. */
  numeric: string | null
  name: string
  wikidata: string | null
  /** Number of the Correlates of War project; null for what it does not count among the states. */
  cow: number | null
  /** Number of Gleditsch and Ward; null for what they do not count among the states. */
  gw: number | null
  /** Where a code or a number is not what one would expect. */
  note: string | null
}

/** What no package has; data/README.md says where it is from. Seen from the compiled file, dist/src/record/countries.js. */
const numbers: Record<
  string,
  Pick<Country, 'wikidata' | 'cow' | 'gw' | 'note'>
> = require('../../../data/countries.json')
const unnumbered = { wikidata: null, cow: null, gw: null, note: null }

const extensions = [
  { alpha2: 'EU', alpha3: null, numeric: null, name: 'European Union' },
  { alpha2: 'XK', alpha3: 'XKX', numeric: null, name: 'Kosovo' }
]

/** ISO 3166-1, and two documented extensions: `XK` (Kosovo) and `EU` (European Union). Sorted by code. */
export const countries: Country[] = [...iso31661, ...extensions]
  .map(({ alpha2, alpha3, numeric, name }) => ({
    code: alpha2,
    alpha3,
    numeric,
    name,
    ...(numbers[alpha2] ?? unnumbered)
  }))
  .sort((a, b) => (a.code < b.code ? -1 : 1))

const byCode = new Map(countries.map(country => [country.code, country]))

/** The name of a country by its code; the code itself where there is no such country. */
export const countryName = (code: string): string => byCode.get(code)?.name ?? code

/** By the codes that others know a country by, those of COW and of Gleditsch and Ward left out: they are numbers, as `numeric` is. */
const byOtherCode = new Map(
  countries.flatMap(country =>
    [country.alpha3, country.numeric, country.wikidata].map(code => [code, country] as const)
  )
)

/** What people write for a country that is neither its ISO code nor near to one of its names. */
const colloquial: Record<string, string> = {
  ...{ UK: 'GB', EL: 'GR', KS: 'XK', KV: 'XK', RKS: 'XK', DRC: 'CD', UAE: 'AE' },
  ...{ BRITAIN: 'GB', ENGLAND: 'GB', HOLLAND: 'NL', BURMA: 'MM', SWAZILAND: 'SZ', SALVADOR: 'SV' }
}

/** A sentence that says that a code is no country's, with the code that was probably meant; undefined when it is one. */
export function countryProblem(code: string): string | undefined {
  if (byCode.has(code)) return undefined
  const meant = probablyMeant(code).map(({ code, name }) => `"${code}" (${name})`)
  const hint =
    meant.length > 0 ? ` Did you mean ${meant.join(' or ')}?` : ' Use an ISO 3166-1 alpha-2 code, "XK" or "EU".'
  return `"${code}" is no country code.${hint}`
}

function probablyMeant(text: string): Country[] {
  const upper = text.toUpperCase()
  const country = byCode.get(colloquial[upper] ?? upper) ?? byOtherCode.get(upper)
  return country ? [country] : byName(text)
}

/** Each country by its short name, by that without what ISO puts behind a comma, and by others that it is known by. */
const named: { name: string; country: Country }[] = countries.flatMap(country => {
  const others = names.getName(country.code, 'en', { select: 'all' }) ?? []
  const all = new Set([country.name, country.name.replace(/,.*/, ''), ...others])
  return [...all].map(name => ({ name, country }))
})

/** The countries that have an English name, or one that is nearly spelt so. */
function byName(text: string): Country[] {
  const near = new Set(
    nearest(
      text,
      named.map(({ name }) => name)
    )
  )
  return [...new Set(named.flatMap(({ name, country }) => (near.has(name) ? [country] : [])))]
}
