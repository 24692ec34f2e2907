import { countryName } from '../record/countries.ts'
import { compare } from '../record/dates.ts'
import { type Figures, figuresOf, netPaidOf, type Shared } from '../record/status/across.ts'
import type { Totals } from '../record/status/schema.ts'
import { type CostMedian, mediansOf } from './medians.ts'

/** What agreements are counted by. */
export const dimensions = [
  'kind',
  'legal',
  'implementation',
  'evidence',
  'money',
  'year',
  'sender',
  'receiver'
] as const
export type Dimension = (typeof dimensions)[number]

/** What was counted: how many agreements have a value, or these totals, or are there at all. */
export interface Counted {
  figure: Dimension | 'totals' | 'agreements'
  value: string
  agreements: number
}

interface Counts {
  agreements: number
  values: { value: string; count: number }[]
}

/** The figures of some agreements. */
export interface Statistics {
  agreements: number
  counts: Record<Dimension, Counts>
  persons: Figures['persons']
  promised: Figures['promised']
  package: Figures['package']
  paid: ReturnType<typeof netPaidOf>
  costPerPerson: { atCap: CostMedian[]; actual: CostMedian[] }
}

/** Dimensions in which an agreement has several values, and one at least. */
const several: readonly Dimension[] = ['kind', 'sender', 'receiver']

/** The figures that follow from what was counted. */
export function statisticsOf(counted: readonly Counted[]): Statistics {
  const agreements = counted.find(({ figure }) => figure === 'agreements')?.agreements ?? 0
  const shared = counted
    .filter(({ figure }) => figure === 'totals')
    .map(({ value, agreements }): Shared => ({ totals: JSON.parse(value) as Totals, agreements }))
  const { persons, promised, package: inPackage } = figuresOf(shared)
  const countsOf = (dimension: Dimension): Counts => {
    const values = counted
      .filter(({ figure }) => figure === dimension)
      .map(({ value, agreements }) => ({ value, count: agreements }))
      .sort((a, b) => b.count - a.count || compare(a.value, b.value))
    const isSeveral = several.includes(dimension)
    return { agreements: isSeveral ? agreements : values.reduce((sum, { count }) => sum + count, 0), values }
  }
  return {
    agreements,
    counts: Object.fromEntries(dimensions.map(name => [name, countsOf(name)])) as Statistics['counts'],
    persons,
    promised,
    package: inPackage,
    paid: netPaidOf(shared),
    costPerPerson: {
      atCap: mediansOf(shared, ({ perPersonAtCap }) => perPersonAtCap),
      actual: mediansOf(shared, ({ perPersonActual }) => perPersonActual)
    }
  }
}

/** Columns of the table. */
export const statisticColumns = ['figure', 'value', 'name', 'stage', 'currency', 'min', 'max', 'agreements'] as const

/** The same as a table: one row for each figure, with the number of agreements that it rests on. */
export function rowsOf(statistics: Statistics): object[] {
  const { agreements, counts, persons, promised, paid, costPerPerson } = statistics
  const isCountry = (dimension: Dimension) => dimension === 'sender' || dimension === 'receiver'
  const money = (figure: string, sums: readonly { amount: object }[]) =>
    sums.map(({ amount, ...sum }) => ({ figure, ...sum, ...amount }))
  return [
    { figure: 'agreements', agreements },
    ...dimensions.flatMap(figure =>
      counts[figure].values.map(({ value, count }) => ({
        figure,
        value,
        name: isCountry(figure) ? countryName(value) : null,
        agreements: count
      }))
    ),
    ...(persons ? [{ figure: 'persons', ...persons }] : []),
    ...money('promised', promised),
    ...money('package', statistics.package),
    ...money('paid', paid),
    ...money('costPerPersonAtCap', costPerPerson.atCap),
    ...money('costPerPersonActual', costPerPerson.actual)
  ]
}
