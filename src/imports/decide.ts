import { contentNow } from '../agreements/deriving.ts'
import { changesFrom, type Draft, saysTheSame, type Target, targetsOf } from '../agreements/drafting.ts'
import type { RevisionRows } from '../agreements/mapping.ts'
import { ApiProblem, type FieldError } from '../problems.ts'
import { complete } from '../record/complete.ts'
import { compare, type Day } from '../record/dates.ts'
import { check } from '../record/rules/check.ts'
import type { AgreementInput } from '../record/schema/agreement.ts'

/** What a file may do with a record that is there: take its place, or nothing at all. */
export const modes = ['upsert', 'create'] as const
export type Mode = (typeof modes)[number]

/** What is asked of every record of a file. */
export interface Asked {
  mode: Mode
  /** The latest day on earth, after which nothing can have happened. */
  today: Day
  /** The days whose status is to be shown. */
  shownAt?: { asOf: Day; reportedBy: Day } | undefined
}

/** A record of a file beside the newest revision of its agreement. */
export interface Question {
  line: number
  input: AgreementInput & { id: string }
  current: { version: number; document: string | null } | undefined
}

export const outcomes = ['created', 'updated', 'unchanged'] as const
export type Outcome = (typeof outcomes)[number]

/** What becomes of a record. */
export interface Answer {
  line: number
  id: string
  faults: FieldError[]
  outcome?: Outcome
  /** The revision that it makes, as JSON. */
  draft?: string
  targets: Target[]
  /** Its status on the days that were asked for, as JSON; null where nothing is known then. */
  status?: string | null
}

/** What becomes of each of some records. */
export const decideAll = (questions: Question[], asked: Asked): Answer[] =>
  questions.map(question => decide(question, asked))

/** The same line that any write goes along, without the database: decide on the next record, check it, derive what follows. */
function decide({ line, input, current }: Question, { mode, today, shownAt }: Asked): Answer {
  const { id } = input
  const refused = (faults: FieldError[]): Answer => ({ line, id, faults, targets: [] })
  const next = complete(input)
  const isSame = mode === 'upsert' && saysTheSame(current, next)
  const faults = isSame ? [] : [...clash(id, current, mode), ...check(next, { today })]
  if (faults.length > 0) return refused(faults)
  if (isSame && !shownAt) return { line, id, faults: [], outcome: 'unchanged', targets: [] }
  try {
    const content = contentNow(next)
    const status = shownAt && statusAt(content.rows, shownAt)
    if (isSame) return { line, id, faults: [], outcome: 'unchanged', targets: [], status }
    const draft: Draft = {
      id,
      current: current && { version: current.version },
      operation: current ? 'update' : 'create',
      changed: changesFrom(current, next),
      content
    }
    const outcome = current ? 'updated' : 'created'
    return { line, id, faults: [], outcome, draft: JSON.stringify(draft), targets: targetsOf(next), status }
  } catch (error) {
    if (error instanceof ApiProblem) return refused(error.errors ?? [])
    throw error
  }
}

function clash(id: string, current: Question['current'], mode: Mode): FieldError[] {
  if (!current) return []
  const detail =
    current.document === null
      ? `The agreement ${id} was deleted in version ${current.version}. Restore it first, or choose another id.`
      : `There is an agreement ${id} already. Import with mode=upsert to change it, or choose another id.`
  if (current.document === null) return [{ pointer: '/id', code: 'deleted', detail }]
  return mode === 'create' ? [{ pointer: '/id', code: 'taken', detail }] : []
}

/** The text of the status on some days. */
function statusAt({ statusInterval }: RevisionRows, { asOf, reportedBy }: { asOf: Day; reportedBy: Day }) {
  const holds = (from: Day, day: Day, to: Day) => compare(from, day) <= 0 && compare(day, to) <= 0
  const found = statusInterval.find(
    ({ reportedFrom, reportedTo, validFrom, validTo }) =>
      holds(reportedFrom, reportedBy, reportedTo) && holds(validFrom, asOf, validTo)
  )
  return found?.status ?? null
}
