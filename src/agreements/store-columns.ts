import { sql } from 'drizzle-orm'
import { revision, statusInterval } from '../database/tables.ts'

/** How much of each agreement is shown. */
export type View = 'summary' | 'full'

/** What a revision says of itself. */
export const revisionColumns = {
  seq: revision.seq,
  agreementId: revision.agreementId,
  version: revision.version,
  operation: revision.operation,
  actor: revision.actor,
  cause: revision.cause,
  note: revision.note,
  recordedAt: revision.recordedAt
}

/** A revision joined with a status interval; JSON as the text that is stored. */
export const storedColumns = (view: View) => ({
  seq: revision.seq,
  version: revision.version,
  operation: revision.operation,
  provenance: sql<string>`${revision.provenance}::text`,
  body: sql<string>`${view === 'full' ? revision.document : revision.summary}::text`,
  ordinal: statusInterval.ordinal,
  label: statusInterval.label,
  status: sql<string>`${statusInterval.status}::text`,
  totals: sql<string>`${statusInterval.totals}::text`
})
