import { and, asc, gt, isNotNull, sql } from 'drizzle-orm'
import type { Db } from '../../database/client.ts'
import { revision } from '../../database/tables.ts'
import type { RevisionRow } from '../revision-text.ts'
import { revisionColumns } from '../store-columns.ts'

/** Records that are held at one time, each with all that follows from it. */
const BATCH = 20

/** A revision with its stored texts. */
export interface RecordRow extends RevisionRow {
  document: string
  provenance: string
}

/** Every revision that has a record, oldest first, some at a time. */
export async function* iterateRecords(db: Db): AsyncGenerator<RecordRow[]> {
  const { seq, document, provenance } = revision
  for (let last = 0; ; ) {
    const rows = await db
      .select({ ...revisionColumns, document: sql<string>`${document}`, provenance })
      .from(revision)
      .where(and(gt(seq, last), isNotNull(document)))
      .orderBy(asc(seq))
      .limit(BATCH)
    if (rows.length === 0) return
    yield rows
    last = (rows.at(-1) as { seq: number }).seq
  }
}

/** How many revisions have a record. */
export const countRecords = (db: Db): Promise<number> => db.$count(revision, isNotNull(revision.document))
