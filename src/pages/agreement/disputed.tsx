import type { Citation } from '../../record/schema/agreement.ts'
import { type Act, type Dispute, disputesOf, earliestOf } from '../chronology.ts'
import { eventName } from '../words/codes.ts'
import { dateWords } from '../words/dates.ts'
import { SaidBy } from './citing.tsx'
import type { AgreementView } from './view.ts'

/** Claims that contradict each other, in two columns of equal weight. */
export function Disputed({ view }: { view: AgreementView }) {
  const disputes = disputesOf(view.chronology.acts)
  if (disputes.length === 0) return null
  return (
    <section id="disputed">
      <h2>Disputed</h2>
      {disputes.map(dispute => (
        <Pair dispute={dispute} view={view} />
      ))}
    </section>
  )
}

function Pair({ dispute: { act, against }, view: { record } }: { dispute: Dispute; view: AgreementView }) {
  const since = earliestOf(record, act.event.disputedBy)?.publishedOn
  return (
    <>
      <div class="pair">
        <div>
          <h3>
            <ActName act={act} />
          </h3>
          {act.event.description && <p>{act.event.description}</p>}
          <Quote citations={act.event.citations} />
          <p class="note">
            <SaidBy record={record} citations={act.event.citations} />
          </p>
        </div>
        <p>
          <span aria-hidden="true">≠</span>
          <span class="skip">contradicted by</span>
        </p>
        <div>
          <h3>{against ? <ActName act={against} /> : 'Contradicted'}</h3>
          {against?.event.description && <p>{against.event.description}</p>}
          <Quote citations={act.event.disputedBy} />
          <p class="note">
            <SaidBy record={record} citations={act.event.disputedBy} />
          </p>
        </div>
      </div>
      <p class="note">
        What follows: the claim on the left is not stated as a fact. It stays among the states that may hold, and the
        timeline shows it hatched.{since && ` Disputed since ${dateWords(since)}.`}
      </p>
    </>
  )
}

const ActName = ({ act: { event, n } }: { act: Act }) => (
  <>
    <a class="n" href={`#e-${event.id}`}>
      {n}
    </a>{' '}
    {eventName(event)}, {dateWords(event.date)}
  </>
)

/** The words themselves, of the first source that is quoted. */
function Quote({ citations }: { citations: readonly Citation[] }) {
  const quote = citations.find(({ quote }) => quote !== null)?.quote
  return quote ? <blockquote>“{quote}”</blockquote> : null
}
