import Big from 'big.js'
import { minorUnits } from '../currencies.ts'
import type { Day } from '../dates.ts'
import type { Agreement, CountRange, FeeTerm, MoneyRange } from '../schema/agreement.ts'
import type { perPersonUnits } from '../schema/codes.ts'
import type { Cap } from './promises.ts'
import { isPublic, publicationsOf } from './publication.ts'
import { divided } from './totals.ts'

/** A fee term as money for one person, in its own currency: by division through the number of people that was agreed on. */
export interface PerPerson {
  amount: MoneyRange
  currency: string
  /** Whether it is due once for each person, or for each person and year. */
  unit: (typeof perPersonUnits)[number]
  formula: string
  /** What stands in the formula. */
  inputs: { amount: MoneyRange; persons: CountRange | null }
}

/** By how much an amount is multiplied to be one for a person and year. */
const perYear: { [Basis in FeeTerm['basis']]?: { times: number; unit: PerPerson['unit']; formula: string } } = {
  per_person: { times: 1, unit: 'person', formula: 'amount' },
  per_person_per_day: { times: 365, unit: 'person_year', formula: 'amount * 365' },
  per_person_per_month: { times: 12, unit: 'person_year', formula: 'amount * 12' },
  per_person_per_year: { times: 1, unit: 'person_year', formula: 'amount' }
}

/** On which limit the number of people stands that an amount is for. */
const limitFor: { [Basis in FeeTerm['basis']]?: Cap['basis'] } = {
  lump_sum: 'total',
  instalments: 'total',
  grant: 'total',
  per_year: 'per_year',
  per_month: 'per_month'
}

const reasons: { [Basis in FeeTerm['basis']]?: string } = {
  per_place_per_year: 'It is due for each place, used or not, and how many are used is not part of the term.',
  per_milestone: 'It falls due when something is reached, not for people.',
  cost_reimbursement: 'Costs are paid as they arise.',
  loan_or_relief: 'A loan, or relief of debt, is not paid for people.',
  in_kind: 'It is no money.',
  non_monetary: 'It is no money.',
  undisclosed: 'What or how much it is is not known.'
}

/** The same, going by the limits of numbers that had been published by a day; null: by all of them. */
export function perPersonAt(
  term: FeeTerm,
  record: Pick<Agreement, 'scope' | 'sources'>,
  reportedBy: Day | null
): PerPerson | string {
  const publications = publicationsOf(record)
  const caps = record.scope.caps.filter(cap => isPublic(publications.of(cap), reportedBy ?? 'infinity'))
  return perPersonOf(term, { scope: { ...record.scope, caps } })
}

/** What a fee term comes to for one person; a sentence on why that cannot be said. Currencies are never converted. */
export function perPersonOf(term: FeeTerm, { scope }: Pick<Agreement, 'scope'>): PerPerson | string {
  const { amount, currency, basis, share, stage } = term
  const reason = reasons[basis]
  if (reason) return reason
  if (amount === null || currency === null) return 'No amount is recorded.'
  if (share !== 'all') return 'It is partly, or wholly, for other purposes.'
  const rate = perYear[basis]
  if (rate) {
    const { times, unit, formula } = rate
    const multiplied = (text: string | null) => text && Big(text).times(times).toFixed(minorUnits(currency))
    const each = { min: multiplied(amount.min), max: multiplied(amount.max) }
    return { amount: each, currency, unit, formula, inputs: { amount, persons: null } }
  }
  const limit = limitFor[basis]
  const words = String(limit).replaceAll('_', ' ')
  const caps = scope.caps.filter(cap => cap.stage === stage && cap.basis === limit)
  const persons = caps[0]?.persons
  if (!persons) return `No number of people (${words}, ${stage}) is recorded that it could be divided by.`
  if (caps.length > 1) return `Several numbers of people (${words}, ${stage}) are recorded.`
  const units = minorUnits(currency)
  const quotient = (text: string | null, by: number | null, rounding: 0 | 3) =>
    text === null || !by ? null : divided(text, by, units, rounding)
  const each = {
    min: quotient(amount.min, persons.max, Big.roundDown as 0),
    max: quotient(amount.max, persons.min, Big.roundUp as 3)
  }
  if (each.min === null && each.max === null) return 'The amount and the number of people are too vague to be divided.'
  return { amount: each, currency, unit: 'person', formula: 'amount / persons', inputs: { amount, persons } }
}
