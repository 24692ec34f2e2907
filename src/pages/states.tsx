import type { IntervalStatus } from '../record/status/schema.ts'
import { othersOf, stateWords } from './course.ts'
import { familyOf, paperWords } from './words/codes.ts'

/** A state: a swatch, and always its word. */
export function State({
  state,
  words = paperWords(state),
  vague = false
}: {
  state: string
  words?: string
  vague?: boolean
}) {
  if (state === 'none') return <span class="st nothing">{words}</span>
  return <span class={['st', state, familyOf(state), vague && 'vague'].filter(Boolean).join(' ')}>{words}</span>
}

type Shown = Pick<IntervalStatus, 'legal' | 'implementation' | 'evidence' | 'possible'>

/** The stated state on paper. */
export const OnPaper = ({ status }: { status: Shown }) => (
  <State state={status.legal} vague={othersOf(status, 'legal').length > 0} />
)

/** The stated state in practice. */
export const InPractice = ({ status }: { status: Shown }) => (
  <State
    state={status.implementation}
    words={stateWords(status, 'implementation')}
    vague={othersOf(status, 'implementation').length > 0}
  />
)

const beforeAnything = new Set(['none', 'proposed', 'negotiating', 'abandoned'])

/** Whether nothing could have begun, so that practice is left out. */
export const isIdle = ({ legal, implementation }: Pick<IntervalStatus, 'legal' | 'implementation'>): boolean =>
  beforeAnything.has(legal) && implementation === 'unimplemented'

/** Both states in one cell, paper above practice. */
export const BothStates = ({ status }: { status: Shown }) => (
  <>
    <OnPaper status={status} />
    {!isIdle(status) && (
      <>
        <br />
        <InPractice status={status} />
      </>
    )}
  </>
)
