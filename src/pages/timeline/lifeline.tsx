import type { Day } from '../../record/dates.ts'
import { axes } from '../../record/status/transitions.ts'
import { bandsOf, type Course, stateWords, within } from '../course.ts'
import { otherWords } from '../words/codes.ts'
import { dateWords } from '../words/dates.ts'
import { dayNumber, endOf, rounded, scaleOf, ticksOf } from './scale.ts'

// Two thin bands in a row of a table. Their coordinates are percentages, so that they stretch and text does not.

/** The course of an agreement on the scale that all rows of a page share. */
export function Lifeline({ id, course, first, last }: { id: string; course: Course; first: Day; last: Day }) {
  const x = scaleOf([dayNumber(first), dayNumber(last)], [0, 100])
  const shown = within(course, first, last)
  const words = shown.map(
    ({ from, status }) => `${from}: ${stateWords(status, 'legal')}, ${stateWords(status, 'implementation')}`
  )
  return (
    <svg class="life" height="30" role="img" aria-label={words.join('; ')}>
      <defs>
        <pattern id={id} width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <path class="wash" d="M1 0V5" />
        </pattern>
      </defs>
      {axes.map((axis, lane) =>
        bandsOf(shown, axis).map(({ state, words, from, to, others }) => {
          const start = Math.max(0, x(from))
          const place = {
            x: `${rounded(start)}%`,
            y: lane * 15 + 1,
            width: `${rounded(Math.max(0.5, x(endOf(to)) - start))}%`,
            height: 13
          }
          const doubt = others.length > 0 ? `; or ${others.map(otherWords).join(' or ')}` : ''
          return (
            <>
              <rect class={`band ${state}`} {...place}>
                <title>{`${words}, ${dateWords(from)} to ${to === last ? 'the day shown' : dateWords(to)}${doubt}`}</title>
              </rect>
              {others.length > 0 && <rect fill={`url(#${id})`} {...place} pointer-events="none" />}
            </>
          )
        })
      )}
    </svg>
  )
}

/** Where the last year may stand, in percent, so that it does not reach into the next column. */
const lastTick = 96

/** The years above such rows, as many as their column has room for. */
export function LifeAxis({ first, last, most = 12 }: { first: Day; last: Day; most?: number }) {
  const x = scaleOf([dayNumber(first), dayNumber(last)], [0, 100])
  const ticks = ticksOf(first, last)
  const step = Math.ceil(ticks.length / most)
  return (
    <svg class="life-axis" height="18" aria-hidden="true">
      {ticks
        .filter(({ day }, i) => i % step === 0 && x(day) <= lastTick)
        .map(({ day, text }) => (
          <text class="ax" x={`${rounded(x(day))}%`} y="13">
            {text}
          </text>
        ))}
    </svg>
  )
}
