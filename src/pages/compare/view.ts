import type { Clocks, ClocksQuery } from '../../agreements/clocks.ts'
import type { AlignedMember, AlignedProvision } from '../../compare/comparison.ts'
import type { Day } from '../../record/dates.ts'
import type { Reading } from '../agreement/view.ts'

/** All that the page of a comparison shows; every list in the order of the agreements. */
export interface CompareView {
  readings: readonly Reading[]
  members: readonly AlignedMember[]
  provisions: readonly AlignedProvision[]
  clocks: Clocks
  asked: ClocksQuery
  today: Day
  /** The first day of each. */
  firsts: readonly Day[]
}
