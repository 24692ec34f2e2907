import { type Bounds, bounds, type Day } from '../dates.ts'
import type { Agreement, Citation, Source } from '../schema/agreement.ts'

/** From which day on something that a record says counts, going by the sources that it cites. */
export interface Publication {
  /** First day by which one of them was published for certain. */
  publicFrom: Day
  /** First day by which one that disputes it was; undefined where it is not disputed. */
  disputedFrom: Day | undefined
}

/** Whether something had been published by a day. */
export const isPublic = ({ publicFrom }: Publication, day: Day): boolean => publicFrom <= day

/** Whether a dispute about it had been published by a day. */
export const isDisputed = ({ disputedFrom }: Publication, day: Day): boolean =>
  disputedFrom !== undefined && disputedFrom <= day

/** What cites sources; only events and fee terms can be disputed. */
interface Citing {
  citations: readonly Citation[]
  standing?: 'accepted' | 'disputed' | 'retracted'
  disputedBy?: readonly Citation[]
}

export type Publications = ReturnType<typeof publicationsOf>

/** When what a record says was published, each time by the earliest of the sources that are cited for it. */
export function publicationsOf({ sources }: Pick<Agreement, 'sources'>) {
  const days = new Map(sources.map(source => [source.id, outOn(source)]))
  const earliest = (citations: readonly Citation[], end: keyof Bounds): Day => {
    let first: Day = 'infinity'
    for (const { source } of citations) {
      const day = days.get(source)?.[end]
      if (day !== undefined && day < first) first = day
    }
    return first
  }
  return {
    /** What cites nothing counts always; what only has sources without a date counts where publication is not limited. */
    of: ({ citations, standing, disputedBy = [] }: Citing): Publication => ({
      publicFrom: citations.length === 0 ? '-infinity' : earliest(citations, 'hi'),
      disputedFrom: standing === 'disputed' ? earliest(disputedBy, 'hi') : undefined
    }),
    /** The first day on which it may have been public. What has no date is as old as the record. */
    possiblyFrom({ citations }: Citing): Day {
      const day = earliest(citations, 'lo')
      return day === 'infinity' ? '-infinity' : day
    }
  }
}

/** First and last possible day of publication of a source, which was out at the latest when it was read. */
export function outOn({ publishedOn, accessedOn }: Source): Bounds {
  const read = accessedOn === null ? { lo: 'infinity', hi: 'infinity' } : bounds(accessedOn)
  if (publishedOn === null) return read
  const { lo, hi } = bounds(publishedOn)
  return { lo, hi: hi === 'infinity' ? read.hi : hi }
}
