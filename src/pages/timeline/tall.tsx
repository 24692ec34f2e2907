import type { Axis } from '../../record/status/transitions.ts'
import { type Act, dayOf, disputesOf } from '../chronology.ts'
import { alternativesOf, bandsOf, type Course } from '../course.ts'
import { eventDate, markName } from '../words/codes.ts'
import { Hatches, Mark } from './marks.tsx'
import { spread } from './placing.ts'
import { dayNumber, endOf, rounded, type Scale, scaleOf, ticksOf } from './scale.ts'
import { textWidth } from './text-width.ts'
import { fightWords, labelOf, type TimelineProps } from './wide.tsx'

// The timeline for narrow screens: time runs down, labels at the right.

/** As wide as its labels need, within what a phone can show. */
const widths = { least: 340, most: 420 }
const labelLeft = 140
const top = 34
/** Between two labels, each of two lines. */
const gap = 37
const lanes = [
  { axis: 'legal', left: 34, title: 'paper' },
  { axis: 'implementation', left: 66, title: 'practice' }
] as const satisfies { axis: Axis; left: number; title: string }[]

function widthOf(acts: readonly Act[]): number {
  const fights = disputesOf(acts)
  const needed = acts.map(act => {
    const date = eventDate(act.event, true) + fightWords(fights, act)
    return Math.max(textWidth(nameOf(act), 12.5, true), textWidth(date, 11.5))
  })
  // The widest of the fonts is a fifth wider than what is guessed.
  return Math.max(widths.least, Math.min(widths.most, labelLeft + 1.2 * Math.max(0, ...needed)))
}

const nameOf = ({ event, n }: Act): string => `${n}  ${markName(event)}`

/** The timeline from top to bottom, for narrow screens. */
export function TallTimeline({ title, acts, course, span: { first }, asOf }: TimelineProps) {
  const height = heightOf(acts, course, dayNumber(asOf) - dayNumber(first))
  const y = scaleOf([dayNumber(first), dayNumber(asOf)], [top + 8, height - 10])
  const rails = lanes.flatMap(({ axis }) => alternativesOf(course, axis))
  return (
    <svg
      class="tall"
      viewBox={`0 0 ${Math.ceil(widthOf(acts))} ${Math.ceil(height)}`}
      role="group"
      aria-label={labelOf(title)}
    >
      <Hatches prefix="ht" states={rails.map(({ state }) => state)} />
      {ticksOf(first, asOf).map(({ day, text }) => (
        <>
          <path class="tick" d={`M30 ${rounded(y(day))}H96`} />
          <text class="ax" x="0" y={rounded(y(day) + 4)}>
            {text}
          </text>
        </>
      ))}
      {lanes.map(({ axis, left, title }) => (
        <>
          <text
            class="ax"
            x={axis === 'legal' ? left + 22 : left}
            y="14"
            text-anchor={axis === 'legal' ? 'end' : undefined}
          >
            {title}
          </text>
          <TallLane course={course} axis={axis} left={left} y={y} />
        </>
      ))}
      <TallMarks acts={acts} y={day => Math.min(y(day), height - 10)} height={height} />
    </svg>
  )
}

/** High enough for every label, and for the name of each band that lasts a twelfth of the time or longer. */
function heightOf(acts: readonly Act[], course: Course, days: number): number {
  const needed = lanes
    .flatMap(({ axis }) => bandsOf(course, axis))
    .map(({ from, to, words }) => ({ share: (dayNumber(endOf(to)) - dayNumber(from)) / Math.max(days, 1), words }))
    .filter(({ share }) => share >= 1 / 12)
    .map(({ share, words }) => (textWidth(words, 12) + 12) / share)
  return Math.max(top + acts.length * gap + 24, 420, Math.min(640, top + 18 + Math.max(0, ...needed)))
}

function TallLane({ course, axis, left, y }: { course: Course; axis: Axis; left: number; y: Scale }) {
  return (
    <>
      {bandsOf(course, axis).map(({ state, words, from, to }) => {
        const start = y(from)
        const end = Math.max(y(endOf(to)), start + 2)
        return (
          <>
            <rect class={`band ${state}`} x={left} y={rounded(start)} width="22" height={rounded(end - start)} />
            {textWidth(words, 12) + 10 < end - start && (
              <text class={`in ${state}`} transform={`translate(${left + 7} ${rounded(start + 6)}) rotate(90)`}>
                {words}
              </text>
            )}
          </>
        )
      })}
      {alternativesOf(course, axis).map(({ state, from, to }) => {
        const start = y(from)
        const end = Math.max(y(endOf(to)), start + 3)
        return (
          <rect
            class={`rail ${state}`}
            fill={`url(#ht-${state})`}
            x={left + 22}
            y={rounded(start)}
            width="7"
            height={rounded(end - start)}
          />
        )
      })}
    </>
  )
}

function TallMarks({ acts, y, height }: { acts: readonly Act[]; y: Scale; height: number }) {
  const heights = acts.map(act => y(dayOf(act)))
  const places = spread(heights, { top, bottom: height - 18, gap })
  const columns = columnsOf(heights)
  const fights = disputesOf(acts)
  const drawn = acts.map((act, i) => ({
    act,
    x: 104 + Math.min(columns[i] as number, 2) * 11,
    y: heights[i] as number,
    label: places[i] as number
  }))
  return (
    <>
      {drawn.map(({ x, y, label }) => (
        <path class="lead" d={`M${x} ${rounded(y)}L131 ${rounded(label)}H136`} />
      ))}
      {drawn.map(({ act, x, y, label }) => (
        <a href={`#e-${act.event.id}`}>
          <Mark event={act.event} disputed={act.disputed} x={x} y={y} size={4} />
          <text x={labelLeft} y={rounded(label + 1)} class="b">
            {nameOf(act)}
          </text>
          <text class="sub" x={labelLeft} y={rounded(label + 15)}>
            {eventDate(act.event, true) + fightWords(fights, act)}
          </text>
        </a>
      ))}
    </>
  )
}

/** Marks that would touch stand beside each other. */
function columnsOf(heights: readonly number[]): number[] {
  const last: number[] = []
  return heights.map(height => {
    const found = last.findIndex(other => height - other > 9)
    const column = found < 0 ? last.length : found
    last[column] = height
    return column
  })
}
