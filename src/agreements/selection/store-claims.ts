import { and, sql } from 'drizzle-orm'
import { event, feeTerm } from '../../database/tables.ts'
import type { Filters } from './parameters.ts'
import type { Part } from './store-clocks.ts'
import { anyOf, between, daysOf, pick, within } from './store-predicates.ts'

/** The filters that speak of one fee term, and of one event. */
export const feeFilters = [
  'feeStage',
  'feeBasis',
  'payer',
  'payee',
  'currency',
  'minAmount',
  'maxAmount'
] as const satisfies readonly (keyof Filters)[]
export const eventFilters = ['eventType', 'eventFrom', 'eventTo'] as const satisfies readonly (keyof Filters)[]

/** The filters of events, on the table of events. */
export function eventPart(filters: Filters): Part {
  const isDated = filters.eventFrom !== undefined || filters.eventTo !== undefined
  return {
    shape: shapeOf(filters, eventFilters),
    condition: () =>
      and(
        filters.eventType && anyOf(event.type, 'eventType'),
        isDated ? within({ from: event.dateFrom, to: event.dateTo }, 'event', filters.match) : undefined
      ),
    values: { ...pick(filters, 'eventType'), ...(isDated && daysOf(filters, 'event')) }
  }
}

/** The filters of fees, on the table of fee terms. */
export const feePart = (filters: Filters): Part => ({
  shape: shapeOf(filters, feeFilters),
  condition: () =>
    and(
      filters.feeStage && anyOf(feeTerm.stage, 'feeStage'),
      filters.feeBasis && anyOf(feeTerm.basis, 'feeBasis'),
      filters.payer && anyOf(feeTerm.payer, 'payer'),
      filters.payee && anyOf(feeTerm.payee, 'payee'),
      filters.currency && anyOf(feeTerm.currency, 'currency'),
      between(
        { min: feeTerm.amountMin, max: feeTerm.amountMax },
        {
          least: filters.minAmount !== undefined && sql`${sql.placeholder('minAmount')}::numeric`,
          most: filters.maxAmount !== undefined && sql`${sql.placeholder('maxAmount')}::numeric`
        },
        filters.match
      )
    ),
  values: pick(filters, ...feeFilters)
})

/** What varies with some filters apart from their values. */
const shapeOf = (filters: Filters, names: readonly (keyof Filters)[]): string =>
  [...names.filter(name => filters[name] !== undefined), filters.match].join()
