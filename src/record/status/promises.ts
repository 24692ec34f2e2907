import type { Day } from '../dates.ts'
import type { Agreement, Citation, FeeTerm } from '../schema/agreement.ts'
import { publications } from './claims.ts'

type Cap = Agreement['scope']['caps'][number]

/** A claim with the days that decide whether it counts. */
export interface Dated<T> {
  claim: T
  /** First day by which a source that it cites was published for certain. */
  reported: Day
  /** First day by which a source that disputes it was published; undefined when nobody does. */
  disputedFrom: Day | undefined
  /** First day of the world on which it counts: that on which it may have been public; one without any date is as old as the record. */
  since: Day
}

/** What the parties promised each other: fee terms that were not retracted, and caps. */
export interface Promises {
  feeTerms: Dated<FeeTerm>[]
  caps: Dated<Cap>[]
  /** By the id of a fee term, the ids of all that it restates, directly or through others. */
  restated: ReadonlyMap<string, ReadonlySet<string>>
}

export function promisesOf({ feeTerms, scope, sources }: Agreement): Promises {
  const published = publications({ sources })
  const dated = <T extends { citations: readonly Citation[] }>(claim: T, disputedFrom?: Day): Dated<T> => {
    const since = published.since(claim.citations)
    const reported = published.of(claim.citations)
    return { claim, reported, disputedFrom, since: since === 'infinity' ? '-infinity' : since }
  }
  return {
    feeTerms: feeTerms
      .filter(({ standing }) => standing !== 'retracted')
      .map(term => dated(term, published.ofDispute(term))),
    caps: scope.caps.map(cap => dated(cap)),
    restated: restatements(feeTerms)
  }
}

function restatements(feeTerms: readonly FeeTerm[]): Map<string, ReadonlySet<string>> {
  const direct = new Map(feeTerms.map(({ id, sameAs }) => [id, sameAs]))
  return new Map(
    feeTerms.map(({ id, sameAs }) => {
      const reached = new Set(sameAs)
      // A set grows while it is walked, and what was added is walked too.
      for (const other of reached) for (const next of direct.get(other) ?? []) reached.add(next)
      return [id, reached]
    })
  )
}

/** Whether a promise counts: it was published and not disputed by one day, and made by the other. */
export const countsAt = (
  { reported, disputedFrom, since }: Dated<unknown>,
  { asOf, reportedBy }: { asOf: Day; reportedBy: Day }
): boolean => reported <= reportedBy && !(disputedFrom !== undefined && disputedFrom <= reportedBy) && since <= asOf
