import { type Bounds, bounds, compare } from './dates.ts'
import type { Agreement } from './schema/agreement.ts'

/** A signature as it is dated, and by its first and last possible day. */
interface Signature extends Bounds {
  date: string
}

/** The first accepted signature: the one that may have come first, and of those the one that was over first; undefined where nobody has signed. */
export const signatureOf = ({ events }: Pick<Agreement, 'events'>): Signature | undefined =>
  events
    .filter(({ type, standing }) => type === 'signed' && standing === 'accepted')
    .map(({ date }) => ({ date, ...bounds(date) }))
    .sort((a, b) => compare(a.lo, b.lo) || compare(a.hi, b.hi))[0]
