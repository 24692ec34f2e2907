import type { Collection } from './collections.ts'
import type { AgreementMention, EventEntry, FacilityEntry, FeeTermEntry, SourceEntry } from './schemas.ts'

// Items as rows of a table: what a chart or a spreadsheet needs, under names that stay.

const ofAgreement = ({ id, title, label, status }: AgreementMention) => ({
  agreement: id,
  title,
  label,
  legal: status.legal,
  implementation: status.implementation,
  asOf: status.asOf
})

const sourcesOf = (citations: readonly { source: string }[]) => [...new Set(citations.map(({ source }) => source))]

const event = ({ event, from, to, href, agreement }: EventEntry) => ({
  ...ofAgreement(agreement),
  event: event.id,
  type: event.type,
  date: event.date,
  from,
  to,
  party: event.party,
  description: event.description,
  personsMin: event.persons?.min ?? null,
  personsMax: event.persons?.max ?? null,
  amountMin: event.payment?.amount.min ?? null,
  amountMax: event.payment?.amount.max ?? null,
  currency: event.payment?.currency ?? null,
  standing: event.standing,
  sources: sourcesOf(event.citations),
  href
})

const feeTerm = ({ feeTerm, perPerson, perPersonReason, href, agreement }: FeeTermEntry) => ({
  ...ofAgreement(agreement),
  feeTerm: feeTerm.id,
  stage: feeTerm.stage,
  payer: feeTerm.payer,
  payee: feeTerm.payee,
  purpose: feeTerm.purpose,
  share: feeTerm.share,
  basis: feeTerm.basis,
  amountMin: feeTerm.amount?.min ?? null,
  amountMax: feeTerm.amount?.max ?? null,
  currency: feeTerm.currency,
  perPersonMin: perPerson?.amount.min ?? null,
  perPersonMax: perPerson?.amount.max ?? null,
  perPersonUnit: perPerson?.unit ?? null,
  perPersonFormula: perPerson?.formula ?? null,
  perPersonReason,
  standing: feeTerm.standing,
  sources: sourcesOf(feeTerm.citations),
  href
})

const namesOf = (agreements: readonly { agreement: AgreementMention }[]) => [
  ...new Set(agreements.map(({ agreement }) => agreement.id))
]

const facility = ({ agreements, ...facility }: FacilityEntry) => ({ ...facility, agreements: namesOf(agreements) })

const source = ({ agreements, ...source }: SourceEntry) => ({ ...source, agreements: namesOf(agreements) })

const flat = { events: event, feeTerms: feeTerm, facilities: facility, sources: source }

/** An item of a list as a row. */
export const flatRow = (collection: Collection, item: object): object => flat[collection](item as never)

/** Names of the columns, in order. */
export const columnsOf: Record<Collection, readonly string[]> = {
  events:
    'agreement title label legal implementation asOf event type date from to party description personsMin personsMax amountMin amountMax currency standing sources href'.split(
      ' '
    ),
  feeTerms:
    'agreement title label legal implementation asOf feeTerm stage payer payee purpose share basis amountMin amountMax currency perPersonMin perPersonMax perPersonUnit perPersonFormula perPersonReason standing sources href'.split(
      ' '
    ),
  facilities: 'id name country place capacity places agreementCount agreements'.split(' '),
  sources: 'url title publisher kind publishedOn archivedUrl agreementCount agreements'.split(' ')
}
