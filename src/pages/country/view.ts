import type { Clocks, ClocksQuery } from '../../agreements/clocks.ts'
import type { AgreementRecord } from '../../agreements/schemas.ts'
import type { Day } from '../../record/dates.ts'
import type { Course } from '../course.ts'

/** An agreement of a country, with its course and the first day of that. */
export interface Life {
  record: AgreementRecord
  course: Course
  first: Day
}

/** All that the page of a country shows. */
export interface CountryView {
  code: string
  /** Its agreements, the earliest first. */
  lives: readonly Life[]
  /** There are more of them than a page shows. */
  more: boolean
  clocks: Clocks
  asked: ClocksQuery
  today: Day
}

/** All that the page of all countries shows: those with an agreement, by name, and under how many they have each role. */
export type CountriesView = readonly { code: string; agreements: Record<PartyRole, number> }[]

/** What a country does under an agreement. */
export type PartyRole = Life['record']['parties'][number]['role']
