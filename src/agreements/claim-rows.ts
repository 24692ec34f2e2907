import { countryName } from '../record/countries.ts'
import { bounds, dayOrNull } from '../record/dates.ts'
import {
  Agreement,
  AgreementEvent,
  type Citation,
  Facility,
  FeeTerm,
  Party,
  Payment,
  Provision,
  Source
} from '../record/schema/agreement.ts'
import { type PerPerson, perPersonAt } from '../record/status/per-person.ts'
import { Status } from '../record/status/schema.ts'
import { type Collection, claimIn } from './addresses.ts'
import {
  agreementUrl,
  alpha3Of,
  type Column,
  clockColumns,
  count,
  joined,
  money,
  type Table,
  table,
  text,
  textOrEmpty
} from './rows.ts'
import type { AgreementRecord } from './schemas.ts'

// The claims of records as flat rows, which are the same wherever they are asked for.

/** A claim, with what its row says of the record that makes it. */
export interface Claimed<Claim> {
  claim: Claim
  record: Pick<AgreementRecord, 'id' | 'title' | 'status' | 'scope' | 'sources'>
  /** Address of the agreement. */
  url: string
}

const nameOf = (code: string | null) => (code === null ? null : countryName(code))

/** What every claim is shown with: the agreement that it belongs to, and the clocks. */
const claims = <Row extends Claimed<unknown>>(columns: Record<string, Column<Row>>): Table<Row> =>
  table<Row>({
    agreement_id: [Agreement.properties.id, ({ record }) => record.id],
    agreement_title: [Agreement.properties.title, ({ record }) => record.title],
    agreement_label: [Status.properties.label, ({ record }) => record.status.label],
    ...columns,
    ...clockColumns,
    agreement_url: [agreementUrl, ({ url }) => url]
  })

const standing = 'Ids of the sources that say otherwise, with `|` between them.'
const citationColumns = <C extends { citations: Citation[] }>(): Record<string, Column<Claimed<C>>> => ({
  sources: [
    text('Ids of the sources that say so, with `|` between them.'),
    ({ claim }) => joined(claim.citations.map(({ source }) => source))
  ],
  source_urls: [
    text('Their addresses, with a blank between them.'),
    ({ claim, record }) => {
      const cited = claim.citations.map(({ source }) => source)
      return record.sources.flatMap(({ id, url }) => (cited.includes(id) ? url : [])).join(' ')
    }
  ]
})
const standingColumns = <C extends { standing: string; disputedBy: Citation[] }>(): Record<
  string,
  Column<Claimed<C>>
> => ({
  standing: [AgreementEvent.properties.standing, ({ claim }) => claim.standing],
  disputed_by: [text(standing), ({ claim }) => joined(claim.disputedBy.map(({ source }) => source))]
})
const claimUrl = <C extends { id: string }>(collection: Collection): Record<string, Column<Claimed<C>>> => ({
  claim_url: [text('Address of the claim in the registry.'), ({ claim, url }) => claimIn(url, collection, claim.id)]
})
const iso3 = 'The same as ISO 3166-1 alpha-3 code, `XKX`, or `EU`, which has none.'

const { properties: ofEvent } = AgreementEvent
const events = claims<Claimed<AgreementEvent>>({
  event: [ofEvent.id, ({ claim }) => claim.id],
  type: [ofEvent.type, ({ claim }) => claim.type],
  date: [ofEvent.date, ({ claim }) => claim.date],
  date_from: [textOrEmpty('First possible day; empty: open.'), ({ claim }) => dayOrNull(bounds(claim.date).lo)],
  date_to: [textOrEmpty('Last possible day; empty: open.'), ({ claim }) => dayOrNull(bounds(claim.date).hi)],
  effective_on: [ofEvent.effectiveOn, ({ claim }) => claim.effectiveOn],
  party: [ofEvent.party, ({ claim }) => claim.party],
  party_iso3: [textOrEmpty(iso3), ({ claim }) => alpha3Of(claim.party)],
  party_name: [textOrEmpty('Its name.'), ({ claim }) => nameOf(claim.party)],
  description: [ofEvent.description, ({ claim }) => claim.description],
  persons_min: [count('How many people, at least.'), ({ claim }) => claim.persons?.min ?? null],
  persons_max: [count('How many people, at most.'), ({ claim }) => claim.persons?.max ?? null],
  includes_others: [ofEvent.includesOthers, ({ claim }) => claim.includesOthers],
  cumulative: [ofEvent.cumulative, ({ claim }) => claim.cumulative],
  payment_min: [money('What was paid, at least.'), ({ claim }) => claim.payment?.amount.min ?? null],
  payment_max: [money('What was paid, at most.'), ({ claim }) => claim.payment?.amount.max ?? null],
  currency: [
    textOrEmpty('ISO 4217 code of the currency that was paid in.'),
    ({ claim }) => claim.payment?.currency ?? null
  ],
  payer: [Payment.properties.payer, ({ claim }) => claim.payment?.payer ?? null],
  payee: [Payment.properties.payee, ({ claim }) => claim.payment?.payee ?? null],
  fee_term: [Payment.properties.feeTerm, ({ claim }) => claim.payment?.feeTerm ?? null],
  effect: [ofEvent.effect, ({ claim }) => claim.effect],
  finding: [ofEvent.finding, ({ claim }) => claim.finding],
  binding: [ofEvent.binding, ({ claim }) => claim.binding],
  new_end: [ofEvent.newEnd, ({ claim }) => claim.newEnd],
  extent: [ofEvent.extent, ({ claim }) => claim.extent],
  ...standingColumns<AgreementEvent>(),
  ...citationColumns<AgreementEvent>(),
  ...claimUrl<AgreementEvent>('events')
})

const { properties: ofFeeTerm } = FeeTerm

/** A fee term, and the same as money for one person; null where that cannot be said. */
interface FeeTermPerPerson extends Claimed<FeeTerm> {
  perPerson: PerPerson | null
}
const feeTermTable = claims<FeeTermPerPerson>({
  fee_term: [ofFeeTerm.id, ({ claim }) => claim.id],
  stage: [ofFeeTerm.stage, ({ claim }) => claim.stage],
  payer: [ofFeeTerm.payer, ({ claim }) => claim.payer],
  payee: [ofFeeTerm.payee, ({ claim }) => claim.payee],
  purpose: [ofFeeTerm.purpose, ({ claim }) => claim.purpose],
  share: [ofFeeTerm.share, ({ claim }) => claim.share],
  basis: [ofFeeTerm.basis, ({ claim }) => claim.basis],
  amount_min: [money('How much, at least.'), ({ claim }) => claim.amount?.min ?? null],
  amount_max: [money('How much, at most.'), ({ claim }) => claim.amount?.max ?? null],
  currency: [ofFeeTerm.currency, ({ claim }) => claim.currency],
  per_person_min: [
    money('How much for one person, at least; empty where that cannot be said.'),
    ({ perPerson }) => perPerson?.amount.min ?? null
  ],
  per_person_max: [money('How much for one person, at most.'), ({ perPerson }) => perPerson?.amount.max ?? null],
  per_person_unit: [
    textOrEmpty('For what that is due: a person once, or a person for a year.'),
    ({ perPerson }) => perPerson?.unit ?? null
  ],
  per_person_formula: [textOrEmpty('How it was worked out.'), ({ perPerson }) => perPerson?.formula ?? null],
  schedule: [ofFeeTerm.schedule, ({ claim }) => claim.schedule],
  conditions: [ofFeeTerm.conditions, ({ claim }) => claim.conditions],
  lapsed_on: [ofFeeTerm.lapsedOn, ({ claim }) => claim.lapsedOn],
  same_as: [
    text('Ids of the terms that this one says in another way, with `|` between them; sums count them once.'),
    ({ claim }) => joined(claim.sameAs)
  ],
  ...standingColumns<FeeTerm>(),
  ...citationColumns<FeeTerm>(),
  ...claimUrl<FeeTerm>('feeTerms')
})

const feeTerms: Table<Claimed<FeeTerm>> = {
  columns: feeTermTable.columns,
  cellsOf: claimed => {
    const { claim, record } = claimed
    const perPerson = perPersonAt(claim, record, record.status.reportedBy)
    return feeTermTable.cellsOf({ ...claimed, perPerson: typeof perPerson === 'string' ? null : perPerson })
  }
}

const { properties: ofParty } = Party
const parties = claims<Claimed<Party>>({
  country: [ofParty.country, ({ claim }) => claim.country],
  iso3: [text(iso3), ({ claim }) => alpha3Of(claim.country)],
  name: [text('Its name.'), ({ claim }) => nameOf(claim.country)],
  role: [ofParty.role, ({ claim }) => claim.role],
  capacity: [ofParty.capacity, ({ claim }) => claim.capacity],
  authority: [ofParty.authority, ({ claim }) => claim.authority],
  signatories: [
    text('Who signed for it, name and office, with `|` between them.'),
    ({ claim }) => joined(claim.signatories.map(({ name, office }) => `${name}, ${office}`))
  ],
  ...citationColumns<Party>()
})

const { properties: ofSource } = Source
const sources = claims<Claimed<Source>>({
  source: [ofSource.id, ({ claim }) => claim.id],
  url: [ofSource.url, ({ claim }) => claim.url],
  title: [ofSource.title, ({ claim }) => claim.title],
  publisher: [ofSource.publisher, ({ claim }) => claim.publisher],
  published_on: [ofSource.publishedOn, ({ claim }) => claim.publishedOn],
  kind: [ofSource.kind, ({ claim }) => claim.kind],
  language: [ofSource.language, ({ claim }) => claim.language],
  accessed_on: [ofSource.accessedOn, ({ claim }) => claim.accessedOn],
  read_as: [ofSource.readAs, ({ claim }) => claim.readAs],
  archived_url: [ofSource.archivedUrl, ({ claim }) => claim.archivedUrl],
  ...claimUrl<Source>('sources')
})

const { properties: ofFacility } = Facility
const facilities = claims<Claimed<Facility>>({
  facility: [ofFacility.id, ({ claim }) => claim.id],
  name: [ofFacility.name, ({ claim }) => claim.name],
  country: [ofFacility.country, ({ claim }) => claim.country],
  iso3: [text(iso3), ({ claim }) => alpha3Of(claim.country)],
  country_name: [text('Name of the country.'), ({ claim }) => nameOf(claim.country)],
  place: [ofFacility.place, ({ claim }) => claim.place],
  capacity: [ofFacility.capacity, ({ claim }) => claim.capacity],
  places: [ofFacility.places, ({ claim }) => claim.places],
  role: [ofFacility.role, ({ claim }) => claim.role],
  ...citationColumns<Facility>(),
  ...claimUrl<Facility>('facilities')
})

const { properties: ofProvision } = Provision
const provisions = claims<Claimed<Provision>>({
  topic: [ofProvision.topic, ({ claim }) => claim.topic],
  stance: [ofProvision.stance, ({ claim }) => claim.stance],
  note: [ofProvision.note, ({ claim }) => claim.note],
  ...citationColumns<Provision>()
})

/** The tables with one row for each claim, by the members of a record that hold them. */
export const claimTables = { events, feeTerms, parties, provisions, sources, facilities }
export type ClaimTable = keyof typeof claimTables
