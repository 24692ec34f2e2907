import type { TSchema } from 'typebox'
import { countryName } from '../../record/countries.ts'
import { type Day, dayOrNull } from '../../record/dates.ts'
import { Agreement, type CountRange, type MoneyRange, Nationalities, Scope } from '../../record/schema/agreement.ts'
import { kinds } from '../../record/schema/codes.ts'
import { code, nullable } from '../../record/schema/scalars.ts'
import { signatureOf } from '../../record/signature.ts'
import { yearOfLabel } from '../../record/status/label.ts'
import { Status, type Totals } from '../../record/status/schema.ts'
import { type Claimed, type ClaimTable, claimTables } from '../claim-rows.ts'
import {
  agreementUrl,
  alpha3Of,
  type Cell,
  type Column,
  clockColumns,
  count,
  joined,
  money,
  rowSchema,
  type Table,
  table,
  text,
  textOrEmpty
} from '../rows.ts'
import { type AgreementRecord, Revision } from '../schemas.ts'

// The result of a list as flat rows: a table of agreements, and one of each sort of claim.

/** A record with the first and the last possible day of its end, which would be worked out for too long. */
export type EndedRecord = AgreementRecord & { ends: [from: Day | null, to: Day | null] }

/** A record and where it is found. */
interface Kept {
  record: EndedRecord
  url: string
}

const edtfOf = (from: Day, to: Day) => (from === to ? from : `[${dayOrNull(from) ?? ''}..${dayOrNull(to) ?? ''}]`)

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
const rangeText = ({ min, max }: MoneyRange | CountRange) => (min === max ? min : `${min ?? ''}..${max ?? ''}`)

type Sums = Totals['promised'] | Totals['paid']

/** The currencies that the data set has sums in. Columns are a promise, so they do not follow what is stored. */
const currencies = ['USD', 'EUR', 'GBP', 'AUD']

/** The sums of all currencies in one column, and those of each of these as numbers. */
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
    ...Object.assign({}, ...currencies.map(ofCurrency))
  }
}

const ranges = 'A range is `60.00..90.00`, at least `60.00..`, at most `..90.00`. Sums have `|` between them.'
const { properties: ofAgreement } = Agreement
const { properties: ofScope } = Scope
const { properties: ofStatus } = Status

const agreements = table<Kept>({
  id: [ofAgreement.id, ({ record }) => record.id],
  title: [ofAgreement.title, ({ record }) => record.title],
  kind: [code(kinds, { description: 'The primary kind.' }), ({ record }) => record.kinds[0] as string],
  kinds: [text('All kinds, the primary one first, with `|` between them.'), ({ record }) => joined(record.kinds)],
  ...partyColumns('sender', 'sends'),
  ...partyColumns('receiver', 'receives'),
  form: [ofAgreement.form, ({ record }) => record.form],
  bindingness: [ofAgreement.bindingness, ({ record }) => record.bindingness],
  disclosure: [ofAgreement.disclosure, ({ record }) => record.disclosure],
  persons_covered: [
    text('Groups of people that it covers, with `|` between them.'),
    ({ record }) => joined(record.scope.persons)
  ],
  mode: [ofScope.mode, ({ record }) => record.scope.mode],
  nationality_rule: [Nationalities.properties.rule, ({ record }) => record.scope.nationalities.rule],
  nationalities: [
    text('The countries that are listed or left out by that rule, with `|` between them.'),
    ({ record }) => joined(record.scope.nationalities.countries)
  ],
  exclusions: [
    text('Groups of people that it leaves out, with `|` between them.'),
    ({ record }) => joined(record.scope.exclusions)
  ],
  caps: [
    text(
      'Limits on the number of people, as number, what it counts and stage: `300 per_year agreed`; from to `50..200`, at least `50..`, at most `..200`. They have `|` between them.'
    ),
    ({ record }) => joined(record.scope.caps.map(cap => `${rangeText(cap.persons)} ${cap.basis} ${cap.stage}`))
  ],
  year: [
    nullable('integer', { description: 'The year that the label begins with.' }),
    ({ record }) => yearOfLabel(record.status.label)
  ],
  signed_on: [
    textOrEmpty('Date of the first accepted signature (EDTF); empty where there is none.'),
    ({ record }) => signatureOf(record)?.date ?? null
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
  persons_min: [count('People moved at least; empty: not known.'), ({ record }) => record.totals.persons?.min ?? null],
  persons_max: [
    count(
      'People moved at most, as far as they were counted: a last count says nothing of later days. Empty: open, or not known.'
    ),
    ({ record }) => record.totals.persons?.max ?? null
  ],
  ...sumColumns(
    'promised',
    `What was promised, as currency, amount and stage: \`USD 60.00 agreed\`. ${ranges}`,
    totals => (totals.promised ?? []).map(({ currency, amount, stage }) => `${currency} ${rangeText(amount)} ${stage}`)
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
    textOrEmpty(
      'Its end in law, by an act, its term or a notice (EDTF), going by all claims; empty where none is known.'
    ),
    ({ record }) => {
      const [from, to] = record.ends
      return from === null || to === null ? null : edtfOf(from, to)
    }
  ],
  version: [Revision.properties.version, ({ record }) => record.revision.version],
  recorded_at: [Revision.properties.recordedAt, ({ record }) => record.revision.recordedAt],
  ...clockColumns,
  url: [agreementUrl, kept => kept.url]
})

/** Tables of a list, with the rows that a record has in each. */
export interface ListTable {
  columns: Record<string, TSchema>
  rowsOf(record: EndedRecord, url: string): Cell[][]
}

const ofClaims = (name: ClaimTable): ListTable => {
  const { columns, cellsOf } = claimTables[name] as Table<Claimed<unknown>>
  return { columns, rowsOf: (record, url) => record[name].map(claim => cellsOf({ claim, record, url })) }
}

/** The tables by the names by which they are asked for. */
export const tables = {
  agreements: {
    columns: agreements.columns,
    rowsOf: (record: EndedRecord, url: string) => [agreements.cellsOf({ record, url })]
  },
  events: ofClaims('events'),
  feeTerms: ofClaims('feeTerms'),
  parties: ofClaims('parties'),
  provisions: ofClaims('provisions'),
  sources: ofClaims('sources'),
  facilities: ofClaims('facilities')
} satisfies Record<string, ListTable>
export type TableName = keyof typeof tables

/** The tables as schemas of the API document, from which the codebook takes what their columns mean. */
export const rowSchemas = [
  rowSchema('AgreementRow', 'An agreement as a row of CSV or of a sheet.', tables.agreements),
  rowSchema('EventRow', 'An event as a row.', tables.events),
  rowSchema('FeeTermRow', 'A fee term as a row.', tables.feeTerms),
  rowSchema('PartyRow', 'A party as a row.', tables.parties),
  rowSchema('ProvisionRow', 'A provision as a row.', tables.provisions),
  rowSchema('SourceRow', 'A source as a row.', tables.sources),
  rowSchema('FacilityRow', 'A facility as a row.', tables.facilities)
]
