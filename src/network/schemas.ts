import { type Static, Type } from 'typebox'
import { clockParameters, formatParameter, ifNoneMatchHeader, jsonResponse } from '../agreements/parameters.ts'
import { Clocks, Description } from '../agreements/schemas.ts'
import { PaidAcross, PersonsAcross, PromisedAcross } from '../agreements/schemas-across.ts'
import { filterParameters } from '../agreements/selection/parameters.ts'
import { fileHeader, problemResponses, tagHeader, unchanged } from '../http/documentation/schemas.ts'
import { limits } from '../limits.ts'
import { implementationStates, kinds, legalStates, moneyStates } from '../record/schema/codes.ts'
import { ref, refOrNull } from '../record/schema/forms.ts'
import { code, count, nullable } from '../record/schema/scalars.ts'

const alpha2 = (description: string, example: string) => Type.String({ description, examples: [example] })

const NetworkNode = Type.Object(
  {
    code: alpha2('ISO 3166-1 alpha-2 code, `XK` or `EU`.', 'SV'),
    alpha3: nullable('string', { description: 'ISO 3166-1 alpha-3 code; null for `EU`.', examples: ['SLV'] }),
    name: Type.String({ description: 'English short name of ISO 3166-1.', examples: ['El Salvador'] }),
    agreements: count({ description: 'Agreements that it is a party to.' }),
    asSender: count({ description: 'Those under which it sends people.' }),
    asReceiver: count({ description: 'Those under which it receives people.' })
  },
  { $id: 'NetworkNode', additionalProperties: false, description: 'A country in the network.' }
)

const NetworkAgreement = Type.Object(
  {
    id: Type.String({ description: 'Id of the agreement.', examples: ['us-sv-2019-asylum-cooperative-agreement'] }),
    label: Type.String({ description: 'The status in a few words.' }),
    kind: code(kinds, { description: 'The primary kind.' }),
    mutual: Type.Boolean({ description: 'People may go both ways, so that it stands at two edges.' }),
    legal: code(legalStates, { description: 'State in law.' }),
    implementation: code(implementationStates, { description: 'State of implementation.' }),
    money: code(moneyStates, { description: 'How far the money has come.' })
  },
  { $id: 'NetworkAgreement', additionalProperties: false, description: 'An agreement at an edge of the network.' }
)

const NetworkFigures = Type.Object(
  {
    persons: refOrNull(PersonsAcross, 'People moved; null where no agreement says how many.'),
    promised: Type.Array(ref(PromisedAcross), { description: 'Definite promises for what the records are about.' }),
    package: Type.Array(ref(PromisedAcross), { description: 'Definite promises that are also, or only, for others.' }),
    paid: Type.Array(ref(PaidAcross), { description: 'Payments by direction.' })
  },
  { $id: 'NetworkFigures', additionalProperties: false, description: 'What some agreements of an edge come to.' }
)

const figures = (description: string) =>
  Type.Unsafe<Static<typeof NetworkFigures>>({ ...ref(NetworkFigures), description })

const NetworkEdge = Type.Object(
  {
    sender: alpha2('The country that sends.', 'US'),
    receiver: alpha2('The country that receives.', 'SV'),
    mutual: Type.Boolean({ description: 'One of its agreements is mutual, so that there is an edge back.' }),
    agreements: Type.Array(ref(NetworkAgreement), { description: 'The agreements by id.' }),
    oneWay: figures('What its one-way agreements come to: people went from the sender to the receiver.'),
    eitherWay: figures(
      'What its mutual agreements come to. Which way people went is not told apart, so the same stands at the edge back: add it once.'
    )
  },
  {
    $id: 'NetworkEdge',
    additionalProperties: false,
    description: 'All agreements under which one country sends people to another.'
  }
)

/** Who sends people to whom. */
const Network = Type.Object(
  {
    nodes: Type.Array(ref(NetworkNode), { description: 'The countries by code.' }),
    edges: Type.Array(ref(NetworkEdge), { description: 'Directed edges by sender and receiver.' }),
    description: Description,
    clocks: ref(Clocks)
  },
  { $id: 'Network', additionalProperties: false, description: 'Who sends people to whom.' }
)

export const networkSchemas = [NetworkNode, NetworkAgreement, NetworkFigures, NetworkEdge, Network]

/** Query of `GET /v1/network`. */
export const NetworkQuery = Type.Object(
  {
    ...filterParameters,
    format: formatParameter('NetworkFormat', ['json', 'graphml', 'gexf', 'csv'], 'graphml'),
    ...clockParameters
  },
  { additionalProperties: false }
)
export type NetworkQuery = Static<typeof NetworkQuery>

const answer = jsonResponse(ref(Network), 'The network.', { ...tagHeader, ...fileHeader })
const file = (description: string) => ({ schema: Type.String({ description }) })

export const getNetworkSchema = {
  operationId: 'getNetwork',
  tags: ['Analysis'],
  summary: 'See who sends people to whom',
  description: `Countries and the directed edges between them, from sender to receiver, for all agreements that match every filter, at the clocks of the request; a mutual agreement makes an edge in both directions. At most ${limits.network.toLocaleString('en')} agreements. GraphML, GEXF 1.3 and CSV have one value for each agreement of an edge, in the order of \`ids\`, and the figures of the one-way agreements.`,
  security: [],
  querystring: NetworkQuery,
  headers: Type.Object({ 'if-none-match': ifNoneMatchHeader }),
  response: {
    200: {
      ...answer,
      content: {
        ...answer.content,
        'application/graphml+xml': file('GraphML, as NetworkX, igraph, Gephi and Cytoscape read it.'),
        'application/gexf+xml': file('GEXF 1.3, the format of Gephi.'),
        'text/csv': file('One line for each edge, below a line of names.')
      }
    },
    ...unchanged,
    ...problemResponses()
  }
}
