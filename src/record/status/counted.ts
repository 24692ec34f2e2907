import type { Day } from '../dates.ts'
import type { FeeTerm } from '../schema/agreement.ts'
import type { Cap, Promised, Promises } from './promises.ts'
import { isDisputed, isPublic, type Publication } from './publication.ts'
import type { PublishedEvent, WrittenEvent } from './timeline.ts'

/** Facts and promises that sums are made of. */
export interface Counted {
  payments: readonly WrittenEvent[]
  transfers: readonly WrittenEvent[]
  feeTerms: readonly Promised<FeeTerm>[]
  caps: readonly Promised<Cap>[]
}

/** Those that had been published by a day and were not disputed then. */
export function undisputedBy(day: Day, events: readonly PublishedEvent[], { feeTerms, caps }: Promises): Counted {
  const undisputed = events.flatMap(({ written, disputed }) => (written && !disputed ? [written] : []))
  const counts = (promised: Publication) => isPublic(promised, day) && !isDisputed(promised, day)
  return {
    payments: undisputed.filter(({ type }) => type === 'payment'),
    transfers: undisputed.filter(({ type }) => type === 'transfer'),
    feeTerms: feeTerms.filter(counts),
    caps: caps.filter(counts)
  }
}

/** Those of them that had happened for certain, or been made, by a day of the world. */
export const countedOn = (asOf: Day, { payments, transfers, feeTerms, caps }: Counted): Counted => ({
  payments: payments.filter(({ hi }) => hi <= asOf),
  transfers: transfers.filter(({ hi }) => hi <= asOf),
  feeTerms: feeTerms.filter(({ madeOn }) => madeOn <= asOf),
  caps: caps.filter(({ madeOn }) => madeOn <= asOf)
})
