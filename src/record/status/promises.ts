import { bounds, type Day } from '../dates.ts'
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
  /** First day on which it no longer stands for certain; `infinity` of what still does. */
  lapsedOn: Day
}

/** What the parties promised each other: fee terms that were not retracted, and caps. */
export interface Promises {
  feeTerms: Promised<FeeTerm>[]
  caps: Promised<Cap>[]
  /** The name of all fee terms that restate each other, directly or through others: the first of their ids. */
  classOf: (id: string) => string
}

/** What the parties of a record promised each other, with the days from which that counts. */
export function promisesOf({ feeTerms, scope }: Agreement, publications: Publications): Promises {
  const promised = <T extends FeeTerm | Cap>(promise: T, id: string, lapsedOn: string | null = null): Promised<T> => ({
    id,
    promise,
    madeOn: publications.possiblyFrom(promise),
    lapsedOn: lapsedOn === null ? 'infinity' : bounds(lapsedOn).hi,
    ...publications.of(promise)
  })
  return {
    feeTerms: feeTerms
      .filter(({ standing }) => standing !== 'retracted')
      .map(term => promised(term, term.id, term.lapsedOn)),
    caps: scope.caps.map((cap, i) => promised(cap, String(i))),
    classOf: classes(feeTerms)
  }
}

/** Terms are of one class with all that they restate, also through terms that do not count themselves. */
function classes(feeTerms: readonly FeeTerm[]): Promises['classOf'] {
  const names = new Map(feeTerms.map(({ id }) => [id, id]))
  const nameOf = (id: string): string => {
    const name = names.get(id) ?? id
    if (name === id) return id
    const first = nameOf(name)
    names.set(id, first)
    return first
  }
  for (const { id, sameAs } of feeTerms) {
    for (const other of sameAs) {
      const [first, second] = [nameOf(id), nameOf(other)].sort() as [string, string]
      names.set(second, first)
    }
  }
  return nameOf
}
