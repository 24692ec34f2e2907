import { contentNow } from '../agreements/deriving.ts'
import {
  type Authored,
  type Authorship,
  changesFrom,
  type Draft,
  saysTheSame,
  type Target,
  targetsOf
} from '../agreements/drafting.ts'
import type { RevisionRows } from '../agreements/mapping.ts'
import { type StagedRevisions, stagedFrom } from '../agreements/staging.ts'
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
  /** Who writes. */
  by: Authorship
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
  targets: Target[]
  /** Its status on the days that were asked for, as JSON; null where nothing is known then. */
  status?: string | null
}

/** What becomes of some records, and the revisions that they make. */
export interface Decided {
  answers: Answer[]
  staged: StagedRevisions[]
}

/** Characters of what one statement takes, about. */
const MOST_CHARACTERS = 4 * 1024 * 1024

/** Decides on records. */
export function decideAll(questions: readonly Question[], asked: Asked): Decided {
  const answers: Answer[] = []
  const batches: Authored[][] = [[]]
  let length = 0
  for (const question of questions) {
    const { draft, ...answer } = decide(question, asked)
    answers.push(answer)
    if (!draft) continue
    length += lengthOf(draft)
    if (length > MOST_CHARACTERS) {
      batches.push([])
      length = lengthOf(draft)
    }
    batches.at(-1)?.push({ draft, by: asked.by })
  }
  return { answers, staged: batches.filter(({ length }) => length > 0).map(stagedFrom) }
}

/** Rather more than it is: an interval has its status and totals as text. */
const lengthOf = ({ content }: Draft): number =>
  (content?.columns.document.length ?? 0) * 3 + (content?.rows.statusInterval.length ?? 0) * 2_000

/** The same line that any write goes along, without the database: decide on the next record, check it, derive what follows. */
function decide({ line, input, current }: Question, { mode, today, shownAt }: Asked): Answer & { draft?: Draft } {
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
    return { line, id, faults: [], outcome: current ? 'updated' : 'created', draft, targets: targetsOf(next), status }
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
