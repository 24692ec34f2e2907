import type { Day } from '../dates.ts'
import type { Agreement } from '../schema/agreement.ts'
import { type Claim, claimsOf } from './claims.ts'
import { type Folded, fold, inOrder, type Order, type Step } from './fold.ts'
import { labelOf } from './label.ts'
import { implied, visible } from './machine.ts'
import { type Promises, promisesOf } from './promises.ts'
import type { IntervalStatus, Totals } from './schema.ts'
import { newsFrom, type Standing, standingsAt } from './standings.ts'
import { countedAt, moneyOf, totalsOf } from './totals.ts'

/** What a record claims, whatever the clocks. */
export interface Given {
  record: Agreement
  claims: Claim[]
  promises: Promises
}

export const givenBy = (record: Agreement): Given => ({
  record,
  claims: claimsOf(record),
  promises: promisesOf(record)
})

/** A record made ready to be asked about many days of the world, at one day of the `reported` axis. */
export interface Reported extends Given {
  reportedBy: Day
  standings: Standing[]
  legal: Order
  implementation: Order
}

/** What had been published by a day. */
export function reportedBy(given: Given, day: Day): Reported {
  const standings = standingsAt(given.record, given.claims, day)
  return {
    ...given,
    reportedBy: day,
    standings,
    legal: inOrder(standings, 'legal'),
    implementation: inOrder(standings, 'implementation')
  }
}

/** The first day on which anything is known; undefined where nothing is. A record without dated claims is known always. */
export function firstDay({ record, standings }: Reported): Day | undefined {
  if (!record.events.some(({ standing }) => standing !== 'retracted')) return '-infinity'
  return standings
    .filter(({ computed }) => !computed)
    .map(newsFrom)
    .sort()
    .at(0)
}

/** Both axes on one day, before and after what an end in law implies. */
export interface DerivedStatus {
  status: IntervalStatus
  totals: Totals
  legal: Folded
  implementation: Folded
  inferred: boolean
}

/** Status and totals on one day. */
export function deriveOn(reported: Reported, asOf: Day): DerivedStatus {
  const { record, standings } = reported
  const legal = fold('legal', reported.legal, asOf)
  const implementation = fold('implementation', reported.implementation, asOf)
  const statedImplementation = implied(legal.stated, implementation.stated)
  const possible = {
    legal: shown(legal.possible),
    implementation: shown([...legal.possible].flatMap(l => [...implementation.possible].map(i => implied(l, i))))
  }
  const counted = countedAt(reported.promises, standings, { asOf, reportedBy: reported.reportedBy })
  const moved = [...legal.steps, ...implementation.steps].filter(({ outcome }) => outcome === 'moved')
  const stated = {
    legal: visible(legal.stated),
    implementation: visible(statedImplementation),
    money: moneyOf(counted),
    certain: possible.legal.length === 1 && possible.implementation.length === 1,
    evidence: isSupported(implementation) ? 'stated' : 'absent'
  } as Pick<IntervalStatus, 'legal' | 'implementation' | 'money' | 'certain' | 'evidence'>
  const happened = standings.filter(standing => newsFrom(standing) <= asOf)
  const carriedOut = implementation.steps.some(({ after }) => after === 'operating')
  return {
    status: {
      legal: stated.legal,
      implementation: stated.implementation,
      money: stated.money,
      certain: stated.certain,
      possible: possible as IntervalStatus['possible'],
      since: sinceOf(moved),
      evidence: stated.evidence,
      dormant: stated.implementation === 'operating' && isDormant(happened, asOf),
      because: [...new Set(moved.map(({ standing }) => standing.id))],
      label: labelOf(record, happened, { ...stated, carriedOut })
    },
    totals: totalsOf(counted, carriedOut),
    legal,
    implementation,
    inferred: visible(statedImplementation) !== visible(implementation.stated)
  }
}

const shown = (states: Iterable<string>): string[] => [...new Set([...states].map(visible))].sort()

/** The last of the days on which the stated state of either axis moved. */
const sinceOf = (moved: readonly Step[]): Day | null =>
  moved
    .map(({ standing }) => standing.hi)
    .sort()
    .at(-1) ?? null

/** Some event led to the state or found it so. Nothing found is not a finding. */
const isSupported = ({ steps }: Folded): boolean =>
  steps.some(({ outcome }) => outcome === 'moved' || outcome === 'confirmed')

/** Nothing of the implementation happened for twelve months. */
function isDormant(happened: readonly Standing[], asOf: Day): boolean {
  let last: Standing | undefined
  for (const standing of happened) {
    if (standing.quietFrom === undefined || standing.lo > asOf) continue
    if (standing.hi >= asOf) return false
    if (!last || standing.hi > last.hi) last = standing
  }
  return last !== undefined && (last.quietFrom as Day) <= asOf
}
