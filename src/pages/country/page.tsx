import { country, countryKey, theCountry } from '../../record/country-names.ts'
import { compare } from '../../record/dates.ts'
import { figuresOf } from '../../record/status/across.ts'
import { groupBy } from '../../record/status/sums.ts'
import { ClockForm } from '../clock-form.tsx'
import { within } from '../course.ts'
import { operation, Page } from '../document.tsx'
import { Figure } from '../figure.tsx'
import { A, address, agreementPage, countryPage, type Query } from '../site.tsx'
import { BothStates } from '../states.tsx'
import { LifeAxis, Lifeline } from '../timeline/lifeline.tsx'
import { kindWords } from '../words/codes.ts'
import { dateWords, momentWords } from '../words/dates.ts'
import { count, people } from '../words/numbers.ts'
import type { CountryView, Life, PartyRole } from './view.ts'

const roles = { receiver: 'As receiver', sender: 'As sender', mutual: 'Both ways' } as const satisfies Record<
  PartyRole,
  string
>

const roleIn = ({ record }: Life, code: string): PartyRole | undefined =>
  record.parties.find(party => party.country === code)?.role

const otherThan = (code: string, { parties }: Life['record']): string =>
  parties.find(party => party.country !== code)?.country ?? code

/** `/countries/{code}` */
export function CountryPage({ view }: { view: CountryView }) {
  const { code, lives, more, asked, clocks, today } = view
  const name = country(code)
  const isOtherDay = Object.values(asked).some(value => value !== undefined)
  return (
    <Page
      title={`${name}: ${count(lives.length)}${more ? ' and more' : ''} ${lives.length === 1 ? 'agreement' : 'agreements'}`}
      description={`Agreements under which ${theCountry(code)} sends or receives people, and what became of them, as of ${dateWords(clocks.asOf)}.`}
      canonical={countryPage(code)}
      noIndex={isOtherDay || lives.length === 0}
      api={operation('Reference data', 'getCountry')}
      current="/countries"
    >
      <p class="crumb">
        <A href="/countries">Countries</A> / {name}
      </p>
      <h1>{name}</h1>
      <p class="lede bare">{inWords(view)}</p>
      {lives.length > 0 && <Numbers view={view} />}
      <details class="when" open={isOtherDay}>
        <summary>As of another day, or as it was reported by then</summary>
        <ClockForm action={countryPage(code)} asked={asked} asOf={clocks.asOf} today={today} />
      </details>
      {lives.length > 0 && (
        <p class="note">
          In the rows below the upper band is the status on paper, the lower one what was done.{' '}
          <A href="/vocabulary#legal_states">What the states mean</A>
        </p>
      )}
      {(Object.keys(roles) as PartyRole[]).map(role => (
        <Lives view={view} role={role} />
      ))}
      <Elsewhere view={view} />
    </Page>
  )
}

/** What the country takes part in, in one or two sentences. */
function inWords({ code, lives, clocks, asked, today }: CountryView): string {
  const day = clocks.asOf === today ? `today, ${dateWords(today)}` : `on ${dateWords(clocks.asOf)}`
  const known = [
    asked.reportedBy && ` as reported by ${dateWords(asked.reportedBy)}`,
    asked.knownAt && ` as this registry knew it on ${momentWords(asked.knownAt)}`
  ]
    .filter(Boolean)
    .join(' and')
  if (lives.length === 0)
    return `No agreement of ${theCountry(code)} is recorded as of ${dateWords(clocks.asOf)}${known}. That nothing was found does not mean that nothing exists.`
  const under = (role: PartyRole) => lives.filter(life => roleIn(life, code) === role).length
  const agreements = (number: number) => `${count(number)} ${number === 1 ? 'agreement' : 'agreements'}`
  const parts = [
    under('receiver') > 0 && `receiver in ${agreements(under('receiver'))}`,
    under('sender') > 0 && `sender in ${agreements(under('sender'))}`,
    under('mutual') > 0 &&
      `party to ${agreements(under('mutual'))} that ${under('mutual') === 1 ? 'works' : 'work'} both ways`
  ].filter(part => part !== false)
  const said = parts.length > 1 ? `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}` : parts.join()
  const operating = lives.filter(({ record }) => record.status.implementation === 'operating').length
  const operate =
    operating === 0
      ? `None is known to operate ${day}`
      : `${count(operating)} of the ${count(lives.length)} ${operating === 1 ? 'is' : 'are'} operating ${day}`
  return `${said.replace(/^./, letter => letter.toUpperCase())}. ${operate}${known && `,${known}`}.`
}

/** How many countries a row of figures names. */
const mostPartners = 4

function Numbers({ view: { code, lives } }: { view: CountryView }) {
  const moved = (role: PartyRole) =>
    figuresOf(
      lives.filter(life => roleIn(life, code) === role).map(({ record: { totals } }) => ({ totals, agreements: 1 }))
    ).persons
  const figures = [
    { persons: moved('receiver'), words: 'people received' },
    { persons: moved('sender'), words: 'people sent' }
  ].filter(({ persons }) => persons?.min)
  const partners = groupBy(lives, ({ record }) => otherThan(code, record))
  const busiest = [...partners].sort(
    ([a, some], [b, others]) => others.length - some.length || compare(countryKey(a), countryKey(b))
  )
  return (
    <dl class="numbers">
      {figures.map(({ persons, words }) => (
        <Figure before="at least" number={count(persons?.min ?? 0)}>
          {`${words}, in the ${persons?.agreements === 1 ? 'one agreement that has' : `${count(persons?.agreements ?? 0)} agreements that have`} a count`}
        </Figure>
      ))}
      {busiest.slice(0, mostPartners - figures.length).map(([other, { length }]) => (
        <Figure before={length === 1 ? 'agreement' : 'agreements'} number={count(length)}>
          with <A href={countryPage(other)}>{theCountry(other)}</A>
        </Figure>
      ))}
    </dl>
  )
}

/** The agreements of the country in one role, all on the scale of the page. */
function Lives({ view, role }: { view: CountryView; role: PartyRole }) {
  const { code, lives, clocks, today, asked } = view
  const shown = lives.filter(life => roleIn(life, code) === role)
  if (shown.length === 0) return null
  const span = { first: lives[0]?.first ?? clocks.asOf, last: clocks.asOf }
  return (
    <section id={role}>
      <h2>{roles[role]}</h2>
      <div class="scroll">
        <table class="cards lives">
          <thead>
            <tr>
              <th scope="col">Agreement</th>
              <th scope="col">
                <span class="skip">Over time</span>
                <LifeAxis {...span} />
              </th>
              <th scope="col">{clocks.asOf === today ? 'Today' : dateWords(clocks.asOf, true)}</th>
              <th scope="col" class="num">
                People moved
              </th>
            </tr>
          </thead>
          <tbody>
            {shown.map(({ record, course, first }) => (
              <tr>
                <th scope="row">
                  <A href={agreementPage(record.id, { ...asked })}>{record.title}</A>
                  <span class="soft">
                    with {theCountry(otherThan(code, record))} · {kindWords(record.kinds[0] ?? '')}
                  </span>
                </th>
                <td>
                  <Lifeline id={`life-${record.id}`} course={within(course, first, clocks.asOf)} {...span} />
                </td>
                <td data-h="Status">
                  <BothStates status={record.status} />
                </td>
                <People moved={people(record.totals.persons)} />
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}

const People = ({ moved }: { moved: string | undefined }) => (
  <td data-h="People" class={moved ? 'num' : 'num none'}>
    {moved}
  </td>
)

function Elsewhere({ view: { code, asked, more } }: { view: CountryView }) {
  const view: Query = { party: code, ...asked }
  return (
    <section id="elsewhere">
      <h2>These agreements elsewhere</h2>
      {more && <p>Only some of them are shown here; the list has them all.</p>}
      <p>
        <A href={address('/agreements', view)}>As a list</A> ·{' '}
        <A href={address('/v1/agreements', { ...view, format: 'csv' })}>CSV</A> ·{' '}
        <A href={address('/v1/agreements', { ...view, format: 'xlsx' })}>XLSX</A> ·{' '}
        <A href={address('/v1/agreements', view)}>JSON</A> · <A href={address('/changes', { party: code })}>changes</A>{' '}
        · <A href={address('/v1/changes', { party: code })}>feed</A>
      </p>
    </section>
  )
}
