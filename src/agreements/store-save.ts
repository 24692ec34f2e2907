import { inArray } from 'drizzle-orm'
import type { Database, Db } from '../database/client.ts'
import { preparedSql } from '../database/prepared.ts'
import { inSharedWrite } from '../database/shared-write.ts'
import * as tables from '../database/tables.ts'
import { assertInTime, inWrite, type Write } from '../database/write.ts'
import { type FieldError, problem } from '../problems.ts'
import type { Day } from '../record/dates.ts'
import { check } from '../record/rules/check.ts'
import type { Agreement } from '../record/schema/agreement.ts'
import { contentOf } from './deriving.ts'
import {
  type Authored,
  changesFrom,
  type Draft,
  revisionGiven,
  revisionMade,
  targetsOf,
  unknownTarget
} from './drafting.ts'
import { overtakenTooOften } from './refusals.ts'
import type { RevisionRow, VersionRow } from './revision-text.ts'
import { insertRevisions, rowsByTable } from './store-rows.ts'
import { passTime } from './store-time-passed.ts'

/** Another writer was faster: the newest revision is no longer the one on which a draft was decided. */
export class Overtaken extends Error {
  override name = 'Overtaken'
}

/** How long a writer begins anew on what others have left, in milliseconds: of many who change one agreement, one is done at a time. */
const LONGEST_CONTEST = 15_000

/**
 * Runs a write from its beginning once more whenever another one was faster, so that it is decided on what is there now.
 *
 * @throws ApiProblem unavailable when others are faster again and again
 */
export async function unlessOvertaken<T>(write: (attempt: number) => Promise<T>): Promise<T> {
  const begun = performance.now()
  for (let attempt = 1; performance.now() - begun < LONGEST_CONTEST; attempt++) {
    try {
      return await write(attempt)
    } catch (error) {
      if (!(error instanceof Overtaken)) throw error
    }
  }
  throw overtakenTooOften()
}

/**
 * Checks the next record of an agreement and derives what follows from it. Takes no lock, however long it takes.
 *
 * @param next in its complete form; undefined to delete
 * @param today the latest day on earth, after which nothing can have happened
 * @throws ApiProblem invalid-record with every fault found
 */
export async function draftRevision(
  db: Db,
  {
    id,
    current,
    next,
    operation,
    today
  }: Pick<Draft, 'id' | 'operation'> & { current: VersionRow | undefined; next: Agreement | undefined; today: Day }
): Promise<Draft> {
  if (!next) return { id, current, operation, changed: [''], content: undefined }
  const errors = [...check(next, { today }), ...(await unknownTargets(db, next))]
  if (errors.length > 0) throw problem('invalid-record', { errors })
  return { id, current, operation, changed: changesFrom(current, next), content: await contentOf(next) }
}

async function unknownTargets(db: Db, record: Agreement): Promise<FieldError[]> {
  const targets = targetsOf(record)
  const known = await findKnown(
    db,
    targets.map(({ id }) => id)
  )
  return targets.filter(({ id }) => !known.has(id)).map(unknownTarget)
}

/** Those of some ids that the registry has ever held. They stay known, so nothing has to be looked at once more under the lock. */
export async function findKnown(db: Db, ids: string[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set()
  const known = await db.select().from(tables.agreement).where(inArray(tables.agreement.id, ids))
  return new Set(known.map(({ id }) => id))
}

/** Opens a write for several revisions. Whatever the passing of time has changed until `today` enters the change feed first. */
export function writeAgreements<T>(
  database: Database,
  today: Day,
  task: (write: Write) => Promise<T>,
  options: { dryRun?: boolean } = {}
): Promise<T> {
  const onDay = async (write: Write) => {
    await passTime(write, today)
    return task(write)
  }
  return inWrite(database, onDay, options)
}

/** Status intervals of a revision that shares a statement with others; one that has more makes a statement long by itself. */
const MOST_SHARED = 500

/**
 * Saves a revision in a write of its own, which those who write at the same moment share.
 *
 * @param options.dryRun everything happens, the result is returned, and nothing stays
 * @param options.afterwards what is done in the same transaction, which is then not shared
 * @throws Overtaken when the newest revision is not the one of the draft
 */
export async function writeRevision(
  database: Database,
  authored: Authored & { today: Day },
  { dryRun, afterwards }: { dryRun: boolean; afterwards?: ((tx: Db, saved: RevisionRow) => Promise<void>) | undefined }
): Promise<RevisionRow> {
  const rows = authored.draft.content?.rows.statusInterval.length ?? 0
  const saveAlone = async (write: Write) => {
    const [saved] = await saveOnDay(write, [authored])
    if (saved) await afterwards?.(write.tx, saved)
    return saved
  }
  const saved =
    dryRun || afterwards || rows > MOST_SHARED
      ? await inWrite(database, saveAlone, { dryRun })
      : await inSharedWrite(database, authored, saveOnDay)
  if (!saved) throw new Overtaken()
  return saved
}

async function saveOnDay(write: Write, authored: (Authored & { today: Day })[]): Promise<(RevisionRow | undefined)[]> {
  for (const { today } of authored) await passTime(write, today)
  return saveRevisions(write, authored)
}

/**
 * The only way into the registry: POST, PUT, PATCH, DELETE, restore and the commands that write records end here. Revisions with their documents,
 * their columns, their claims and their status intervals are written by one statement, or not at all.
 *
 * @returns for each draft its revision; undefined when the newest one is not that on which it was decided
 */
export async function saveRevisions(write: Write, authored: Authored[]): Promise<(RevisionRow | undefined)[]> {
  assertInTime(write)
  const { recordedAt } = write
  const revisions = authored.map(one => revisionMade(one, recordedAt))
  // Of two drafts of one agreement the first is saved, which overtakes the second.
  const ids = revisions.map(({ agreementId }) => agreementId)
  const given = authored.flatMap((one, i) => {
    const revision = revisions[i] as (typeof revisions)[number]
    return ids.indexOf(one.draft.id) < i ? [] : [revisionGiven(one, revision, i)]
  })
  const statement = preparedSql<{ id: string; seq: string | number }>(write.tx, 'saveRevisions', insertRevisions)
  const rowsGiven = rowsByTable(authored.map(({ draft }) => draft.content?.rows))
  const { rows } = await statement.execute({ given: JSON.stringify(given), ...rowsGiven })
  // int8 comes as text from one driver and as a number from the other.
  const added = new Map(rows.map(({ id, seq }) => [id, Number(seq)]))
  return revisions.map((revision, i) => {
    const seq = added.get(revision.agreementId)
    return seq === undefined || ids.indexOf(revision.agreementId) < i ? undefined : { seq, ...revision }
  })
}

/**
 * Makes ids known before their records are written, so that the records of one transaction may name each other in
 * relations, whatever their order.
 */
export async function reserveIds(tx: Db, ids: string[]): Promise<void> {
  await tx
    .insert(tables.agreement)
    .values(ids.map(id => ({ id })))
    .onConflictDoNothing()
}
