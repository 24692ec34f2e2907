import type { AgreementEvent } from '../../record/schema/agreement.ts'
import type { Act } from '../chronology.ts'
import { type Course, othersOf } from '../course.ts'
import { laneOf } from '../words/codes.ts'
import { Hatches, Mark } from './marks.tsx'

/** What the signs of a timeline mean: those that are on it. */
export function Key({ acts, course }: { acts: readonly Act[]; course: Course }) {
  const lanes = new Set(acts.map(({ event }) => laneOf(event)))
  const isUncertain = course.some(
    ({ status }) => othersOf(status, 'legal').length + othersOf(status, 'implementation').length > 0
  )
  return (
    <ul class="key">
      {lanes.has('legal') && <Item type="signed">legal act</Item>}
      {lanes.has('practice') && <Item type="transfer">practice</Item>}
      {lanes.has('money') && <Item type="payment">payment</Item>}
      {lanes.has('said') && <Item type="report">statement or report</Item>}
      {acts.some(({ disputed }) => disputed) && (
        <Item type="signed" disputed>
          disputed, joined with what contradicts it
        </Item>
      )}
      {acts.some(({ lo, hi }) => lo !== hi) && (
        <li class="wideonly">
          <svg viewBox="0 0 26 14" aria-hidden="true">
            <path class="span" d="M3 7H21M3 3v8" />
          </svg>
          day not known: mark on the last day possible
        </li>
      )}
      {isUncertain && (
        <li>
          <svg viewBox="0 0 26 14" aria-hidden="true">
            <Hatches prefix="hk" states={['in_force']} />
            <rect class="rail in_force" fill="url(#hk-in_force)" x="1" y="3" width="24" height="8" />
          </svg>
          another state that may hold
        </li>
      )}
    </ul>
  )
}

function Item({
  type,
  disputed = false,
  children
}: {
  type: AgreementEvent['type']
  disputed?: boolean
  children: string
}) {
  return (
    <li>
      <svg viewBox="0 0 26 14" aria-hidden="true">
        <Mark event={{ type } as AgreementEvent} disputed={disputed} x={13} y={7} />
      </svg>
      {children}
    </li>
  )
}
