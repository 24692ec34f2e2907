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

const bodies = {
  full: sql<string>`${revision.document}`,
  summary: sql<string>`left(${revision.summary}::text, -1) || ',"label":' || to_json(${statusInterval.label}) || '}'`
}

/**
 * A revision joined with a status interval, as few columns as will do: each one costs the driver more than what it holds.
 */
export const storedColumns = (view: View) => ({
  seq: revision.seq,
  version: revision.version,
  ordinal: statusInterval.ordinal,
  body: bodies[view],
  derived: sql<string>`substr(${statusInterval.status}::text, 2)
    || ',"totals":' || ${statusInterval.totals} || ',"revision":' || ${revision.provenance} || '}'`
})
