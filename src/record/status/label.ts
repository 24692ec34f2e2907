import type { Agreement } from '../schema/agreement.ts'
import { legalEventTypes } from '../schema/codes.ts'
import type { Status } from './schema.ts'
import type { Standing } from './standings.ts'

/** What a label tells of a status; `carriedOut`: somebody was moved. */
interface Told extends Pick<Status, 'legal' | 'implementation' | 'money' | 'certain' | 'evidence'> {
  carriedOut: boolean
}

/** The status in a few words, as a newspaper would say it: `2019 safe-third-country, unimplemented`. */
export function labelOf(record: Agreement, standings: readonly Standing[], told: Told): string {
  const { legal, implementation, money, certain, evidence, carriedOut } = told
  const isQuiet = legal === 'none' || (legal === 'signed' && !carriedOut)
  const isUnseen = legal === 'in_force' && implementation === 'unimplemented' && evidence === 'absent'
  const parts = [
    [yearOf(standings), record.kinds[0]?.replaceAll('_', '-')].filter(Boolean).join(' '),
    isQuiet ? undefined : words(legal),
    isUnseen ? 'no transfers recorded' : words(implementation),
    !carriedOut && (money === 'paid' || money === 'part_paid') ? 'paid' : undefined
  ]
  return `${parts.filter(Boolean).join(', ')}${certain ? '' : ' (disputed)'}`
}

const words = (code: string): string => code.replaceAll('_', ' ')

const legalTypes: ReadonlySet<string> = new Set(legalEventTypes)

/** Of the signature, else of the first legal event, else of the first event. */
function yearOf(standings: readonly Standing[]): string | undefined {
  let first: { rank: number; year: string } | undefined
  for (const { type, year } of standings) {
    if (year === undefined) continue
    const rank = type === 'signed' ? 0 : legalTypes.has(type) ? 1 : 2
    if (!first || rank < first.rank || (rank === first.rank && year < first.year)) first = { rank, year }
  }
  return first?.year
}
