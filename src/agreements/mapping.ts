import { countryName } from '../record/countries.ts'
import { bounds, type Day } from '../record/dates.ts'
import type { Agreement } from '../record/schema/agreement.ts'
import { searchTexts } from '../record/search.ts'
import { signatureOf } from '../record/signature.ts'
import { endOf } from '../record/status/end.ts'
import { deriveIntervals } from '../record/status/intervals.ts'
import { yearOfLabel } from '../record/status/label.ts'
import { outOn, publicationsOf } from '../record/status/publication.ts'
import { facetsOf } from './facets.ts'
import { derivedText, type RevisionRow, revisionOf, type StoredRow } from './revision-text.ts'

/** The text of a record as it is stored and answered. */
export const documentOf = (record: Agreement): string => JSON.stringify(record)

/** The text of the member `revision` as it is stored and answered. */
export const provenanceOf = (revision: Omit<RevisionRow, 'seq'>): string => JSON.stringify(revisionOf(revision))

/**
 * The columns of a revision that follow from its record.
 *
 * @param intervals the rows of its status intervals
 */
export function columnsOf(record: Agreement, intervals: readonly { label: string }[]) {
  const { id, title, kinds, form, bindingness, disclosure } = record
  const parties = record.parties.map(({ country, role }) => ({ country, name: countryName(country), role }))
  const signed = signatureOf(record)
  const end = endOf(record)
  return {
    document: documentOf(record),
    summary: JSON.stringify({ id, title, kinds, parties, signedOn: signed?.date ?? null }),
    title,
    form,
    bindingness,
    disclosure,
    signedOn: signed?.lo ?? '-infinity',
    signedTo: signed?.hi ?? null,
    signedKey: `${signed?.lo ?? '-infinity'} ${id}`,
    endsFrom: end?.lo ?? null,
    endsTo: end?.hi ?? null,
    facets: facetsOf(record),
    searchTexts: searchTexts(record, [...new Set(intervals.map(({ label }) => label))])
  }
}

export type Columns = ReturnType<typeof columnsOf>

/** The rows of the tables that belong to a revision and follow from its record, but for the status intervals. */
function claimRowsOf(record: Agreement) {
  const publications = publicationsOf(record)
  const publicFrom = (claim: Parameters<typeof publications.of>[0]) => publications.of(claim).publicFrom
  return {
    kind: record.kinds.map((kind, position) => ({ position, kind })),
    identifier: record.identifiers.map(({ scheme, value }, position) => ({ position, scheme, value })),
    party: record.parties.map(({ country, role, capacity, authority }, position) => ({
      position,
      country,
      role,
      capacity,
      authority
    })),
    feeTerm: record.feeTerms.map((term, position) => {
      const { id, stage, payer, payee, share, basis, amount, currency, standing } = term
      return {
        position,
        id,
        stage,
        payer,
        payee,
        share,
        basis,
        amountMin: amount?.min ?? null,
        amountMax: amount?.max ?? null,
        currency,
        standing,
        publicFrom: publicFrom(term),
        madeOn: publications.possiblyFrom(term)
      }
    }),
    linkage: record.linkages.map(({ id, type, sense, by, standing }, position) => ({
      position,
      id,
      type,
      sense,
      by,
      standing
    })),
    event: record.events.map((event, position) => {
      const { id, type, date, party, persons, extent, standing } = event
      const { lo, hi } = bounds(date)
      return {
        position,
        id,
        type,
        dateFrom: lo,
        dateTo: hi,
        party,
        personsMin: persons?.min ?? null,
        personsMax: persons?.max ?? null,
        extent,
        standing,
        publicFrom: publicFrom(event)
      }
    }),
    facility: record.facilities.map((facility, position) => {
      const { id, name, country, role, capacity, places } = facility
      return { position, id, name, country, role, capacity, places, publicFrom: publicFrom(facility) }
    }),
    source: record.sources.map((source, position) => {
      const { id, url, publisher, kind, publishedOn } = source
      const published = publishedOn === null ? undefined : bounds(publishedOn)
      return {
        position,
        id,
        url,
        publisher,
        kind,
        publishedFrom: published?.lo ?? null,
        publishedTo: published?.hi ?? null,
        publicFrom: outOn(source).hi
      }
    }),
    relation: record.relations.map(({ type, agreement }, position) => ({ position, type, target: agreement }))
  }
}

/**
 * The rows of the status intervals of a record.
 *
 * @throws TooManyIntervals
 */
const intervalRowsOf = (record: Agreement) =>
  deriveIntervals(record).map(({ reportedFrom, reportedTo, validFrom, validTo, status, totals }, i) => ({
    ordinal: i + 1,
    reportedFrom,
    reportedTo,
    validFrom,
    validTo,
    legal: status.legal,
    implementation: status.implementation,
    evidence: status.evidence,
    money: status.money,
    certain: status.certain,
    dormant: status.dormant,
    year: yearOfLabel(status.label),
    lastHeardOn: status.lastHeardOn,
    label: status.label,
    personsMin: totals.persons?.min ?? null,
    personsMax: totals.persons?.max ?? null,
    status: JSON.stringify(status),
    totals: JSON.stringify(totals)
  }))

/**
 * The rows of all tables that belong to a revision, by table.
 *
 * @throws TooManyIntervals
 */
export const rowsOf = (record: Agreement) => ({ ...claimRowsOf(record), statusInterval: intervalRowsOf(record) })
export type RevisionRows = ReturnType<typeof rowsOf>

/** Rows of several revisions by table, as JSON, each with the place of its revision among them. */
export const rowsAsJson = (
  tables: string[],
  ofRevisions: readonly (RevisionRows | undefined)[]
): Record<string, string> =>
  Object.fromEntries(
    tables.map(name => {
      const rows = ofRevisions.flatMap((of, place) =>
        (of?.[name as keyof RevisionRows] ?? []).map(row => ({ ...row, place }))
      )
      return [name, JSON.stringify(rows)]
    })
  )

/**
 * The row that reading a revision gives, made from what was just written of it: as of `today`, or of the first day on which
 * anything is known where that is still to come.
 */
export function storedRowOf(
  revision: RevisionRow,
  { columns, rows }: { columns: Columns; rows: RevisionRows },
  today: Day
): { row: StoredRow; asOf: Day } {
  const published = rows.statusInterval.filter(({ reportedTo }) => reportedTo === 'infinity')
  const interval = published.find(({ validTo }) => validTo >= today) as (typeof published)[number]
  const asOf = interval.validFrom > today ? interval.validFrom : today
  const { seq, version } = revision
  const derived = derivedText(interval.status, interval.totals, provenanceOf(revision))
  return { row: { seq, version, ordinal: interval.ordinal, body: columns.document, derived }, asOf }
}
