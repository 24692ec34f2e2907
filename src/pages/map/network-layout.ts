import {
  forceCollide,
  forceLink,
  forceManyBody,
  forceSimulation,
  forceX,
  forceY,
  type SimulationNodeDatum
} from 'd3-force'
import { type Frame, type Layout, layoutAt, type Point } from './layout.ts'
import type { MapPair, MapParty } from './parties.ts'

// Where parties stand without geography: near those with which they have agreements. The forces begin at fixed places and chance
// has no part in them, so that the same agreements give the same picture.

/** The picture without geography, where those with two agreements or more are named. */
export const networkFrame: Frame = { width: 1080, height: 720, namedFrom: 2, around: Number.POSITIVE_INFINITY }

/** Rounds after which nothing moves any more. */
const rounds = 300

interface Node extends SimulationNodeDatum {
  code: string
  agreements: number
}

/** Where parties stand, and how the lines between them run. */
export function networkLayout(parties: readonly MapParty[], pairs: readonly MapPair[]): Omit<Layout, 'ground'> {
  const nodes = parties.map(({ code, agreements }): Node => ({ code, agreements }))
  const links = pairs.map(({ from, to }) => ({ source: from, target: to }))
  forceSimulation(nodes)
    .force(
      'link',
      forceLink<Node, (typeof links)[number]>(links)
        .id(({ code }) => code)
        .distance(46)
        .strength(0.4)
    )
    .force('charge', forceManyBody().strength(-130))
    .force(
      'collide',
      forceCollide<Node>(({ agreements }) => 9 + Math.sqrt(agreements) * 2)
    )
    // The picture is wider than it is high, so what pulls to the middle pulls more from above and below.
    .force('x', forceX(0).strength(0.045))
    .force('y', forceY(0).strength(0.1))
    .stop()
    .tick(rounds)
  return layoutAt(fitted(nodes), networkFrame, parties, pairs)
}

/** The places within the picture, with room for circles and names. */
function fitted(nodes: readonly Node[]): Map<string, Point> {
  const { width, height } = networkFrame
  const margin = 44
  const scale = (values: number[], length: number) => {
    const [least, most] = [Math.min(...values), Math.max(...values)]
    return (value: number) => margin + ((value - least) / Math.max(most - least, 1)) * (length - 2 * margin)
  }
  const x = scale(
    nodes.map(({ x = 0 }) => x),
    width
  )
  const y = scale(
    nodes.map(({ y = 0 }) => y),
    height
  )
  return new Map(nodes.map(node => [node.code, { x: x(node.x ?? 0), y: y(node.y ?? 0) }]))
}
