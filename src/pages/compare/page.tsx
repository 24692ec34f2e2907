import type { ComponentChildren } from 'preact'
import type { AlignedProvision } from '../../compare/comparison.ts'
import { theCountry } from '../../record/country-names.ts'
import { compare } from '../../record/dates.ts'
import type { Agreement } from '../../record/schema/agreement.ts'
import { capWords, nationalityWords, PartyFact, Term, willWords } from '../agreement/facts.tsx'
import { paperSince } from '../agreement/status.tsx'
import type { Reading } from '../agreement/view.ts'
import { ClockForm } from '../clock-form.tsx'
import { within } from '../course.ts'
import { operation, Page } from '../document.tsx'
import { A, address, agreementPage, joined } from '../site.tsx'
import { InPractice, OnPaper } from '../states.tsx'
import { LifeAxis, Lifeline } from '../timeline/lifeline.tsx'
import { basisWords, capital, eventDate, human, kindWords, roleWords, stanceWords } from '../words/codes.ts'
import { dateWords } from '../words/dates.ts'
import { money, netPaid, people, sums } from '../words/numbers.ts'
import type { CompareView } from './view.ts'

/** `/compare` */
export function ComparePage({ view }: { view: CompareView }) {
  const { readings, clocks, asked, today } = view
  const ids = readings.map(({ record }) => record.id)
  const isOtherDay = Object.values(asked).some(value => value !== undefined)
  const title = titleOf(readings)
  return (
    <Page
      title={title}
      description={`${readings.map(({ record }) => record.title).join('; ')}: side by side, with what differs.`}
      canonical={address('/compare', { id: ids })}
      noIndex
      api={operation('Analysis', 'getComparison')}
      current="/agreements"
    >
      <p class="crumb">
        <A href="/agreements">Agreements</A> / Compare
      </p>
      <h1>{title}</h1>
      <p class="lede bare">
        {`Where ${readings.length === 2 ? 'the two' : 'they'} differ is marked ≠; what is the same stands in grey. Status as of ${dateWords(clocks.asOf)}.`}
      </p>
      <details class="when" open={isOtherDay}>
        <summary>As of another day, or as it was reported by then</summary>
        <ClockForm action="/compare" asked={asked} asOf={clocks.asOf} today={today} kept={{ id: ids }} />
      </details>
      <div class="scroll">
        <table class={readings.length > 3 ? 'cmp many cards' : 'cmp cards'}>
          <thead>
            <tr>
              <th scope="col">
                <span class="skip">Member</span>
              </th>
              {readings.map(({ record }) => (
                <th scope="col">
                  <A href={agreementPage(record.id, { ...asked })}>{record.title}</A>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            <Rows view={view} />
          </tbody>
        </table>
      </div>
      <p class="note">
        “Not recorded” says nothing about the text.{' '}
        <A href={address('/v1/compare', { id: ids, ...asked })}>This comparison as JSON</A>
      </p>
    </Page>
  )
}

/** Between whom, where they all have the same parties, and how many. */
function titleOf(readings: readonly Reading[]): string {
  const pairs = readings.map(({ record }) => record.parties.map(({ country }) => country))
  const [first = []] = pairs
  const isOnePair = pairs.every(pair => [...pair].sort().join() === [...first].sort().join())
  return isOnePair
    ? `${first.map(theCountry).join(' and ').replace(/^t/, 'T')}: ${readings.length} agreements compared`
    : `${readings.length} agreements compared`
}

const notRecorded = <span class="soft">not recorded</span>

/** What a row says of each agreement. */
type Say = (reading: Reading) => ComponentChildren

function Rows({ view }: { view: CompareView }) {
  const { readings, members, provisions, clocks, today, firsts } = view
  const span = { first: [...firsts].sort(compare)[0] ?? clocks.asOf, last: clocks.asOf }
  const day = clocks.asOf === today ? 'today' : 'on that day'
  /** Whether all have the same at some places of the records. */
  const areSame = (...pointers: string[]) =>
    members.every(({ pointer, same }) => same || !pointers.some(place => `${pointer}/`.startsWith(`${place}/`)))

  const Group = ({ name }: { name: string }) => (
    <tr class="grp">
      <th scope="colgroup" colSpan={readings.length + 1}>
        {name}
      </th>
    </tr>
  )
  const row = (name: ComponentChildren, isSame: boolean | undefined, say: Say) => {
    const cells = readings.map(reading => say(reading))
    if (cells.every(cell => cell === undefined)) return null
    return (
      <tr class={isSame === undefined ? undefined : isSame ? 'same' : 'diff'}>
        <th scope="row">{name}</th>
        {cells.map((cell, i) => (
          <td data-h={nameOf(readings, i)}>{cell ?? notRecorded}</td>
        ))}
      </tr>
    )
  }
  /** A row of dates of events, which have no place of their own. */
  const dates = (name: string, type: string, none: string) => {
    const found = readings.map(({ chronology }) =>
      chronology.acts.filter(({ event }) => event.type === type).map(({ event }) => capital(eventDate(event)))
    )
    if (found.every(({ length }) => length === 0)) return null
    const isSame = found.every(list => list.join() === found[0]?.join())
    return row(name, isSame, reading => {
      const list = found[readings.indexOf(reading)] ?? []
      return list.length > 0 ? joined(list, <br />) : <span class="soft">{none}</span>
    })
  }

  return (
    <>
      {/* Where the head is out of sight. */}
      <tr class="narrowrow">
        <th scope="row">Agreement</th>
        {readings.map(({ record }, i) => (
          <td data-h={nameOf(readings, i)}>{record.title}</td>
        ))}
      </tr>
      <Group name="What became of it" />
      {row(
        <>
          Over time<span class="soft">on paper, in practice</span>
        </>,
        undefined,
        reading => (
          <>
            <LifeAxis {...span} most={Math.floor(24 / readings.length)} />
            <Lifeline
              id={`life-${reading.record.id}`}
              course={within(reading.course, firsts[readings.indexOf(reading)] ?? span.first, span.last)}
              {...span}
            />
          </>
        )
      )}
      {row(`On paper ${day}`, areSame('/status/legal', '/status/possible/legal'), reading => (
        <>
          <OnPaper status={reading.record.status} />
          <span class="soft">{paperSince(reading)}</span>
        </>
      ))}
      {row(`In practice ${day}`, areSame('/status/implementation', '/status/possible/implementation'), ({ record }) => (
        <InPractice status={record.status} />
      ))}
      {dates('Signed', 'signed', 'no signature is recorded')}
      {dates('Entered into force', 'entered_into_force', 'not recorded')}
      {dates('Ruling of a court', 'court_ruling', 'no ruling is recorded')}
      {row(
        'People moved',
        areSame('/totals/persons'),
        ({ record }) => people(record.totals.persons) ?? 'none recorded'
      )}

      <Group name="What it is" />
      {row('Form', areSame('/form'), ({ record }) => capital(human(record.form)))}
      {row('Bindingness', areSame('/bindingness'), ({ record }) => capital(human(record.bindingness)))}
      {row('Text', areSame('/disclosure'), ({ record }) => capital(human(record.disclosure)))}
      {(Object.keys(roleWords) as (keyof typeof roleWords)[]).map(role => {
        const parties = readings.map(({ record }) => record.parties.filter(party => party.role === role))
        const isSame = parties.every(list => JSON.stringify(list) === JSON.stringify(parties[0]))
        return row(roleWords[role], isSame, reading => {
          const list = parties[readings.indexOf(reading)] ?? []
          return list.length > 0
            ? joined(
                list.map(party => <PartyFact party={party} />),
                <br />
              )
            : undefined
        })
      })}
      {row('Kind', areSame('/kinds'), ({ record }) => record.kinds.map(kindWords).join(', '))}
      {row('Who', areSame('/scope/persons'), ({ record }) => record.scope.persons.map(human).join(', ') || undefined)}
      {row('In detail', areSame('/scope/description'), ({ record }) => record.scope.description ?? undefined)}
      {row('Nationalities', areSame('/scope/nationalities'), ({ record }) =>
        nationalityWords(record.scope.nationalities)
      )}
      {row('Against their will', areSame('/scope/mode'), ({ record }) => willWords[record.scope.mode])}
      {row(
        'Not covered',
        areSame('/scope/exclusions'),
        ({ record }) => record.scope.exclusions.map(human).join(', ') || undefined
      )}
      {row('How many', areSame('/scope/caps'), ({ record }) => record.scope.caps.map(capWords).join('; ') || undefined)}
      {row('How long', areSame('/term'), ({ record }) => (record.term ? <Term term={record.term} /> : undefined))}

      <Group name="Money" />
      {row('Definite sums promised', areSame('/totals/promised'), ({ record }) => sums(record.totals.promised))}
      {row('Paid', areSame('/totals/paid'), ({ record }) => netPaid(record.totals.paid) ?? 'none recorded')}
      {row('Promised per head', areSame('/totals/perPersonAtCap'), ({ record }) => sums(record.totals.perPersonAtCap))}
      {row('Paid per head', areSame('/totals/perPersonActual'), ({ record }) => sums(record.totals.perPersonActual))}
      {row('Fee terms', areSame('/feeTerms'), ({ record }) => feeTermsOf(record))}

      {provisions.length > 0 && <Group name="Clauses" />}
      {provisions.map(provision => clause(provision))}
    </>
  )

  function clause({ topic, same, provisions }: AlignedProvision) {
    return row(capital(human(topic)), same, reading => {
      const found = provisions[readings.indexOf(reading)]
      return (
        found && (
          <>
            {stanceWords(found.stance)}
            {found.note && <span class="soft">{found.note}</span>}
          </>
        )
      )
    })
  }
}

/** How a cell names its agreement where the head is out of sight: by its year, or its number where a year says too little. */
function nameOf(readings: readonly Reading[], i: number): string {
  const years = readings.map(({ record }) => record.status.label.slice(0, 4))
  const areEnough = new Set(years).size === years.length && years.every(year => /^\d{4}$/.test(year))
  return areEnough ? (years[i] as string) : `No. ${i + 1}`
}

function feeTermsOf({ feeTerms }: Agreement): ComponentChildren {
  const shown = feeTerms.filter(({ standing }) => standing !== 'retracted')
  if (shown.length === 0) return undefined
  return (
    <ul class="plain">
      {shown.map(({ amount, currency, basis, purpose, lapsedOn, standing }) => (
        <li>
          {amount && currency ? <strong class="num">{money(amount, currency)}</strong> : 'Amount not known'}
          {`, ${basisWords(basis)} `}
          {standing === 'disputed' && <span class="tag dis">disputed</span>}
          <span class="soft">
            {[purpose, lapsedOn && `no longer stands since ${dateWords(lapsedOn)}`].filter(Boolean).join('; ')}
          </span>
        </li>
      ))}
    </ul>
  )
}
