import type { Day } from '../../record/dates.ts'
import type { Statistics } from '../../statistics/statistics.ts'
import type { MapPair, MapParty } from '../map/parties.ts'
import type { Turn } from '../turns.ts'

/** All that the first page shows. */
export interface HomeView {
  today: Day
  /** The moment of the newest write. */
  lastWrite: string | undefined
  figures: Statistics
  parties: readonly MapParty[]
  pairs: readonly MapPair[]
  turns: readonly Turn[]
  /** How many agreements answer each of the questions; null: more than are counted. */
  answers: readonly (number | null)[]
}
