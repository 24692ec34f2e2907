import type { Statistics } from '../../statistics/statistics.ts'
import { dataSetLinkedData } from '../agreement/metadata.ts'
import { Page, siteName } from '../document.tsx'
import { Figure } from '../figure.tsx'
import { Busiest, SmallParties, WorldMap } from '../map/map.tsx'
import { SearchForm } from '../search-form.tsx'
import { A, address } from '../site.tsx'
import { TurnList } from '../turn-list.tsx'
import { dateWords } from '../words/dates.ts'
import { count, inBrief } from '../words/numbers.ts'
import { questions } from './questions.ts'
import type { HomeView } from './view.ts'

const about =
  'A public registry of agreements between two countries on deporting, receiving and detaining people. Every fact is a claim with its source, and every page can be read as of any day.'

/** `/`, for people */
export function HomePage({ view }: { view: HomeView }) {
  const { today, parties, pairs, turns } = view
  return (
    <Page
      title={`${siteName}: who sends whom where, and what became of it`}
      description={about}
      canonical="/"
      api="/docs/"
      current="/"
      linkedData={url => dataSetLinkedData(url, about, view.lastWrite)}
    >
      <div class="hero">
        <h1>Who sends whom where, for what fee, and what became of it</h1>
        <p class="lede">{about}</p>
        <SearchForm />
        <Figures view={view} />
      </div>
      <section id="questions">
        <h2>Three questions to begin with</h2>
        <ul class="questions">
          {questions.map(({ words, filters, clocks, answer }, i) => {
            const number = view.answers[i]
            return (
              <li>
                <A href={address('/agreements', { ...filters, ...clocks })}>{words}</A>
                {answer(number == null ? 'Very many' : count(number))}
              </li>
            )
          })}
        </ul>
      </section>
      <section id="map">
        <h2>Agreements as of {dateWords(today)}</h2>
        <WorldMap parties={parties} pairs={pairs} when="today">
          <A href="/map?asOf=2019-12-31">The map as of another day</A> · <A href="/v1/network?format=csv">as CSV</A>
        </WorldMap>
        <SmallParties parties={parties} />
        <div class="two">
          <Busiest parties={parties} as="sends" title="Send most" />
          <Busiest parties={parties} as="receives" title="Receive most" />
        </div>
        <p>
          <A href="/countries">All {parties.length} parties</A>
        </p>
      </section>
      <section id="latest">
        <h2>Latest changes in the world</h2>
        <TurnList turns={turns} />
        <p>
          <A href="/changes">All changes</A> · <A href="/v1/changes">edits of the registry as a feed</A>
        </p>
      </section>
    </Page>
  )
}

/** What is known comes to at least so much. */
function Figures({ view: { figures, parties } }: { view: HomeView }) {
  const operating = figures.counts.implementation.values.find(({ value }) => value === 'operating')?.count ?? 0
  const promised = amountsOf(figures.promised.filter(({ stage }) => stage === 'agreed'))
  const paid = amountsOf(figures.paid)
  return (
    <dl class="numbers">
      <Figure before="in all" number={count(figures.agreements)}>
        {`agreements, offers and talks between ${parties.length} states and other parties; ${count(operating)} ${operating === 1 ? 'operates' : 'operate'} today`}
      </Figure>
      {figures.persons?.min != null && (
        <Figure before="at least" number={count(figures.persons.min)}>
          {`people moved, in the ${count(figures.persons.agreements)} agreements that have a count`}
        </Figure>
      )}
      <Money sums={promised} words="promised by agreement" />
      <Money sums={paid} words="known to be paid" />
    </dl>
  )
}

/** The largest number first; currencies are never added. */
function amountsOf(sums: readonly Pick<Statistics['promised'][number], 'currency' | 'amount'>[]): string[] {
  return sums
    .flatMap(({ currency, amount: { min } }) => (min === null || Number(min) === 0 ? [] : [{ currency, min }]))
    .sort((a, b) => Number(b.min) - Number(a.min))
    .map(({ currency, min }) => `${currency} ${inBrief(min, 'least')}`)
}

/** How many currencies a figure names. */
const mostCurrencies = 4

function Money({ sums, words }: { sums: readonly string[]; words: string }) {
  const [first, ...others] = sums
  if (!first) return null
  const named = others.slice(0, mostCurrencies - 1)
  const more = others.length - named.length
  const rest = named.length > 0 ? `, and ${named.join(', ')}${more > 0 ? ` and sums in ${more} more` : ''}` : ''
  return (
    <Figure before="at least" number={first}>
      {words + rest}
    </Figure>
  )
}
