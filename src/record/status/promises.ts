import type { Day } from '../dates.ts'
import type { Agreement, FeeTerm } from '../schema/agreement.ts'
import type { Publication, Publications } from './publication.ts'

export type Cap = Agreement['scope']['caps'][number]

/** A fee term or a cap, with the days that decide whether it counts. */
export interface Promised<T> extends Publication {
  /** Its name among the fee terms of the record, or among the caps. */
  id: string
  promise: T
  /** First day of the world on which it counts: that on which it may have been public. */
  madeOn: Day
}

/** What the parties promised each other: fee terms that were not retracted, and caps. */
export interface Promises {
  feeTerms: Promised<FeeTerm>[]
  caps: Promised<Cap>[]
  /** The ids of all fee terms that one restates, directly or through others. */
  restatedBy: (id: string) => ReadonlySet<string>
}

export function promisesOf({ feeTerms, scope }: Agreement, publications: Publications): Promises {
  const promised = <T extends FeeTerm | Cap>(promise: T, id: string): Promised<T> => ({
    id,
    promise,
    madeOn: publications.possiblyFrom(promise),
    ...publications.of(promise)
  })
  return {
    feeTerms: feeTerms.filter(({ standing }) => standing !== 'retracted').map(term => promised(term, term.id)),
    caps: scope.caps.map((cap, i) => promised(cap, String(i))),
    restatedBy: restatements(feeTerms)
  }
}

/** Each is asked for only where it matters, because they may be many in a record. */
function restatements(feeTerms: readonly FeeTerm[]): Promises['restatedBy'] {
  const direct = new Map(feeTerms.map(({ id, sameAs }) => [id, sameAs]))
  const known = new Map<string, ReadonlySet<string>>()
  return id => {
    const before = known.get(id)
    if (before) return before
    const reached = new Set(direct.get(id))
    // A set grows while it is walked, and what was added is walked too.
    for (const other of reached) {
      if (reached.size === feeTerms.length) break
      for (const next of direct.get(other) ?? []) reached.add(next)
    }
    known.set(id, reached)
    return reached
  }
}
