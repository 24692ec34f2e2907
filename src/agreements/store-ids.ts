import { sql } from 'drizzle-orm'
import type { Db } from '../database/client.ts'
import { queryRows } from '../database/rows.ts'
import { event, feeTerm, linkage, revision, source } from '../database/tables.ts'
import { complete } from '../record/complete.ts'
import { type Ids, keepIds, lacksIds, namedLists } from '../record/ids.ts'
import type { Agreement, AgreementInput } from '../record/schema/agreement.ts'
import type { VersionRow } from './revision-text.ts'

/**
 * The complete form of a record that follows the newest revision, if there is one: items that came without an id keep the one
 * that they have there, and others get one that the agreement has never used.
 */
export async function completeAfter(
  db: Db,
  current: Pick<VersionRow, 'agreementId' | 'document'> | undefined,
  input: AgreementInput
): Promise<Agreement> {
  if (!current?.document) return complete(input)
  const known = keepIds(input, JSON.parse(current.document) as Agreement)
  return complete(known, lacksIds(known) ? await findUsedIds(db, current.agreementId) : undefined)
}

/** The ids of fee terms, linkages, events and sources in all revisions of an agreement. */
async function findUsedIds(db: Db, agreementId: string): Promise<Ids> {
  const tables = { feeTerms: feeTerm, linkages: linkage, events: event, sources: source }
  const halves = namedLists.map(
    list => sql`
      select ${list}::text as list, item.id from ${tables[list]} item join ${revision} r on r.seq = item.seq
      where r.agreement_id = ${agreementId}`
  )
  const rows = await queryRows<{ list: keyof Ids; id: string }>(db, sql.join(halves, sql` union `))
  const used = Object.fromEntries(namedLists.map(list => [list, new Set<string>()])) as Record<keyof Ids, Set<string>>
  for (const { list, id } of rows) used[list].add(id)
  return used
}
