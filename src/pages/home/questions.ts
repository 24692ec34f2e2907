import type { ClocksQuery } from '../../agreements/clocks.ts'
import type { Filters } from '../../agreements/selection/parameters.ts'

interface Question {
  words: string
  filters: Filters
  clocks: ClocksQuery
  /** What the number of agreements says. */
  answer: (agreements: string) => string
}

/** Three questions to begin with: each is a list, and a link. */
export const questions: Question[] = [
  {
    words: 'Which agreements ended before anybody was moved?',
    filters: { legal: ['terminated', 'expired', 'superseded'], implementation: ['unimplemented'] },
    clocks: {},
    answer: agreements => `${agreements} agreements that were terminated, expired or superseded and never carried out`
  },
  {
    words: 'What was known about El Salvador in January 2021?',
    filters: { party: ['SV'] },
    clocks: { asOf: '2021-01-31', reportedBy: '2021-01-31' },
    answer: () => 'The agreement of 2019 as reported at the time, before what came to light later'
  },
  {
    words: 'Which agreements set a price per person?',
    filters: { feeBasis: ['per_person', 'per_person_per_day', 'per_person_per_month', 'per_person_per_year'] },
    clocks: {},
    answer: agreements => `${agreements} agreements with a sum per head, per day, month or year`
  }
]
