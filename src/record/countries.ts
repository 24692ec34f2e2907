import { createRequire } from 'node:module'
import names from 'i18n-iso-countries/index.js'
import { iso31661 } from 'iso-3166/1.js'
import { nearest } from './nearest.ts'

// Names by which countries are known beside those of ISO 3166-1. The main file of the package loads them in some eighty
// languages; the registry speaks English.
names.registerLocale(createRequire(import.meta.url)('i18n-iso-countries/langs/en.json'))

/** A country with its English short name of ISO 3166-1; the two extensions have an alpha-2 code only. */
export type Country = { code: string; alpha3: string | null; numeric: string | null; name: string }

const extensions: Country[] = [
  { code: 'EU', alpha3: null, numeric: null, name: 'European Union' },
  { code: 'XK', alpha3: null, numeric: null, name: 'Kosovo' }
]

/** ISO 3166-1, and two documented extensions: `XK` (Kosovo) and `EU` (European Union). Sorted by code. */
export const countries: Country[] = [
  ...iso31661.map(({ alpha2, alpha3, numeric, name }) => ({ code: alpha2, alpha3, numeric, name })),
  ...extensions
].sort((a, b) => (a.code < b.code ? -1 : 1))

const byCode = new Map(countries.map(country => [country.code, country]))

/** Codes that people write for a country and that are not its ISO code. */
const otherCodes: Record<string, string> = { UK: 'GB', EL: 'GR', KS: 'XK', KV: 'XK', RKS: 'XK', XKX: 'XK', USA: 'US' }

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
  const code = otherCodes[upper] ?? (upper.length === 3 ? names.alpha3ToAlpha2(upper) : upper)
  const country = byCode.get(code ?? '')
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
