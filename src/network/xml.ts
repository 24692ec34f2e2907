import { XMLBuilder } from 'fast-xml-parser'
import { edgeColumns, edgeValues, type Network, type Node } from './network.ts'

// The network as files that programs for networks open. Attributes stand in the members `@…`, texts in `#text`.

const builder = new XMLBuilder({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  suppressEmptyNode: true,
  suppressBooleanAttributes: false
})

const declaration = { '?xml': { '@version': '1.0', '@encoding': 'UTF-8' } }

const nodeColumns = {
  alpha3: 'string',
  name: 'string',
  agreements: 'integer',
  asSender: 'integer',
  asReceiver: 'integer'
} as const satisfies { [Column in keyof Node]?: string }

const values = (columns: object, row: object): [string, string][] =>
  Object.keys(columns).flatMap((name): [string, string][] => {
    const value = (row as Record<string, unknown>)[name]
    return value === null || value === undefined ? [] : [[name, String(value)]]
  })

/** GraphML 1.0 (http://graphml.graphdrawing.org). */
export function graphmlOf({ nodes, edges }: Network): string {
  // Its integers have 32 bits, and a sum may have more.
  const types = { string: 'string', integer: 'long', boolean: 'boolean' }
  const keys = (domain: 'node' | 'edge', columns: Record<string, keyof typeof types>) =>
    Object.entries(columns).map(([name, type]) => ({
      '@id': `${domain}-${name}`,
      '@for': domain,
      '@attr.name': name,
      '@attr.type': types[type]
    }))
  const data = (domain: 'node' | 'edge', columns: object, row: object) =>
    values(columns, row).map(([name, value]) => ({ '@key': `${domain}-${name}`, '#text': value }))
  return builder.build({
    ...declaration,
    graphml: {
      '@xmlns': 'http://graphml.graphdrawing.org/xmlns',
      key: [...keys('node', nodeColumns), ...keys('edge', edgeColumns)],
      graph: {
        '@id': 'agreements',
        '@edgedefault': 'directed',
        node: nodes.map(node => ({ '@id': node.code, data: data('node', nodeColumns, node) })),
        edge: edges.map(edge => ({
          '@id': `${edge.sender}-${edge.receiver}`,
          '@source': edge.sender,
          '@target': edge.receiver,
          data: data('edge', edgeColumns, edgeValues(edge))
        }))
      }
    }
  })
}

/** GEXF 1.3 (https://gexf.net), in which the weight of an edge is the number of its agreements. */
export function gexfOf({ nodes, edges }: Network, day: string): string {
  const types = { string: 'string', integer: 'long', boolean: 'boolean' }
  const attributes = (domain: 'node' | 'edge', columns: Record<string, keyof typeof types>) => ({
    '@class': domain,
    attribute: Object.entries(columns).map(([name, type]) => ({ '@id': name, '@title': name, '@type': types[type] }))
  })
  const attvalues = (columns: object, row: object) => ({
    attvalue: values(columns, row).map(([name, value]) => ({ '@for': name, '@value': value }))
  })
  return builder.build({
    ...declaration,
    gexf: {
      '@xmlns': 'http://gexf.net/1.3',
      '@version': '1.3',
      meta: { description: `Agreements between countries as of ${day}, from sender to receiver.` },
      graph: {
        '@defaultedgetype': 'directed',
        '@mode': 'static',
        attributes: [attributes('node', nodeColumns), attributes('edge', edgeColumns)],
        nodes: {
          node: nodes.map(node => ({
            '@id': node.code,
            '@label': node.name,
            attvalues: attvalues(nodeColumns, node)
          }))
        },
        edges: {
          edge: edges.map(edge => ({
            '@id': `${edge.sender}-${edge.receiver}`,
            '@source': edge.sender,
            '@target': edge.receiver,
            '@weight': String(edge.agreements.length),
            attvalues: attvalues(edgeColumns, edgeValues(edge))
          }))
        }
      }
    }
  })
}
