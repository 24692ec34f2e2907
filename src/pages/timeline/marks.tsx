import type { AgreementEvent } from '../../record/schema/agreement.ts'
import { laneOf } from '../words/codes.ts'
import { rounded } from './scale.ts'

/** The mark of an event: a diamond for law, a disc for practice, a square for money, a ring for what was said. */
export function Mark({
  event,
  disputed,
  x,
  y,
  size = 5
}: {
  event: AgreementEvent
  disputed: boolean
  x: number
  y: number
  size?: number
}) {
  const lane = laneOf(event)
  const name = `m m-${lane}${disputed ? ' m-dis' : ''}`
  const half = size + 1
  if (lane === 'legal')
    return (
      <path
        class={name}
        d={`M${rounded(x)} ${rounded(y - half)}l${half} ${half}l${-half} ${half}l${-half} ${-half}z`}
      />
    )
  if (lane === 'money') {
    const side = size * 2 - 1
    return <rect class={name} x={rounded(x - side / 2)} y={rounded(y - side / 2)} width={side} height={side} />
  }
  return <circle class={name} cx={rounded(x)} cy={rounded(y)} r={lane === 'said' ? size - 1 : size} />
}

/** The pattern of a state that may hold, by the name that pictures fill with. */
function Hatch({ id, state }: { id: string; state: string }) {
  return (
    <pattern id={id} width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
      <rect width="6" height="6" class="hatchbg" />
      <path d="M1.6 0V6" class={`hatch ${state}`} />
    </pattern>
  )
}

/** Patterns of some states, each once. `prefix` tells them from those of other pictures of the page. */
export const Hatches = ({ prefix, states }: { prefix: string; states: readonly string[] }) => (
  <defs>
    {[...new Set(states)].map(state => (
      <Hatch id={`${prefix}-${state}`} state={state} />
    ))}
  </defs>
)
