import { askedClocks } from '../../agreements/clocks.ts'
import { phrasesOf } from '../../agreements/selection/describe.ts'
import { filtersOf } from '../../agreements/selection/parameters.ts'
import { editWords, revisionPage } from '../agreement/history.tsx'
import { ClockForm } from '../clock-form.tsx'
import { operation, Page } from '../document.tsx'
import { A, address, agreementPage, type Query } from '../site.tsx'
import { TurnList } from '../turn-list.tsx'
import { capital, human } from '../words/codes.ts'
import { dateWords, momentWords } from '../words/dates.ts'
import type { ChangesView, Edit, EditsView } from './view.ts'

const world = '/changes'
const registry = '/changes/registry'

/** `/changes` */
export function ChangesPage({ view }: { view: ChangesView }) {
  const { query, clocks, today, turns, next } = view
  const { cursor, reportedBy, knownAt } = query
  const filters = filtersOf(query)
  const asked = askedClocks(query)
  const phrases = phrasesOf(filters)
  const sentence = [
    phrases.length > 0 ? `In agreements ${phrases.join(', ')}` : 'In all agreements',
    `up to ${dateWords(clocks.asOf)}`,
    ...(reportedBy ? [`as reported by ${dateWords(reportedBy)}`] : []),
    ...(knownAt ? [`as this registry knew it on ${momentWords(knownAt)}`] : []),
    'the latest first'
  ].join(', ')
  return (
    <Page
      title="Changes in the world"
      description="What became of agreements on deporting, receiving and detaining people, the latest change first."
      canonical={world}
      noIndex={Object.keys(query).length > 0}
      api={operation('History', 'listChanges')}
      current={world}
    >
      <h1>Changes in the world</h1>
      <p class="lede bare">
        A state on paper or in practice that began. A change counts from the last day on which it can have happened.
      </p>
      <Kinds current={world} />
      <p class="sentence">{sentence}.</p>
      <details class="when" open={Object.values(asked).some(value => value !== undefined)}>
        <summary>As of another day, or as it was reported by then</summary>
        <ClockForm action={world} asked={asked} asOf={clocks.asOf} today={today} kept={filters as Query} />
      </details>
      {turns.length > 0 ? (
        <TurnList turns={turns} />
      ) : (
        <Nothing all={world} words="No change of these agreements is recorded up to that day." />
      )}
      <Pager path={world} query={query as Query} cursor={cursor} next={next} />
    </Page>
  )
}

/** `/changes/registry` */
export function EditsPage({ view: { query, edits, next } }: { view: EditsView }) {
  const { cursor, limit: _, ...filters } = query
  return (
    <Page
      title="Edits of the registry"
      description="What was entered and corrected in the registry, version by version, the latest first."
      canonical={registry}
      noIndex={Object.keys(query).length > 0}
      api={operation('History', 'listChanges')}
      current={world}
    >
      <h1>Edits of the registry</h1>
      <p class="lede bare">What was entered and corrected here. When that happened in the world is another question.</p>
      <Kinds current={registry} />
      {edits.length > 0 ? (
        <EditTable edits={edits} />
      ) : (
        <Nothing all={registry} words="No edit of the registry fits all of this." />
      )}
      <Pager path={registry} query={query as Query} cursor={cursor} next={next} />
      <p class="note">
        <A href={address('/v1/changes', filters as Query)}>The feed for programs</A>, oldest first, with what changed by
        the passing of time
      </p>
    </Page>
  )
}

/** Changes of the world and edits of the registry are two things. */
const Kinds = ({ current }: { current: string }) => (
  <nav class="jump" aria-label="Changes">
    <A href={world} current={current === world ? 'page' : undefined}>
      In the world
    </A>
    <A href={registry} current={current === registry ? 'page' : undefined}>
      In the registry
    </A>
  </nav>
)

const Nothing = ({ all, words }: { all: string; words: string }) => (
  <p>
    {words} <A href={all}>All of them</A> · <A href="/agreements">All agreements</A>
  </p>
)

interface PagerProps {
  path: string
  query: Query
  cursor: string | undefined
  next: string | undefined
}

function Pager({ path, query, cursor, next }: PagerProps) {
  if (cursor === undefined && next === undefined) return null
  return (
    <nav class="pager" aria-label="Pages of the list">
      {cursor === undefined ? (
        <span class="soft">The latest</span>
      ) : (
        <A href={address(path, { ...query, cursor: undefined })} rel="first">
          Back to the latest
        </A>
      )}
      {next === undefined ? (
        <span class="soft">The earliest</span>
      ) : (
        <A href={address(path, { ...query, cursor: next })} rel="next">
          Earlier ones
        </A>
      )}
    </nav>
  )
}

function EditTable({ edits }: { edits: readonly Edit[] }) {
  return (
    <table class="cards edits">
      <thead>
        <tr>
          <th scope="col">Record</th>
          <th scope="col">Recorded</th>
          <th scope="col">Why</th>
          <th scope="col">What changed</th>
        </tr>
      </thead>
      <tbody>
        {edits.map(({ agreementId, version, title, recordedAt, note, cause, operation, changed }) => (
          <tr>
            <th scope="row">
              <A href={agreementPage(agreementId)}>{title ?? agreementId}</A>
              <span class="soft">
                <A href={revisionPage(agreementId, version)}>version {version}</A>
              </span>
            </th>
            <td data-h="Recorded" class="nowrap">
              {momentWords(new Date(recordedAt).toISOString(), true)}
            </td>
            <td data-h="Why">{note ?? (cause ? capital(human(cause)) : <span class="soft">not said</span>)}</td>
            <td data-h="Changed">{version === 1 ? 'the whole record was created' : editWords(operation, changed)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
