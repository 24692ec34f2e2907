import { siteName } from '../document.tsx'
import { A, useSite } from '../site.tsx'
import { capital, human } from '../words/codes.ts'
import { dateWords, momentWords } from '../words/dates.ts'
import { memberWords } from './facts.tsx'
import type { AgreementView, HistoryEntry } from './view.ts'

/** Address that leads to the page of an agreement as the registry held it from one of its revisions on. */
export const revisionPage = (id: string, version: number): string => `/agreements/${id}/revisions/${version}`

/** What was recorded, version by version, and what changed each time. */
export function History({ view }: { view: AgreementView }) {
  const { record, history } = view
  return (
    <section id="history">
      <h2>History of this record</h2>
      <div class="scroll">
        <table class="cards">
          <thead>
            <tr>
              <th scope="col">Version</th>
              <th scope="col">Recorded</th>
              <th scope="col">Why</th>
              <th scope="col">What changed</th>
              <th scope="col">See</th>
            </tr>
          </thead>
          <tbody>
            {history.map(entry => (
              <tr>
                <th scope="row">
                  <strong>{entry.version}</strong>
                </th>
                <td data-h="Recorded">{momentWords(entry.recordedAt)}</td>
                <td data-h="Why">
                  {entry.note ?? (entry.cause ? capital(human(entry.cause)) : <span class="soft">not said</span>)}
                </td>
                <td data-h="Changed">{changeWords(entry, view)}</td>
                <td data-h="See">
                  <A href={revisionPage(record.id, entry.version)}>this version</A>
                  {entry.version > 1 && (
                    <>
                      {' · '}
                      <A href={`/v1/agreements/${record.id}/diff?from=${entry.version - 1}&to=${entry.version}`}>
                        difference
                      </A>
                    </>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}

function changeWords({ version, operation, changed }: HistoryEntry, { record }: AgreementView): string {
  if (version === 1) {
    const { events, feeTerms, sources } = record
    return record.revision.version === 1
      ? `the whole record was created: ${events.length} events, ${feeTerms.length} fee terms, ${sources.length} sources`
      : 'the whole record was created'
  }
  return editWords(operation, changed)
}

/** What a later version changed. */
export function editWords(operation: string | null, changed: readonly string[]): string {
  if (operation === 'delete') return 'the record was deleted'
  const members = [...new Set(changed.map(memberWords))]
  const shown = members.slice(0, 6).join('; ')
  return members.length > 6 ? `${shown}; and ${members.length - 6} more` : shown
}

/** How to cite this very revision. */
export function Citing({ view: { record, clocks } }: { view: AgreementView }) {
  const { url } = useSite()
  const { version, recordedAt } = record.revision
  const page = revisionPage(record.id, version)
  return (
    <section id="cite">
      <h2>How to cite</h2>
      <p>
        “{record.title}”, <em>{siteName}</em>, version {version} of {momentWords(recordedAt)}, status as of{' '}
        {dateWords(clocks.asOf)}.
        <br />
        <A href={page}>{url + page}</A>
      </p>
      <p class="noprint">
        <A href={`${page}/citation.bib`}>BibTeX</A> · <A href={`${page}/citation.ris`}>RIS</A> ·{' '}
        <A href={`${page}/citation.json`}>CSL-JSON</A> ·{' '}
        <A href={`/v1/agreements/${record.id}/revisions/${version}`}>this revision as JSON</A>
      </p>
    </section>
  )
}
