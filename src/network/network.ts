import { countries } from '../record/countries.ts'
import { compare } from '../record/dates.ts'
import { type Figures, figuresOf } from '../record/status/across.ts'
import type { Totals } from '../record/status/schema.ts'
import { groupBy } from '../record/status/sums.ts'

// Who sends people to whom: countries are the nodes, and each pair of a sender and a receiver is a directed edge.

/** An agreement as far as the network shows it. */
export interface Linked {
  id: string
  label: string
  kinds: string[]
  parties: { country: string; role: 'sender' | 'receiver' | 'mutual' }[]
  legal: string
  implementation: string
  money: string
  totals: Totals
}

export interface Node {
  code: string
  alpha3: string | null
  name: string
  agreements: number
  asSender: number
  asReceiver: number
}

interface LinkedAgreement {
  id: string
  label: string
  kind: string
  mutual: boolean
  legal: string
  implementation: string
  money: string
}

export interface Edge {
  sender: string
  receiver: string
  mutual: boolean
  agreements: LinkedAgreement[]
  oneWay: Figures
  eitherWay: Figures
}

export interface Network {
  nodes: Node[]
  edges: Edge[]
}

const byCode = new Map(countries.map(country => [country.code, country]))

/** The network of some agreements, each in the order of its codes and ids. A mutual agreement makes an edge in both directions. */
export function networkOf(agreements: readonly Linked[]): Network {
  const sorted = [...agreements].sort((a, b) => compare(a.id, b.id))
  const links = sorted.flatMap(agreement =>
    directionsOf(agreement).map(([sender, receiver]) => ({ sender, receiver, agreement }))
  )
  const edges = [...groupBy(links, ({ sender, receiver }) => `${sender} ${receiver}`)]
    .sort(([a], [b]) => compare(a, b))
    .map(([, same]) => {
      const { sender, receiver } = same[0] as (typeof same)[number]
      return edgeOf(
        sender,
        receiver,
        same.map(({ agreement }) => agreement)
      )
    })
  const met = groupBy(
    sorted.flatMap(({ parties }) => parties),
    ({ country }) => country
  )
  const nodes = [...met]
    .sort(([a], [b]) => compare(a, b))
    .map(([code, parties]) => {
      const { alpha3 = null, name = code } = byCode.get(code) ?? {}
      return {
        code,
        alpha3,
        name,
        agreements: parties.length,
        asSender: parties.filter(({ role }) => role !== 'receiver').length,
        asReceiver: parties.filter(({ role }) => role !== 'sender').length
      }
    })
  return { nodes, edges }
}

/** From each party that sends to the other one where that receives. */
const directionsOf = ({ parties }: Linked): [string, string][] =>
  parties
    .filter(({ role }) => role !== 'receiver')
    .flatMap(from =>
      parties
        .filter(to => to.role !== 'sender' && to.country !== from.country)
        .map((to): [string, string] => [from.country, to.country])
    )

const isMutual = ({ parties }: Linked): boolean => parties.some(({ role }) => role === 'mutual')

function edgeOf(sender: string, receiver: string, agreements: readonly Linked[]): Edge {
  const figures = (some: readonly Linked[]) => figuresOf(some.map(({ totals }) => ({ totals, agreements: 1 })))
  return {
    sender,
    receiver,
    mutual: agreements.some(isMutual),
    agreements: agreements.map(agreement => {
      const { id, label, kinds, legal, implementation, money } = agreement
      return { id, label, kind: kinds[0] as string, mutual: isMutual(agreement), legal, implementation, money }
    }),
    oneWay: figures(agreements.filter(agreement => !isMutual(agreement))),
    eitherWay: figures(agreements.filter(isMutual))
  }
}

type Type = 'string' | 'integer' | 'boolean'

/** What an edge says in files that take single values, and of which type it is. */
export const edgeColumns = {
  agreements: 'integer',
  mutual: 'boolean',
  ids: 'string',
  kinds: 'string',
  legal: 'string',
  implementation: 'string',
  money: 'string',
  persons_min: 'integer',
  persons_max: 'integer',
  either_way_persons_min: 'integer',
  either_way_persons_max: 'integer',
  promised: 'string',
  package: 'string',
  paid: 'string'
} as const satisfies Record<string, Type>

type EdgeValues = Record<keyof typeof edgeColumns, string | number | boolean | null>

/**
 * An edge as single values: one word for each agreement, in the order of `ids`; the figures of one-way agreements, and of mutual ones
 * how many people were moved, in whichever direction.
 */
export function edgeValues({ agreements, mutual, oneWay, eitherWay }: Edge): EdgeValues {
  const each = (member: 'id' | 'kind' | 'legal' | 'implementation' | 'money') =>
    agreements.map(agreement => agreement[member]).join(' ')
  return {
    agreements: agreements.length,
    mutual,
    ids: each('id'),
    kinds: each('kind'),
    legal: each('legal'),
    implementation: each('implementation'),
    money: each('money'),
    persons_min: oneWay.persons?.min ?? null,
    persons_max: oneWay.persons?.max ?? null,
    either_way_persons_min: eitherWay.persons?.min ?? null,
    either_way_persons_max: eitherWay.persons?.max ?? null,
    promised: listed(oneWay.promised.map(sum => `${amountText(sum)} ${sum.stage}`)),
    package: listed(oneWay.package.map(sum => `${amountText(sum)} ${sum.stage}`)),
    paid: listed(oneWay.paid.map(sum => `${amountText(sum)} ${sum.payer ?? '?'}-${sum.payee ?? '?'}`))
  }
}

const listed = (texts: readonly string[]): string | null => (texts.length > 0 ? texts.join('; ') : null)

/** `1.00..2.00 USD`, or `1.00 USD` where it is exact. */
const amountText = ({
  currency,
  amount: { min, max }
}: Figures['promised'][number] | Figures['paid'][number]): string =>
  `${min === max ? min : `${min ?? ''}..${max ?? ''}`} ${currency}`

/** Columns of the table of edges. */
export const tableColumns = [
  ...['sender', 'sender_iso3', 'sender_name', 'receiver', 'receiver_iso3', 'receiver_name'],
  ...Object.keys(edgeColumns)
]

/** The edges as a table. */
export function tableOf({ nodes, edges }: Network): object[] {
  const named = new Map(nodes.map(node => [node.code, node]))
  return edges.map(edge => {
    const [sender, receiver] = [named.get(edge.sender), named.get(edge.receiver)]
    return {
      sender: edge.sender,
      sender_iso3: sender?.alpha3,
      sender_name: sender?.name,
      receiver: edge.receiver,
      receiver_iso3: receiver?.alpha3,
      receiver_name: receiver?.name,
      ...edgeValues(edge)
    }
  })
}
