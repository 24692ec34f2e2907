import Big from 'big.js'
import { minorUnits } from '../currencies.ts'
import { compare } from '../dates.ts'
import type { CountRange, FeeTerm, MoneyRange } from '../schema/agreement.ts'
import type { moneyStates } from '../schema/codes.ts'
import type { Counted } from './counted.ts'
import { interning } from './interning.ts'
import type { Promises } from './promises.ts'
import type { Totals } from './schema.ts'
import type { WrittenEvent } from './timeline.ts'

type AmountByCurrency = { currency: string; amount: MoneyRange }

/** How far the money has come, and the sums. */
export interface Sums {
  money: (typeof moneyStates)[number]
  totals: Totals
}

/**
 * Sums over what counts. Promises and payments are never mixed in one figure.
 *
 * @param carriedOut somebody was moved, also where no source says how many
 */
export type SumUp = (counted: Counted, carriedOut: boolean) => Sums

/**
 * Prepares the sums of a record. Over its days the same selections of what counts come again and again, so each is summed up
 * once, and totals that are equal are one object.
 */
export function summing({ restatedBy }: Promises): SumUp {
  const known = new Map<string, Sums>()
  const one = interning<Totals>()
  return (counted, carriedOut) => {
    const { payments, transfers, feeTerms, caps } = counted
    const ids = [payments, transfers, feeTerms, caps].map(list => list.map(({ id }) => id).join())
    const selection = `${ids.join(';')};${carriedOut}`
    const before = known.get(selection)
    if (before) return before
    const { money, totals } = sum(counted, restatedBy, carriedOut)
    const sums = { money, totals: one(totals) }
    known.set(selection, sums)
    return sums
  }
}

function sum(counted: Counted, restatedBy: Promises['restatedBy'], carriedOut: boolean): Sums {
  const paid = sumByCurrency(counted.payments.flatMap(({ event }) => event.payment ?? []))
  const agreed = promisedBy(counted, restatedBy, 'agreed')
  const stage = agreed.length > 0 ? 'agreed' : 'offered'
  const promised = agreed.length > 0 ? agreed : promisedBy(counted, restatedBy, 'offered')
  const persons = personsMoved(counted.transfers)
  const cap = counted.caps.find(({ promise }) => promise.basis === 'total' && promise.stage === stage)?.promise.persons
  const reasons: Totals['reasons'] = []
  const orNull = <T>(pointer: string, value: T | string): T | null => {
    if (typeof value !== 'string') return value
    reasons.push({ pointer, reason: value })
    return null
  }
  const totals = {
    persons: orNull(
      '/persons',
      persons ?? (carriedOut ? 'No source says how many people were moved.' : 'No movement of people is recorded.')
    ),
    promised: orNull(
      '/promised',
      promised.length > 0 ? promised.map(sum => ({ ...sum, stage })) : reasonForNoPromise(counted)
    ),
    paid: orNull('/paid', paid.length > 0 ? paid : 'No payment with an amount is recorded.'),
    perPersonAtCap: orNull('/perPersonAtCap', perPerson(promised, cap, 'promise', 'cap on the number of people')),
    perPersonActual: orNull('/perPersonActual', perPerson(paid, persons, 'payment', 'number of people moved')),
    reasons
  }
  return { money: moneyOf(counted, agreed, paid), totals }
}

/** `paid` when the payments reach the lower bound of what was agreed in every currency, or nothing definite was agreed. */
function moneyOf(
  { payments, feeTerms }: Counted,
  agreed: readonly AmountByCurrency[],
  paid: readonly AmountByCurrency[]
): Sums['money'] {
  if (payments.length > 0) {
    const isReached = agreed.every(({ currency, amount }) => {
      const sum = paid.find(other => other.currency === currency)?.amount.min
      return amount.min === null || Big(sum ?? 0).gte(amount.min)
    })
    return isReached ? 'paid' : 'part_paid'
  }
  if (feeTerms.some(({ promise }) => promise.stage === 'agreed')) return 'agreed'
  return feeTerms.length > 0 ? 'offered' : 'none'
}

const reasonForNoPromise = ({ feeTerms }: Counted): string =>
  feeTerms.length === 0
    ? 'No fee term is recorded.'
    : 'The fee terms are rates, reimbursements, in kind or undisclosed, so that they have no sum.'

/** Bases whose amount is the whole of what is promised; the others are rates, or no money. */
const definiteBases: readonly string[] = ['lump_sum', 'instalments', 'grant', 'loan_or_relief']

const isDefinite = (term: FeeTerm): term is FeeTerm & AmountByCurrency =>
  definiteBases.includes(term.basis) && term.amount !== null && term.currency !== null

/**
 * Sums of definite promises by currency. A term that restates another one is not counted beside it; of terms that restate
 * each other the first by id is.
 */
function promisedBy(
  { feeTerms }: Counted,
  restatedBy: Promises['restatedBy'],
  stage: FeeTerm['stage']
): AmountByCurrency[] {
  const definite = feeTerms
    .map(({ promise }) => promise)
    .filter(isDefinite)
    .filter(term => term.stage === stage)
  const restates = (id: string, other: string) => restatedBy(id).has(other)
  const isCountedElsewhere = ({ id }: FeeTerm) =>
    definite.some(other => other.id !== id && restates(id, other.id) && !(restates(other.id, id) && id < other.id))
  return sumByCurrency(definite.filter(term => !isCountedElsewhere(term)))
}

/** A sum is at least what is known of its parts, null where that is nothing, and open as soon as one of them is. */
function sumByCurrency(amounts: readonly AmountByCurrency[]): AmountByCurrency[] {
  const sums = new Map<string, { min: Big | null; max: Big | null }>()
  for (const { currency, amount } of amounts) {
    const { min, max } = sums.get(currency) ?? { min: null, max: Big(0) }
    sums.set(currency, {
      min: amount.min === null ? min : (min ?? Big(0)).plus(amount.min),
      max: max === null || amount.max === null ? null : max.plus(amount.max)
    })
  }
  return [...sums]
    .sort(([a], [b]) => compare(a, b))
    .map(([currency, { min, max }]) => ({
      currency,
      amount: { min: inFull(min, currency), max: inFull(max, currency) }
    }))
}

/**
 * A sum has all minor units of its currency, however its parts were written, and more where it needs them: rounded, "at least"
 * could say too much.
 */
function inFull(amount: Big | null, currency: string): string | null {
  if (amount === null) return null
  const units = minorUnits(currency)
  return amount.round(units).eq(amount) ? amount.toFixed(units) : amount.toFixed()
}

/**
 * People moved: the larger of the sum of single movements and, for each count of everybody up to a day, that count plus
 * the single movements after it; null where no movement is recorded.
 */
function personsMoved(transfers: readonly WrittenEvent[]): CountRange | null {
  if (!transfers.some(({ event }) => event.persons)) return null
  const single = transfers.filter(({ event }) => !event.cumulative)
  const counts = [
    countOf(single),
    ...transfers
      .filter(({ event }) => event.cumulative && event.persons)
      .map(total => countOf([total, ...single.filter(({ dated }) => dated.lo > total.dated.hi)]))
  ]
  const max = Math.max(...counts.map(count => count.max))
  return { min: Math.max(...counts.map(count => count.min)), max: max === Infinity ? null : max }
}

/** How many people some movements moved together; what no source limits is endless. */
function countOf(transfers: readonly WrittenEvent[]): { min: number; max: number } {
  let min = 0
  let max = 0
  for (const { event } of transfers) {
    min += event.persons?.min ?? 0
    max += event.persons?.max ?? Infinity
  }
  return { min, max }
}

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
  const divide = (amount: string | null, by: number | null, currency: string) =>
    amount === null || !by ? null : Big(amount).div(by).toFixed(minorUnits(currency))
  const heads = sums.map(({ currency, amount }) => ({
    currency,
    amount: { min: divide(amount.min, persons.max, currency), max: divide(amount.max, persons.min, currency) }
  }))
  const known = heads.filter(({ amount }) => amount.min !== null || amount.max !== null)
  return known.length > 0 ? known : `The ${ofMoney} and the ${ofPersons} are too vague to be divided.`
}
