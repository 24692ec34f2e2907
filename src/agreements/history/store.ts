import { and, asc, desc, eq, lt, ne } from 'drizzle-orm'
import type { Db } from '../../database/client.ts'
import { revision } from '../../database/tables.ts'
import type { Memento } from '../memento.ts'
import { notFound } from '../refusals.ts'
import type { HistoryRow } from '../revision-text.ts'
import { revisionColumns } from '../store-columns.ts'

/**
 * Revisions of an agreement, newest first, only those below the version `before` where that is given. Asks for one more
 * than `limit`, which tells whether more follow.
 *
 * @throws ApiProblem not-found
 */
export async function listRevisions(
  db: Db,
  id: string,
  { before, limit }: { before: number | undefined; limit: number }
): Promise<{ rows: HistoryRow[]; more: boolean }> {
  const rows = await db
    .select({ ...revisionColumns, changed: revision.changed })
    .from(revision)
    .where(and(eq(revision.agreementId, id), before === undefined ? undefined : lt(revision.version, before)))
    .orderBy(desc(revision.version))
    .limit(limit + 1)
  if (rows.length === 0 && before === undefined) throw notFound(id)
  return { rows: rows.slice(0, limit), more: rows.length > limit }
}

/**
 * All revisions of an agreement that can be read, oldest first.
 *
 * @throws ApiProblem not-found
 */
export async function listMementos(db: Db, id: string): Promise<Memento[]> {
  const rows = await db
    .select({ version: revision.version, recordedAt: revision.recordedAt })
    .from(revision)
    .where(and(eq(revision.agreementId, id), ne(revision.operation, 'delete')))
    .orderBy(asc(revision.version))
  if (rows.length === 0) throw notFound(id)
  return rows
}
