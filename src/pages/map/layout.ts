import { country } from '../../record/country-names.ts'
import { textWidth } from '../timeline/text-width.ts'
import { type Geography, geography, type View } from './geography.ts'
import type { MapPair, MapParty } from './parties.ts'

// Where circles, lines and names stand in a view.

export interface Point {
  x: number
  y: number
}

export interface Circle extends Point {
  party: MapParty
  /** One of four sizes. */
  size: 1 | 2 | 3 | 4
}

export interface Line {
  pair: MapPair
  path: string
}

export interface Name extends Point {
  code: string
  anchor: 'start' | 'middle' | 'end'
  isBig: boolean
  /** A line to the circle, where there was no room beside it. */
  pointer: string | undefined
}

export interface Layout {
  ground: Geography['grounds']['world']
  circles: Circle[]
  lines: Line[]
  names: Name[]
}

const sizeOf = (agreements: number): Circle['size'] =>
  agreements >= 30 ? 4 : agreements >= 10 ? 3 : agreements >= 3 ? 2 : 1

/** Agreements of a party whose name may stand further off, with a pointer. */
const busy = 5

/** Where all stands on a view of the world. */
export function layoutOf(view: View, parties: readonly MapParty[], pairs: readonly MapPair[]): Layout {
  const { grounds, placeOf } = geography()
  const points = new Map<string, Point>()
  for (const { code } of parties) {
    const place = placeOf(code)
    const [x, y] = (place && view.projection(place)) ?? []
    if (x !== undefined && y !== undefined) points.set(code, { x, y })
  }
  return { ground: grounds[view.name], ...layoutAt(points, view, parties, pairs) }
}

/** Circles, lines and names where each party has a place. */
export function layoutAt(
  points: ReadonlyMap<string, Point>,
  frame: Frame,
  parties: readonly MapParty[],
  pairs: readonly MapPair[]
): Omit<Layout, 'ground'> {
  const circles = parties.flatMap((party): Circle[] => {
    const point = points.get(party.code)
    if (!point || !isInside(point, frame)) return []
    return [{ party, ...point, size: sizeOf(party.agreements) }]
  })
  const inside = new Set(circles.map(({ party }) => party.code))
  const lines = pairs.flatMap((pair): Line[] => {
    const [from, to] = [points.get(pair.from), points.get(pair.to)]
    if (!from || !to || !(inside.has(pair.from) || inside.has(pair.to))) return []
    return [{ pair, path: lineOf(from, to, frame.around) }]
  })
  return { circles, lines, names: namesOf(circles, frame) }
}

/** What a layout needs to know of a view. */
export type Frame = Pick<View, 'width' | 'height' | 'namedFrom' | 'around'>

const isInside = ({ x, y }: Point, { width, height }: Frame): boolean => x > 0 && x < width && y > 0 && y < height

/** How far a line bends to the north, as a part of its length. */
const bend = 0.16

/** A flat curve, bent north. Where the way around the edge is shorter, it leaves on one side and comes back on the other. */
function lineOf(from: Point, to: Point, around: number): string {
  const across = to.x - from.x
  if (Math.abs(across) <= around / 2) return curve(from, to)
  const shift = across > 0 ? -around : around
  return curve(from, { x: to.x + shift, y: to.y }) + curve({ x: from.x - shift, y: from.y }, to)
}

function curve(from: Point, to: Point): string {
  const [dx, dy] = [to.x - from.x, to.y - from.y]
  const side = (dx < 0 ? 1 : -1) * bend
  const [x, y] = [(from.x + to.x) / 2 - dy * side, (from.y + to.y) / 2 + dx * side]
  const [x1, y1, x2, y2, x3, y3] = [from.x, from.y, x, y, to.x, to.y].map(Math.round)
  return `M${x1} ${y1}Q${x2} ${y2} ${x3} ${y3}`
}

type Box = [left: number, top: number, right: number, bottom: number]
type Offset = [dx: number, dy: number, anchor: Name['anchor'], isFar?: true]

/** The eight places around a circle, and those further off for the names of busy parties. */
function placesAround(gap: number, isBusy: boolean): Offset[] {
  const near: Offset[] = [
    [gap, 4, 'start'],
    [-gap, 4, 'end'],
    [0, -gap - 2, 'middle'],
    [0, gap + 10, 'middle'],
    [gap, -6, 'start'],
    [gap, 13, 'start'],
    [-gap, -6, 'end'],
    [-gap, 13, 'end']
  ]
  const far: Offset[] = [
    [-62, 14, 'end', true],
    [-60, 30, 'end', true],
    [-50, -30, 'end', true],
    [40, -46, 'start', true],
    [60, 30, 'start', true]
  ]
  return isBusy ? [...near, ...far] : near
}

/** Names of the busiest parties first, each at the first place where nothing stands yet. */
function namesOf(circles: readonly Circle[], { width, height, namedFrom }: Frame): Name[] {
  const taken = circles.map(({ x, y, size }): Box => {
    const radius = size * 2 + 2
    return [x - radius, y - radius, x + radius, y + radius]
  })
  const isFree = ([left, top, right, bottom]: Box) =>
    left >= 0 &&
    right <= width &&
    top >= 0 &&
    bottom <= height &&
    !taken.some(box => box[0] < right && box[2] > left && box[1] < bottom && box[3] > top)
  return circles.flatMap(({ party: { code, agreements }, x, y, size }): Name[] => {
    if (agreements < namedFrom) return []
    const length = textWidth(country(code), 12) + 2
    for (const [dx, dy, anchor, isFar] of placesAround(size * 2 + 4, agreements >= busy)) {
      const left = x + dx - (anchor === 'end' ? length : anchor === 'middle' ? length / 2 : 0)
      const box: Box = [left, y + dy - 11, left + length, y + dy + 3]
      if (!isFree(box)) continue
      taken.push(box)
      const end = `${Math.round(x + dx + (dx < 0 ? 2 : -2))} ${Math.round(y + dy - 4)}`
      const pointer = isFar && `M${Math.round(x)} ${Math.round(y)}L${end}`
      return [{ code, x: x + dx, y: y + dy, anchor, isBig: agreements >= busy, pointer }]
    }
    return []
  })
}
