import fc from 'fast-check'
import { XMLParser, XMLValidator } from 'fast-xml-parser'
import t from 'tap'
import { edgeColumns, edgeValues, type Linked, networkOf, tableOf } from '../../src/network/network.ts'
import { gexfOf, graphmlOf } from '../../src/network/xml.ts'

const totals: Linked['totals'] = {
  persons: null,
  promised: null,
  package: null,
  paid: null,
  perPersonAtCap: null,
  perPersonActual: null,
  reasons: []
}
const usd = (amount: string) => ({ currency: 'USD', amount: { min: amount, max: amount } })

function linked(id: string, [a, b]: [string, string], isMutual: boolean, more: Partial<Linked['totals']> = {}): Linked {
  return {
    id,
    label: `label of ${id}`,
    kinds: ['readmission', 'prison_lease'],
    parties: [
      { country: a, role: isMutual ? 'mutual' : 'sender' },
      { country: b, role: isMutual ? 'mutual' : 'receiver' }
    ],
    legal: 'in_force',
    implementation: 'operating',
    money: 'none',
    totals: { ...totals, ...more }
  }
}

t.test('an agreement is an edge from its sender to its receiver, a mutual one both ways', async t => {
  const persons = { min: 5, max: null }
  const paid = [{ payer: 'US', payee: 'SV', ...usd('3.00') }]
  const { nodes, edges } = networkOf([
    linked('c', ['US', 'SV'], true, { persons: { min: 7, max: 7 } }),
    linked('a', ['US', 'SV'], false, { persons, paid }),
    linked('b', ['US', 'SV'], false, { persons: { min: 1, max: 1 } })
  ])
  t.same(
    nodes.map(({ code, alpha3, agreements, asSender, asReceiver }) => [code, alpha3, agreements, asSender, asReceiver]),
    [
      ['SV', 'SLV', 3, 1, 3],
      ['US', 'USA', 3, 3, 1]
    ]
  )
  t.match(edges, [
    {
      sender: 'SV',
      receiver: 'US',
      mutual: true,
      agreements: [{ id: 'c', mutual: true }],
      oneWay: { persons: null },
      eitherWay: { persons: { min: 7, max: 7, agreements: 1 } }
    },
    {
      sender: 'US',
      receiver: 'SV',
      mutual: true,
      agreements: [
        { id: 'a', label: 'label of a', kind: 'readmission', mutual: false },
        { id: 'b', mutual: false },
        { id: 'c', mutual: true }
      ],
      oneWay: {
        persons: { min: 6, max: null, agreements: 2 },
        paid: [{ payer: 'US', payee: 'SV', currency: 'USD', agreements: 1 }]
      },
      eitherWay: { persons: { min: 7, max: 7, agreements: 1 } }
    }
  ])
})

t.test('a file of single values has a word for each agreement, in one order', async t => {
  const promised = [{ stage: 'agreed' as const, currency: 'USD', amount: { min: '1.00', max: null } }]
  const { edges } = networkOf([
    linked('a', ['US', 'SV'], false, { promised, paid: [{ payer: 'US', payee: null, ...usd('3.00') }] }),
    linked('b', ['US', 'SV'], true, { persons: { min: 7, max: null } })
  ])
  t.same(edgeValues(edges[1] as (typeof edges)[number]), {
    agreements: 2,
    mutual: true,
    ids: 'a b',
    kinds: 'readmission readmission',
    legal: 'in_force in_force',
    implementation: 'operating operating',
    money: 'none none',
    persons_min: null,
    persons_max: null,
    either_way_persons_min: 7,
    either_way_persons_max: null,
    promised: '1.00.. USD agreed',
    package: null,
    paid: '3.00 USD US-?'
  })
})

const code = fc.constantFrom('US', 'SV', 'CI', 'XK', 'EU', 'CW', 'AX')
const some = fc
  .array(fc.tuple(code, code, fc.boolean(), fc.option(fc.nat(99))), { maxLength: 12 })
  .map(all =>
    all.flatMap(([a, b, isMutual, moved], i) =>
      a === b ? [] : [linked(`a-${i}`, [a, b], isMutual, moved === null ? {} : { persons: { min: moved, max: moved } })]
    )
  )

t.test('every agreement stands once in each of its directions, and nobody is counted twice in one sum', async t => {
  fc.assert(
    fc.property(some, agreements => {
      const { nodes, edges } = networkOf(agreements)
      const isMutual = ({ parties }: Linked) => parties[0]?.role === 'mutual'
      const ids = edges.flatMap(edge => edge.agreements.map(({ id }) => id))
      t.same(ids.sort(), agreements.flatMap(one => (isMutual(one) ? [one.id, one.id] : [one.id])).sort())
      const oneWay = edges.reduce((sum, edge) => sum + (edge.oneWay.persons?.min ?? 0), 0)
      const moved = (some: Linked[]) => some.reduce((sum, { totals }) => sum + (totals.persons?.min ?? 0), 0)
      t.equal(oneWay, moved(agreements.filter(one => !isMutual(one))))
      const eitherWay = edges.reduce((sum, edge) => sum + (edge.eitherWay.persons?.min ?? 0), 0)
      t.equal(eitherWay, 2 * moved(agreements.filter(isMutual)))
      for (const edge of edges.filter(({ mutual }) => mutual))
        t.ok(edges.some(({ sender, receiver }) => sender === edge.receiver && receiver === edge.sender))
      t.equal(
        nodes.reduce((sum, node) => sum + node.agreements, 0),
        2 * agreements.length
      )
      t.same(networkOf([...agreements].reverse()), { nodes, edges }, 'in whatever order they come')
    }),
    { numRuns: 50 }
  )
})

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  parseTagValue: false,
  isArray: name => ['node', 'edge', 'data', 'attvalue', 'key', 'attribute'].includes(name)
})

// biome-ignore lint/suspicious/noExplicitAny: what a file of XML holds
type Element = any

t.test('GraphML and GEXF hold what the table holds, for every column that has a value', async t => {
  fc.assert(
    fc.property(some, agreements => {
      const network = networkOf(agreements)
      const rows = tableOf(network).map(row => {
        const set = Object.entries(row).filter(([name, value]) => name in edgeColumns && value !== null)
        return Object.fromEntries(set.map(([name, value]) => [name, String(value)]))
      })
      const graphml = graphmlOf(network)
      t.equal(XMLValidator.validate(graphml), true)
      const graph = parser.parse(graphml).graphml.graph
      const edges: Element[] = graph.edge ?? []
      t.same(
        edges.map(({ data }) =>
          Object.fromEntries(data.map((one: Element) => [one['@key'].replace('edge-', ''), one['#text']]))
        ),
        rows
      )
      const nodes: Element[] = graph.node ?? []
      t.same(
        nodes.map(node => [node['@id'], node.data.find((one: Element) => one['@key'] === 'node-name')['#text']]),
        network.nodes.map(({ code, name }) => [code, name])
      )
      const gexf = gexfOf(network, '2026-11-26')
      t.equal(XMLValidator.validate(gexf), true)
      const drawn = parser.parse(gexf).gexf
      t.equal(drawn['@version'], '1.3')
      const links: Element[] = drawn.graph.edges.edge ?? []
      t.same(
        links.map(({ attvalues }) =>
          Object.fromEntries(attvalues.attvalue.map((one: Element) => [one['@for'], one['@value']]))
        ),
        rows
      )
      t.same(
        links.map(link => link['@weight']),
        rows.map(({ agreements }) => agreements)
      )
    }),
    { numRuns: 30 }
  )
})
