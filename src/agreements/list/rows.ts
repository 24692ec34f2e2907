import { type TSchema, Type } from 'typebox'
import { countries, countryName } from '../../record/countries.ts'
import { bounds, type Day } from '../../record/dates.ts'
import { moneyPattern } from '../../record/money.ts'
import {
  Agreement,
  AgreementEvent,
  type Citation,
  Facility,
  FeeTerm,
  type MoneyRange,
  Party,
  Payment,
  Source
} from '../../record/schema/agreement.ts'
import { kinds } from '../../record/schema/codes.ts'
import { code, countOrNull, nullable } from '../../record/schema/scalars.ts'
import { Status, type Totals } from '../../record/status/schema.ts'
import { signature } from '../mapping.ts'
import { type AgreementRecord, Clocks, Revision } from '../schemas.ts'

// Records as flat rows, for spreadsheets and statistics: one table of agreements, and one of each sort of claim. A column is
// its description and how its cell is found; files, the API document and the codebook are made from that.

export type Cell = string | number | boolean | null

/** A record with the first and the last possible day of its end, which would be worked out for too long. */
export type EndedRecord = AgreementRecord & { ends: [from: Day | null, to: Day | null] }

/** A record and where it is found. */
interface Kept {
  record: EndedRecord
  url: string
}

/** A claim of a record. */
interface Claimed<Claim> extends Kept {
  claim: Claim
}

type Column<Row> = [schema: TSchema, cell: (row: Row) => Cell]

/** A table: what each of its columns means, and the rows of a record. */
export interface Table {
  columns: Record<string, TSchema>
  rowsOf(record: EndedRecord, url: string): Cell[][]
}

function table<Row>(columns: Record<string, Column<Row>>, rowsOf: (kept: Kept) => Row[]): Table {
  const cells = Object.values(columns).map(([, cell]) => cell)
  return {
    columns: Object.fromEntries(Object.entries(columns).map(([name, [schema]]) => [name, schema])),
    rowsOf: (record, url) => rowsOf({ record, url }).map(row => cells.map(cell => cell(row)))
  }
}

/** What every claim is shown with: the agreement that it belongs to, and the clocks. */
function claims<Claim>(
  claimsOf: (record: AgreementRecord) => Claim[],
  columns: Record<string, Column<Claimed<Claim>>>
) {
  const all: Record<string, Column<Claimed<Claim>>> = {
    agreement_id: [Agreement.properties.id, ({ record }) => record.id],
    agreement_title: [Agreement.properties.title, ({ record }) => record.title],
    agreement_label: [Status.properties.label, ({ record }) => record.status.label],
    ...columns,
    ...clocks,
    agreement_url: [url, kept => kept.url]
  }
  return table(all, kept => claimsOf(kept.record).map(claim => ({ ...kept, claim })))
}

const text = (description: string) => Type.String({ description })
const textOrNull = (description: string) => nullable('string', { description })
const money = (description: string) => nullable('string', { description, pattern: moneyPattern })
const count = (description: string) => countOrNull({ description })

const url = text('Address of the agreement in the registry.')

const clocks = {
  as_of: [Clocks.properties.asOf, ({ record }) => record.status.asOf],
  reported_by: [Clocks.properties.reportedBy, ({ record }) => record.status.reportedBy],
  known_at: [Clocks.properties.knownAt, ({ record }) => record.status.knownAt],
  projected: [Clocks.properties.projected, ({ record }) => record.status.projected]
} satisfies Record<string, Column<Kept>>

const joined = (texts: readonly string[]): string => texts.join('|')

/** The first or the last day of a date; null where it is open. */
const finite = (day: string | undefined) => (day === undefined || day.endsWith('infinity') ? null : day)
const edtfOf = (from: Day, to: Day) => (from === to ? from : `[${finite(from) ?? ''}..${finite(to) ?? ''}]`)

const alpha3 = new Map(countries.map(country => [country.code, country.alpha3 ?? country.code]))
const alpha3Of = (code: string | null) => (code === null ? null : (alpha3.get(code) ?? code))
const nameOf = (code: string | null) => (code === null ? null : countryName(code))

/** The parties that send, or those that receive, as three columns; of a mutual pair each is both. */
const partyColumns = (role: 'sender' | 'receiver', does: string): Record<string, Column<Kept>> => {
  const codes = ({ record }: Kept) =>
    record.parties.filter(party => party.role === role || party.role === 'mutual').map(({ country }) => country)
  const both = 'Of a mutual pair both, with `|` between them.'
  return {
    [role]: [
      text(`The party that ${does}: ISO 3166-1 alpha-2 code, \`XK\` or \`EU\`. ${both}`),
      kept => joined(codes(kept))
    ],
    [`${role}_iso3`]: [
      text(`The same as ISO 3166-1 alpha-3 code, \`XKX\`, or \`EU\`, which has none. ${both}`),
      kept => joined(codes(kept).map(code => alpha3Of(code) as string))
    ],
    [`${role}_name`]: [text(`Its name. ${both}`), kept => joined(codes(kept).map(countryName))]
  }
}

/** `60.00`; `60.00..90.00` from to; `60.00..` at least; `..90.00` at most. */
const rangeText = ({ min, max }: MoneyRange) => (min === max ? min : `${min ?? ''}..${max ?? ''}`)

type Sums = Totals['promised'] | Totals['paid']

/** A sum by currency in one column, and for those currencies that most sums are in as numbers. */
function sumColumns(
  name: 'promised' | 'paid',
  description: string,
  pairs: (totals: Totals) => string[]
): Record<string, Column<Kept>> {
  const only = (currency: string, { record }: Kept) => {
    const sums = ((record.totals[name] ?? []) as NonNullable<Sums>).filter(sum => sum.currency === currency)
    return sums.length === 1 ? sums[0]?.amount : undefined
  }
  const ofCurrency = (currency: string): Record<string, Column<Kept>> => {
    const column = `${name}_${currency.toLowerCase()}`
    const where = `in ${currency}; empty where there is none, where it is open${name === 'paid' ? ', or where money went in several directions' : ''}.`
    return {
      [`${column}_min`]: [money(`The least that was ${name} ${where}`), kept => only(currency, kept)?.min ?? null],
      [`${column}_max`]: [money(`The most that was ${name} ${where}`), kept => only(currency, kept)?.max ?? null]
    }
  }
  return {
    [name]: [text(description), ({ record }) => joined(pairs(record.totals))],
    ...ofCurrency('USD'),
    ...ofCurrency('EUR')
  }
}

const ranges = 'A range is `60.00..90.00`, at least `60.00..`, at most `..90.00`. Sums have `|` between them.'
const { properties: ofAgreement } = Agreement
const { properties: ofStatus } = Status

const agreements = table<Kept>(
  {
    id: [ofAgreement.id, ({ record }) => record.id],
    title: [ofAgreement.title, ({ record }) => record.title],
    kind: [code(kinds, { description: 'The primary kind.' }), ({ record }) => record.kinds[0] as string],
    kinds: [text('All kinds, the primary one first, with `|` between them.'), ({ record }) => joined(record.kinds)],
    ...partyColumns('sender', 'sends'),
    ...partyColumns('receiver', 'receives'),
    form: [ofAgreement.form, ({ record }) => record.form],
    bindingness: [ofAgreement.bindingness, ({ record }) => record.bindingness],
    disclosure: [ofAgreement.disclosure, ({ record }) => record.disclosure],
    year: [
      nullable('integer', { description: 'The year that the label begins with.' }),
      ({ record }) => Number(/^\d{4}(?= )/.exec(record.status.label)?.[0]) || null
    ],
    signed_on: [
      textOrNull('Date of the first accepted signature (EDTF); empty where there is none.'),
      ({ record }) => signature(record)?.date ?? null
    ],
    legal: [ofStatus.legal, ({ record }) => record.status.legal],
    implementation: [ofStatus.implementation, ({ record }) => record.status.implementation],
    money: [ofStatus.money, ({ record }) => record.status.money],
    certain: [ofStatus.certain, ({ record }) => record.status.certain],
    uncertain_because: [
      text('Why it is not certain, with `|` between the reasons.'),
      ({ record }) => joined(record.status.uncertainBecause)
    ],
    since: [ofStatus.since, ({ record }) => record.status.since],
    evidence: [ofStatus.evidence, ({ record }) => record.status.evidence],
    last_heard_on: [ofStatus.lastHeardOn, ({ record }) => record.status.lastHeardOn],
    dormant: [ofStatus.dormant, ({ record }) => record.status.dormant],
    label: [ofStatus.label, ({ record }) => record.status.label],
    persons_min: [
      count('People moved at least; empty: not known.'),
      ({ record }) => record.totals.persons?.min ?? null
    ],
    persons_max: [
      count('People moved at most; empty: open, or not known.'),
      ({ record }) => record.totals.persons?.max ?? null
    ],
    ...sumColumns(
      'promised',
      `What was promised, as currency, amount and stage: \`USD 60.00 agreed\`. ${ranges}`,
      totals =>
        (totals.promised ?? []).map(({ currency, amount, stage }) => `${currency} ${rangeText(amount)} ${stage}`)
    ),
    ...sumColumns(
      'paid',
      `What was paid, as currency, amount, payer and payee: \`USD 60.00 US>SV\`, with \`?\` for who is no party or not known. ${ranges}`,
      totals =>
        (totals.paid ?? []).map(
          ({ currency, amount, payer, payee }) => `${currency} ${rangeText(amount)} ${payer ?? '?'}>${payee ?? '?'}`
        )
    ),
    ends_on: [
      textOrNull(
        'Its end in law, by an act, its term or a notice (EDTF), going by all claims; empty where none is known.'
      ),
      ({ record }) => {
        const [from, to] = record.ends
        return from === null || to === null ? null : edtfOf(from, to)
      }
    ],
    version: [Revision.properties.version, ({ record }) => record.revision.version],
    recorded_at: [Revision.properties.recordedAt, ({ record }) => record.revision.recordedAt],
    ...clocks,
    url: [url, kept => kept.url]
  },
  kept => [kept]
)

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
const iso3 = 'The same as ISO 3166-1 alpha-3 code, `XKX`, or `EU`, which has none.'

const { properties: ofEvent } = AgreementEvent
const events = claims<AgreementEvent>(record => record.events, {
  event: [ofEvent.id, ({ claim }) => claim.id],
  type: [ofEvent.type, ({ claim }) => claim.type],
  date: [ofEvent.date, ({ claim }) => claim.date],
  date_from: [textOrNull('First possible day; empty: open.'), ({ claim }) => finite(bounds(claim.date).lo)],
  date_to: [textOrNull('Last possible day; empty: open.'), ({ claim }) => finite(bounds(claim.date).hi)],
  effective_on: [ofEvent.effectiveOn, ({ claim }) => claim.effectiveOn],
  party: [ofEvent.party, ({ claim }) => claim.party],
  party_iso3: [textOrNull(iso3), ({ claim }) => alpha3Of(claim.party)],
  description: [ofEvent.description, ({ claim }) => claim.description],
  persons_min: [count('How many people, at least.'), ({ claim }) => claim.persons?.min ?? null],
  persons_max: [count('How many people, at most.'), ({ claim }) => claim.persons?.max ?? null],
  includes_others: [ofEvent.includesOthers, ({ claim }) => claim.includesOthers],
  cumulative: [ofEvent.cumulative, ({ claim }) => claim.cumulative],
  payment_min: [money('What was paid, at least.'), ({ claim }) => claim.payment?.amount.min ?? null],
  payment_max: [money('What was paid, at most.'), ({ claim }) => claim.payment?.amount.max ?? null],
  currency: [
    textOrNull('ISO 4217 code of the currency that was paid in.'),
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
  ...citationColumns<AgreementEvent>()
})

const { properties: ofFeeTerm } = FeeTerm
const feeTerms = claims<FeeTerm>(record => record.feeTerms, {
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
  schedule: [ofFeeTerm.schedule, ({ claim }) => claim.schedule],
  conditions: [ofFeeTerm.conditions, ({ claim }) => claim.conditions],
  lapsed_on: [ofFeeTerm.lapsedOn, ({ claim }) => claim.lapsedOn],
  same_as: [
    text('Ids of the terms that this one says in another way, with `|` between them; sums count them once.'),
    ({ claim }) => joined(claim.sameAs)
  ],
  ...standingColumns<FeeTerm>(),
  ...citationColumns<FeeTerm>()
})

const { properties: ofParty } = Party
const parties = claims<Party>(record => record.parties, {
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
const sources = claims<Source>(record => record.sources, {
  source: [ofSource.id, ({ claim }) => claim.id],
  url: [ofSource.url, ({ claim }) => claim.url],
  title: [ofSource.title, ({ claim }) => claim.title],
  publisher: [ofSource.publisher, ({ claim }) => claim.publisher],
  published_on: [ofSource.publishedOn, ({ claim }) => claim.publishedOn],
  kind: [ofSource.kind, ({ claim }) => claim.kind],
  language: [ofSource.language, ({ claim }) => claim.language],
  accessed_on: [ofSource.accessedOn, ({ claim }) => claim.accessedOn],
  read_as: [ofSource.readAs, ({ claim }) => claim.readAs],
  archived_url: [ofSource.archivedUrl, ({ claim }) => claim.archivedUrl]
})

const { properties: ofFacility } = Facility
const facilities = claims<Facility>(record => record.facilities, {
  facility: [ofFacility.id, ({ claim }) => claim.id],
  name: [ofFacility.name, ({ claim }) => claim.name],
  country: [ofFacility.country, ({ claim }) => claim.country],
  iso3: [text(iso3), ({ claim }) => alpha3Of(claim.country)],
  country_name: [text('Name of the country.'), ({ claim }) => nameOf(claim.country)],
  place: [ofFacility.place, ({ claim }) => claim.place],
  capacity: [ofFacility.capacity, ({ claim }) => claim.capacity],
  places: [ofFacility.places, ({ claim }) => claim.places],
  role: [ofFacility.role, ({ claim }) => claim.role],
  ...citationColumns<Facility>()
})

/** The tables by the names by which they are asked for. */
export const tables = { agreements, events, feeTerms, parties, sources, facilities } satisfies Record<string, Table>
export type TableName = keyof typeof tables

/** Those with one row for each claim. */
export const claimTables = ['events', 'feeTerms', 'parties', 'sources', 'facilities'] as const satisfies TableName[]

const schemaNames: Record<TableName, [$id: string, description: string]> = {
  agreements: ['AgreementRow', 'An agreement as a row of CSV or of a sheet.'],
  events: ['EventRow', 'An event as a row.'],
  feeTerms: ['FeeTermRow', 'A fee term as a row.'],
  parties: ['PartyRow', 'A party as a row.'],
  sources: ['SourceRow', 'A source as a row.'],
  facilities: ['FacilityRow', 'A facility as a row.']
}

/** The tables as schemas of the API document, from which the codebook takes what their columns mean. */
export const rowSchemas = Object.entries(tables).map(([name, { columns }]) => {
  const [$id, description] = schemaNames[name as TableName]
  return Type.Object(columns, { $id, additionalProperties: false, description })
})
