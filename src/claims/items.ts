import { agreementPath, type Collection, claimIn } from '../agreements/addresses.ts'
import type { ClocksEcho } from '../agreements/clocks.ts'
import { bounds, dayOrNull } from '../record/dates.ts'
import { sayNearest } from '../record/nearest.ts'
import type { Agreement, AgreementEvent, Citation, Facility, FeeTerm, Source } from '../record/schema/agreement.ts'
import { perPersonAt } from '../record/status/per-person.ts'
import type { IntervalStatus } from '../record/status/schema.ts'
import { nouns } from './collections.ts'
import type { AgreementMention, EventEntry, FacilityEntry, FeeTermEntry, SourceEntry } from './schemas.ts'

/** A claim as it is shown, with its agreement. */
export interface Shown<C = unknown> {
  claim: C
  agreement: AgreementMention
  /** Position of its revision, which tells what was written last. */
  seq: number
}

/** A claim that cites sources, with what of the record it takes to say more of it. */
export interface ShownOfRecord<C = unknown> extends Shown<C> {
  record: Pick<Agreement, 'scope' | 'sources'>
}

/** The agreement that a claim is about. */
export const mentionOf = (
  { id, title, label }: { id: string; title: string; label: string },
  status: IntervalStatus,
  echo: ClocksEcho,
  publicUrl: string
): AgreementMention => ({ id, title, label, status: { ...echo, ...status }, href: publicUrl + agreementPath(id) })

const hrefOf = (collection: Collection, { agreement }: Shown, id: string) => claimIn(agreement.href, collection, id)

/** The sources that a claim cites, and those that dispute it, so that whoever cites it need not look them up in its record. */
function sourcesOf({ claim, record }: ShownOfRecord<{ citations: Citation[]; disputedBy?: Citation[] }>): Source[] {
  const cited = new Set([...claim.citations, ...(claim.disputedBy ?? [])].map(({ source }) => source))
  return record.sources.filter(({ id }) => cited.has(id))
}

export function eventEntry(shown: ShownOfRecord<AgreementEvent>): EventEntry {
  const { claim: event, agreement } = shown
  const { lo, hi } = bounds(event.date)
  const href = hrefOf('events', shown, event.id)
  return { event, from: dayOrNull(lo), to: dayOrNull(hi), sources: sourcesOf(shown), href, agreement }
}

export function feeTermEntry(shown: ShownOfRecord<FeeTerm>): FeeTermEntry {
  const { claim: feeTerm, agreement, record } = shown
  const found = perPersonAt(feeTerm, record, agreement.status.reportedBy)
  const [perPerson, perPersonReason] = typeof found === 'string' ? [null, found] : [found, null]
  const href = hrefOf('feeTerms', shown, feeTerm.id)
  return { feeTerm, perPerson, perPersonReason, sources: sourcesOf(shown), href, agreement }
}

const facilityOf = (shown: ShownOfRecord<Facility>) => ({
  facility: shown.claim,
  sources: sourcesOf(shown),
  href: hrefOf('facilities', shown, shown.claim.id),
  agreement: shown.agreement
})

const sourceOf = (shown: Shown<Source>) => ({
  source: shown.claim,
  href: hrefOf('sources', shown, shown.claim.id),
  agreement: shown.agreement
})

/** What was written last. */
const lastOf = <C>(shown: readonly Shown<C>[]): C =>
  shown.reduce((last, one) => (one.seq > last.seq ? one : last)).claim

export function facilityEntry(shown: readonly ShownOfRecord<Facility>[], agreementCount: number): FacilityEntry {
  const { id, name, country, place, capacity } = lastOf(shown)
  const provided = shown.flatMap(({ claim }) => claim.places ?? [])
  const places = provided.length === 0 ? null : provided.reduce((sum, one) => sum + one, 0)
  const agreements = shown.map(facilityOf)
  return { id, name, country, place, capacity, places, agreementCount, agreements }
}

export function sourceEntry(shown: readonly Shown<Source>[], agreementCount: number): SourceEntry {
  const { url, title, publisher, kind, publishedOn, archivedUrl } = lastOf(shown)
  const agreements = shown.map(sourceOf)
  return { url, title, publisher, kind, publishedOn, archivedUrl, agreementCount, agreements }
}

/** The item of a list, made from the claims of one row. */
export const entryOf = (collection: Collection, shown: readonly Shown[], agreementCount: number): object => {
  switch (collection) {
    case 'events':
      return eventEntry(shown[0] as ShownOfRecord<AgreementEvent>)
    case 'feeTerms':
      return feeTermEntry(shown[0] as ShownOfRecord<FeeTerm>)
    case 'facilities':
      return facilityEntry(shown as ShownOfRecord<Facility>[], agreementCount)
    case 'sources':
      return sourceEntry(shown as Shown<Source>[], agreementCount)
  }
}

/** What the address of one claim shows. */
export const claimEntryOf = (collection: Collection, shown: Shown): object => {
  if (collection === 'facilities') return facilityOf(shown as ShownOfRecord<Facility>)
  if (collection === 'sources') return sourceOf(shown as Shown<Source>)
  return entryOf(collection, [shown], 1)
}

/** Why there is no such claim in a record. */
export function noSuchClaim(collection: Collection, record: Agreement & { revision: { version: number } }, id: string) {
  const ids = record[collection].map(claim => claim.id)
  const hint =
    sayNearest(id, ids) ?? (ids.length > 0 ? `it has ${ids.map(one => `"${one}"`).join(', ')}` : 'it has none at all')
  return `Version ${record.revision.version} of the agreement ${record.id} has no ${nouns[collection].one} "${id}"; ${hint}.`
}
