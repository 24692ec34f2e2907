import { complete } from '../../../src/record/complete.ts'
import type { Day } from '../../../src/record/dates.ts'
import type { Agreement, AgreementInput } from '../../../src/record/schema/agreement.ts'
import { explainStatus } from '../../../src/record/status/explain.ts'
import type { IntervalStatus, StatusExplanation } from '../../../src/record/status/schema.ts'
import { asPublished, prepare, type StatusOnDay, statusOn } from '../../../src/record/status/status.ts'
import { anAgreement, aSource } from '../../fixtures/agreement.ts'

export type EventInput = NonNullable<AgreementInput['events']>[number]
export type FeeTermInput = NonNullable<AgreementInput['feeTerms']>[number]

/** The day on which rules are looked at, unless a test says another. */
export const D = '2015-06-01'

export const source = (id: string, publishedOn: string | null, accessedOn: string | null = null) =>
  aSource({ id, publishedOn, accessedOn })

/** Sources that were out long before `D`, in the year 2020, on no day that is known, and when somebody read them. */
export const sources = [
  source('old', '1990-01-01'),
  source('s2020', '2020'),
  source('undated', null),
  source('read', '[2019-01-01..]', '2022-05-05')
]

/** An event that an old source tells of; its id is made of type and date. */
export const event = (type: EventInput['type'], date: string, more: Partial<EventInput> = {}): EventInput => ({
  id: `${type}-${date}`
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replace(/-$/, ''),
  type,
  date,
  citations: [{ source: 'old' }],
  ...more
})

/** An agreed fee of 100 dollars. */
export const fee = (more: Partial<FeeTermInput> = {}): FeeTermInput => ({
  stage: 'agreed',
  basis: 'lump_sum',
  amount: { min: '100.00', max: '100.00' },
  currency: 'USD',
  citations: [{ source: 'old' }],
  ...more
})

export const payment = (date: string, amount: string | { min: string | null; max: string | null }) =>
  event('payment', date, {
    id: `paid-${date}`,
    payment: { amount: typeof amount === 'string' ? { min: amount, max: amount } : amount, currency: 'USD' }
  })

export const recordOf = (events: EventInput[], more: Partial<AgreementInput> = {}): Agreement =>
  complete(anAgreement({ sources, events, ...more }))

/** The status of a record at some clocks; undefined where nothing is known. */
export const statusAt = (record: Agreement, asOf: Day, reportedBy: Day = 'infinity'): IntervalStatus | undefined =>
  statusOn(asPublished(prepare(record), reportedBy), asOf)?.status

/** Status and totals of a record of which something is known. */
export const statusAndTotalsAt = (record: Agreement, asOf: Day): StatusOnDay =>
  statusOn(asPublished(prepare(record), 'infinity'), asOf) as StatusOnDay

/** The status on a day, as events and the rest of a record make it. */
export const at = (asOf: Day, events: EventInput[], more: Partial<AgreementInput> = {}, reportedBy?: Day) =>
  statusAt(recordOf(events, more), asOf, reportedBy)

/** The totals on a day, as events and the rest of a record make them. */
export const totalsAt = (
  asOf: Day,
  events: EventInput[],
  more: Partial<AgreementInput> = {},
  reportedBy: Day = 'infinity'
) => statusOn(asPublished(prepare(recordOf(events, more)), reportedBy), asOf)?.totals

/** The reasons of that status. */
export const reasonsAt = (
  asOf: Day,
  events: EventInput[],
  more: Partial<AgreementInput> = {},
  reportedBy: Day = 'infinity'
): StatusExplanation | undefined => explainStatus(recordOf(events, more), { asOf, reportedBy })
