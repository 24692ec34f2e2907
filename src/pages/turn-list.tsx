import { bounds } from '../record/dates.ts'
import type { Axis } from '../record/status/transitions.ts'
import { dayOf } from './chronology.ts'
import { othersOf, stateWords } from './course.ts'
import { A, agreementPage } from './site.tsx'
import { State } from './states.tsx'
import type { Turn } from './turns.ts'
import { capital, dateOf, eventDate } from './words/codes.ts'
import { dateWords } from './words/dates.ts'

/** Changes of the world, one below the other. */
export const TurnList = ({ turns }: { turns: readonly Turn[] }) => (
  <ol class="changes">
    {turns.map(turn => (
      <TurnItem turn={turn} />
    ))}
  </ol>
)

function TurnItem({ turn }: { turn: Turn }) {
  const { record, day, cause, after } = turn
  const why =
    cause?.description ??
    (after.legal === 'expired' ? 'Its term had run out; nobody had to do anything for that.' : undefined)
  // A notice takes effect later, on a day that follows from it.
  const isCause = cause !== undefined && dayOf(bounds(dateOf(cause))) >= day
  return (
    <li>
      <time dateTime={day}>{capital(isCause ? eventDate(cause, true) : dateWords(day, true))}</time>
      <div>
        <p>
          <A href={agreementPage(record.id)}>{record.title}</A>
        </p>
        {why && <p class="small soft">{why}</p>}
      </div>
      <p class="small">
        <Move turn={turn} axis="legal" />
        <Move turn={turn} axis="implementation" />
      </p>
    </li>
  )
}

function Move({ turn: { before, after }, axis }: { turn: Turn; axis: Axis }) {
  if (before[axis] === after[axis]) return null
  const was = before[axis] === 'unimplemented' ? 'nothing' : stateWords(before, axis)
  return (
    <span class="move">
      <span class="soft">{axis === 'legal' ? 'on paper' : 'in practice'}</span>{' '}
      {before[axis] !== 'none' && (
        <>
          <State state={before[axis]} words={was} /> →{' '}
        </>
      )}
      <State state={after[axis]} words={stateWords(after, axis)} vague={othersOf(after, axis).length > 0} />
    </span>
  )
}
