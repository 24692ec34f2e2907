import Big from 'big.js'
import { minorUnits } from '../currencies.ts'
import { compare } from '../dates.ts'
import type { CountRange, FeeTerm, MoneyRange } from '../schema/agreement.ts'
import type { moneyStates } from '../schema/codes.ts'
import type { Counted } from './counted.ts'
import { interning } from './interning.ts'
import type { Cap, Promises } from './promises.ts'
import type { Totals } from './schema.ts'
import { type Count, groupBy, hullOf, type Range, sumOf, totalOf, zero } from './sums.ts'
import type { PublishedEvent } from './timeline.ts'

export type AmountByCurrency = { currency: string; amount: MoneyRange }

/** How far the money has come, and the sums. */
interface Sums {
  money: (typeof moneyStates)[number]
  totals: Totals
}

/**
 * Sums over what counts. Promises and payments are never mixed in one figure.
 *
 * @param isMoved somebody was moved, also where no source says how many
 */
export type SumUp = (counted: Counted, isMoved: boolean) => Sums

/**
 * Prepares the sums of a record. Over its days the same selections of what counts come again and again, so each is summed up
 * once, and totals that are equal are one object.
 */
export function summing({ classOf }: Promises): SumUp {
  const known = new Map<string, Sums>()
  const one = interning<Totals>()
  return (counted, isMoved) => {
    const { payments, transfers, pending, feeTerms, caps } = counted
    // Bounds of events differ from one day of publication to another.
    const happened = [payments, transfers, pending].map(list =>
      list.map(({ id, lo, hi }) => `${id} ${lo} ${hi}`).join()
    )
    const promised = [feeTerms, caps].map(list => list.map(({ id }) => id).join())
    const selection = `${[...happened, ...promised].join(';')};${isMoved}`
    const before = known.get(selection)
    if (before) return before
    const { money, totals } = sum(counted, classOf, isMoved)
    const sums = { money, totals: one(totals) }
    known.set(selection, sums)
    return sums
  }
}

function sum(counted: Counted, classOf: Promises['classOf'], isMoved: boolean): Sums {
  const forThis = counted.feeTerms.filter(({ promise }) => promise.share === 'all').map(({ promise }) => promise)
  const forOthers = counted.feeTerms.filter(({ promise }) => promise.share !== 'all').map(({ promise }) => promise)
  const promised = promisedBy(forThis, classOf)
  const inPackage = promisedBy(forOthers, classOf)
  const payments = paymentsOf(counted)
  const paid = paidBy(payments)
  const persons = personsMoved(counted)
  const { stage = 'agreed' } = promised[0] ?? {}
  const cap = capOf(
    counted.caps.map(({ promise }) => promise),
    stage
  )
  const reasons: Totals['reasons'] = []
  const orNull = <T>(pointer: string, value: T | string): T | null => {
    if (typeof value !== 'string') return value
    reasons.push({ pointer, reason: value })
    return null
  }
  const totals = {
    persons: orNull('/persons', persons ?? reasonForNobody(counted, isMoved)),
    promised: orNull('/promised', promised.length > 0 ? promised : reasonForNoPromise(forThis)),
    package: orNull(
      '/package',
      inPackage.length > 0 ? inPackage : 'No definite sum that is also, or only, for other purposes is recorded.'
    ),
    paid: orNull('/paid', paid.length > 0 ? paid : reasonForNoPayment(counted)),
    perPersonAtCap: orNull(
      '/perPersonAtCap',
      perPerson(promised, cap, 'promise with a definite amount', 'cap on the number of people')
    ),
    perPersonActual: orNull(
      '/perPersonActual',
      perPerson(
        netOf(paid),
        persons ?? 'No number of people moved is recorded.',
        'payment with an amount',
        'number of people moved'
      )
    ),
    reasons
  }
  return { money: moneyOf(counted, classOf, payments, paid), totals }
}

/** Payments that are for what the record is about, and of more than nothing. */
function paymentsOf({ payments, feeTerms }: Counted): readonly PublishedEvent[] {
  const forOthers = new Set(feeTerms.flatMap(({ id, promise }) => (promise.share === 'none' ? [id] : [])))
  return payments.filter(({ written }) => {
    const payment = written?.event.payment
    return !payment || (!forOthers.has(payment.feeTerm ?? '') && !(payment.amount.max && Big(payment.amount.max).eq(0)))
  })
}

/** Bases that are no money. */
const noMoney: readonly string[] = ['in_kind', 'non_monetary']

/** `paid` when payments reach the lower bound of every definite promise, `some_paid` where nothing definite was promised. */
function moneyOf(
  { feeTerms }: Counted,
  classOf: Promises['classOf'],
  payments: readonly PublishedEvent[],
  paid: readonly Paid[]
): Sums['money'] {
  const counting = feeTerms
    .map(({ promise }) => promise)
    .filter(({ share, basis, stage }) => share !== 'none' && !noMoney.includes(basis) && isPromise(stage))
  if (payments.length > 0) {
    const net = netOf(paid)
    const paidIn = new Set(net.map(({ currency }) => currency))
    const leasts = promisedBy(counting, classOf, paidIn).filter(({ amount }) => amount.min !== null)
    if (leasts.length === 0) return 'some_paid'
    const isReached = leasts.every(({ currency, amount }) =>
      Big(net.find(other => other.currency === currency)?.amount.min ?? 0).gte(amount.min as string)
    )
    if (isReached) return 'paid'
    // Nobody knows that a payment of an unknown sum is only a part.
    return payments.some(({ written }) => !written?.event.payment) ? 'some_paid' : 'part_paid'
  }
  if (counting.some(({ stage }) => stage === 'agreed')) return 'agreed'
  return counting.length > 0 ? 'offered' : 'none'
}

const isPromise = (stage: FeeTerm['stage']): stage is 'offered' | 'agreed' => stage === 'offered' || stage === 'agreed'

function reasonForNobody({ transfers, pending }: Counted, isMoved: boolean): string {
  if (transfers.some(({ written }) => written?.event.persons && written.event.includesOthers))
    return 'The counts that are recorded include people of other agreements.'
  if (transfers.some(({ written }) => written?.event.persons))
    return 'No number that counts says how many people were moved at least.'
  if (pending.some(({ written }) => written?.event.persons)) return 'A movement is recorded, but may lie later.'
  return isMoved ? 'A movement is recorded, but no number of people that counts.' : 'No movement of people is recorded.'
}

function reasonForNoPromise(terms: readonly FeeTerm[]): string {
  const promises = terms.filter(({ stage }) => isPromise(stage))
  if (promises.length > 0)
    return 'What was promised is a rate, a reimbursement, in kind or undisclosed, so that it has no sum.'
  return terms.length > 0 ? 'Sums were only asked for or estimated.' : 'No promise that counts is recorded.'
}

const reasonForNoPayment = ({ payments }: Counted): string =>
  payments.length > 0 ? 'A payment is recorded, but no amount that counts.' : 'No payment is recorded.'

/** Bases whose amount is the whole of what is promised; the others are rates, or no money. */
const definiteBases: readonly string[] = ['lump_sum', 'instalments', 'grant', 'loan_or_relief']

const isDefinite = (term: FeeTerm): term is FeeTerm & AmountByCurrency =>
  definiteBases.includes(term.basis) && term.amount !== null && term.currency !== null

type PromisedSum = AmountByCurrency & { stage: 'offered' | 'agreed' }

/**
 * Sums of definite promises by currency: those agreed where there are any, else those offered.
 *
 * @param preferred currencies that come first where terms restate each other in several
 */
function promisedBy(
  terms: readonly FeeTerm[],
  classOf: Promises['classOf'],
  preferred: ReadonlySet<string> = new Set()
): PromisedSum[] {
  const definite = terms.filter(isDefinite)
  const stage = definite.some(term => term.stage === 'agreed') ? 'agreed' : 'offered'
  // Terms that restate each other count once, in the currency of the first of them.
  const byClass = groupBy(
    definite.filter(term => term.stage === stage),
    ({ id }) => classOf(id)
  )
  const amounts = [...byClass.values()].map(restated => {
    const candidates = restated.some(term => preferred.has(term.currency))
      ? restated.filter(term => preferred.has(term.currency))
      : restated
    const { currency } = candidates.reduce((first, term) => (term.id < first.id ? term : first))
    const hull = hullOf(restated.filter(term => term.currency === currency).map(({ amount }) => rangeOf(amount)))
    return { currency, range: hull }
  })
  return sumsByCurrency(amounts).map(sum => ({ ...sum, stage }))
}

/** A range of money as exact numbers. */
export const rangeOf = ({ min, max }: MoneyRange): Range => ({
  min: min === null ? null : Big(min),
  max: max === null ? null : Big(max)
})

const sumsByCurrency = (amounts: readonly { currency: string; range: Range }[]): AmountByCurrency[] =>
  [...groupBy(amounts, ({ currency }) => currency)]
    .sort(([a], [b]) => compare(a, b))
    .map(([currency, parts]) => ({ currency, amount: inFull(sumOf(parts.map(({ range }) => range)), currency) }))

/**
 * A sum has all minor units of its currency, however its parts were written, and more where it needs them: rounded, "at least"
 * could say too much.
 */
export function inFull({ min, max }: Range, currency: string): MoneyRange {
  const units = minorUnits(currency)
  const written = (amount: Big | null) =>
    amount === null ? null : amount.round(units).eq(amount) ? amount.toFixed(units) : amount.toFixed()
  return { min: written(min), max: written(max) }
}

type Paid = NonNullable<Totals['paid']>[number]

/** Payments by direction and currency: what comes back is a direction of its own. */
function paidBy(payments: readonly PublishedEvent[]): Paid[] {
  const flows = payments.flatMap(({ lo, hi, written }) => {
    const event = written?.event
    if (!event?.payment) return []
    const { payer, payee, currency, amount, feeTerm } = event.payment
    const count: Count = { lo, hi, range: rangeOf(amount), cumulative: event.cumulative === true }
    return [{ payer, payee, currency, feeTerm, count }]
  })
  const directions = groupBy(flows, ({ payer, payee, currency }) => `${payer ?? ''} ${payee ?? ''} ${currency}`)
  return [...directions]
    .sort(([a], [b]) => compare(a, b))
    .map(([, parts]) => {
      const { payer, payee, currency } = parts[0] as (typeof parts)[number]
      return { payer, payee, currency, amount: inFull(paidOneWay(parts), currency) }
    })
}

/** What went one way: a payment that counts everything does so for the fee term that it names, or else for all of them. */
function paidOneWay(parts: readonly { feeTerm: string | null; count: Count }[]): Range {
  const unnamed = (part: (typeof parts)[number]) => part.feeTerm === null && part.count.cumulative
  const byTerm = groupBy(
    parts.filter(part => !unnamed(part)),
    ({ feeTerm }) => feeTerm
  )
  const perTerm = sumOf([...byTerm.values()].map(ofTerm => totalOf(ofTerm.map(({ count }) => count))))
  if (!parts.some(unnamed)) return perTerm
  const whole = totalOf(parts.filter(part => unnamed(part) || !part.count.cumulative).map(({ count }) => count))
  const min = perTerm.min && (!whole.min || perTerm.min.gt(whole.min)) ? perTerm.min : whole.min
  return { min, max: whole.max && min?.gt(whole.max) ? min : whole.max }
}

/** What came back: of two ways between the same parties the one in which less went. */
export const returnedOf = (paid: readonly Paid[]): Paid[] =>
  paid.filter(
    ({ payer, payee, currency, amount }) =>
      payer !== null &&
      payee !== null &&
      paid.some(
        other =>
          other.currency === currency &&
          other.payer === payee &&
          other.payee === payer &&
          (Big(other.amount.min ?? 0).gt(amount.min ?? 0) ||
            (Big(other.amount.min ?? 0).eq(amount.min ?? 0) && payer > payee))
      )
  )

/** What is left by currency after what came back. */
export function netOf(paid: readonly Paid[]): AmountByCurrency[] {
  const returned = new Set(returnedOf(paid))
  const positive = (amount: Big) => (amount.lt(0) ? zero : amount)
  return [...groupBy(paid, ({ currency }) => currency)].map(([currency, ways]) => {
    const out = sumOf(ways.filter(way => !returned.has(way)).map(({ amount }) => rangeOf(amount)))
    const back = sumOf(ways.filter(way => returned.has(way)).map(({ amount }) => rangeOf(amount)))
    const min = out.min === null ? null : back.max === null ? zero : positive(out.min.minus(back.max))
    const max = out.max === null ? null : positive(out.max.minus(back.min ?? 0))
    return { currency, amount: inFull({ min, max }, currency) }
  })
}

/**
 * People moved; null where no movement is recorded that counts. Nobody knows that single movements are all that there were, so
 * without a count of everybody they are at least so many. One that may lie later adds to the most only.
 */
function personsMoved({ transfers, pending }: Counted): CountRange | null {
  const countOf = ({ lo, hi, written }: PublishedEvent): Count[] => {
    const event = written?.event
    if (!event || event.includesOthers) return []
    const { min = null, max = null } = event.persons ?? {}
    const range = { min: min === null ? null : Big(min), max: max === null ? null : Big(max) }
    return event.cumulative && !event.persons ? [] : [{ lo, hi, range, cumulative: event.cumulative === true }]
  }
  const perhaps = pending.flatMap(countOf).filter(({ cumulative }) => !cumulative)
  const counts = [
    ...transfers.flatMap(countOf),
    ...perhaps.map(count => ({ ...count, range: { ...count.range, min: null } }))
  ]
  const { min, max } = totalOf(counts, sum => ({ min: sum.min, max: null }))
  if (min === null && max === null) return null
  return { min: min === null ? null : min.toNumber(), max: max === null ? null : max.toNumber() }
}

/** How many people may come in all, by the caps that count; a reason where that is not said. */
export function capOf(caps: readonly Cap[], stage: 'offered' | 'agreed'): CountRange | string {
  const ofStage = caps.filter(cap => cap.stage === stage)
  const total = ofStage.filter(({ basis }) => basis === 'total')
  if (total.length > 0) {
    const { min, max } = hullOf(
      total.map(({ persons }) => ({
        min: persons.min === null ? null : Big(persons.min),
        max: persons.max === null ? null : Big(persons.max)
      }))
    )
    return { min: min === null ? null : min.toNumber(), max: max === null ? null : max.toNumber() }
  }
  const bases = [...new Set(ofStage.map(({ basis }) => basis.replaceAll('_', ' ')))]
  return bases.length > 0 ? `The cap is ${bases.join(' and ')}.` : 'No cap on the number of people is recorded.'
}

/** Money per head, with the widest bounds that both ranges allow, rounded outwards; a reason where it cannot be said. */
function perPerson(
  sums: readonly AmountByCurrency[],
  persons: CountRange | string,
  ofMoney: string,
  ofPersons: string
): AmountByCurrency[] | string {
  if (sums.length === 0) return `No ${ofMoney} is recorded.`
  if (typeof persons === 'string') return persons
  if (persons.max === 0) return 'Nobody was moved.'
  const divide = (amount: string | null, by: number | null, currency: string, rounding: 0 | 3) =>
    amount === null || !by ? null : divided(amount, by, minorUnits(currency), rounding)
  const heads = sums.map(({ currency, amount }) => ({
    currency,
    amount: {
      min: divide(amount.min, persons.max, currency, Big.roundDown),
      max: divide(amount.max, persons.min, currency, Big.roundUp)
    }
  }))
  const known = heads.filter(({ amount }) => amount.min !== null || amount.max !== null)
  return known.length > 0 ? known : `The ${ofMoney} and the ${ofPersons} are too vague to be divided.`
}

/** A quotient in so many decimals; whether anything is lost by that is seen from the remainder, which is exact. */
export function divided(amount: string, by: number, units: number, rounding: 0 | 3): string {
  const down = Big(amount).div(by).round(units, Big.roundDown)
  const isExact = down.times(by).gte(amount)
  const least = Big(10).pow(-units)
  return (rounding === Big.roundDown || isExact ? down : down.plus(least)).toFixed(units)
}
