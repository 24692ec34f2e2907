import { and, asc, eq, isNull } from 'drizzle-orm'
import type { Db } from '../../database/client.ts'
import { revision, source } from '../../database/tables.ts'

/** Where a source of an agreement is found. */
export interface SourceRow {
  url: string
  agreementId: string
  sourceId: string
}

/** The sources of all agreements as they are now, in the order of the agreements. */
export const listSources = (db: Db): Promise<SourceRow[]> =>
  db
    .select({ url: source.url, agreementId: revision.agreementId, sourceId: source.id })
    .from(source)
    .innerJoin(revision, and(eq(revision.seq, source.seq), isNull(revision.supersededAt)))
    .orderBy(asc(revision.agreementId), asc(source.position))
