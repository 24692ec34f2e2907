import { country } from '../../record/country-names.ts'
import type { CountRange, FeeTerm } from '../../record/schema/agreement.ts'
import { capsAt } from '../../record/status/counted.ts'
import { perPersonOf } from '../../record/status/per-person.ts'
import { capOf, netOf, returnedOf } from '../../record/status/totals.ts'
import type { Act } from '../chronology.ts'
import { basisWords, capital } from '../words/codes.ts'
import { dateWords } from '../words/dates.ts'
import { money, netPaid, people, sums } from '../words/numbers.ts'
import { Cited } from './citing.tsx'
import type { AgreementView } from './view.ts'

/** Promised, paid, and both per head with the formula. */
export function Money({ view }: { view: AgreementView }) {
  const { record, chronology } = view
  const terms = record.feeTerms.filter(({ standing }) => standing !== 'retracted')
  const payments = chronology.acts.filter(({ event }) => event.type === 'payment')
  if (terms.length === 0 && payments.length === 0)
    return (
      <section id="money">
        <h2>Money</h2>
        <p>No fee, grant or payment is recorded. That nothing was found does not mean that nothing was agreed.</p>
      </section>
    )
  return (
    <section id="money">
      <h2>Money</h2>
      {terms.length > 0 && <Promised view={view} terms={terms} />}
      {payments.length > 0 ? <Paid view={view} payments={payments} /> : <p>No payment is recorded.</p>}
      <PerHead view={view} />
    </section>
  )
}

function Promised({ view: { record }, terms }: { view: AgreementView; terms: readonly FeeTerm[] }) {
  return (
    <div class="scroll">
      <table class="cards">
        <caption>Promised: what the two sides offered or agreed</caption>
        <thead>
          <tr>
            <th scope="col">For</th>
            <th scope="col">From, to</th>
            <th scope="col">Kind</th>
            <th scope="col">Stage</th>
            <th scope="col" class="num">
              Amount
            </th>
            <th scope="col">Who says so</th>
          </tr>
        </thead>
        <tbody>
          {terms.map(term => (
            <tr id={`f-${term.id}`}>
              <th scope="row">
                {term.purpose ?? 'not said'}
                {term.schedule && <span class="soft">{term.schedule}</span>}
                {term.conditions && <span class="soft">{term.conditions}</span>}
                {term.share !== 'all' && <span class="soft">Partly, or wholly, for other purposes</span>}
                {term.lapsedOn && <span class="soft">No longer stands since {dateWords(term.lapsedOn)}</span>}
                {term.standing === 'disputed' && <span class="tag dis">disputed</span>}
              </th>
              <td data-h="From, to">{direction(term.payer, term.payee)}</td>
              <td data-h="Kind">{basisWords(term.basis)}</td>
              <td data-h="Stage">{term.stage}</td>
              <td data-h="Amount" class="num">
                {term.amount && term.currency ? money(term.amount, term.currency) : <span class="soft">not known</span>}
                <Yearly term={term} record={record} />
              </td>
              <td data-h="Source">
                <Cited record={record} citations={term.citations} />
              </td>
            </tr>
          ))}
          <Total span={4} name="Definite sums promised" sum={sums(record.totals.promised)} />
        </tbody>
      </table>
    </div>
  )
}

/** What a price for shorter than a year comes to in one. */
function Yearly({ term, record }: { term: FeeTerm; record: AgreementView['record'] }) {
  const each = perPersonOf(term, record)
  if (typeof each === 'string') return null
  const [, times] = each.formula.split(' * ')
  if (!times) return null
  return (
    <span class="soft">
      × {times} = {money(each.amount, each.currency)} for a person and year
    </span>
  )
}

const direction = (payer: string | null | undefined, payee: string | null | undefined): string =>
  `${payer ? country(payer) : 'not said'} → ${payee ? country(payee) : 'not said'}`

function Paid({ view: { record }, payments }: { view: AgreementView; payments: readonly Act[] }) {
  return (
    <div class="scroll">
      <table class="cards">
        <caption>Paid: what is known to have gone over</caption>
        <thead>
          <tr>
            <th scope="col">When</th>
            <th scope="col">From, to</th>
            <th scope="col">For</th>
            <th scope="col" class="num">
              Amount
            </th>
            <th scope="col">Who says so</th>
          </tr>
        </thead>
        <tbody>
          {payments.map(({ event, n }) => (
            <tr>
              <td data-h="When">{capital(dateWords(event.date))}</td>
              <td data-h="From, to">{direction(event.payment?.payer, event.payment?.payee)}</td>
              <th scope="row">
                {event.description}{' '}
                <a class="n" href={`#e-${event.id}`}>
                  {n}
                </a>
              </th>
              <td data-h="Amount" class="num">
                {event.payment ? money(event.payment.amount, event.payment.currency) : 'not known'}
              </td>
              <td data-h="Source">
                <Cited record={record} citations={event.citations} />
              </td>
            </tr>
          ))}
          <Total
            span={3}
            name={returnedOf(record.totals.paid ?? []).length > 0 ? 'Paid so far, less what came back' : 'Paid so far'}
            sum={netPaid(record.totals.paid)}
          />
        </tbody>
      </table>
    </div>
  )
}

function Total({ span, name, sum }: { span: number; name: string; sum: string | undefined }) {
  if (!sum) return null
  return (
    <tr class="total">
      <th scope="row" colSpan={span}>
        {name}
      </th>
      <td data-h="Total" class="num">
        {sum}
      </td>
      <td />
    </tr>
  )
}

/** Per head always with its formula, or the reason why there is none. */
function PerHead({ view: { record, clocks } }: { view: AgreementView }) {
  const { totals } = record
  const [promise] = totals.promised ?? []
  const cap = promise && capOf(capsAt(record, clocks), promise.stage)
  const because = (member: string) => totals.reasons.find(({ pointer }) => pointer === `/${member}`)?.reason
  return (
    <>
      <h3>Per head</h3>
      <p class="formula">
        {'If everybody came: '}
        {totals.perPersonAtCap ? (
          <Quotient
            dividend={totals.promised ?? []}
            is="promised"
            divisor={`${people(cap as CountRange)} people`}
            each={totals.perPersonAtCap}
          />
        ) : (
          notComputed(because('perPersonAtCap'))
        )}
        <br />
        {'So far: '}
        {totals.perPersonActual ? (
          <Quotient
            dividend={netOf(totals.paid ?? [])}
            is="paid"
            divisor={`${people(totals.persons)} people moved`}
            each={totals.perPersonActual}
          />
        ) : (
          notComputed(because('perPersonActual'))
        )}
      </p>
    </>
  )
}

type Sums = NonNullable<AgreementView['record']['totals']['perPersonAtCap']>

function Quotient({ dividend, is, divisor, each }: { dividend: Sums; is: string; divisor: string; each: Sums }) {
  // A sum that is too vague to be divided has none for each.
  const divided = dividend.filter(({ currency }) => each.some(sum => sum.currency === currency))
  return (
    <>
      {sums(divided)} {is} ÷ {divisor} = <strong>{sums(each)}</strong> for each.
    </>
  )
}

const notComputed = (reason: string | undefined): string => (reason ? `not computed. ${reason}` : 'not computed.')
