import { type Static, type TSchema, Type } from 'typebox'
import { Clocks, Description, Page } from '../agreements/schemas.ts'
import { AgreementEvent, CountRange, Facility, FeeTerm, MoneyRange, Source } from '../record/schema/agreement.ts'
import { perPersonUnits } from '../record/schema/codes.ts'
import { ref, refOrNull } from '../record/schema/forms.ts'
import { code, nullable } from '../record/schema/scalars.ts'
import { FoldedEvent, Status } from '../record/status/schema.ts'

const closed = <T extends Record<string, TSchema>>($id: string, description: string, members: T) =>
  Type.Object(members, { $id, additionalProperties: false, description })

const mention = {
  id: Type.String({ description: 'Id of the agreement.', examples: ['us-sv-2025-cecot-detention'] }),
  title: Type.String({ description: 'Its title.' }),
  label: Type.String({ description: 'Its status in a few words, at the clocks of the request.' }),
  status: ref(Status),
  href: Type.String({ description: 'Address of the agreement.' })
}

/** The agreement that a claim is about. */
export const AgreementMention = closed('AgreementMention', 'The agreement that a claim is about.', mention)

const href = Type.String({ description: 'Address of the claim.' })
const agreement = ref(AgreementMention)

const sources = Type.Array(ref(Source), {
  description:
    'The sources that the claim cites, and those that dispute it, as its agreement has them: all of them, whatever `reportedBy`, as its citations.'
})

const ofEvent = {
  event: ref(AgreementEvent),
  from: nullable('string', {
    description: 'First day on which it may have happened; null: open.',
    examples: ['2019-09-20']
  }),
  to: nullable('string', {
    description: 'Last day on which it may have happened; null: open.',
    examples: ['2019-09-20']
  }),
  sources,
  href,
  agreement
}
export const EventEntry = closed('EventEntry', 'An event with its agreement.', ofEvent)
export const ExplainedEvent = closed('ExplainedEvent', 'An event with its agreement, and what it did to the status.', {
  ...ofEvent,
  explanation: refOrNull(
    FoldedEvent,
    'What it did to the status, and why; null where nothing is known at these clocks.'
  )
})

export const PerPersonInputs = closed('PerPersonInputs', 'What stands in the formula.', {
  amount: ref(MoneyRange),
  persons: refOrNull(CountRange, 'The limit of the same stage and period; null where the formula needs none.')
})

/** A fee term as money for one person. */
export const PerPerson = closed(
  'PerPerson',
  'A fee term as money for one person, in its own currency, rounded outwards.',
  {
    amount: ref(MoneyRange),
    currency: Type.String({ description: 'ISO 4217 code.', examples: ['USD'] }),
    unit: code(perPersonUnits, { description: 'For what it is due.' }),
    formula: Type.String({ description: 'How it was worked out from the inputs.', examples: ['amount / persons'] }),
    inputs: ref(PerPersonInputs)
  }
)
export const FeeTermEntry = closed('FeeTermEntry', 'A fee term with its agreement.', {
  feeTerm: ref(FeeTerm),
  perPerson: refOrNull(PerPerson, 'The same for one person; null where that cannot be said.'),
  perPersonReason: nullable('string', { description: 'Why `perPerson` is null, in a sentence.' }),
  sources,
  href,
  agreement
})

export const FacilityOfAgreement = closed('FacilityOfAgreement', 'What one agreement says of a facility.', {
  facility: ref(Facility),
  sources,
  href,
  agreement
})
const agreementCount = Type.Integer({
  minimum: 1,
  description: 'How many agreements there are; at most 100 of them are named.',
  examples: [2]
})
export const FacilityEntry = closed(
  'FacilityEntry',
  'A place where people are held or received, with all its agreements. Name, country, town and capacity are those that were recorded last.',
  {
    id: Facility.properties.id,
    name: Facility.properties.name,
    country: Facility.properties.country,
    place: Facility.properties.place,
    capacity: Facility.properties.capacity,
    places: nullable('integer', {
      description: 'How many places the agreements that are named provide there together; null where none says it.'
    }),
    agreementCount,
    agreements: Type.Array(ref(FacilityOfAgreement), { description: 'What each agreement says of it, by id.' })
  }
)

export const SourceOfAgreement = closed('SourceOfAgreement', 'A source as one agreement cites it.', {
  source: ref(Source),
  href,
  agreement
})
export const SourceEntry = closed(
  'SourceEntry',
  'A document with all records that rest on it. Title, publisher, kind, date and copy are those that were recorded last.',
  {
    url: Source.properties.url,
    title: Source.properties.title,
    publisher: Source.properties.publisher,
    kind: Source.properties.kind,
    publishedOn: Source.properties.publishedOn,
    archivedUrl: Source.properties.archivedUrl,
    agreementCount,
    agreements: Type.Array(ref(SourceOfAgreement), { description: 'How each agreement names it, by id.' })
  }
)

const listOf = <T extends TSchema>($id: string, description: string, entry: T) =>
  closed($id, description, {
    items: Type.Array(ref(entry)),
    description: Description,
    page: ref(Page),
    clocks: ref(Clocks)
  })

export const entries = {
  events: { list: listOf('EventList', 'A page of events.', EventEntry), one: ExplainedEvent },
  feeTerms: { list: listOf('FeeTermList', 'A page of fee terms.', FeeTermEntry), one: FeeTermEntry },
  facilities: { list: listOf('FacilityList', 'A page of facilities.', FacilityEntry), one: FacilityOfAgreement },
  sources: { list: listOf('SourceList', 'A page of sources.', SourceEntry), one: SourceOfAgreement }
}

export type AgreementMention = Static<typeof AgreementMention>
export type EventEntry = Static<typeof EventEntry>
export type FeeTermEntry = Static<typeof FeeTermEntry>
export type FacilityEntry = Static<typeof FacilityEntry>
export type SourceEntry = Static<typeof SourceEntry>

/** Schemas of this resource that have a name in the API document. */
export const claimSchemas = [
  AgreementMention,
  EventEntry,
  ExplainedEvent,
  PerPersonInputs,
  PerPerson,
  FeeTermEntry,
  FacilityOfAgreement,
  FacilityEntry,
  SourceOfAgreement,
  SourceEntry,
  ...Object.values(entries).map(({ list }) => list)
]
