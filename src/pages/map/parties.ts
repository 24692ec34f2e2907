import type { Linked } from '../../network/network.ts'
import { compare } from '../../record/dates.ts'
import { groupBy } from '../../record/status/sums.ts'

// Who is on the map: every party, and every pair of parties that has an agreement.

export interface MapParty {
  code: string
  agreements: number
  sends: number
  receives: number
  mutual: number
}

export interface MapPair {
  from: string
  to: string
  agreements: number
  operating: number
  /** How its line is drawn: people are moved, something halted or in preparation, or neither. */
  look: 'op' | 'halted' | ''
}

const memberOf = { sender: 'sends', receiver: 'receives', mutual: 'mutual' } as const

/** All parties, those with the most agreements first. */
export function partiesOf(agreements: readonly Linked[]): MapParty[] {
  const parties = agreements.flatMap(({ parties }) => parties)
  return [...groupBy(parties, ({ country }) => country)]
    .map(([code, same]) => {
      const party: MapParty = { code, agreements: same.length, sends: 0, receives: 0, mutual: 0 }
      for (const { role } of same) party[memberOf[role]]++
      return party
    })
    .sort((a, b) => b.agreements - a.agreements || compare(a.code, b.code))
}

const looks = ['', 'halted', 'op'] as const
const halted = new Set(['paused', 'blocked', 'preparing'])

/** All pairs, those that are drawn above others last. */
export function pairsOf(agreements: readonly Linked[]): MapPair[] {
  const directed = agreements.flatMap(({ parties, implementation }) => {
    const [first, second] = [...parties].sort((a, b) => Number(a.role === 'receiver') - Number(b.role === 'receiver'))
    return first && second ? [{ from: first.country, to: second.country, implementation }] : []
  })
  return [...groupBy(directed, ({ from, to }) => `${from} ${to}`).values()]
    .map((same): MapPair => {
      const { from, to } = same[0] as (typeof same)[number]
      const operating = same.filter(({ implementation }) => implementation === 'operating').length
      const look = operating > 0 ? 'op' : same.some(({ implementation }) => halted.has(implementation)) ? 'halted' : ''
      return { from, to, agreements: same.length, operating, look }
    })
    .sort((a, b) => looks.indexOf(a.look) - looks.indexOf(b.look) || compare(a.from + a.to, b.from + b.to))
}
