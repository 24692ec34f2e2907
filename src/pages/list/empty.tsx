import type { Clocks } from '../../agreements/clocks.ts'
import { filtersOf } from '../../agreements/selection/parameters.ts'
import { country } from '../../record/country-names.ts'
import { A, address } from '../site.tsx'
import { dateWords, momentWords } from '../words/dates.ts'
import { count } from '../words/numbers.ts'
import { changed, type ListPageQuery } from './query.ts'
import type { Emptiness, ListView } from './view.ts'

interface Way {
  href: string
  words: string
}

const noClocks = { asOf: undefined, reportedBy: undefined, knownAt: undefined }

/** Why there is nothing, since when there is something, and ways out. */
export function EmptyList({ view, empty }: { view: ListView; empty: Emptiness }) {
  const { query } = view
  const isByClock = empty.today !== 0
  return (
    <div class="empty">
      <h2>{isByClock ? 'None on that day' : 'None at all'}</h2>
      <p>
        {isByClock
          ? `Nothing of this is recorded ${clockWords(view.clocks)}; as of today there ${empty.today === 1 ? 'is one agreement' : `are ${empty.today === null ? 'very many' : count(empty.today)}`}.${empty.first ? ` No act of them is recorded before ${dateWords(empty.first)}.` : ''}${empty.beginning ? ` The first record of this registry was made on ${momentWords(empty.beginning.toISOString())}.` : ''}`
          : 'No agreement of the registry fits all of this. That nothing was found does not mean that nothing exists.'}
      </p>
      <ul>
        {empty.suggestions.flatMap(({ word, near }) =>
          near.map(other => (
            <li>
              Perhaps “
              <A href={address('/agreements', changed(query, { q: replaced(query.q, word, other) }))}>{other}</A>”
              instead of “{word}”
            </li>
          ))
        )}
        {waysOut(query, isByClock).map(({ href, words }) => (
          <li>
            <A href={href}>{words}</A>
          </li>
        ))}
      </ul>
    </div>
  )
}

/** What was looked for, with another word in the place of one, which has lost its case on the way. */
export function replaced(text: string | undefined, word: string, other: string): string | undefined {
  const at = text?.toLowerCase().indexOf(word.toLowerCase()) ?? -1
  return at < 0 ? other : `${text?.slice(0, at)}${other}${text?.slice(at + word.length)}`
}

/** The clocks of a list in words. */
const clockWords = ({ asOf, reportedBy, knownAt }: Clocks): string =>
  [
    `as of ${dateWords(asOf)}`,
    reportedBy !== 'infinity' && `as reported by ${dateWords(reportedBy)}`,
    knownAt && `as this registry knew it on ${momentWords(knownAt.toISOString())}`
  ]
    .filter(Boolean)
    .join(', ')

/** Three wider lists. */
function waysOut(query: ListPageQuery, isByClock: boolean): Way[] {
  const filters = filtersOf(query)
  const [party] = filters.party ?? filters.sender ?? filters.receiver ?? []
  const ways: (Way | false | undefined)[] = [
    isByClock && { href: address('/agreements', changed(query, noClocks)), words: 'The same search as of today' },
    filters.q !== undefined &&
      Object.keys(filters).length > 1 && {
        href: address('/agreements', { q: filters.q }),
        words: `Everything that mentions “${filters.q}”`
      },
    party !== undefined && {
      href: address('/agreements', { party: [party] }),
      words: `All agreements of ${country(party)}`
    },
    Object.keys(filters).length > 0 && {
      href: address('/agreements', { asOf: query.asOf }),
      words: query.asOf ? `All agreements as of ${dateWords(query.asOf)}` : 'All agreements'
    },
    { href: '/vocabulary', words: 'The words that the registry uses' },
    { href: '/agreements', words: 'All agreements as of today' }
  ]
  return ways.filter(way => way !== false && way !== undefined).slice(0, 3)
}
