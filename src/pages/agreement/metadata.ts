import { country } from '../../record/country-names.ts'
import { signatureOf } from '../../record/signature.ts'
import { siteName } from '../document.tsx'
import { revisionPage } from './history.tsx'
import type { AgreementView } from './view.ts'

const license = 'https://creativecommons.org/licenses/by/4.0/'

/** What Zotero and others read of a page (Highwire Press tags). */
export function citationTags({ record }: AgreementView, url: string): Record<string, string | readonly string[]> {
  const { id, title, revision } = record
  return {
    citation_title: title,
    citation_author: siteName,
    citation_publisher: siteName,
    citation_publication_date: revision.recordedAt.slice(0, 10).replaceAll('-', '/'),
    citation_online_date: revision.recordedAt.slice(0, 10).replaceAll('-', '/'),
    citation_public_url: url + revisionPage(id, revision.version),
    citation_language: 'en',
    citation_keywords: record.parties.map(party => country(party.country))
  }
}

const bindingForms = new Set(['treaty', 'agreement', 'protocol', 'exchange_of_notes'])

/** The same for search engines: legislation where it binds, else a work. */
export function linkedDataOf({ record }: AgreementView, url: string): object {
  const { id, title, summary, otherTitles, parties, form, bindingness, sources, revision } = record
  const isLegislation = bindingness === 'binding' && bindingForms.has(form)
  const signed = signatureOf(record)
  // Of the dates of a record, those without doubt are dates of ISO 8601, some of them a month or a year.
  const isIsoDate = signed && /^\d{4}(-\d{2}(-\d{2})?)?$/.test(signed.date)
  return {
    '@context': 'https://schema.org',
    '@type': isLegislation ? 'Legislation' : 'CreativeWork',
    '@id': `${url}/agreements/${id}`,
    url: `${url}/agreements/${id}`,
    name: title,
    ...(otherTitles.length > 0 && { alternateName: otherTitles }),
    ...(summary && { abstract: summary }),
    ...(isIsoDate && { [isLegislation ? 'legislationDate' : 'dateCreated']: signed.date }),
    ...(isLegislation && { legislationType: form.replaceAll('_', ' ') }),
    spatialCoverage: parties.map(party => ({
      '@type': 'Country',
      name: country(party.country),
      identifier: party.country
    })),
    citation: sources.map(({ url }) => url),
    dateModified: revision.recordedAt,
    version: String(revision.version),
    license,
    isPartOf: { '@type': 'Dataset', '@id': `${url}/`, name: siteName }
  }
}

/** The registry as a data set. */
export const dataSetLinkedData = (url: string, description: string, dateModified: string | undefined): object => ({
  '@context': 'https://schema.org',
  '@type': 'Dataset',
  '@id': `${url}/`,
  url: `${url}/`,
  name: siteName,
  description,
  license,
  isAccessibleForFree: true,
  creator: { '@type': 'Organization', name: siteName },
  ...(dateModified && { dateModified }),
  distribution: [
    ['text/csv', 'csv'],
    ['application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', 'xlsx'],
    ['application/x-ndjson', 'ndjson']
  ].map(([encodingFormat, format]) => ({
    '@type': 'DataDownload',
    encodingFormat,
    contentUrl: `${url}/v1/agreements?format=${format}`
  }))
})
