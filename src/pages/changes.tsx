import type { Clocks } from '../agreements/clocks.ts'
import { type Day, previousDay } from '../record/dates.ts'
import { operation, Page } from './document.tsx'
import { A, address } from './site.tsx'
import { TurnList } from './turn-list.tsx'
import type { Turn } from './turns.ts'
import { dateWords } from './words/dates.ts'

export interface ChangesView {
  turns: readonly Turn[]
  clocks: Clocks
  today: Day
}

/** `/changes` */
export function ChangesPage({ view: { turns, clocks, today } }: { view: ChangesView }) {
  const { asOf } = clocks
  const last = turns.at(-1)?.day
  // The last day may have more than the page shows.
  const earlier = last && (last < asOf ? last : previousDay(asOf))
  return (
    <Page
      title={`Changes in the world up to ${dateWords(asOf)}`}
      description="What agreements on deporting and detaining people came to, the latest change first."
      canonical={address('/changes', { asOf: asOf === today ? undefined : asOf })}
      noIndex={asOf !== today}
      api={operation('History', 'listChanges')}
      current="/changes"
    >
      <h1>Changes in the world</h1>
      <p class="lede bare">
        Stated states that began up to {dateWords(asOf)}, the latest first. What was edited in the registry is no change
        of the world; edits are <A href="/v1/changes">a feed</A>.
      </p>
      <div class="bare">
        {turns.length > 0 ? <TurnList turns={turns} /> : <p>Nothing is recorded before this day.</p>}
      </div>
      <nav class="pager" aria-label="Pages of the changes">
        {asOf === today ? <span class="soft">Latest</span> : <A href="/changes">Latest</A>}
        {earlier && turns.length > 0 ? (
          <A href={address('/changes', { asOf: earlier })} rel="next">
            Earlier
          </A>
        ) : (
          <span class="soft">First</span>
        )}
      </nav>
    </Page>
  )
}
