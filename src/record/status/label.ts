import type { Agreement } from '../schema/agreement.ts'
import { legalEventTypes } from '../schema/codes.ts'
import type { IntervalStatus } from './schema.ts'
import { type PublishedEvent, yearOfDate } from './timeline.ts'

/** What a label tells of a status, and whether somebody was moved by then. */
interface Told extends Pick<IntervalStatus, 'legal' | 'implementation' | 'money' | 'certain' | 'evidence'> {
  carriedOut: boolean
}

/**
 * The status in a few words, as a newspaper would say it: `2019 safe-third-country, unimplemented`.
 *
 * @param known the events that are known on the day
 */
export function labelOf(record: Agreement, known: readonly PublishedEvent[], told: Told): string {
  const { legal, implementation, money, certain, evidence, carriedOut } = told
  const isQuiet = legal === 'none' || (legal === 'signed' && !carriedOut)
  const isUnseen = legal === 'in_force' && implementation === 'unimplemented' && evidence === 'absent'
  const parts = [
    [leadingYear(known), record.kinds[0]?.replaceAll('_', '-')].filter(Boolean).join(' '),
    isQuiet ? undefined : words(legal),
    isUnseen ? 'no transfers recorded' : words(implementation),
    !carriedOut && (money === 'paid' || money === 'part_paid') ? 'paid' : undefined
  ]
  return `${parts.filter(Boolean).join(', ')}${certain ? '' : ' (disputed)'}`
}

const words = (code: string): string => code.replaceAll('_', ' ')

const legalTypes: ReadonlySet<string> = new Set(legalEventTypes)

/** The year by which an agreement is called: of the signature, else of the first legal event, else of the first event. */
function leadingYear(known: readonly PublishedEvent[]): string | undefined {
  let first: { rank: number; year: string } | undefined
  for (const { type, written } of known) {
    if (!written) continue
    const rank = type === 'signed' ? 0 : legalTypes.has(type) ? 1 : 2
    const year = yearOfDate(written)
    if (!first || rank < first.rank || (rank === first.rank && year < first.year)) first = { rank, year }
  }
  return first?.year
}
