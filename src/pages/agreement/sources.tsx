import { compare } from '../../record/dates.ts'
import type { Source } from '../../record/schema/agreement.ts'
import { outOn } from '../../record/status/publication.ts'
import type { Act } from '../chronology.ts'
import { joined } from '../site.tsx'
import { human } from '../words/codes.ts'
import { dateWords } from '../words/dates.ts'
import type { AgreementView } from './view.ts'

const languages = new Intl.DisplayNames('en', { type: 'language' })

/** A language in words; its tag where nobody has a word for it. */
function languageName(tag: string): string {
  try {
    return languages.of(tag) ?? tag
  } catch {
    return tag
  }
}

/** Every source, in order of publication, and which claims rest on it. */
export function Sources({ view: { record, chronology } }: { view: AgreementView }) {
  const sources = [...record.sources].sort((a, b) => compare(outOn(a).hi, outOn(b).hi))
  return (
    <section id="sources">
      <h2>Sources</h2>
      <div class="scroll">
        <table class="cards sources">
          <thead>
            <tr>
              <th scope="col">Source</th>
              <th scope="col">Kind</th>
              <th scope="col">Published</th>
              <th scope="col">Read</th>
              <th scope="col">Copy</th>
              <th scope="col">Used for</th>
            </tr>
          </thead>
          <tbody>
            {sources.map(source => (
              <SourceRow source={source} acts={chronology.acts} />
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}

function SourceRow({ source, acts }: { source: Source; acts: readonly Act[] }) {
  const { id, url, title, publisher, kind, publishedOn, language, accessedOn, readAs, archivedUrl } = source
  const isForeign = language !== null && language !== 'en'
  const uses = acts.filter(({ event }) =>
    [...event.citations, ...event.disputedBy].some(citation => citation.source === id)
  )
  return (
    <tr id={`s-${id}`}>
      <th scope="row">
        <a class="url" href={url} rel="noopener" hreflang={isForeign ? language : undefined}>
          {title}
        </a>
        <span class="soft">
          {publisher}
          {isForeign && ` · in ${languageName(language)}`}
        </span>
      </th>
      <td data-h="Kind">{human(kind)}</td>
      <td data-h="Published">{publishedOn ? dateWords(publishedOn, true) : <span class="soft">undated</span>}</td>
      <td data-h="Read" class="nowrap">
        {accessedOn && dateWords(accessedOn, true)}
        {readAs === 'excerpt' && <span class="soft">excerpt</span>}
      </td>
      <td data-h="Copy" class="nowrap">
        {archivedUrl ? (
          <a href={archivedUrl} rel="noopener">
            archived copy
          </a>
        ) : (
          <a href={`https://web.archive.org/web/*/${url}`} rel="noopener">
            look for one
          </a>
        )}
      </td>
      <td data-h="Used for">
        {uses.length > 0 ? (
          joined(
            uses.map(({ event, n }) => (
              <a class="n" href={`#e-${event.id}`}>
                {n}
              </a>
            )),
            ' '
          )
        ) : (
          <span class="soft">terms</span>
        )}
      </td>
    </tr>
  )
}
