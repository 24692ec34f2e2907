import type { CitationForm } from '../record/citation.ts'
import { isDeletion } from './refusals.ts'
import type { VersionRow } from './revision-text.ts'

/**
 * How a version of an agreement is cited.
 *
 * @param url where it is
 * @throws ApiProblem gone for a version that is a deletion
 */
export async function citationOf(row: VersionRow, form: CitationForm, url: string): Promise<string> {
  const { agreementId, document, version, recordedAt } = row
  if (document === null) throw isDeletion(agreementId, version)
  // Loaded by the first who cites: no start should wait for that.
  const { writeCitation } = await import('../record/citation.ts')
  return writeCitation(form, { record: JSON.parse(document), version, recordedAt, url })
}
