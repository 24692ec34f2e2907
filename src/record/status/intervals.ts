import { bounds, nextDay, previousDay } from '../dates.ts'
import type { Agreement } from '../schema.ts'
export class TooManyIntervals extends Error {}
export const statusCodeVersion = 1
const to: Record<string, string> = { signed: 'signed', entered_into_force: 'in_force', terminated: 'terminated', offered: 'proposed', agreed: 'agreed', suspended: 'suspended' }
export function deriveIntervals(record: Agreement) {
  const events = record.events.map(e => ({ ...e, ...bounds(e.date) })).filter(e => e.standing !== 'retracted')
  const end = record.term?.endsOn ? bounds(record.term.endsOn).hi : undefined
  const days = [...new Set([...events.flatMap(e => [e.lo, e.hi]), ...(end ? [nextDay(end)] : [])].filter(d => d !== 'infinity'))].sort()
  if (days.length === 0) days.push('-infinity')
  return days.map((from, i) => {
    const done = events.filter(e => e.hi <= from).sort((a, b) => (a.hi < b.hi ? -1 : 1))
    let legal = 'none'
    let implementation = 'unimplemented'
    for (const e of done) { legal = to[e.type] ?? legal; if (e.type.startsWith('transfer')) implementation = 'operating' }
    if (end && from > end) legal = 'expired'
    const next = days[i + 1]
    return { reportedFrom: '-infinity', reportedTo: 'infinity', validFrom: from, validTo: next ? previousDay(next) : 'infinity',
      status: { legal, implementation, money: 'none', certain: true, possible: { legal: [legal], implementation: [implementation] }, since: null, evidence: 'absent', dormant: false, because: [], label: `x ${legal} ${implementation}` },
      totals: { persons: null as { min: number | null; max: number | null } | null, promised: null, paid: null, perPersonAtCap: null, perPersonActual: null, reasons: [] } }
  })
}
