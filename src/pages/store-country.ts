import { askedClocks, type ClocksQuery } from '../agreements/clocks.ts'
import { listParties } from '../countries/store.ts'
import type { Db } from '../database/client.ts'
import { limits } from '../limits.ts'
import { problem } from '../problems.ts'
import { countryProblem } from '../record/countries.ts'
import { countryKey } from '../record/country-names.ts'
import { compare, today as dayOf } from '../record/dates.ts'
import { chronologyOf } from './chronology.ts'
import type { CountriesView, CountryView } from './country/view.ts'
import { listCourses, listRecords } from './store.ts'
import { clocksAt } from './store-agreement.ts'
import { spanOf } from './timeline/scale.ts'

/** Every country that is party to an agreement, by the name that pages give it. */
export async function readCountriesView(db: Db): Promise<CountriesView> {
  const parties = await listParties(db)
  return parties.sort((a, b) => countryKey(a.code).localeCompare(countryKey(b.code), 'en'))
}

/**
 * Everything that the page of a country shows.
 *
 * @throws ApiProblem not-found
 */
export async function readCountryView(db: Db, code: string, asked: ClocksQuery, moment: Date): Promise<CountryView> {
  const detail = countryProblem(code)
  if (detail) throw problem('not-found', { detail })
  const clocks = await clocksAt(db, asked, moment)
  const found = await listRecords(db, clocks, { party: [code] })
  const courses = await listCourses(
    db,
    found.map(({ seq }) => seq),
    clocks.reportedBy
  )
  const lives = found.map(({ seq, record }) => {
    const course = courses.get(seq) ?? []
    const span = spanOf(record, chronologyOf(record, clocks).acts, course, clocks.asOf)
    return { record, course, first: span?.first ?? clocks.asOf }
  })
  return {
    code,
    lives: lives.sort((a, b) => compare(a.first, b.first)),
    more: found.length === limits.batch,
    clocks,
    asked: askedClocks(asked),
    today: dayOf(moment)
  }
}
