import type { ComponentChildren } from 'preact'
import { askedClocks } from '../../agreements/clocks.ts'
import { phrasesOf } from '../../agreements/selection/describe.ts'
import { filtersOf } from '../../agreements/selection/parameters.ts'
import { ClockForm } from '../clock-form.tsx'
import { operation, Page } from '../document.tsx'
import { SearchForm } from '../search-form.tsx'
import { A, address, joined } from '../site.tsx'
import { dateWords, momentWords } from '../words/dates.ts'
import { count } from '../words/numbers.ts'
import { EmptyList } from './empty.tsx'
import { Facets } from './facets.tsx'
import { changed, settings, sortOf, toggled, viewOf } from './query.ts'
import { ListTable } from './table.tsx'
import type { ListView } from './view.ts'
import { filterName, orderWords, valueWords } from './words.ts'

/** `/agreements` */
export function ListPage({ view }: { view: ListView }) {
  const { query, total, items, empty } = view
  const isNarrowed = settings(query).length > 0
  return (
    <Page
      title={titleOf(view)}
      description={`${sentenceOf(view)} A public registry of deportation and detention agreements.`}
      canonical={address('/agreements', viewOf(query))}
      noIndex={Object.keys(query).length > 1}
      api={operation('Agreements', 'listAgreements')}
      current="/agreements"
    >
      <h1>Agreements</h1>
      <Search view={view} />
      {items.length === 0 && empty ? (
        <div class="bare">
          <Sentence view={view} />
          <Chips view={view} />
          <EmptyList view={view} empty={empty} />
        </div>
      ) : (
        <div class="side bare">
          <div>
            <Sentence view={view} />
            <Chips view={view} />
            <OtherDays view={view} />
            <div class="bar">
              <p>
                <Place view={view} />
                <span class="narrowonly">
                  {' · '}
                  <a href="#narrow">{isNarrowed ? 'narrow it further' : 'narrow the list'}</a>
                </span>
              </p>
              <Formats view={view} />
            </div>
            <ListTable view={view} />
            <Pager view={view} />
          </div>
          <Facets view={view} />
        </div>
      )}
    </Page>
  )

  function Place({ view: { prev } }: { view: ListView }) {
    const all = total === null ? 'more than 10,000' : count(total)
    return (
      <>
        <strong>{prev ? count(items.length) : `1–${count(items.length)}`}</strong> of {all}
      </>
    )
  }
}

const titleOf = ({ query, total }: ListView): string => {
  const set = settings(query).map(({ name, value }) => valueWords(name, value))
  const number = total === null ? '' : ` (${count(total)})`
  return set.length > 0 ? `Agreements: ${set.join(', ')}${number}` : `All agreements${number}`
}

/** The clocks of a list, after its filters. */
function clockPhrases({ clocks: { asOf, reportedBy, knownAt } }: ListView): { before: string; strong: string }[] {
  return [
    { before: 'with their status as of ', strong: dateWords(asOf) },
    ...(reportedBy === 'infinity' ? [] : [{ before: 'as reported by ', strong: dateWords(reportedBy) }]),
    ...(knownAt ? [{ before: 'as this registry knew it on ', strong: momentWords(knownAt.toISOString()) }] : [])
  ]
}

/** The meaning of the address in one sentence. */
function Sentence({ view }: { view: ListView }) {
  const parts: ComponentChildren[] = [
    ...phrasesOf(filtersOf(view.query)).map(phrase => <strong>{phrase}</strong>),
    ...clockPhrases(view).map(({ before, strong }) => (
      <>
        {before}
        <strong>{strong}</strong>
      </>
    )),
    orderWords(sortOf(view.query))
  ]
  return (
    <p class="sentence">
      {settings(view.query).length > 0 ? 'Agreements ' : 'All agreements, '}
      {joined(parts, ', ')}.
    </p>
  )
}

/** The same as text. */
const sentenceOf = (view: ListView): string =>
  `${['Agreements', ...phrasesOf(filtersOf(view.query)), ...clockPhrases(view).map(({ before, strong }) => before + strong)].join(', ')}.`

function Search({ view: { query } }: { view: ListView }) {
  const isNarrowed = settings(query).some(({ name }) => name !== 'q')
  const narrowed = isNarrowed ? { label: 'Search in this list', placeholder: 'Search in this list' } : {}
  return <SearchForm words={query.q} kept={changed(query, { q: undefined, sort: undefined })} {...narrowed} />
}

/** What is set, each a link to the list without it. */
function Chips({ view: { query, clocks } }: { view: ListView }) {
  const filters = settings(query).map(({ name, value }) => ({
    words: `${filterName(name)}: ${valueWords(name, value)}`,
    href: address('/agreements', toggled(query, name, value))
  }))
  const { asOf, reportedBy, knownAt } = query
  const days = [
    asOf && {
      words: `As of ${dateWords(clocks.asOf)}`,
      href: address('/agreements', changed(query, { asOf: undefined }))
    },
    reportedBy && {
      words: `As reported by ${dateWords(reportedBy)}`,
      href: address('/agreements', changed(query, { reportedBy: undefined }))
    },
    knownAt && {
      words: `As this registry knew it on ${momentWords(knownAt)}`,
      href: address('/agreements', changed(query, { knownAt: undefined }))
    }
  ].filter(chip => chip !== undefined && chip !== '')
  const chips = [...filters, ...days]
  if (chips.length === 0) return null
  return (
    <p class="chips">
      {chips.map(({ words, href }) => (
        <>
          <A href={href}>
            {words} <span aria-hidden="true">×</span>
            <span class="skip">remove</span>
          </A>{' '}
        </>
      ))}
    </p>
  )
}

function OtherDays({ view: { query, clocks, today } }: { view: ListView }) {
  const asked = askedClocks(query)
  const isOther = Object.values(asked).some(value => value !== undefined)
  return (
    <details class="when" open={isOther}>
      <summary>As of another day, or as it was reported by then</summary>
      <ClockForm
        action="/agreements"
        asked={asked}
        asOf={clocks.asOf}
        today={today}
        kept={changed(query, { asOf: undefined, reportedBy: undefined, knownAt: undefined })}
      />
    </details>
  )
}

/** The same view as files and for programs. */
function Formats({ view: { query } }: { view: Pick<ListView, 'query'> }) {
  const view = { ...viewOf(query), sort: sortOf(query) }
  const as = (format: string) => address('/v1/agreements', { ...view, format })
  return (
    <p>
      As <A href={as('csv')}>CSV</A> · <A href={as('xlsx')}>XLSX</A> ·{' '}
      <A href={address('/v1/agreements', view)}>JSON</A>
    </p>
  )
}

function Pager({ view: { prev, next } }: { view: ListView }) {
  if (!prev && !next) return null
  return (
    <nav class="pager" aria-label="Pages of the list">
      {prev ? (
        <A href={prev} rel="prev">
          Back
        </A>
      ) : (
        <span class="soft">First page</span>
      )}
      {next ? (
        <A href={next} rel="next">
          Next page
        </A>
      ) : (
        <span class="soft">Last page</span>
      )}
    </nav>
  )
}
