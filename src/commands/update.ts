import type { Authorship } from '../agreements/drafting.ts'
import { saysTheSame } from '../agreements/drafting.ts'
import type { RevisionRow } from '../agreements/revision-text.ts'
import { findNewest, findNewestByOthers } from '../agreements/store-revision.ts'
import { draftRevision, unlessOvertaken, writeRevision } from '../agreements/store-save.ts'
import type { Database } from '../database/client.ts'
import { latestToday, today } from '../record/dates.ts'
import { diff } from '../record/diff.ts'
import type { Agreement } from '../record/schema/agreement.ts'
import { actors } from './actors.ts'
import { type DataSet, seed, versionsOf } from './seed.ts'

/** What an update of the data set does with one of its records. */
export type Outcome = { id: string } & (
  | { outcome: 'new' | 'unchanged' }
  /** With JSON Pointers to what differs. */
  | { outcome: 'changed'; pointers: string[] }
  /** The newest revision that is not of the data set. */
  | { outcome: 'left alone'; since: RevisionRow }
)

interface UpdateOptions {
  now: Date
  /** Only says what would be done. */
  dryRun?: boolean
}

const byAnUpdate: Authorship = {
  actor: actors.seed,
  cause: 'editorial',
  note: 'Update of the data set of the registry'
}

/**
 * Brings the records of a data set into a registry that an earlier one has filled: what is new in one write, all of it or
 * nothing, then each record that has changed in a write of its own. What anybody else has ever written to is left alone. What was
 * done stays done when the rest fails, and the next update does the rest.
 *
 * @yields what became of each record
 */
export async function* update(
  database: Database,
  dataSet: DataSet,
  { now, dryRun = false }: UpdateOptions
): AsyncGenerator<Outcome> {
  const added = dryRun ? new Set() : await seed(database, dataSet, { today: today(now) })
  for (const id of dataSet.records.keys()) {
    if (added.has(id)) yield { id, outcome: 'new' }
    else yield await unlessOvertaken(() => updateOne(database, { dataSet, id, now, dryRun }))
  }
}

/** Decides on the newest revision, and takes no lock for that: whoever writes meanwhile overtakes it. */
async function updateOne(
  database: Database,
  { dataSet, id, now, dryRun }: Required<UpdateOptions> & { dataSet: DataSet; id: string }
): Promise<Outcome> {
  const { db } = database
  const { latest: next, corrected } = versionsOf(dataSet, id)
  const current = await findNewest(db, id)
  if (!current) return { id, outcome: 'new' }
  if (saysTheSame(current, next)) return { id, outcome: 'unchanged' }
  const since = await findNewestByOthers(db, id, actors.seed)
  if (since) return { id, outcome: 'left alone', since }
  if (dryRun) {
    // Not drafted: it may name records that are new as well.
    const stored = JSON.parse(current.document as string) as Agreement
    return { id, outcome: 'changed', pointers: diff(stored, next).map(({ pointer }) => pointer) }
  }
  const draft = await draftRevision(db, { id, current, next, operation: 'update', today: latestToday(now) })
  // Where the registry holds what was corrected, this is that very correction.
  const by = corrected && saysTheSame(current, corrected.from) ? corrected.by : byAnUpdate
  await writeRevision(database, { draft, by, today: today(now) }, { dryRun: false })
  return { id, outcome: 'changed', pointers: draft.changed }
}

const done = { create: 'written', update: 'changed', delete: 'deleted', restore: 'restored' } as const

/** An outcome as an operator reads it. */
export function lineOf(result: Outcome): string {
  const { id, outcome } = result
  if (result.outcome === 'changed') return `${id}: changed: ${result.pointers.join(', ')}`
  if (result.outcome !== 'left alone') return `${id}: ${outcome}`
  const { operation, actor, recordedAt, version } = result.since
  return `${id}: left alone: ${done[operation]} by ${actor} on ${today(recordedAt)} (version ${version})`
}
