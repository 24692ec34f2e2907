import type { AgreementRecord } from '../agreements/schemas.ts'
import { bounds, compare, type Day } from '../record/dates.ts'
import type { AgreementEvent } from '../record/schema/agreement.ts'
import type { IntervalStatus } from '../record/status/schema.ts'
import { dayOf } from './chronology.ts'
import type { Course } from './course.ts'
import { dateOf } from './words/codes.ts'

// Changes of the world: a stated state that began. Edits of the registry are none.

type States = Pick<IntervalStatus, 'legal' | 'implementation' | 'evidence' | 'possible'>

export interface Turn {
  record: AgreementRecord
  /** The day from which it is stated. */
  day: Day
  before: States
  after: States
  /** The act that led there; undefined where nobody had to do anything. */
  cause: AgreementEvent | undefined
}

/** Before anything has happened. */
const nothing: States = {
  legal: 'none',
  implementation: 'unimplemented',
  evidence: 'absent',
  possible: { legal: ['none'], implementation: ['unimplemented'] }
}

/** Every turn in the course of an agreement up to a day. */
export function turnsOf(record: AgreementRecord, course: Course, asOf: Day): Turn[] {
  let before: States & { because?: readonly string[] } = nothing
  const turns: Turn[] = []
  for (const { from, status } of course) {
    if (from > asOf) break
    if (status.legal !== before.legal || status.implementation !== before.implementation) {
      const cause = causeOf(record, status, before.because ?? [])
      turns.push({ record, day: from, before, after: status, cause })
    }
    before = status
  }
  return turns
}

/** What led to a status, of what did not lead to the one before. */
function causeOf(
  record: AgreementRecord,
  { because }: IntervalStatus,
  earlier: readonly string[]
): AgreementEvent | undefined {
  const news = because.filter(id => !earlier.includes(id))
  const events = record.events.filter(({ id }) => news.includes(id))
  const lastDay = (event: AgreementEvent) => dayOf(bounds(dateOf(event)))
  return events.sort((a, b) => compare(lastDay(b), lastDay(a)))[0]
}
