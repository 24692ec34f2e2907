import type { ComponentChildren } from 'preact'
import type { ClocksQuery } from '../agreements/clocks.ts'
import type { Day } from '../record/dates.ts'
import { type Query, useSite } from './site.tsx'

interface ClockFormProps {
  action: string
  asked: ClocksQuery
  asOf: Day
  today: Day
  /** What else the address asks for, which the form keeps. */
  kept?: Query
  children?: ComponentChildren
}

/** The three clocks as a form that needs no script. What is left empty is left out of the address. */
export function ClockForm({ action, asked, asOf, today, kept = {}, children }: ClockFormProps) {
  const { base } = useSite()
  return (
    <form class="clocks" method="get" action={base + action}>
      <Hidden query={kept} />
      <label>
        As of <input type="date" name="asOf" value={asOf} min="1800-01-01" max="2100-12-31" />{' '}
        <span>the world on this day</span>
      </label>
      <label>
        As reported by <input type="date" name="reportedBy" value={asked.reportedBy} min="1800-01-01" max={today} />{' '}
        <span>only what had been published by then</span>
      </label>
      <label>
        As this registry knew it <input type="date" name="knownAt" value={asked.knownAt?.slice(0, 10)} max={today} />{' '}
        <span>before later additions and corrections</span>
      </label>
      <button type="submit">Show</button>
      {children}
    </form>
  )
}

/** Parameters that a form sends along. */
export const Hidden = ({ query }: { query: Query }) => (
  <>
    {Object.entries(query).flatMap(([name, value]) =>
      [value].flat().map(one => one !== undefined && <input type="hidden" name={name} value={String(one)} />)
    )}
  </>
)
