import { and, eq, inArray, isNull } from 'drizzle-orm'
import type { Database, Db } from '../database/client.ts'
import * as tables from '../database/tables.ts'
import { inWrite, nextSeq, type Write } from '../database/write.ts'
import { type FieldError, problem } from '../problems.ts'
import type { Day } from '../record/dates.ts'
import { diff } from '../record/diff.ts'
import { check } from '../record/rules/check.ts'
import type { Agreement } from '../record/schema/agreement.ts'
import type { causes } from '../record/schema/codes.ts'
import { TooManyIntervals } from '../record/status/intervals.ts'
import { claimRowsOf, columnsOf, intervalRowsOf, provenanceOf } from './mapping.ts'
import { assertNew } from './refusals.ts'
import type { RevisionRow } from './revision-text.ts'
import { revisionColumns } from './store-columns.ts'
import { passTime } from './store-time.ts'

/** The newest revision of an agreement. `document` is null when that was a deletion. */
export interface Current extends RevisionRow {
  document: string | null
}

export interface Command {
  /** Name of the key that writes. */
  actor: string
  cause: (typeof causes)[number] | null
  note: string | null
  /** The day against which "no event in the future" is checked. */
  today: Day
  /**
   * The next record, or undefined to delete. It gets the newest revision (undefined when the id is new) and says no by
   * throwing a problem. All ways of writing differ in this function only.
   */
  decide: (current: Current | undefined) => Agreement | undefined | Promise<Agreement | undefined>
  /** The next record is an earlier one of the same agreement. */
  restore?: boolean
  /** No agreement may have the id, not even one that was deleted. */
  create?: boolean
}

/** The revision that holds after a write; the newest one as it was when the write changed nothing. */
export interface Saved extends RevisionRow {
  isNew: boolean
}

/**
 * Opens a write. Whatever the passing of time has changed until `today` enters the change feed first.
 *
 * @param options.dryRun everything happens, the result is returned, and nothing stays
 */
export function writeAgreements<T>(
  database: Database,
  { today, dryRun }: { today: Day; dryRun?: boolean },
  task: (write: Write) => Promise<T>
): Promise<T> {
  return inWrite(
    database,
    async write => {
      await passTime(write, today)
      return task(write)
    },
    { dryRun }
  )
}

/**
 * The only way into the registry: POST, PUT, PATCH, DELETE, restore and the seed differ in `decide`. The revision, its
 * document, its columns and its status intervals are written together, or not at all.
 *
 * @throws ApiProblem invalid-record with every fault found; conflict when an id to `create` is taken; whatever `decide` throws
 */
export async function saveAgreement(write: Write, id: string, command: Command): Promise<Saved> {
  const { tx, recordedAt } = write
  const current = await findNewest(tx, id)
  const next = await command.decide(current)
  const columns = next && columnsOf(next)
  if (current && !command.create && (columns?.document ?? null) === current.document)
    return { ...current, isNew: false }
  const intervals = next && (await derive(tx, next, command.today))
  // Last, so that a record with faults of its own is not sent back once more for those.
  if (command.create) assertNew(id, current)
  const revision = {
    seq: await nextSeq(write),
    agreementId: id,
    version: (current?.version ?? 0) + 1,
    operation: operationOf(current, next, command),
    actor: command.actor,
    cause: command.cause,
    note: command.note,
    changed: changedPointers(current, next),
    recordedAt
  }
  await reserveIds(tx, [id])
  if (current) {
    await tx.update(tables.revision).set({ supersededAt: recordedAt }).where(eq(tables.revision.seq, current.seq))
  }
  await tx.insert(tables.revision).values({ ...revision, provenance: provenanceOf(revision), ...columns })
  if (next && intervals) await insertRows(tx, revision.seq, { ...claimRowsOf(next), statusInterval: intervals })
  return { ...revision, isNew: true }
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

/** The newest revision of an agreement, also when it is a deletion. */
export async function findNewest(db: Db, id: string): Promise<Current | undefined> {
  const { revision } = tables
  const [row] = await db
    .select({ ...revisionColumns, document: revision.document })
    .from(revision)
    .where(and(eq(revision.agreementId, id), isNull(revision.supersededAt)))
  return row
}

const operationOf = (
  current: Current | undefined,
  next: Agreement | undefined,
  { restore }: Command
): Saved['operation'] => (restore ? 'restore' : !next ? 'delete' : current ? 'update' : 'create')

/** The empty pointer is the whole record, which comes or goes. */
function changedPointers(current: Current | undefined, next: Agreement | undefined): string[] {
  if (!current?.document || !next) return ['']
  return diff(JSON.parse(current.document), next).map(change => change.pointer)
}

async function derive(tx: Db, record: Agreement, today: Day) {
  const errors = [...check(record, { today }), ...(await unknownTargets(tx, record))]
  if (errors.length > 0) throw problem('invalid-record', { errors })
  try {
    return intervalRowsOf(record)
  } catch (error) {
    if (!(error instanceof TooManyIntervals)) throw error
    throw problem('invalid-record', {
      errors: [{ pointer: '/events', code: 'too_many_intervals', detail: error.message }]
    })
  }
}

async function unknownTargets(tx: Db, record: Agreement): Promise<FieldError[]> {
  const targets = record.relations.map(relation => relation.agreement)
  if (targets.length === 0) return []
  const known = await tx.select().from(tables.agreement).where(inArray(tables.agreement.id, targets))
  return targets.flatMap((target, i) =>
    known.some(({ id }) => id === target) || target === record.id
      ? []
      : [
          {
            pointer: `/relations/${i}/agreement`,
            code: 'unknown_agreement',
            detail: `There is no agreement ${JSON.stringify(target)} in the registry. Write that one first, or leave the relation out.`
          }
        ]
  )
}

/** Rows of the tables that belong to a revision, by table. */
export type RevisionRows = ReturnType<typeof claimRowsOf> & { statusInterval: ReturnType<typeof intervalRowsOf> }

async function insertRows(tx: Db, seq: number, rows: RevisionRows): Promise<void> {
  for (const [name, ofTable] of Object.entries(rows)) {
    const table = tables.childTables[name as keyof RevisionRows]
    // PostgreSQL takes at most 65,535 parameters in one statement.
    for (let i = 0; i < ofTable.length; i += 1000) {
      const batch = ofTable.slice(i, i + 1000).map(row => ({ ...row, seq }))
      await tx.insert(table).values(batch as never)
    }
  }
}

/** Replaces the status intervals of a revision by those that the present code derives. */
export async function replaceIntervals(tx: Db, seq: number, record: Agreement): Promise<void> {
  await tx.delete(tables.statusInterval).where(eq(tables.statusInterval.seq, seq))
  await insertRows(tx, seq, { statusInterval: intervalRowsOf(record) } as RevisionRows)
}
