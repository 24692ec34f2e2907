import type { ComponentChildren } from 'preact'
import type { Clocks, ClocksQuery } from '../../agreements/clocks.ts'
import type { AgreementRecord } from '../../agreements/schemas.ts'
import { compare, type Day } from '../../record/dates.ts'
import { signatureOf } from '../chronology.ts'
import { ClockForm } from '../clock-form.tsx'
import { type Course, upTo } from '../course.ts'
import { Direction } from '../direction.tsx'
import { operation, Page } from '../document.tsx'
import { A, address, agreementPage, joined } from '../site.tsx'
import { InPractice, OnPaper } from '../states.tsx'
import { LifeAxis, Lifeline } from '../timeline/lifeline.tsx'
import { basisWords, capital, human, kindWords, stanceWords } from '../words/codes.ts'
import { country } from '../words/countries.ts'
import { dateWords, durationWords } from '../words/dates.ts'
import { money, people, sums } from '../words/numbers.ts'

export interface Compared {
  record: AgreementRecord
  course: Course
}

export interface CompareView {
  compared: readonly Compared[]
  clocks: Clocks
  asked: ClocksQuery
  today: Day
}

/** What is said of each agreement: as text, by which they are compared, and as it is shown. */
interface Cell {
  text: string
  shown: ComponentChildren
}

const cell = (text: string | undefined | null, shown: ComponentChildren = text): Cell => ({
  text: text ?? '',
  shown: text ? shown : <span class="soft">not recorded</span>
})

/** `/compare` */
export function ComparePage({ view }: { view: CompareView }) {
  const { compared, clocks, asked, today } = view
  const ids = compared.map(({ record }) => record.id)
  const names = compared.map(({ record }) => shortName(record))
  return (
    <Page
      title={`Compared: ${names.join('; ')}`}
      description={`${compared.length} agreements side by side: what became of them, what they are, money and clauses.`}
      canonical={address('/compare', { id: ids })}
      noIndex
      api={operation('Analysis', 'getComparison')}
      current="/agreements"
    >
      <p class="crumb">
        <A href="/agreements">Agreements</A> / Compare
      </p>
      <h1>{capital(`${numberWords[compared.length] ?? compared.length} agreements side by side`)}</h1>
      <p class="lede bare">
        Where they differ is marked ≠; what is the same stands in grey. Status as of {dateWords(clocks.asOf)}.
      </p>
      <ClockForm action="/compare" asked={asked} asOf={clocks.asOf} today={today} kept={{ id: ids }} />
      <div class="bare scroll">
        <table class="cmp cards">
          <thead>
            <tr>
              <th scope="col">
                <span class="skip">Member</span>
              </th>
              {compared.map(({ record }) => (
                <th scope="col">
                  <A href={agreementPage(record.id)}>{record.title}</A>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            <OverTime view={view} />
            <Lines view={view} />
          </tbody>
        </table>
      </div>
      <p class="note">
        “Not recorded” says nothing about the text.{' '}
        <A href={address('/v1/compare', { id: ids })}>This comparison as JSON</A>
      </p>
    </Page>
  )
}

const numberWords: Record<number, string> = {
  2: 'two',
  3: 'three',
  4: 'four',
  5: 'five',
  6: 'six',
  7: 'seven',
  8: 'eight',
  9: 'nine',
  10: 'ten'
}

const shortName = (record: AgreementRecord): string => {
  const signed = signatureOf(record)
  return `${record.parties.map(party => country(party.country)).join('–')}${signed ? `, ${signed.date.replace(/\D.*/, '')}` : ''}`
}

const Group = ({ name, span }: { name: string; span: number }) => (
  <tr class="grp">
    <th scope="colgroup" colSpan={span}>
      {name}
    </th>
  </tr>
)

function OverTime({ view: { compared, clocks } }: { view: CompareView }) {
  const begins = compared.flatMap(({ course }) => course.map(({ from }) => from)).filter(day => day !== '-infinity')
  const first = `${[...begins].sort(compare)[0]?.slice(0, 4) ?? clocks.asOf.slice(0, 4)}-01-01`
  return (
    <>
      <Group name="What became of it" span={compared.length + 1} />
      <tr>
        <th scope="row">
          Over time<span class="soft">on paper, in practice</span>
        </th>
        {compared.map(({ record, course }) => (
          <td data-h={shortName(record)}>
            <LifeAxis first={first} last={clocks.asOf} />
            <Lifeline id={`w-${record.id}`} course={upTo(course, clocks.asOf)} first={first} last={clocks.asOf} />
          </td>
        ))}
      </tr>
    </>
  )
}

function Lines({ view }: { view: CompareView }) {
  const records = view.compared.map(({ record }) => record)
  const span = records.length + 1
  const topics = [...new Set(records.flatMap(({ provisions }) => provisions.map(({ topic }) => topic)))]
  const line = (name: string, of: (record: AgreementRecord) => Cell) => <Line name={name} records={records} of={of} />
  return (
    <>
      {line('On paper', ({ status }) => cell(human(status.legal), <OnPaper status={status} />))}
      {line('In practice', ({ status }) => cell(human(status.implementation), <InPractice status={status} />))}
      {line('Signed', record => cell(dateOfFirst(record, 'signed')))}
      {line('Entered into force', record => cell(dateOfFirst(record, 'entered_into_force')))}
      {line('Court rulings', ({ events }) =>
        cell(
          events
            .filter(({ type }) => type === 'court_ruling')
            .map(({ date }) => dateWords(date))
            .join('; ')
        )
      )}
      {line('People moved', ({ totals }) => cell(people(totals.persons) ?? 'none recorded'))}
      <Group name="What it is" span={span} />
      {line('Between', ({ parties }) =>
        cell(parties.map(party => party.country).join(), <Direction parties={parties} />)
      )}
      {line('Form', ({ form }) => cell(capital(human(form))))}
      {line('Bindingness', ({ bindingness }) => cell(capital(human(bindingness))))}
      {line('Text', ({ disclosure }) => cell(capital(human(disclosure))))}
      {line('Kind', ({ kinds }) => cell(kinds.map(kindWords).join(', ')))}
      {line('Who', ({ scope }) => cell(scope.persons.map(human).join(', ')))}
      {line('In detail', ({ scope }) => cell(scope.description))}
      {line('Not covered', ({ scope }) => cell(scope.exclusions.map(human).join(', ')))}
      {line('Notice', ({ term }) => cell(term?.noticePeriod && durationWords(term.noticePeriod)))}
      <Group name="Money" span={span} />
      {line('Definite sums promised', ({ totals }) => cell(sums(totals.promised)))}
      {line('Paid', ({ totals }) => cell(sums(totals.paid)))}
      {line('Fee terms', feeTerms)}
      {topics.length > 0 && <Group name="Clauses" span={span} />}
      {topics.map(topic => line(capital(human(topic)), record => clause(record, topic)))}
    </>
  )
}

/** One member of all of them, marked where it differs. */
function Line({
  name,
  records,
  of
}: {
  name: string
  records: readonly AgreementRecord[]
  of: (record: AgreementRecord) => Cell
}) {
  const cells = records.map(of)
  const isSame = new Set(cells.map(({ text }) => text)).size === 1
  return (
    <tr class={isSame ? 'same' : 'diff'}>
      <th scope="row">{name}</th>
      {cells.map(({ shown }, i) => (
        <td data-h={shortName(records[i] as AgreementRecord)}>{shown}</td>
      ))}
    </tr>
  )
}

const dateOfFirst = ({ events }: AgreementRecord, type: string): string | undefined => {
  const event = events.find(event => event.type === type && event.standing === 'accepted')
  return event && dateWords(event.date)
}

function feeTerms({ feeTerms }: AgreementRecord): Cell {
  const standing = feeTerms.filter(({ standing }) => standing !== 'retracted')
  const lines = standing.map(({ amount, currency, basis, purpose, lapsedOn }) => ({
    sum: amount && currency ? money(amount, currency) : 'Amount not known',
    basis: basisWords(basis),
    note: [purpose, lapsedOn && `no longer stands since ${dateWords(lapsedOn)}`].filter(Boolean).join('; ')
  }))
  return cell(
    JSON.stringify(lines.length > 0 ? lines : ''),
    lines.length > 0 ? (
      <ul class="plain">
        {lines.map(({ sum, basis, note }) => (
          <li>
            <strong class="num">{sum}</strong>, {basis}
            <span class="soft">{note}</span>
          </li>
        ))}
      </ul>
    ) : (
      <span class="soft">not recorded</span>
    )
  )
}

function clause({ provisions }: AgreementRecord, topic: string): Cell {
  const found = provisions.filter(provision => provision.topic === topic)
  return cell(
    found.map(({ stance, note }) => `${stance} ${note}`).join(),
    joined(
      found.map(({ stance, note }) => (
        <>
          {stanceWords(stance)}
          {note && <span class="soft">{note}</span>}
        </>
      )),
      <br />
    )
  )
}
