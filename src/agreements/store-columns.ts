import { sql } from 'drizzle-orm'
import { revision, statusInterval } from '../database/tables.ts'
import type { Columns } from './mapping.ts'

/** How much of each agreement is shown; `rows` is all of it with what else rows of tables are made from. */
export type View = 'summary' | 'full' | 'rows'

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

/** The columns of a revision that follow from its record. */
export const contentColumns = {
  document: revision.document,
  summary: revision.summary,
  title: revision.title,
  form: revision.form,
  bindingness: revision.bindingness,
  disclosure: revision.disclosure,
  signedOn: revision.signedOn,
  signedTo: revision.signedTo,
  signedKey: revision.signedKey,
  endsFrom: revision.endsFrom,
  endsTo: revision.endsTo,
  facets: revision.facets,
  searchTexts: revision.searchTexts
} satisfies Record<keyof Columns, unknown>

const bodies = {
  full: sql<string>`${revision.document}`,
  rows: sql<string>`left(${revision.document}::text, -1)
    || ',"ends":' || json_build_array(${revision.endsFrom}, ${revision.endsTo}) || '}'`,
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
