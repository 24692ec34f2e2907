import { askedClocks } from '../../agreements/clocks.ts'
import type { Highlight } from '../../agreements/list/highlights.ts'
import { netOf } from '../../record/status/totals.ts'
import { Direction } from '../direction.tsx'
import { A, address, agreementPage, joined } from '../site.tsx'
import { BothStates } from '../states.tsx'
import { kindWords } from '../words/codes.ts'
import { dateWords } from '../words/dates.ts'
import { inBrief, money, people } from '../words/numbers.ts'
import { changed, type ListPageQuery, sortOf } from './query.ts'
import type { ListItem, ListView } from './view.ts'

/** The agreements of a page of the list, with heads that sort them. */
export function ListTable({ view: { query, items } }: { view: ListView }) {
  const isOfOneCurrency = query.currency?.length === 1
  return (
    <table class="cards list">
      <thead>
        <tr>
          <Head query={query} field="title">
            Agreement
          </Head>
          <th scope="col">Between</th>
          <Head query={query} field="signedOn" startsDescending>
            Signed
          </Head>
          <th scope="col">
            On paper
            <br />
            In practice
          </th>
          <Head query={query} field="personsMoved" startsDescending isNumber>
            People moved
          </Head>
          {isOfOneCurrency ? (
            <Head query={query} field="amount" startsDescending isNumber>
              Money
            </Head>
          ) : (
            <th scope="col" class="num">
              Money
            </th>
          )}
        </tr>
      </thead>
      <tbody>
        {items.map(item => (
          <Row item={item} query={query} />
        ))}
      </tbody>
    </table>
  )
}

interface HeadProps {
  query: ListPageQuery
  field: string
  children: string
  /** The order that one wants first. */
  startsDescending?: boolean
  isNumber?: boolean
}

/** A head that sorts: once, and the other way round. */
function Head({ query, field, children, startsDescending = false, isNumber = false }: HeadProps) {
  const [first] = sortOf(query).split(',')
  const order = first === field ? 'ascending' : first === `-${field}` ? 'descending' : undefined
  const isNextDescending = order === undefined ? startsDescending : order === 'ascending'
  return (
    <th scope="col" aria-sort={order} class={isNumber ? 'num' : undefined}>
      <A href={address('/agreements', changed(query, { sort: isNextDescending ? `-${field}` : field }))}>{children}</A>
      {order && <span aria-hidden="true">{order === 'descending' ? ' ↓' : ' ↑'}</span>}
    </th>
  )
}

function Row({ item, query }: { item: ListItem; query: ListPageQuery }) {
  const { id, title, kinds, parties, signedOn, status, totals, found } = item
  const moved = people(totals.persons)
  return (
    <tr>
      <th scope="row">
        <A href={agreementPage(id, { ...askedClocks(query) })}>{title}</A>
        <span class="soft">{kinds.slice(0, 2).map(kindWords).join(', ')}</span>
        {found && <Found found={found} />}
      </th>
      <td data-h="Between">
        <Direction parties={parties} />
      </td>
      <td data-h="Signed" class={signedOn ? undefined : 'none'}>
        {signedOn && dateWords(signedOn, true)}
      </td>
      <td data-h="Status">
        <BothStates status={status} />
        {!status.certain && (
          <>
            {' '}
            <span class="tag dis">{status.uncertainBecause.includes('dispute') ? 'disputed' : 'uncertain'}</span>
          </>
        )}
      </td>
      <td data-h="People" class={moved ? 'num' : 'num none'}>
        {moved}
      </td>
      <Money totals={totals} />
    </tr>
  )
}

/** Promised and paid never share a figure: what is paid, or else what is promised; each currency on a line of its own. */
function Money({ totals: { paid, promised } }: Pick<ListItem, 'totals'>) {
  const list = paid ? netOf(paid) : promised
  return (
    <td data-h="Money" class={list ? 'num' : 'num none'}>
      {list && (
        <>
          {joined(
            list.map(({ currency, amount }) => money(amount, currency, inBrief)),
            <br />
          )}
          <span class="soft">{paid ? 'paid' : 'promised'}</span>
        </>
      )}
    </td>
  )
}

/** The piece of text by which a search found it. */
function Found({ found: { fragments } }: { found: Highlight }) {
  const [fragment = []] = fragments
  return <span class="soft found">… {fragment.map(({ text, match }) => (match ? <mark>{text}</mark> : text))} …</span>
}
