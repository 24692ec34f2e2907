/** Two sides of which each gives a number; they run in turn. */
export interface Pair {
  name: string
  unit: 'requests/s' | 'ms'
  subject: () => Promise<number>
  peer: () => Promise<number>
  /** The least or the greatest ratio, subject to peer, that is good enough. */
  atLeast?: number
  atMost?: number
}

export interface Result extends Pick<Pair, 'name' | 'unit' | 'atLeast' | 'atMost'> {
  ratio: number
  lowest: number
  highest: number
  subject: number
  peer: number
}

/**
 * Runs the sides in turn, A B A B …, and takes the median of the ratios of each round: a machine whose speed drifts favours
 * neither side so, and a single bad turn is forgiven.
 */
export async function compare({ subject, peer, ...pair }: Pair, rounds: number): Promise<Result> {
  // Compilers and caches get warm.
  for (let i = 0; i < 2; i++) {
    await subject()
    await peer()
  }
  const turns: { subject: number; peer: number }[] = []
  for (let i = 0; i < rounds; i++) turns.push({ subject: await subject(), peer: await peer() })
  const ratios = turns.map(turn => turn.subject / turn.peer)
  const result = {
    ...pair,
    ratio: rounded(median(ratios)),
    lowest: rounded(Math.min(...ratios)),
    highest: rounded(Math.max(...ratios)),
    subject: rounded(median(turns.map(turn => turn.subject))),
    peer: rounded(median(turns.map(turn => turn.peer)))
  }
  console.log(`${pair.name}: ${result.ratio} (${result.subject} against ${result.peer} ${pair.unit})`)
  return result
}

/** Whether a ratio is good enough. */
export const isMet = ({ ratio, atLeast = 0, atMost = Number.POSITIVE_INFINITY }: Result): boolean =>
  atLeast <= ratio && ratio <= atMost

export const median = (values: number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] as number

/** Three digits or more, as many as such a measurement is worth. */
const rounded = (value: number): number => (value < 100 ? Number(value.toPrecision(3)) : Math.round(value))
