import type { Day } from '../../record/dates.ts'
import type { Axis } from '../../record/status/transitions.ts'
import { type Act, type Dispute, dayOf, disputesOf } from '../chronology.ts'
import { type Alternative, alternativesOf, type Band, bandsOf, type Course } from '../course.ts'
import { axisWords, eventDate, eventName, markName, otherWords } from '../words/codes.ts'
import { dateWords } from '../words/dates.ts'
import { Hatches, Mark } from './marks.tsx'
import { type Flag, placeFlags, placeLabels, rowsOfMarks } from './placing.ts'
import { dayNumber, endOf, rounded, type Scale, type Span, scaleOf, ticksOf } from './scale.ts'
import { textWidth } from './text-width.ts'

// The timeline for wide screens: time runs to the right.

const width = 1080
const left = 112
const right = 1064
const bandHeight = 28

export interface TimelineProps {
  title: string
  acts: readonly Act[]
  course: Course
  span: Span
  asOf: Day
  today: Day
}

/** The timeline from left to right. */
export function WideTimeline({ title, acts, course, span: { first, termEnd }, asOf, today }: TimelineProps) {
  const last = termEnd ?? asOf
  const room = (dayNumber(last) - dayNumber(first)) * 0.02
  const x = scaleOf([dayNumber(first) - room, dayNumber(last) + room / 2], [left, right])
  const paper = laneOf(course, 'legal', x, 46)
  const practice = laneOf(course, 'implementation', x, paper.bottom)
  const marks = marksOf(acts, x, { first, last }, practice.bottom)
  const flags = flagsOf(marks)
  const bandsEnd = practice.bottom - 8
  const bottom = marks.bottom + 14 + Math.max(0, ...flags.map(({ row }) => row)) * 18 + 12
  return (
    <svg class="wide" viewBox={`0 0 ${width} ${Math.ceil(bottom)}`} role="group" aria-label={labelOf(title)}>
      <Hatches prefix="hw" states={[...paper.rails, ...practice.rails].map(({ state }) => state)} />
      <Grid x={x} first={first} last={last} asOf={asOf} bottom={marks.bottom} />
      <LaneOfBands lane={paper} axis="legal" note="legal status" asOf={asOf} />
      <LaneOfBands lane={practice} axis="implementation" note="what is done" asOf={asOf} />
      <text class="lane" x="0" y={practice.bottom + 12}>
        Acts, money
      </text>
      <text class="sub" x="0" y={practice.bottom + 26}>
        and reports
      </text>
      <Marks marks={marks} flags={flags} fights={disputesOf(acts)} />
      <path class="today" d={`M${rounded(x(asOf))} 17V${bandsEnd}`} />
      <text class="ax b" x={rounded(x(asOf))} y="12" text-anchor={x(asOf) < 300 ? 'start' : 'end'}>
        {`${asOf === today ? 'today' : 'as of'}${asOf === today ? ', ' : ' '}${dateWords(asOf, true)}`}
      </text>
      {termEnd && (
        <>
          <path class="future" d={`M${rounded(x(termEnd))} 36V${bandsEnd + 4}`} />
          <text class="sub halo" x={rounded(x(termEnd))} y={bandsEnd + 17} text-anchor="end">
            {`term ends ${dateWords(termEnd, true)}`}
          </text>
        </>
      )}
    </svg>
  )
}

/** Both pictures are read aloud by the same name. */
export const labelOf = (title: string): string => `Timeline of ${title}; the same facts stand in the two tables below`

function Grid({ x, first, last, asOf, bottom }: { x: Scale; first: Day; last: Day; asOf: Day; bottom: number }) {
  const line = x(asOf)
  return ticksOf(first, last).map(({ day, text }) => {
    const at = x(day)
    // A year that the line of the day shown would cross stands before it; one on it has its name above.
    const crosses = at < line && at + textWidth(text, 12) > line - 3
    return (
      <>
        <path class="tick" d={`M${rounded(at)} 36V${bottom}`} />
        {Math.abs(at - line) >= 3 && (
          <text class={crosses ? 'ax halo' : 'ax'} x={rounded(at)} y="31" text-anchor={crosses ? 'end' : undefined}>
            {text}
          </text>
        )}
      </>
    )
  })
}

interface DrawnBand extends Band {
  start: number
  end: number
  fits: boolean
}

interface DrawnRail extends Alternative {
  start: number
  end: number
}

interface LaneLabel {
  text: string
  /** Where its pointer begins. */
  pointerX: number
  pointerTop: number
  x: number
  y: number
}

interface DrawnLane {
  top: number
  bands: DrawnBand[]
  rails: DrawnRail[]
  labels: LaneLabel[]
  /** Where the next lane begins. */
  bottom: number
}

/** One axis: bands by what is stated, under them in rails what else may hold, and the names that do not fit into a band. */
function laneOf(course: Course, axis: Axis, x: Scale, top: number): DrawnLane {
  const bands = bandsOf(course, axis).map((band): DrawnBand => {
    const start = x(band.from)
    const end = Math.max(x(endOf(band.to)), start + 3)
    return { ...band, start, end, fits: textWidth(band.words) + 14 < end - start }
  })
  const rails = alternativesOf(course, axis).map((rail): DrawnRail => {
    const start = x(rail.from)
    return { ...rail, start, end: Math.max(x(endOf(rail.to)), start + 6) }
  })
  const bandBottom = top + bandHeight
  const railBottom = bandBottom + (rails.length > 0 ? 12 : 0)
  const named = [
    ...bands
      .filter(({ fits }) => !fits)
      .map(({ words, start, end }) => ({
        text: words,
        at: start,
        pointerX: (start + end) / 2,
        pointerTop: bandBottom
      })),
    ...rails.map(({ state, stated, why, start }) => ({
      text: `${stated === 'none' ? 'perhaps' : 'or'} ${otherWords(state)}: ${why}`,
      at: start,
      pointerX: start + 1,
      pointerTop: bandBottom + 12
    }))
  ]
  const places = placeLabels(
    named.map(({ text, at }) => ({ at, width: textWidth(text, 12) + 12 })),
    right
  )
  const labels = named.map(({ text, pointerX, pointerTop }, i): LaneLabel => {
    const { left: at, row } = places[i] as (typeof places)[number]
    return { text, pointerX, pointerTop, x: at, y: railBottom + 16 + row * 16 }
  })
  const room = places.length > 0 ? 24 + 16 * Math.max(...places.map(({ row }) => row)) : 0
  return { top, bands, rails, labels, bottom: railBottom + room + 16 }
}

function LaneOfBands({ lane, axis, note, asOf }: { lane: DrawnLane; axis: Axis; note: string; asOf: Day }) {
  const { top, bands, rails, labels } = lane
  return (
    <>
      <text class="lane" x="0" y={top + 13}>
        {axisWords[axis]}
      </text>
      <text class="sub" x="0" y={top + 27}>
        {note}
      </text>
      {bands.map(band => (
        <a href="#status-over-time">
          <title>{bandTitle(band, axis, asOf)}</title>
          <rect
            class={`band ${band.state}`}
            x={rounded(band.start)}
            y={top}
            width={rounded(band.end - band.start)}
            height={bandHeight}
          />
          {band.fits && (
            <text class={`in ${band.state}`} x={rounded(band.start + 7)} y={top + 18}>
              {band.words}
            </text>
          )}
        </a>
      ))}
      {rails.map(({ state, start, end }) => (
        <rect
          class={`rail ${state}`}
          fill={`url(#hw-${state})`}
          x={rounded(start)}
          y={top + bandHeight + 3}
          width={rounded(end - start)}
          height="9"
        />
      ))}
      {labels.map(({ text, pointerX, pointerTop, x, y }) => (
        <>
          <path class="lead" d={`M${rounded(pointerX)} ${pointerTop}V${y - 9}`} />
          <text class="sub halo" x={rounded(x)} y={y}>
            {text}
          </text>
        </>
      ))}
    </>
  )
}

function bandTitle({ words, from, to, others }: Band, axis: Axis, asOf: Day): string {
  const until = to === asOf ? 'the day shown' : dateWords(to)
  const doubt = others.length > 0 ? `; for a time possibly ${others.map(otherWords).join(' or ')}` : ''
  return `${axisWords[axis]}: ${words}, ${dateWords(from)} to ${until}${doubt}`
}

interface DrawnAct {
  act: Act
  /** The first and the last possible day on the picture; the mark stands on the last. */
  from: number
  at: number
  y: number
}

interface DrawnActs {
  acts: DrawnAct[]
  bottom: number
}

function marksOf(acts: readonly Act[], x: Scale, { first, last }: { first: Day; last: Day }, top: number): DrawnActs {
  const within = (day: Day) => (day < first ? first : day > last ? last : day)
  const spans = acts.map(act => {
    const at = x(within(dayOf(act)))
    const from = act.hi === 'infinity' ? at : x(within(act.lo))
    return { act, at, from: at - from > 5 ? from : at }
  })
  const rows = rowsOfMarks(spans.map(({ from, at }) => ({ left: from, right: at })))
  const drawn = spans.map((span, i): DrawnAct => ({ ...span, y: top + 8 + (rows[i] as number) * 16 }))
  return { acts: drawn, bottom: top + 14 + (Math.max(-1, ...rows) + 1) * 16 }
}

interface DrawnFlag extends Flag {
  act: Act
  name: string
  date: string
}

function flagsOf({ acts }: DrawnActs): DrawnFlag[] {
  const fights = disputesOf(acts.map(({ act }) => act))
  const named = acts.map(({ act, at }) => {
    const name = `${act.n}  ${markName(act.event)}`
    const date = `${eventDate(act.event, true)}${fightWords(fights, act)}`
    return { act, name, date, x: at, width: textWidth(name, 12.5, true) + textWidth(date, 11.5) + 20 }
  })
  const places = placeFlags(named, width)
  return named.map(({ act, name, date }, i) => ({ act, name, date, ...(places[i] as Flag) }))
}

/** That an act is disputed, and by which other one of the page. */
export function fightWords(fights: readonly Dispute[], act: Act): string {
  const fight = fights.find(fight => fight.act === act)
  if (!fight) return ''
  return fight.against ? `, disputed by ${fight.against.n}` : ', disputed'
}

function Marks({ marks, flags, fights }: { marks: DrawnActs; flags: DrawnFlag[]; fights: Dispute[] }) {
  const drawnOf = (act: Act) => marks.acts.find(drawn => drawn.act === act) as DrawnAct
  const heightOf = ({ row }: Flag) => marks.bottom + 14 + row * 18
  return (
    <>
      {flags.map(flag => {
        const { at, y } = drawnOf(flag.act)
        return <path class="lead" d={`M${rounded(at)} ${y}V${heightOf(flag) + 3}`} />
      })}
      {marks.acts
        .filter(({ from, at }) => from < at)
        .map(({ from, at, y }) => (
          <path class="span" d={`M${rounded(from)} ${y}H${rounded(at)}M${rounded(from)} ${y - 4}v8`} />
        ))}
      {fights.map(({ act, against }) => against && <Bow from={drawnOf(act)} to={drawnOf(against)} />)}
      {marks.acts.map(({ act, at, y }) => (
        <a href={`#e-${act.event.id}`}>
          <title>{`${act.n}. ${eventName(act.event)}, ${eventDate(act.event)}: ${act.event.description ?? ''}`}</title>
          <Mark event={act.event} disputed={act.disputed} x={at} y={y} />
        </a>
      ))}
      {flags.map(flag => (
        <a href={`#e-${flag.act.event.id}`}>
          <text
            class="halo"
            x={rounded(drawnOf(flag.act).at + (flag.hangsLeft ? -5 : 5))}
            y={heightOf(flag)}
            text-anchor={flag.hangsLeft ? 'end' : undefined}
          >
            <tspan class="b">{flag.name}</tspan>
            <tspan class="sub" dx="6">
              {flag.date}
            </tspan>
          </text>
        </a>
      ))}
    </>
  )
}

/** From a claim to what contradicts it. */
function Bow({ from, to }: { from: DrawnAct; to: DrawnAct }) {
  const height = from.y - 16 - Math.abs(to.at - from.at) / 8
  const [start, end] = [rounded(from.at), rounded(to.at)]
  return (
    <path
      class="versus"
      d={`M${start} ${from.y - 5}C${start} ${rounded(height)},${end} ${rounded(height)},${end} ${to.y - 6}`}
    />
  )
}
