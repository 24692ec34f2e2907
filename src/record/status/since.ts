import { type Bounds, compare } from '../dates.ts'
import type { Step } from './fold.ts'
import { implied } from './implied.ts'
import { initial } from './states.ts'
import type { Shown } from './view.ts'

/**
 * The first day from which both shown states hold, in EDTF: exact where it is known, a range where the act is vague. What
 * confirms a state that was shown already does not move it.
 *
 * @returns null where nothing has happened
 */
export function sinceOf({ onLegal, onImplementation, outlived }: Shown): string | null {
  const moves = [...movesOf(onLegal.steps), ...movesOf(onImplementation.steps)].sort(
    (a, b) => compare(a.event.hi, b.event.hi) || compare(a.event.lo, b.event.lo)
  )
  let { legal, implementation }: { legal: Step<'legal'>['after']; implementation: Step<'implementation'>['after'] } =
    initial
  let shown = implied(legal, implementation, false)
  let legalSince: Bounds | undefined
  let implementationSince: Bounds | undefined
  for (const { event, after } of moves) {
    if (event.act.axis === 'legal') {
      if (after.name !== legal.name) legalSince = event
      legal = after as typeof legal
    } else implementation = after as typeof implementation
    const next = implied(legal, implementation, outlived.stated)
    if (next !== shown) implementationSince = event
    shown = next
  }
  if (!legalSince && !implementationSince) return null
  const both = [legalSince, implementationSince].filter(bounds => bounds !== undefined)
  return edtfOf({
    lo: both
      .map(({ lo }) => lo)
      .sort(compare)
      .at(-1) as string,
    hi: both
      .map(({ hi }) => hi)
      .sort(compare)
      .at(-1) as string
  })
}

const movesOf = (steps: readonly (Step<'legal'> | Step<'implementation'>)[]) =>
  steps.filter(({ outcome }) => outcome === 'moved')

const edtfOf = ({ lo, hi }: Bounds): string => (lo === hi ? lo : `[${lo === '-infinity' ? '' : lo}..${hi}]`)
