import { type Bounds, compare, type Day, lastOf } from '../dates.ts'
import type { Step } from './fold.ts'
import { implied } from './implied.ts'
import { initial, type State } from './states.ts'
import { notBefore } from './timeline.ts'
import type { Axis } from './transitions.ts'
import type { Shown } from './view.ts'

/**
 * The first day from which both shown states hold, in EDTF: exact where it is known, a range where the act is vague. What
 * confirms a state that was shown already does not move it.
 *
 * @returns null where nothing has happened
 */
export function sinceOf({ onLegal, onImplementation, outlived }: Shown): string | null {
  const moves = [...movesOf(onLegal.steps), ...movesOf(onImplementation.steps)].sort((a, b) => compare(a.by, b.by))
  let { legal, implementation }: { legal: State<'legal'>; implementation: State<'implementation'> } = initial
  let shown = implied(legal, implementation, false)
  let legalSince: Bounds | undefined
  let implementationSince: Bounds | undefined
  for (const { axis, after, since } of moves) {
    if (axis === 'legal') {
      if (after.name !== legal.name) legalSince = since
      legal = after as typeof legal
    } else implementation = after as typeof implementation
    const next = implied(legal, implementation, outlived.stated)
    if (next !== shown) implementationSince = since
    shown = next
  }
  if (!legalSince && !implementationSince) return null
  const both = [legalSince, implementationSince].filter(bounds => bounds !== undefined)
  return edtfOf({
    lo: lastOf(both.map(({ lo }) => lo)) as Day,
    hi: lastOf(both.map(({ hi }) => hi)) as Day
  })
}

interface Move {
  axis: Axis
  after: State<Axis>
  /** When it came: no earlier than what came before it. */
  since: Bounds
  /** The day by which it had come: no later than what came after it. */
  by: Day
}

/** The moves of an axis in the order in which they count. */
function movesOf<A extends Axis>(steps: readonly Step<A>[]): Move[] {
  const moved = steps.filter(({ outcome }) => outcome === 'moved')
  let [from, by]: [Day, Day] = ['-infinity', 'infinity']
  const moves = moved.map(({ event, after }): Move => {
    const since = notBefore(event, from)
    from = since.lo
    return { axis: event.act.axis, after, since, by: since.hi }
  })
  for (const move of moves.toReversed()) {
    if (move.by > by) move.by = by
    by = move.by
  }
  return moves
}

const edtfOf = ({ lo, hi }: Bounds): string => (lo === hi ? lo : `[${lo === '-infinity' ? '' : lo}..${hi}]`)
