import type { Agreement } from '../record/schema/agreement.ts'
import { folded } from '../record/search.ts'

// What lists filter a revision by and count it under, as far as it does not depend on the clocks: every value of every such
// filter is one text, `kind:readmission`. They stand in one column with one index, and a new filter of this sort is one line.

/** The values of one record by the name of their filter. What was retracted is not found. */
function valuesOf(record: Agreement) {
  const { parties, scope, provisions, relations, sources } = record
  const events = record.events.filter(({ standing }) => standing !== 'retracted')
  const fees = record.feeTerms.filter(({ standing }) => standing !== 'retracted')
  return {
    kind: record.kinds,
    form: [record.form],
    disclosure: [record.disclosure],
    bindingness: [record.bindingness],
    party: parties.map(({ country }) => country),
    sender: parties.filter(({ role }) => role !== 'receiver').map(({ country }) => country),
    receiver: parties.filter(({ role }) => role !== 'sender').map(({ country }) => country),
    participant: record.participants.map(({ name }) => folded(name)),
    persons: scope.persons,
    nationality: nationalitiesOf(record),
    exclusion: scope.exclusions,
    mode: [scope.mode],
    eventType: events.map(({ type }) => type),
    hasFee: [String(fees.length > 0)],
    feeStage: fees.map(({ stage }) => stage),
    feeBasis: fees.map(({ basis }) => basis),
    payer: fees.flatMap(({ payer }) => payer ?? []),
    payee: fees.flatMap(({ payee }) => payee ?? []),
    currency: fees.flatMap(({ currency }) => currency ?? []),
    facility: record.facilities.map(({ id }) => id),
    facilityCountry: record.facilities.map(({ country }) => country),
    publisher: sources.map(({ publisher }) => publisher),
    source: sources.map(({ url }) => hostOf(url)),
    sourceKind: sources.map(({ kind }) => kind),
    archived: sources.map(({ archivedUrl }) => String(archivedUrl !== null)),
    provision: provisions.flatMap(({ topic, stance }) => [topic, `${topic}:${stance}`]),
    relation: relations.map(({ type }) => type),
    related: relations.map(({ agreement }) => agreement),
    identifier: record.identifiers.map(({ scheme, value }) => `${scheme}:${value}`)
  } satisfies Record<string, readonly string[]>
}

/** The name of a filter whose values are kept like this. */
export type Facet = keyof ReturnType<typeof valuesOf>

/** A value of a filter as it is kept. */
export const facetText = (facet: Facet, value: string): string => `${facet}:${value}`

/** All values of a record, each once, in order. */
export const facetsOf = (record: Agreement): string[] =>
  [
    ...new Set(
      Object.entries(valuesOf(record)).flatMap(([facet, values]) =>
        values.map(value => facetText(facet as Facet, value))
      )
    )
  ].sort()

/** Any nationality but those that are named with a minus before them. */
const anyNationality = '*'

/** The values that say whose nationals may be sent; an unknown rule says nothing. */
function nationalitiesOf({ scope, parties }: Agreement): string[] {
  const { rule, countries } = scope.nationalities
  const but = (codes: string[]) => [anyNationality, ...codes.map(code => `-${code}`)]
  const ofRole = (role: string) => parties.filter(party => party.role !== role).map(({ country }) => country)
  switch (rule) {
    case 'any':
      return [anyNationality]
    case 'third_country':
      return but(parties.map(({ country }) => country))
    case 'all_except':
      return but(countries)
    case 'nationals_of_receiver':
      return ofRole('sender')
    case 'nationals_of_sender':
      return ofRole('receiver')
    case 'listed':
      return countries
    case 'unknown':
      return []
  }
}

/** The values of which one must be there, and the one that may not be, for people of a nationality to be meant. */
export const nationalityTexts = (code: string) => ({
  oneOf: [facetText('nationality', code), facetText('nationality', anyNationality)],
  not: facetText('nationality', `-${code}`)
})

/** A host as sources are found by it, in lower case and without its `www`. */
export const plainHost = (host: string): string => host.toLowerCase().replace(/^www\./, '')

/** The host of an address, in the same way. */
export const hostOf = (url: string): string => plainHost(new URL(url).hostname)
