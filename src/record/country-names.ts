import names from 'i18n-iso-countries/index.js'
import { countries, countryName } from './countries.ts'

// Names by which people know countries; those of ISO 3166-1, which the API gives, are too long for pictures, tables and sentences.

const shortNames: Record<string, string> = {
  ...{ US: 'United States', GB: 'United Kingdom', RU: 'Russia', VN: 'Vietnam', LA: 'Laos', SY: 'Syria' },
  ...{ KP: 'North Korea', TR: 'Turkey', CD: 'DR Congo', MK: 'North Macedonia', CV: 'Cape Verde', BO: 'Bolivia' },
  ...{ VE: 'Venezuela', TZ: 'Tanzania', MO: 'Macao', GM: 'The Gambia', IR: 'Iran', SZ: 'Eswatini' },
  ...{ TL: 'Timor-Leste', BS: 'The Bahamas', BN: 'Brunei', CN: 'China' }
}

/** The name of a country in tables and pictures. */
export const country = (code: string): string =>
  shortNames[code] ?? (code === 'XK' || code === 'EU' ? undefined : names.getName(code, 'en')) ?? countryName(code)

const alpha3 = new Map(countries.map(({ code, alpha3 }) => [code, alpha3]))
const wordsIn = (text: string) => text.toLowerCase().match(/\p{L}+/gu) ?? []

/** Other names and codes by which a country is looked for: those that have a word which its name has not. */
export function otherNamesOf(code: string): string[] {
  const others = [alpha3.get(code) ?? '', country(code), ...(names.getName(code, 'en', { select: 'all' }) ?? [])]
  const known = new Set(wordsIn(countryName(code)))
  return [...new Set(others)].filter(name => wordsIn(name).some(word => !known.has(word)))
}

const withArticle = new Set(['US', 'GB', 'NL', 'EU', 'PH', 'AE', 'DO', 'CD'])

/** The same within a sentence. */
export const theCountry = (code: string): string => (withArticle.has(code) ? `the ${country(code)}` : country(code))

/** Where a country stands in a list by name. */
export const countryKey = (code: string): string => country(code).replace(/^The /, '')
