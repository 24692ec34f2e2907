import names from 'i18n-iso-countries/index.js'
import { countryName } from './countries.ts'

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

const withArticle = new Set(['US', 'GB', 'NL', 'EU', 'PH', 'AE', 'DO', 'CD'])

/** The same within a sentence. */
export const theCountry = (code: string): string => (withArticle.has(code) ? `the ${country(code)}` : country(code))

/** Where a country stands in a list by name. */
export const countryKey = (code: string): string => country(code).replace(/^The /, '')
