import type { TSchema } from 'typebox'
import type { Collection } from '../agreements/addresses.ts'
import { type Claimed, claimTables } from '../agreements/claim-rows.ts'
import {
  alpha3Of,
  type Cell,
  type Column,
  clockColumns,
  joined,
  rowSchema,
  type Table,
  table,
  text
} from '../agreements/rows.ts'
import { countryName } from '../record/countries.ts'
import type { Facility, Source } from '../record/schema/agreement.ts'
import { facilityEntry, type Shown, type ShownOfRecord, sourceEntry } from './items.ts'
import {
  type AgreementMention,
  FacilityEntry,
  type FacilityEntry as FacilityItem,
  SourceEntry,
  type SourceEntry as SourceItem
} from './schemas.ts'

// Items of the lists as flat rows. Events and fee terms have the columns that they have with `rows` in the list of agreements; what
// several agreements share has one row.

/** What several agreements share, and the clocks at which they do. */
interface Together<Item> {
  item: Item
  record: Pick<AgreementMention, 'status'>
}

const agreementsOf = <Item extends FacilityItem | SourceItem>(): Record<string, Column<Together<Item>>> => ({
  agreement_count: [FacilityEntry.properties.agreementCount, ({ item }) => item.agreementCount],
  agreements: [
    text('Ids of the agreements, with `|` between them.'),
    ({ item }) => joined([...new Set(item.agreements.map(({ agreement }) => agreement.id))])
  ],
  ...clockColumns
})

const { properties: ofFacility } = FacilityEntry
const facilities = table<Together<FacilityItem>>({
  facility: [ofFacility.id, ({ item }) => item.id],
  name: [ofFacility.name, ({ item }) => item.name],
  country: [ofFacility.country, ({ item }) => item.country],
  iso3: [text('The same as ISO 3166-1 alpha-3 code.'), ({ item }) => alpha3Of(item.country)],
  country_name: [text('Name of the country.'), ({ item }) => countryName(item.country)],
  place: [ofFacility.place, ({ item }) => item.place],
  capacity: [ofFacility.capacity, ({ item }) => item.capacity],
  places: [ofFacility.places, ({ item }) => item.places],
  source_urls: [
    text('Addresses of the sources that say so, with a blank between them.'),
    ({ item }) => [...new Set(item.agreements.flatMap(({ sources }) => sources.map(({ url }) => url)))].join(' ')
  ],
  ...agreementsOf<FacilityItem>()
})

const { properties: ofSource } = SourceEntry
const sources = table<Together<SourceItem>>({
  url: [ofSource.url, ({ item }) => item.url],
  title: [ofSource.title, ({ item }) => item.title],
  publisher: [ofSource.publisher, ({ item }) => item.publisher],
  kind: [ofSource.kind, ({ item }) => item.kind],
  published_on: [ofSource.publishedOn, ({ item }) => item.publishedOn],
  archived_url: [ofSource.archivedUrl, ({ item }) => item.archivedUrl],
  ...agreementsOf<SourceItem>()
})

interface RowTable {
  columns: Record<string, TSchema>
  /** The cells of a row, made of the claims that it stands for, of which there is at least one. */
  cellsOf(shown: readonly Shown[], agreementCount: number): Cell[]
}

const ofClaim = ({ columns, cellsOf }: Table<Claimed<never>>): RowTable => ({
  columns,
  cellsOf: ([shown]) => {
    const { claim, agreement, record } = shown as ShownOfRecord<never>
    return cellsOf({ claim, record: { ...agreement, ...record }, url: agreement.href })
  }
})

const agreementOf = ([first]: readonly Shown[]): AgreementMention => (first as Shown).agreement

/** The table of each list. */
export const rowTables: Record<Collection, RowTable> = {
  events: ofClaim(claimTables.events),
  feeTerms: ofClaim(claimTables.feeTerms),
  facilities: {
    columns: facilities.columns,
    cellsOf: (shown, count) =>
      facilities.cellsOf({ item: facilityEntry(shown as ShownOfRecord<Facility>[], count), record: agreementOf(shown) })
  },
  sources: {
    columns: sources.columns,
    cellsOf: (shown, count) =>
      sources.cellsOf({ item: sourceEntry(shown as Shown<Source>[], count), record: agreementOf(shown) })
  }
}

/** Names of the schemas of the rows. */
export const rowNames: Record<Collection, string> = {
  events: 'EventRow',
  feeTerms: 'FeeTermRow',
  facilities: 'SharedFacilityRow',
  sources: 'SharedSourceRow'
}

/** Those that no other list has. */
export const claimRowSchemas = [
  rowSchema(rowNames.facilities, 'A facility with all its agreements, as a row.', facilities),
  rowSchema(rowNames.sources, 'A source with all records that rest on it, as a row.', sources)
]
