// Where the labels of a timeline go, so that none covers another: the arithmetic alone.

interface Placed {
  left: number
  right: number
  row: number
}

const nextRow = (rows: readonly number[]): number => Math.max(-1, ...rows) + 1

/**
 * Labels under a lane, from the right: each goes below every label that it would cover.
 *
 * @param edge that none may leave to the right
 * @returns in the order in which they came
 */
export function placeLabels(labels: readonly { at: number; width: number }[], edge: number): Placed[] {
  const placed: Placed[] = []
  const inOrder = labels.map((label, i) => ({ ...label, i })).sort((a, b) => b.at - a.at)
  const found: Placed[] = []
  for (const { at, width, i } of inOrder) {
    const left = Math.min(at, edge - width)
    const right = left + width
    const row = nextRow(placed.filter(other => other.left < right && other.right > left).map(({ row }) => row))
    placed.push({ left, right, row })
    found[i] = { left, right, row }
  }
  return found
}

/**
 * Rows for marks that would touch in one.
 *
 * @returns the row of each, in the order in which they came
 */
export function rowsOfMarks(marks: readonly { left: number; right: number }[], gap = 8): number[] {
  const rows: { left: number; right: number }[][] = []
  return marks.map(mark => {
    const fits = (row: (typeof rows)[number]) =>
      row.every(({ left, right }) => mark.left - gap > right || mark.right + gap < left)
    const found = rows.findIndex(fits)
    const row = found < 0 ? rows.length : found
    rows[row] = [...(rows[row] ?? []), mark]
    return row
  })
}

export interface Flag extends Placed {
  /** It hangs to the left of its pole. */
  hangsLeft: boolean
}

/**
 * Flags on poles, from right to left: each stands below every flag that it would cover, and below every one whose pole it would
 * cross. One that would leave the picture hangs to the left. Poles within four pixels share a column, in order of number.
 *
 * @returns in the order in which they came
 */
export function placeFlags(flags: readonly { x: number; width: number }[], edge: number): Flag[] {
  const found: Flag[] = []
  const set: (Flag & { x: number })[] = []
  const inOrder = flags
    .map((flag, i) => ({ ...flag, i }))
    .sort((a, b) => Math.round(b.x / 4) - Math.round(a.x / 4) || a.i - b.i)
  let hanging = Number.POSITIVE_INFINITY
  for (const { x, width, i } of inOrder) {
    const hangsLeft = x + width > edge || (x > hanging && x + width > hanging)
    const [left, right] = hangsLeft ? [x - width, x] : [x, x + width]
    if (hangsLeft) hanging = Math.min(hanging, left)
    const below = set.filter(other => (other.left < right && other.right > left) || (other.x > left && other.x < right))
    const flag = { x, left, right, hangsLeft, row: nextRow(below.map(({ row }) => row)) }
    set.push(flag)
    found[i] = flag
  }
  return found
}

/**
 * Heights of labels that keep their order and their distance: pushed down from above, then up from below.
 *
 * @param heights in order
 */
export function spread(
  heights: readonly number[],
  { top, bottom, gap }: { top: number; bottom: number; gap: number }
): number[] {
  const places: number[] = []
  for (const [i, height] of heights.entries()) places.push(Math.max(height, i ? (places[i - 1] as number) + gap : top))
  for (let i = places.length - 1; i >= 0; i--) {
    const most = i === places.length - 1 ? bottom : (places[i + 1] as number) - gap
    places[i] = Math.min(places[i] as number, most)
  }
  return places
}
