import Big from 'big.js'
import { bounds, type Day } from '../dates.ts'
import type { Agreement, AgreementEvent, CountRange, FeeTerm, MoneyRange } from '../schema/agreement.ts'
import type { moneyStates } from '../schema/codes.ts'
import { countsAt, type Promises } from './promises.ts'
import type { Totals } from './schema.ts'
import type { Standing } from './standings.ts'

export type MoneyState = (typeof moneyStates)[number]

type Range = MoneyRange
type AmountByCurrency = { currency: string; amount: Range }

/** What counts of a record at some clocks: facts that have happened, promises that were published. */
export interface Counted {
  events: AgreementEvent[]
  feeTerms: FeeTerm[]
  caps: Agreement['scope']['caps']
  restated: Promises['restated']
}

/** Bases whose amount is the whole of what is promised; the others are rates, or no money. */
const definiteBases: readonly string[] = ['lump_sum', 'instalments', 'grant', 'loan_or_relief']

/** Undisputed events that have happened by a day, and undisputed promises that were published by another. */
export const countedAt = (
  { feeTerms, caps, restated }: Promises,
  standings: readonly Standing[],
  clocks: { asOf: Day; reportedBy: Day }
): Counted => ({
  events: standings.flatMap(({ event, hi, disputed }) => (event && hi <= clocks.asOf && !disputed ? [event] : [])),
  feeTerms: feeTerms.flatMap(term => (countsAt(term, clocks) ? [term.claim] : [])),
  caps: caps.flatMap(cap => (countsAt(cap, clocks) ? [cap.claim] : [])),
  restated
})

/**
 * How far the money has come. `paid` when the payments reach the lower bound of what was agreed in every currency, or
 * nothing definite was agreed.
 */
export function moneyOf(counted: Counted): MoneyState {
  const { events, feeTerms } = counted
  if (events.some(({ type }) => type === 'payment')) {
    const paid = paidIn(events)
    const reached = promisedBy(counted, 'agreed').every(({ currency, amount }) => {
      const sum = paid.find(other => other.currency === currency)?.amount.min
      return amount.min === null || Big(sum ?? 0).gte(amount.min)
    })
    return reached ? 'paid' : 'part_paid'
  }
  if (feeTerms.some(({ stage }) => stage === 'agreed')) return 'agreed'
  return feeTerms.length > 0 ? 'offered' : 'none'
}

/** Sums over what counts. Promises and payments are never mixed in one figure. */
export function totalsOf(counted: Counted, carriedOut: boolean): Totals {
  const reasons: Totals['reasons'] = []
  const orNull = <T>(pointer: string, value: T | string): T | null => {
    if (typeof value !== 'string') return value
    reasons.push({ pointer, reason: value })
    return null
  }
  const agreed = promisedBy(counted, 'agreed')
  const stage = agreed.length > 0 ? 'agreed' : 'offered'
  const promised = agreed.length > 0 ? agreed : promisedBy(counted, 'offered')
  const paid = paidIn(counted.events)
  const persons = personsMoved(counted.events)
  const cap = counted.caps.find(cap => cap.basis === 'total' && cap.stage === stage)?.persons
  return {
    persons: orNull(
      '/persons',
      persons ?? (carriedOut ? 'No source says how many people were moved.' : 'No movement of people is recorded.')
    ),
    promised: orNull(
      '/promised',
      promised.length > 0 ? promised.map(sum => ({ ...sum, stage })) : reasonForNoPromise(counted.feeTerms)
    ),
    paid: orNull('/paid', paid.length > 0 ? paid : 'No payment with an amount is recorded.'),
    perPersonAtCap: orNull('/perPersonAtCap', perPerson(promised, cap, 'promise', 'cap on the number of people')),
    perPersonActual: orNull('/perPersonActual', perPerson(paid, persons, 'payment', 'number of people moved')),
    reasons
  }
}

const reasonForNoPromise = (feeTerms: readonly FeeTerm[]): string =>
  feeTerms.length === 0
    ? 'No fee term is recorded.'
    : 'The fee terms are rates, reimbursements, in kind or undisclosed, so that they have no sum.'

const isDefinite = (term: FeeTerm): term is FeeTerm & { amount: Range; currency: string } =>
  definiteBases.includes(term.basis) && term.amount !== null && term.currency !== null

/**
 * Sums of definite promises by currency. A term that restates another one is not counted beside it; of terms that restate
 * each other the first by id is.
 */
function promisedBy({ feeTerms, restated }: Counted, stage: FeeTerm['stage']): AmountByCurrency[] {
  const definite = feeTerms.filter(isDefinite).filter(term => term.stage === stage)
  const counted = new Set(definite.map(({ id }) => id))
  const restates = (id: string, other: string) => restated.get(id)?.has(other) === true
  const isCountedElsewhere = ({ id }: FeeTerm) =>
    [...(restated.get(id) ?? [])].some(
      other => other !== id && counted.has(other) && !(restates(other, id) && id < other)
    )
  return sumByCurrency(definite.filter(term => !isCountedElsewhere(term)))
}

function paidIn(events: readonly AgreementEvent[]): AmountByCurrency[] {
  return sumByCurrency(events.flatMap(({ type, payment }) => (type === 'payment' && payment ? [payment] : [])))
}

function sumByCurrency(amounts: readonly { currency: string; amount: Range }[]): AmountByCurrency[] {
  const sums = new Map<string, Range>()
  for (const { currency, amount } of amounts) {
    const sum = sums.get(currency)
    sums.set(
      currency,
      sum ? { min: add(sum.min ?? '0', amount.min ?? '0'), max: addOpen(sum.max, amount.max) } : amount
    )
  }
  return [...sums].sort(([a], [b]) => (a < b ? -1 : 1)).map(([currency, amount]) => ({ currency, amount }))
}

/** With two decimals, or with as many as the currency has where that are more. */
function add(a: string, b: string): string {
  const sum = Big(a).plus(b)
  return sum.round(2).eq(sum) ? sum.toFixed(2) : sum.toFixed()
}

/** "At least" plus anything is "at least". */
const addOpen = (a: string | null, b: string | null): string | null => (a === null || b === null ? null : add(a, b))

/**
 * People moved: the larger of the sum of single movements and, for each count of everybody up to a day, that count plus
 * the single movements after it; null where no movement is recorded.
 */
function personsMoved(events: readonly AgreementEvent[]): CountRange | null {
  const moves = events.filter(({ type }) => type === 'transfer')
  if (!moves.some(({ persons }) => persons)) return null
  const single = moves.filter(({ cumulative }) => !cumulative)
  const counts = [
    sumOf(single),
    ...moves
      .filter(({ cumulative, persons }) => cumulative && persons)
      .map(total => sumOf([total, ...single.filter(({ date }) => bounds(date).lo > bounds(total.date).hi)]))
  ]
  const max = counts.map(count => count.max)
  return {
    min: Math.max(...counts.map(count => count.min ?? 0)),
    max: max.includes(null) ? null : Math.max(...(max as number[]))
  }
}

const sumOf = (moves: readonly AgreementEvent[]): CountRange => ({
  min: moves.reduce((sum, { persons }) => sum + (persons?.min ?? 0), 0),
  max: moves.reduce<number | null>(
    (sum, { persons }) => (sum === null || !persons || persons.max === null ? null : sum + persons.max),
    0
  )
})

/** Money per head, with the widest bounds that both ranges allow; a reason where it cannot be said. */
function perPerson(
  sums: readonly AmountByCurrency[],
  persons: CountRange | null | undefined,
  ofMoney: string,
  ofPersons: string
): AmountByCurrency[] | string {
  if (sums.length === 0) return `No ${ofMoney} with a definite amount is recorded.`
  if (!persons) return `No ${ofPersons} is recorded.`
  if (persons.max === 0) return 'Nobody was moved.'
  const divide = (amount: string | null, by: number | null) =>
    amount === null || !by ? null : Big(amount).div(by).toFixed(2)
  const heads = sums.map(({ currency, amount }) => ({
    currency,
    amount: { min: divide(amount.min, persons.max), max: divide(amount.max, persons.min) }
  }))
  const known = heads.filter(({ amount }) => amount.min !== null || amount.max !== null)
  return known.length > 0 ? known : `The ${ofMoney} and the ${ofPersons} are too vague to be divided.`
}
