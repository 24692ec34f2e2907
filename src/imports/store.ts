import { type Target, unknownTarget } from '../agreements/drafting.ts'
import { completeAfter } from '../agreements/store-ids.ts'
import { findNewestOf } from '../agreements/store-revision.ts'
import { findKnown } from '../agreements/store-save.ts'
import { saveMany } from '../agreements/store-save-many.ts'
import { ahead } from '../database/ahead.ts'
import type { Database, Db } from '../database/client.ts'
import { retrying } from '../database/write.ts'
import { limits } from '../limits.ts'
import type { FieldError } from '../problems.ts'
import type { Day } from '../record/dates.ts'
import { lacksIds } from '../record/ids.ts'
import type { Asked, Decided, Outcome, Question } from './decide.ts'
import { decideElsewhere, THREADS } from './deciding.ts'
import type { ReadRecord } from './reading.ts'
import { StagedFile } from './staged.ts'

// An import goes the way of every write, for many records at once: beside the lock each is compared with what is there, checked
// and derived, and put aside; then revisions are added with their rows, if what is there is still what was looked at.

/** Records that are decided on together, and written by one statement. */
const BATCH = 50

/** A fault of one of the records. */
export interface ImportFault extends FieldError {
  line: number
  id: string | null
}

/** What an import does, or would do. */
export type Counts = Record<Outcome, number> & {
  /** Derived members that came with records and were not taken. */
  derivedMembers: number
}

/** What becomes of one record. */
export interface Rehearsed {
  line: number
  id: string
  outcome: Outcome
  /** Its status on the days that were asked for, as JSON; null where nothing is known then. */
  status: string | null
}

/** An import that is ready to be written, unless it has faults. */
export interface Staged {
  counts: Counts
  faults: ImportFault[]
  /** How many records have faults, also where there are more than are listed. */
  badRecords: number
  rehearsed: Rehearsed[]
  /** Ids that the registry does not know yet. */
  newIds: string[]
  file: StagedFile
}

/**
 * Decides on all records of a file and puts the revisions that they make aside. Takes no lock. Whoever calls this closes the file.
 *
 * @param onProgress called now and then with how many records are done
 */
export async function stageImport(
  db: Db,
  records: AsyncIterable<ReadRecord>,
  asked: Asked,
  onProgress: (done: number) => void = () => {}
): Promise<Staged> {
  const counts: Counts = { created: 0, updated: 0, unchanged: 0, derivedMembers: 0 }
  const faults: ImportFault[] = []
  /** Records that were not asked about, and ids of those that turned out to be bad. */
  let passedOver = 0
  const bad = new Set<string>()
  const badRecords = () => passedOver + bad.size
  const rehearsed: Rehearsed[] = []
  const newIds: string[] = []
  /** Where each id stands. */
  const lines = new Map<string, number>()
  /** Agreements that records name, and that neither the registry knows nor a record so far. */
  const named: (Target & { line: number; from: string })[] = []
  const file = await StagedFile.open()

  const refuse = (line: number, id: string | null, found: FieldError[]) => {
    // One more tells that there are more.
    for (const fault of found) if (faults.length <= limits.import.errors) faults.push({ line, id, ...fault })
  }

  /** What has the right form, and is there once. */
  function admitted({ line, id, derivedMembers, input, faults }: ReadRecord): Omit<Question, 'current'>[] {
    counts.derivedMembers += derivedMembers
    if (!input) {
      passedOver++
      refuse(line, id, faults)
      return []
    }
    const earlier = lines.get(input.id)
    if (earlier === undefined) {
      lines.set(input.id, line)
      return [{ line, input }]
    }
    passedOver++
    refuse(line, id, [{ pointer: '/id', code: 'duplicate_id', detail: `Line ${earlier} has the same id.` }])
    return []
  }

  async function settle({ answers, staged }: Decided): Promise<void> {
    const known = await findKnown(
      db,
      answers.flatMap(({ targets }) => targets.map(({ id }) => id))
    )
    for (const { line, id, faults, outcome, targets, status } of answers) {
      if (!outcome) {
        bad.add(id)
        refuse(line, id, faults)
      } else {
        counts[outcome]++
        if (outcome === 'created') newIds.push(id)
        if (status !== undefined && rehearsed.length < limits.import.shown)
          rehearsed.push({ line, id, outcome, status })
      }
      for (const target of targets)
        if (!known.has(target.id) && !lines.has(target.id)) named.push({ ...target, line, from: id })
    }
    // Nothing of an import with faults is written.
    if (badRecords() === 0) for (const some of staged) await file.add(some)
  }

  try {
    const inFlight: Promise<Decided>[] = []
    let done = 0
    for await (const batch of batchesOf(records)) {
      const decided = decideOn(db, batch.flatMap(admitted), asked)
      // Its failure is heard of in its turn.
      decided.catch(() => {})
      inFlight.push(decided)
      if (inFlight.length > THREADS) await settle(await (inFlight.shift() as Promise<Decided>))
      done += batch.length
      onProgress(done)
    }
    for (const decided of inFlight) await settle(await decided)
    for (const { line, from, ...target } of named) {
      if (lines.has(target.id)) continue
      bad.add(from)
      refuse(line, from, [unknownTarget(target)])
    }
    faults.sort((one, other) => one.line - other.line)
    return { counts, faults, badRecords: badRecords(), rehearsed, newIds, file }
  } catch (error) {
    await file.close()
    throw error
  }
}

async function* batchesOf<T>(items: AsyncIterable<T>): AsyncGenerator<T[]> {
  let batch: T[] = []
  for await (const item of items) {
    if (batch.push(item) < BATCH) continue
    yield batch
    batch = []
  }
  if (batch.length > 0) yield batch
}

async function decideOn(db: Db, records: Omit<Question, 'current'>[], asked: Asked): Promise<Decided> {
  if (records.length === 0) return { answers: [], staged: [] }
  const newest = await findNewestOf(
    db,
    records.map(({ input }) => input.id)
  )
  const questions: Question[] = []
  for (const { line, input } of records) {
    const current = newest.get(input.id)
    // Only what items are called is asked of the database.
    const next = current && lacksIds(input) ? await completeAfter(db, current, input) : input
    const { version, document } = current ?? {}
    questions.push({
      line,
      input: next as Question['input'],
      current: version === undefined ? undefined : { version, document: document ?? null }
    })
  }
  return decideElsewhere(questions, asked)
}

interface SaveOptions {
  today: Day
  dryRun?: boolean
  /** The most records that are written in one transaction; all of them in one unless said otherwise. */
  atOnce?: number
  /** Called after each transaction with how many revisions are kept. */
  onProgress?: (done: number) => void
}

/**
 * Writes what was put aside. Records may name each other, in whatever order and transaction they are written.
 *
 * @throws ApiProblem unavailable when somebody else has changed one of the agreements meanwhile; what was kept before stays
 */
export async function saveImport(
  database: Database,
  { file, newIds }: Staged,
  { today, dryRun = false, atOnce = Number.POSITIVE_INFINITY, onProgress = () => {} }: SaveOptions
): Promise<void> {
  const { sizes } = file
  let done = 0
  for (let from = 0; from < sizes.length; ) {
    let to = from
    let size = 0
    while (to < sizes.length && (to === from || size + (sizes[to] as number) <= atOnce)) size += sizes[to++] as number
    const ids = from === 0 ? newIds : []
    const save = () =>
      saveMany(database, { count: size, newIds: ids, batches: ahead(file.read(from, to)), today }, { dryRun })
    await retrying(save)
    from = to
    done += size
    onProgress(done)
  }
}
