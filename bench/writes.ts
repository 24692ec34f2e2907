import { writeLatency, writesPerSecond } from './load.ts'
import type { Sides } from './reads.ts'
import type { Pair } from './turns.ts'

/** New records against a bare insert of the same text: many writers, and a lone one. */
export function writePairs({ service, peer, seconds }: Sides, key: string): Pair[] {
  const subject = { url: `${service}/v1/agreements`, seconds, headers: { authorization: `Bearer ${key}` } }
  const other = { url: `${peer}/agreements`, seconds }
  return [
    {
      name: 'new records',
      unit: 'requests/s',
      atLeast: 0.3,
      subject: () => writesPerSecond(subject),
      peer: () => writesPerSecond(other)
    },
    {
      name: 'a new record by a lone writer',
      unit: 'ms',
      atMost: 6,
      subject: () => writeLatency(subject),
      peer: () => writeLatency(other)
    }
  ]
}
