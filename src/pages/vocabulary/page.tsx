import type { filterParameters } from '../../agreements/selection/parameters.ts'
import type { Entry } from '../../vocabulary/entries.ts'
import { operation, Page } from '../document.tsx'
import { A, address, joined } from '../site.tsx'
import { State } from '../states.tsx'
import { capital, human } from '../words/codes.ts'
import { count } from '../words/numbers.ts'

/** A closed list, and the members that take their values from it. */
interface List {
  name: string
  codes: readonly Entry[]
  members: readonly Entry[]
}

/** Filters of the list of agreements, by the closed list that their values are from. */
const filters: Record<string, keyof typeof filterParameters> = {
  kinds: 'kind',
  forms: 'form',
  bindingness: 'bindingness',
  disclosure: 'disclosure',
  legal_states: 'legal',
  implementation_states: 'implementation',
  money_states: 'money',
  event_types: 'eventType',
  person_groups: 'persons',
  exclusions: 'exclusion',
  modes: 'mode',
  stages: 'feeStage',
  fee_bases: 'feeBasis',
  source_kinds: 'sourceKind',
  provision_topics: 'provision',
  relation_types: 'relation'
}

const names: Record<string, string> = {
  legal_states: 'States on paper',
  implementation_states: 'States in practice',
  money_states: 'States of the money'
}

const nameOf = (list: string): string => names[list] ?? capital(human(list))

/** Lists that readers meet most, which stand first. */
const first = ['legal_states', 'implementation_states', 'money_states', 'kinds', 'event_types']

/** Lists whose codes have colours of their own in pictures. */
const areDrawn = new Set(['legal_states', 'implementation_states'])

/** `/vocabulary` */
export function VocabularyPage({ entries, list }: { entries: readonly Entry[]; list: string | undefined }) {
  const lists = listsOf(entries).filter(({ name }) => list === undefined || name === list)
  const members = list === undefined ? entries.filter(({ entry }) => entry === 'member') : []
  const schemas = [...new Set(members.map(({ schema }) => schema as string))]
  const title = list === undefined ? 'Vocabulary' : `Vocabulary: ${nameOf(list)}`
  return (
    <Page
      title={title}
      description="The codebook of the registry: what every code and every member of a record means."
      canonical={address('/vocabulary', { list })}
      api={operation('Reference data', 'getVocabulary')}
      current="/vocabulary"
    >
      <h1>{title}</h1>
      <p class="lede bare">
        What every code and every member of a record means. Each has an address of its own, and the whole is also to be
        had as <A href="/v1/vocabulary">JSON</A>, and as CSV for those who ask for it.
      </p>
      {lists.length > 1 ? (
        <nav class="index" aria-label="Lists">
          <ul>
            {lists.map(({ name, codes }) => (
              <li>
                <a href={`#${name}`}>{nameOf(name)}</a> <span class="soft">{count(codes.length)}</span>
              </li>
            ))}
            <li>
              <a href="#members">Members of records</a> <span class="soft">{count(members.length)}</span>
            </li>
          </ul>
        </nav>
      ) : (
        <p>
          <A href="/vocabulary">All lists</A>
        </p>
      )}
      {lists.map(list => (
        <Codes list={list} isWhole={members.length > 0} />
      ))}
      {members.length > 0 && (
        <section id="members">
          <h2>Members of records</h2>
          <p>What stands where in a record, and in what follows from it.</p>
          {schemas.map(schema => (
            <Members schema={schema} members={members.filter(member => member.schema === schema)} />
          ))}
        </section>
      )}
    </Page>
  )
}

function listsOf(entries: readonly Entry[]): List[] {
  const codes = entries.filter(({ entry }) => entry === 'code')
  const rank = (name: string) => (first.includes(name) ? first.indexOf(name) : first.length)
  const lists = [...new Set(codes.map(({ list }) => list as string))].sort((a, b) => rank(a) - rank(b))
  return lists.map(name => ({
    name,
    codes: codes.filter(({ list }) => list === name),
    members: entries.filter(({ entry, list }) => entry === 'member' && list === name)
  }))
}

/** Place of a code on the page. */
const codeId = ({ list, code }: Entry): string => `${list}-${code}`

const memberId = ({ schema, member }: Entry): string => `${schema}.${member}`

function Codes({ list: { name, codes, members }, isWhole }: { list: List; isWhole: boolean }) {
  const filter = filters[name]
  return (
    <section id={name}>
      <h2>{nameOf(name)}</h2>
      {members.length > 0 && (
        <p class="note">
          Values of{' '}
          {joined(
            members.map(member => {
              const words = <code>{memberId(member)}</code>
              return isWhole ? <a href={`#${memberId(member)}`}>{words}</a> : words
            }),
            ', '
          )}
        </p>
      )}
      <table class="cards codes">
        <thead>
          <tr>
            <th scope="col">Code</th>
            <th scope="col">What it means</th>
            {filter && <th scope="col">Agreements</th>}
          </tr>
        </thead>
        <tbody>
          {codes.map(entry => (
            <tr id={codeId(entry)}>
              <th scope="row">
                <a href={`#${codeId(entry)}`}>
                  {areDrawn.has(name) ? (
                    <State state={entry.code as string} words={entry.label} />
                  ) : (
                    capital(entry.label)
                  )}
                </a>
                <code class="soft">{entry.code}</code>
              </th>
              <td>{entry.definition}</td>
              {filter && (
                <td>
                  <A
                    href={address('/agreements', { [filter]: entry.code as string })}
                    label={`show agreements: ${entry.label}`}
                  >
                    show
                  </A>
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

function Members({ schema, members }: { schema: string; members: readonly Entry[] }) {
  return (
    <>
      <h3 id={schema}>{schema}</h3>
      <table class="cards codes">
        <thead>
          <tr>
            <th scope="col">Member</th>
            <th scope="col">What it means</th>
          </tr>
        </thead>
        <tbody>
          {members.map(entry => (
            <tr id={memberId(entry)}>
              <th scope="row">
                <a href={`#${memberId(entry)}`}>{capital(entry.label)}</a>
                <code class="soft">{entry.member}</code>
              </th>
              <td>
                {entry.definition}
                {entry.list && (
                  <>
                    {' '}
                    <a class="small" href={`#${entry.list}`}>
                      its values
                    </a>
                  </>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  )
}
