import { bounds, compare, type Day } from '../record/dates.ts'
import type { Agreement, AgreementEvent, Citation, Source } from '../record/schema/agreement.ts'
import { isDisputed, isPublic, outOn, publicationsOf } from '../record/status/publication.ts'
import { dateOf } from './words/codes.ts'

// The events of a record as its page counts them: in the order of the last possible day, since an act counts from then.

/** An event with its number on the page. */
export interface Act {
  event: AgreementEvent
  n: number
  /** First and last possible day of the date that it stands at; open where they are. */
  lo: Day
  hi: Day
  /** A source that had been published says otherwise. */
  disputed: boolean
}

/** The day on which the mark of an act stands: the last possible one, or the first where the last is open. */
export const dayOf = ({ lo, hi }: Pick<Act, 'lo' | 'hi'>): Day => (hi === 'infinity' ? lo : hi)

/** What a page shows of the events of a record. */
export interface Chronology {
  acts: Act[]
  /** How many events begin after the day that is shown, and had been published. */
  later: number
  /** How many were published after `reportedBy`. */
  unpublished: number
}

/** The events that a page shows at some clocks: those that may have happened by then and had been published. */
export function chronologyOf(record: Agreement, { asOf, reportedBy }: { asOf: Day; reportedBy: Day }): Chronology {
  const publications = publicationsOf(record)
  const standing = record.events.filter(event => event.standing !== 'retracted')
  const published = standing.flatMap(event => {
    const publication = publications.of(event)
    if (!isPublic(publication, reportedBy)) return []
    return [{ event, ...bounds(dateOf(event)), disputed: isDisputed(publication, reportedBy) }]
  })
  const acts = published
    .filter(({ lo }) => lo <= asOf)
    .sort((a, b) => compare(dayOf(a), dayOf(b)) || compare(a.lo, b.lo))
    .map((act, i) => ({ ...act, n: i + 1 }))
  return { acts, later: published.length - acts.length, unpublished: standing.length - published.length }
}

/** A disputed act with the act that its sources speak for instead, where there is one. */
export interface Dispute {
  act: Act
  against: Act | undefined
}

/** The acts that are disputed, each with what is held against it. */
export const disputesOf = (acts: readonly Act[]): Dispute[] =>
  acts
    .filter(({ disputed }) => disputed)
    .map(act => ({ act, against: acts.find(other => !other.disputed && other !== act && speaksAgainst(other, act)) }))

const speaksAgainst = ({ event }: Act, disputed: Act): boolean =>
  event.citations.some(({ source }) => disputed.event.disputedBy.some(citation => citation.source === source))

/** The source of a record that a citation of it names. */
export const sourceOf = ({ sources }: Agreement, { source }: Citation): Source =>
  sources.find(({ id }) => id === source) as Source

/** The source among some citations that was published first, if the day of any is known. */
export function earliestOf(record: Agreement, citations: readonly Citation[]): Source | undefined {
  const dated = citations.map(citation => sourceOf(record, citation)).filter(({ publishedOn }) => publishedOn !== null)
  return dated.sort((a, b) => compare(outOn(a).hi, outOn(b).hi))[0]
}

/** The last of the assessments that are shown. */
export const assessmentOf = (acts: readonly Act[]): Act | undefined =>
  acts.findLast(({ event }) => event.type === 'implementation_assessed')
