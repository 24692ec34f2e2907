import { and, asc, gt, isNotNull, sql } from 'drizzle-orm'
import type { Db } from '../../database/client.ts'
import { revision } from '../../database/tables.ts'
import type { RevisionRow } from '../revision-text.ts'
import { revisionColumns } from '../store-columns.ts'

const BATCH = 100

/** A revision with its stored texts. */
export interface RecordRow extends RevisionRow {
  document: string
  provenance: string
}

/** Every revision that has a record, oldest first. */
export async function* iterateRecords(db: Db): AsyncGenerator<RecordRow> {
  const { seq, document, provenance } = revision
  for (let last = 0; ; ) {
    const rows = await db
      .select({ ...revisionColumns, document: sql<string>`${document}`, provenance })
      .from(revision)
      .where(and(gt(seq, last), isNotNull(document)))
      .orderBy(asc(seq))
      .limit(BATCH)
    if (rows.length === 0) return
    yield* rows
    last = (rows.at(-1) as { seq: number }).seq
  }
}
