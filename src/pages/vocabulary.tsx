import { closedLists } from '../record/schema/codes.ts'
import { operation, Page } from './document.tsx'
import { A } from './site.tsx'
import { State } from './states.tsx'
import { capital, human } from './words/codes.ts'

/** Lists that readers meet most, which stand first. */
const first = ['legal_states', 'implementation_states', 'money_states', 'kinds', 'event_types']

/** Lists whose codes have a colour. */
const ofStates = new Set(['legal_states', 'implementation_states'])

/** `/vocabulary` */
export function VocabularyPage() {
  const rank = (name: string) => (first.includes(name) ? first.indexOf(name) : first.length)
  const lists = [...closedLists()].sort((a, b) => rank(a.name) - rank(b.name))
  return (
    <Page
      title="Vocabulary: what every code means"
      description="The definition of every code of the registry: states, kinds, events, money and more."
      canonical="/vocabulary"
      api={operation('Reference data', 'getVocabulary')}
      current="/vocabulary"
    >
      <h1>Vocabulary</h1>
      <p class="lede bare">
        What every code of the registry means. The same with the members of a record is in{' '}
        <A href="/v1/vocabulary">the codebook</A>.
      </p>
      <nav class="jump" aria-label="Lists">
        {lists.map(({ name }) => (
          <a href={`#${name}`}>{capital(human(name))}</a>
        ))}
      </nav>
      {lists.map(({ name, definitions }) => (
        <section id={name}>
          <h2>{capital(human(name))}</h2>
          <dl class="facts">
            {Object.entries(definitions).map(([code, definition]) => (
              <>
                <dt>{ofStates.has(name) ? <State state={code} /> : human(code)}</dt>
                <dd>{definition}</dd>
              </>
            ))}
          </dl>
        </section>
      ))}
    </Page>
  )
}
