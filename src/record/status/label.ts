import { legalEventTypes } from '../codes.ts'
import { bounds } from '../dates.ts'
import type { Agreement } from '../schema.ts'
import type { Standing } from './claims.ts'
import type { Status } from './schema.ts'

type Stated = Pick<Status, 'legal' | 'implementation' | 'money' | 'certain' | 'evidence'>

/** The status in a few words, as a newspaper would say it: `2019 safe-third-country, unimplemented`. */
export function labelOf(record: Agreement, standings: readonly Standing[], status: Stated): string {
  const { legal, implementation, money, certain, evidence } = status
  const nothingDone = implementation === 'unimplemented' || implementation === 'preparing'
  const isQuiet = legal === 'none' || (legal === 'signed' && nothingDone)
  const isUnseen = legal === 'in_force' && implementation === 'unimplemented' && evidence === 'absent'
  const parts = [
    [yearOf(standings), record.kinds[0]?.replaceAll('_', '-')].filter(Boolean).join(' '),
    isQuiet ? undefined : words(legal),
    isUnseen ? 'no transfers recorded' : words(implementation),
    nothingDone && (money === 'paid' || money === 'part_paid') ? 'paid' : undefined
  ]
  return `${parts.filter(Boolean).join(', ')}${certain ? '' : ' (disputed)'}`
}

const words = (code: string): string => code.replaceAll('_', ' ')

const legalTypes: readonly string[] = legalEventTypes

/** Of the signature, else of the first legal event, else of the first event; the earliest year of a vague date. */
function yearOf(standings: readonly Standing[]): string | undefined {
  const dated = standings.flatMap(({ type, event }) => (event ? [{ type, ...bounds(event.date) }] : []))
  const among = [
    dated.filter(({ type }) => type === 'signed'),
    dated.filter(({ type }) => legalTypes.includes(type)),
    dated
  ].find(({ length }) => length > 0)
  // A date that is open at its beginning has no earliest year but the one it ends in.
  return among
    ?.map(({ lo, hi }) => (lo === '-infinity' ? hi : lo).slice(0, 4))
    .sort()
    .at(0)
}
