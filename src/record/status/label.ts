import type { Day } from '../dates.ts'
import type { Agreement } from '../schema/agreement.ts'
import { legalEventTypes } from '../schema/codes.ts'
import type { PartialAct } from './partial.ts'
import type { IntervalStatus } from './schema.ts'
import { knownFrom, type PublishedEvent } from './timeline.ts'

/** What a label tells of a status. */
interface Told
  extends Pick<
    IntervalStatus,
    'legal' | 'implementation' | 'money' | 'certain' | 'uncertainBecause' | 'evidence' | 'dormant' | 'lastHeardOn'
  > {
  partial: readonly PartialAct[]
  /** Something was carried out at some time. */
  isCarriedOut: boolean
  /** Somebody was moved. */
  isMoved: boolean
}

/** The events that a year is taken from. */
interface Named {
  asOf: Day
  /** As all that was ever published makes them. */
  naming: readonly PublishedEvent[]
  /** As they had been published by some day. */
  published: readonly PublishedEvent[]
}

/** The status in a few words, as a newspaper would say it: `2019 safe-third-country, terminated, unimplemented`. */
export function labelOf(record: Agreement, named: Named, told: Told): string {
  const year = yearOf(named)
  const kind = record.kinds[0]?.replaceAll('_', '-')
  const states = [legalPart(record, told), implementationPart(told)].filter(part => part !== undefined)
  if (told.dormant) states.push(`${states.pop() ?? ''} (last heard ${told.lastHeardOn?.slice(0, 4)})`.trim())
  const parts = [year ? `${year} ${kind}` : kind, ...states, moneyPart(told)]
  return `${parts.filter(Boolean).join(', ')}${reservation(told)}`
}

const words = (code: string): string => code.replaceAll('_', ' ')

/** Not said where the rest says more: before there is anything, and where it is known whether a text was carried out. */
function legalPart({ bindingness }: Agreement, told: Told): string | undefined {
  const { legal, implementation, evidence, isCarriedOut } = told
  const isFoundUnused = legal === 'signed' && implementation === 'unimplemented' && evidence === 'stated'
  const isOnlyPractice = (legal === 'signed' || legal === 'agreed') && bindingness === 'non_binding' && isCarriedOut
  return withParts(told, 'legal', legal === 'none' || isFoundUnused || isOnlyPractice ? undefined : words(legal))
}

const beforeAnyText: readonly string[] = ['proposed', 'negotiating', 'abandoned']

function implementationPart(told: Told): string | undefined {
  const { legal, implementation, evidence, isCarriedOut } = told
  if (beforeAnyText.includes(legal) && !isCarriedOut) return undefined
  const isUnseen = implementation === 'unimplemented' && evidence === 'absent'
  return withParts(told, 'implementation', isUnseen ? 'no transfers recorded' : words(implementation))
}

/** A state with those of parts of the agreement behind it. */
function withParts({ partial }: Told, axis: PartialAct['axis'], state: string | undefined): string | undefined {
  const parts = partial.filter(act => act.axis === axis).map(act => `partly ${words(act.state)}`)
  return [state, ...new Set(parts)].filter(Boolean).join(', ') || undefined
}

const paid: readonly string[] = ['paid', 'part_paid', 'some_paid']

const moneyPart = ({ money, isMoved }: Told): string | undefined =>
  !isMoved && paid.includes(money) ? words(money) : undefined

function reservation({ certain, uncertainBecause }: Told): string {
  if (uncertainBecause.includes('dispute')) return ' (disputed)'
  return certain ? '' : ' (uncertain)'
}

const legalTypes: ReadonlySet<string> = new Set(legalEventTypes)

/**
 * The year by which an agreement is called: of the signature, else of the first legal event, else of the first event, among
 * those that nobody disputes. Whoever had heard of them, so that it has one name on every day of publication.
 */
function yearOf({ asOf, naming, published }: Named): string | undefined {
  const begun = (events: readonly PublishedEvent[]) => events.filter(event => event.written && knownFrom(event) <= asOf)
  const ever = begun(naming)
  const candidates = ever.length > 0 ? ever : begun(published)
  const accepted = candidates.filter(({ disputed }) => !disputed)
  let first: { rank: number; year: string | undefined } | undefined
  for (const event of accepted.length > 0 ? accepted : candidates) {
    const rank = event.type === 'signed' ? 0 : legalTypes.has(event.type) ? 1 : 2
    const year = yearOfDate(event, asOf)
    if (!first || rank < first.rank || (rank === first.rank && (year ?? '') < (first.year ?? '')))
      first = { rank, year }
  }
  return first?.year
}

/** The year of the last possible day, which has not come yet where that lies ahead; of a date without an end that of its first. */
function yearOfDate({ dated: { lo, hi } }: PublishedEvent, asOf: Day): string | undefined {
  if (lo === '-infinity') return undefined
  return (hi === 'infinity' ? lo : hi < asOf ? hi : asOf).slice(0, 4)
}

/**
 * Days on which the year of a label can change: on which an event is known, whoever had heard of it, and New Year's Days within
 * a date that spans several years.
 */
export const daysOfNaming = (naming: readonly PublishedEvent[]): Day[] =>
  naming.flatMap(event => {
    const { lo, hi } = event.dated
    if (lo === '-infinity' || hi === 'infinity') return [knownFrom(event)]
    const [from, to] = [Number(lo.slice(0, 4)), Number(hi.slice(0, 4))]
    return [knownFrom(event), ...Array.from({ length: to - from }, (_, i) => `${from + i + 1}-01-01`)]
  })

/** The year that a label begins with; null where it has none. */
export const yearOfLabel = (label: string): number | null => Number(/^\d{4}(?= )/.exec(label)?.[0]) || null
