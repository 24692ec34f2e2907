import type { Clocks, ClocksQuery } from '../../agreements/clocks.ts'
import type { AgreementRecord } from '../../agreements/schemas.ts'
import { compare, type Day } from '../../record/dates.ts'
import { groupBy } from '../../record/status/sums.ts'
import { ClockForm } from '../clock-form.tsx'
import { type Course, upTo } from '../course.ts'
import { operation, Page } from '../document.tsx'
import { A, address, agreementPage, countryPage } from '../site.tsx'
import { BothStates } from '../states.tsx'
import { LifeAxis, Lifeline } from '../timeline/lifeline.tsx'
import { kindWords } from '../words/codes.ts'
import { country, theCountry } from '../words/countries.ts'
import { dateWords } from '../words/dates.ts'
import { count, people } from '../words/numbers.ts'

/** An agreement of the country, and its course. */
export interface CountryItem {
  record: AgreementRecord
  course: Course
}

export interface CountryView {
  code: string
  items: readonly CountryItem[]
  clocks: Clocks
  asked: ClocksQuery
  today: Day
}

const roleOf = ({ record }: CountryItem, code: string) => record.parties.find(party => party.country === code)?.role
const otherOf = ({ record }: CountryItem, code: string) =>
  record.parties.find(party => party.country !== code)?.country ?? code
const beginOf = ({ course }: CountryItem): Day => course.find(({ from }) => from !== '-infinity')?.from ?? '9999'

/** `/countries/{code}` */
export function CountryPage({ view }: { view: CountryView }) {
  const { code, items, clocks, asked, today } = view
  const sorted = [...items].sort((a, b) => compare(beginOf(a), beginOf(b)))
  const of = (role: string) => sorted.filter(item => roleOf(item, code) === role)
  const [received, sent, mutual] = [of('receiver'), of('sender'), of('mutual')]
  const operating = items.filter(({ record }) => record.status.implementation === 'operating').length
  const day = clocks.asOf === today ? `today, ${dateWords(today)}` : `on ${dateWords(clocks.asOf)}`
  return (
    <Page
      title={`${country(code)}: ${agreements(items.length)}`}
      description={`${country(code)} as sender and receiver of people under ${agreements(items.length)}.`}
      canonical={countryPage(code)}
      noIndex={Object.values(asked).some(value => value !== undefined)}
      api={operation('Reference data', 'getCountry')}
      current="/countries"
    >
      <p class="crumb">
        <A href="/countries">Countries</A> / {country(code)}
      </p>
      <h1>{country(code)}</h1>
      <p class="lede bare">
        {`Receives people under ${agreements(received.length)}, sends under ${sent.length}${mutual.length > 0 ? `, and has ${mutual.length} that ${mutual.length === 1 ? 'works' : 'work'} both ways` : ''}. ${items.length === 0 ? '' : `${operating} of the ${items.length} ${operating === 1 ? 'is' : 'are'} operating ${day}.`}`}
      </p>
      <Numbers view={view} received={received} />
      <ClockForm action={countryPage(code)} asked={asked} asOf={clocks.asOf} today={today} />
      <Role title="As receiver" items={received} view={view} />
      <Role title="As sender" items={sent} view={view} />
      <Role title="Both ways" items={mutual} view={view} />
      <section>
        <h2>These agreements elsewhere</h2>
        <p>
          <A href={address('/agreements', { party: [code], asOf: asked.asOf })}>As a list</A> ·{' '}
          <A href={address('/v1/agreements', { party: [code], asOf: asked.asOf, format: 'csv' })}>CSV</A> ·{' '}
          <A href={address('/v1/agreements', { party: [code], asOf: asked.asOf, format: 'xlsx' })}>XLSX</A> ·{' '}
          <A href={address('/v1/agreements', { party: [code], asOf: asked.asOf })}>JSON</A>
        </p>
      </section>
    </Page>
  )
}

const agreements = (number: number): string => `${number} agreement${number === 1 ? '' : 's'}`

/** Partners that are named among the figures, at most. */
const mostPartners = 3

function Numbers({ view: { code, items }, received }: { view: CountryView; received: readonly CountryItem[] }) {
  const moved = received.reduce((sum, { record }) => sum + (record.totals.persons?.min ?? 0), 0)
  const partners = [...groupBy(items, item => otherOf(item, code))].sort(
    (a, b) => b[1].length - a[1].length || compare(a[0], b[0])
  )
  return (
    <dl class="numbers">
      {moved > 0 && (
        <div>
          <dt>people received, by the agreements that have a count</dt>
          <dd>
            <small>at least</small>
            {count(moved)}
          </dd>
        </div>
      )}
      {partners.slice(0, mostPartners).map(([partner, shared]) => (
        <div>
          <dt>
            with <A href={countryPage(partner)}>{theCountry(partner)}</A>
          </dt>
          <dd>
            <small>agreements</small>
            {shared.length}
          </dd>
        </div>
      ))}
    </dl>
  )
}

function Role({ title, items, view }: { title: string; items: readonly CountryItem[]; view: CountryView }) {
  if (items.length === 0) return null
  const { code, clocks, items: all } = view
  // All rows of the page share one scale.
  const first = `${[...all].map(beginOf).sort(compare)[0]?.slice(0, 4)}-01-01`
  return (
    <section>
      <h2>{title}</h2>
      <p class="note">
        The upper band is the status on paper, the lower one what was done.{' '}
        <A href="/vocabulary#legal_states">What the colours mean</A>
      </p>
      <div class="scroll">
        <table class="cards lives">
          <thead>
            <tr>
              <th scope="col">Agreement</th>
              <th scope="col">
                <span class="skip">Over time</span>
                <LifeAxis first={first} last={clocks.asOf} />
              </th>
              <th scope="col">On this day</th>
              <th scope="col" class="num">
                People moved
              </th>
            </tr>
          </thead>
          <tbody>
            {items.map(item => (
              <Row item={item} code={code} first={first} asOf={clocks.asOf} />
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}

function Row({ item, code, first, asOf }: { item: CountryItem; code: string; first: Day; asOf: Day }) {
  const { id, title, kinds, status, totals } = item.record
  const [kind = ''] = kinds
  const moved = people(totals.persons)
  return (
    <tr>
      <th scope="row">
        <A href={agreementPage(id)}>{title}</A>
        <span class="soft">
          with {theCountry(otherOf(item, code))} · {kindWords(kind)}
        </span>
      </th>
      <td>
        <Lifeline id={`w-${id}`} course={upTo(item.course, asOf)} first={first} last={asOf} />
      </td>
      <td data-h="On this day">
        <BothStates status={status} />
      </td>
      <td data-h="People" class={moved ? 'num' : 'num none'}>
        {moved}
      </td>
    </tr>
  )
}
