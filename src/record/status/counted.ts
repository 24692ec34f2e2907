import type { Day } from '../dates.ts'
import type { Agreement, FeeTerm } from '../schema/agreement.ts'
import { type Cap, type Promised, type Promises, promisesOf } from './promises.ts'
import { isDisputed, isPublic, type Publication, publicationsOf } from './publication.ts'
import type { PublishedEvent } from './timeline.ts'

/** Facts and promises that sums are made of. */
export interface Counted {
  payments: readonly PublishedEvent[]
  transfers: readonly PublishedEvent[]
  /** Movements that have begun and may be over only later, so that they do not count yet. */
  pending: readonly PublishedEvent[]
  feeTerms: readonly Promised<FeeTerm>[]
  caps: readonly Promised<Cap>[]
}

/** Those that had been published by a day and were not disputed then. */
export function undisputedBy(day: Day, events: readonly PublishedEvent[], { feeTerms, caps }: Promises): Counted {
  const undisputed = events.filter(({ written, disputed }) => written && !disputed)
  const counts = (promised: Publication) => isPublic(promised, day) && !isDisputed(promised, day)
  const transfers = undisputed.filter(({ type }) => type === 'transfer')
  return {
    payments: undisputed.filter(({ type }) => type === 'payment'),
    transfers,
    pending: transfers,
    feeTerms: feeTerms.filter(counts),
    caps: caps.filter(counts)
  }
}

/** Those of them that had happened for certain, or been made and not lapsed, by a day of the world. */
export const countedOn = (asOf: Day, { payments, transfers, pending, feeTerms, caps }: Counted): Counted => ({
  payments: payments.filter(({ hi }) => hi <= asOf),
  transfers: transfers.filter(({ hi }) => hi <= asOf),
  pending: pending.filter(({ lo, hi }) => lo <= asOf && hi > asOf),
  feeTerms: feeTerms.filter(({ madeOn, lapsedOn }) => madeOn <= asOf && asOf < lapsedOn),
  caps: caps.filter(({ madeOn }) => madeOn <= asOf)
})

/** The caps that count at some clocks. */
export const capsAt = (record: Agreement, { asOf, reportedBy }: { asOf: Day; reportedBy: Day }): Cap[] =>
  countedOn(asOf, undisputedBy(reportedBy, [], promisesOf(record, publicationsOf(record)))).caps.map(
    ({ promise }) => promise
  )
