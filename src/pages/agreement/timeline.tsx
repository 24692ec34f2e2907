import type { ClocksQuery } from '../../agreements/clocks.ts'
import { theCountry } from '../../record/country-names.ts'
import type { Day } from '../../record/dates.ts'
import type { Axis } from '../../record/status/transitions.ts'
import type { Act } from '../chronology.ts'
import { ClockForm } from '../clock-form.tsx'
import { changesOf, doubtWords, othersOf, rowsOf, upTo, within } from '../course.ts'
import { A, agreementPage, joined } from '../site.tsx'
import { InPractice, OnPaper } from '../states.tsx'
import { Key } from '../timeline/key.tsx'
import { spanOf } from '../timeline/scale.ts'
import { TallTimeline } from '../timeline/tall.tsx'
import { WideTimeline } from '../timeline/wide.tsx'
import { capital, eventName, human, otherWords } from '../words/codes.ts'
import { dateWords, stretchWords } from '../words/dates.ts'
import { money } from '../words/numbers.ts'
import { Cited } from './citing.tsx'
import type { AgreementView } from './view.ts'

/** What became of an agreement: the clocks, the picture, and the two tables that say the same. */
export function Timeline({ view }: { view: AgreementView }) {
  const { record, chronology, course, clocks, today } = view
  const { asOf } = clocks
  const shown = upTo(course, asOf)
  const { acts } = chronology
  const span = spanOf(record, acts, shown, asOf)
  const props = span && { title: record.title, acts, course: within(shown, span.first, asOf), span, asOf, today }
  return (
    <section id="timeline">
      <h2>What became of it</h2>
      <Clocks view={view} />
      {props && (
        <figure>
          <WideTimeline {...props} />
          <TallTimeline {...props} />
          <figcaption>
            <Key acts={acts} course={shown} />
          </figcaption>
        </figure>
      )}
      <LeftOut view={view} />
      <StatusOverTime view={view} />
      <Acts view={view} />
      <Reasons view={view} />
    </section>
  )
}

/** Days on which a state changed are what a slider would be for. */
function Clocks({ view: { record, course, clocks, asked, today } }: { view: AgreementView }) {
  const others: ClocksQuery = { reportedBy: asked.reportedBy, knownAt: asked.knownAt }
  const days = changesOf(course).filter(day => day <= today)
  const steps = [...new Set([...days, today])].map(day => (
    <Step id={record.id} day={day} others={others} shown={clocks.asOf} today={today} />
  ))
  return (
    <ClockForm action={agreementPage(record.id)} asked={asked} asOf={clocks.asOf} today={today}>
      <p class="steps">Step to a day on which something changed: {joined(steps, ' · ')}</p>
    </ClockForm>
  )
}

function Step({
  id,
  day,
  others,
  shown,
  today
}: {
  id: string
  day: Day
  others: ClocksQuery
  shown: Day
  today: Day
}) {
  const words = day === today ? 'today' : dateWords(day, true)
  if (day === shown) return <b aria-current="date">{words}</b>
  return <A href={agreementPage(id, { asOf: day === today ? undefined : day, ...others })}>{words}</A>
}

/** That something is known, and not shown at these clocks. */
function LeftOut({ view: { record, chronology, clocks, asked } }: { view: AgreementView }) {
  const { later, unpublished } = chronology
  const notes = [
    later > 0 &&
      `${later} later ${later === 1 ? 'event is' : 'events are'} not shown: they came after ${dateWords(clocks.asOf)}.`,
    unpublished > 0 &&
      `${unpublished} ${unpublished === 1 ? 'event is' : 'events are'} not shown: nothing that reports ${unpublished === 1 ? 'it' : 'them'} had been published by ${dateWords(clocks.reportedBy)}.`
  ].filter(Boolean)
  if (notes.length === 0) return null
  return (
    <p class="note">
      {notes.join(' ')} <A href={agreementPage(record.id, { knownAt: asked.knownAt })}>Show all that is known today</A>
    </p>
  )
}

function StatusOverTime({ view: { course, clocks, today } }: { view: AgreementView }) {
  const { asOf } = clocks
  const rows = rowsOf(upTo(course, asOf))
  const isUncertain = rows.some(
    ({ status }) => othersOf(status, 'legal').length + othersOf(status, 'implementation').length > 0
  )
  return (
    <div class="scroll">
      <table class="cards" id="status-over-time">
        <caption>Status over time, as derived from the acts below</caption>
        <thead>
          <tr>
            <th scope="col">When</th>
            <th scope="col">On paper</th>
            <th scope="col">In practice</th>
            {isUncertain && <th scope="col">May also be</th>}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ from, to, status }) => {
            const others = [...othersOf(status, 'legal'), ...othersOf(status, 'implementation')]
            return (
              <tr>
                <th scope="row">
                  {stretchWords(from, to === asOf ? undefined : to, asOf === today ? 'today' : dateWords(asOf))}
                </th>
                <td data-h="On paper">
                  <OnPaper status={status} />
                </td>
                <td data-h="In practice">
                  <InPractice status={status} />
                </td>
                {isUncertain && (
                  <td data-h="May also be" class={others.length > 0 ? undefined : 'none'}>
                    {others.length > 0 && (
                      <>
                        {others.map(otherWords).join(', ')} <span class="soft">{doubtWords(status)}</span>
                      </>
                    )}
                  </td>
                )}
              </tr>
            )
          })}
        </tbody>
      </table>
    </div>
  )
}

function Acts({ view }: { view: AgreementView }) {
  return (
    <div class="scroll">
      <table class="cards acts">
        <caption>Every act, payment and report, in the order of the last possible day</caption>
        <thead>
          <tr>
            <th scope="col">No.</th>
            <th scope="col">When</th>
            <th scope="col">What</th>
            <th scope="col">What it changed</th>
            <th scope="col">Who says so</th>
          </tr>
        </thead>
        <tbody>
          {view.chronology.acts.map(act => (
            <ActRow act={act} view={view} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

function ActRow({ act: { event, n, disputed }, view }: { act: Act; view: AgreementView }) {
  const { id, date, effectiveOn, description, party, payment, citations } = event
  const changed = disputed ? 'nothing that is stated; it may hold' : changeOf(view, id)
  return (
    <tr id={`e-${id}`}>
      <td>
        <a class="n" href={`#e-${id}`} aria-label={`Claim ${n}, address of this line`}>
          {n}
        </a>
      </td>
      <td>
        {capital(dateWords(date))}
        {effectiveOn && <span class="soft">in effect {dateWords(effectiveOn)}</span>}
      </td>
      <th scope="row">
        <strong>{payment ? `${money(payment.amount, payment.currency)} paid` : eventName(event)}</strong>
        {disputed && (
          <>
            {' '}
            <a class="tag dis" href="#disputed">
              disputed
            </a>
          </>
        )}
        <br />
        {description}
        {party && (
          <>
            {' '}
            <span class="soft">Act of {theCountry(party)}</span>
          </>
        )}
      </th>
      <td data-h="Changed" class={changed ? undefined : 'none'}>
        {changed}
      </td>
      <td data-h="Source">
        <Cited record={view.record} citations={citations} />
      </td>
    </tr>
  )
}

const axisOf: Record<Axis, string> = { legal: 'on paper', implementation: 'in practice' }

/** What an event did to what is stated. */
function changeOf({ explanation }: AgreementView, id: string): string | undefined {
  const folded = explanation.events.find(event => event.id === id && event.outcome === 'moved')
  if (!folded?.axis || !folded.after) return undefined
  const before = folded.before && folded.before !== 'none' ? `${human(folded.before)} → ` : ''
  return `${axisOf[folded.axis]}: ${before}${human(folded.after)}`
}

/** How each event counted, and why. */
function Reasons({ view: { explanation, chronology } }: { view: AgreementView }) {
  const numbers = new Map(chronology.acts.map(({ event, n }) => [event.id, n]))
  const shown = explanation.events.filter(({ id, computed }) => numbers.has(id) || computed)
  return (
    <details class="when">
      <summary>Why this status: how each act counted</summary>
      <ol class="plain">
        {shown.map(({ id, type, computed, reason }) => (
          <li>
            {computed ? (
              <strong>{capital(human(type))} (computed)</strong>
            ) : (
              <a class="n" href={`#e-${id}`}>
                {numbers.get(id)}
              </a>
            )}{' '}
            {reason}
          </li>
        ))}
      </ol>
    </details>
  )
}
