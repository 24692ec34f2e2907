import { type Static, type TSchema, Type } from 'typebox'
import { Agreement, AgreementInput, Party } from '../record/schema/agreement.ts'
import { causes, operations, partyRoles } from '../record/schema/codes.ts'
import { ref } from '../record/schema/forms.ts'
import { patchesOf } from '../record/schema/patch.ts'
import { code, codeOrNull, nullable } from '../record/schema/scalars.ts'
import { Status, Totals } from '../record/status/schema.ts'

/** Where a record comes from in the registry. Read only. */
export const Revision = Type.Object(
  {
    version: Type.Integer({ minimum: 1, description: 'Counts the revisions of this agreement from 1.', examples: [1] }),
    recordedAt: Type.String({
      description: 'Moment of recording, RFC 3339 in UTC with milliseconds.',
      examples: ['2026-11-23T11:05:00.000Z']
    }),
    actor: Type.String({ description: 'Name of the key that wrote it.', examples: ['seed'] }),
    cause: codeOrNull(causes, {
      description: 'Why it was written: the world changed, a source came up, a mistake was mended, or wording.'
    }),
    note: nullable('string', { description: 'What the writer said of it.' })
  },
  { $id: 'Revision', additionalProperties: false, description: 'Where a record comes from in the registry. Read only.' }
)

/** What the history of an agreement says of a revision beside. */
export const historyMembers = {
  operation: code(operations, { description: 'What was done.' }),
  changed: Type.Array(Type.String(), {
    description:
      'JSON Pointers (RFC 6901) to what differs from the version before; the empty one is the whole record. Of what was removed, the place in the older version.',
    examples: [['/notes', '/events/3/persons/max']]
  }),
  href: Type.String({ description: 'Address of the revision.' })
}

const { operation, changed, href } = historyMembers

/** Where a record comes from, as any answer says it. */
const ReadRevision = Type.Object(
  {
    ...Revision.properties,
    operation: Type.Optional(operation),
    changed: Type.Optional(changed),
    href: Type.Optional(href)
  },
  {
    $id: 'ReadRevision',
    additionalProperties: false,
    description: 'Where a record comes from, as the agreement or one of its revisions says it. Read only.'
  }
)

/** A record as it is answered: what people wrote, and what follows from it at the clocks of the request. */
export const AgreementRecord = Type.Object(
  { ...Agreement.properties, status: ref(Status), totals: ref(Totals), revision: ref(Revision) },
  {
    $id: 'AgreementRecord',
    additionalProperties: false,
    description: 'A record with its derived members `status`, `totals` and `revision`.'
  }
)
export type AgreementRecord = Static<typeof AgreementRecord>

const asItWasRead = { description: 'As it was read, or left out.' }

/** The derived members that a body may have. */
const derivedMembers = {
  status: Type.Optional(Type.Unsafe<Status>({ ...ref(Status), ...asItWasRead })),
  totals: Type.Optional(Type.Unsafe<Totals>({ ...ref(Totals), ...asItWasRead })),
  revision: Type.Optional(Type.Unsafe<Static<typeof ReadRevision>>({ ...ref(ReadRevision), ...asItWasRead }))
}

/** What PUT takes: a record, with or without the derived members as they were read. */
export const AgreementReplacement = Type.Object(
  { ...AgreementInput.properties, ...derivedMembers },
  {
    $id: 'AgreementReplacement',
    additionalProperties: false,
    required: AgreementInput.required,
    description:
      'A record as people write it. Derived members may be sent back as they were read, at any clocks or of any revision; to change them, change the events.'
  }
)

/** What a body is checked by. Its derived members are compared with what was read, which says more than their schemas could. */
export const ReplacementBody = Type.Object(
  {
    ...AgreementInput.properties,
    status: Type.Optional(Type.Object({})),
    totals: Type.Optional(Type.Object({})),
    revision: Type.Optional(Type.Object({}))
  },
  { additionalProperties: false, required: AgreementInput.required }
)
export type ReplacementBody = Static<typeof ReplacementBody>

const [recordPatch, ...innerPatches] = patchesOf(AgreementInput as never)

/** What PATCH takes: a merge patch of a record, with or without the derived members as they were read. */
export const AgreementPatch = Type.Object(
  { ...(recordPatch as typeof AgreementInput).properties, ...derivedMembers },
  {
    $id: 'AgreementPatch',
    additionalProperties: false,
    description:
      'A merge patch (RFC 7396): the members that change. Null removes a member, a list is replaced whole. Derived members may be sent back as they were read.'
  }
)

/** A party as summaries show it. */
const PartySummary = Type.Object(
  {
    country: Type.String({ description: 'ISO 3166-1 alpha-2 code.', examples: ['US'] }),
    name: Type.String({ description: 'Name of the country.', examples: ['United States of America'] }),
    role: code(partyRoles, { description: 'Whether it sends, receives, or both.' })
  },
  { additionalProperties: false }
)

/** An agreement in a list, unless more or less was asked for. */
export const AgreementSummary = Type.Object(
  {
    id: Agreement.properties.id,
    title: Agreement.properties.title,
    kinds: Agreement.properties.kinds,
    parties: Type.Array(PartySummary),
    signedOn: nullable('string', {
      description: 'Date of the first accepted signature (EDTF); null where there is none.',
      examples: ['2019-09-20']
    }),
    label: Type.String({
      description: 'The status in a few words.',
      examples: ['2019 safe-third-country, terminated, unimplemented']
    }),
    status: ref(Status),
    totals: ref(Totals),
    revision: ref(Revision)
  },
  { additionalProperties: false, description: 'The members of an agreement that lists show.' }
)

const optional = (members: Record<string, TSchema>) =>
  Object.fromEntries(Object.entries(members).map(([name, member]) => [name, Type.Optional(member)]))

/** A party in a list: of a summary, or of a whole record. */
const ListedParty = Type.Object(
  {
    ...optional({ ...PartySummary.properties, ...Party.properties }),
    country: Party.properties.country,
    role: Party.properties.role
  },
  {
    $id: 'ListedParty',
    additionalProperties: false,
    description: 'A party in a list. Summaries have its name, whole records all that is claimed of it.'
  }
)

/**
 * An agreement in a list, whichever of its members were asked for. One schema for all of them: of several, generators of clients
 * make one by guess, or a type that has none of their members.
 */
const AgreementItem = Type.Object(
  {
    ...optional({ ...AgreementRecord.properties, ...AgreementSummary.properties }),
    id: Agreement.properties.id,
    parties: Type.Optional(Type.Array(ref(ListedParty), { description: 'The two parties.' }))
  },
  {
    $id: 'AgreementItem',
    additionalProperties: false,
    description: `An agreement in a list. Summaries have ${Object.keys(AgreementSummary.properties)
      .map(name => `\`${name}\``)
      .join(
        ', '
      )}; \`view=full\` has all members but \`signedOn\` and \`label\`, which its events and its status say; \`fields\` has those that it names, and the id.`
  }
)

/** The clocks that an answer speaks of, as resolved. */
export const Clocks = Type.Object(
  {
    asOf: Type.String({ description: 'Day in the world.', examples: ['2026-11-24'] }),
    reportedBy: nullable('string', {
      description: 'Last day of publication of the claims that count; null: no limit.'
    }),
    knownAt: nullable('string', { description: 'Moment of the registry; null: now.' }),
    projected: Type.Boolean({ description: '`asOf` lies in the future: it holds unless something happens until then.' })
  },
  { $id: 'Clocks', additionalProperties: false, description: 'The clocks that an answer speaks of, as resolved.' }
)

/** How a list goes on. */
export const Page = Type.Object(
  {
    next: nullable('string', { description: 'Address of the next page; null is the only sign of the end.' }),
    prev: nullable('string', { description: 'Address of the page before.' }),
    cursor: nullable('string', { description: 'The `cursor` of the next page; null at the end.' }),
    limit: Type.Integer({ description: 'Most items on a page.', examples: [20] }),
    total: nullable('integer', {
      description: 'How many items there are in all; counted with `total=true`, up to 10,000.'
    })
  },
  { $id: 'Page', additionalProperties: false, description: 'How a list goes on.' }
)

/** A value of a facet. */
export const FacetValue = Type.Object(
  {
    value: Type.String({
      description: 'The value, as the filter of the same name takes it.',
      examples: ['readmission']
    }),
    count: Type.Integer({ description: 'How many agreements have it.', examples: [42] })
  },
  {
    $id: 'FacetValue',
    additionalProperties: false,
    description: 'A value of a facet, and how many agreements have it.'
  }
)
export type FacetValue = Static<typeof FacetValue>

/** A piece of a text in which something was found. */
export const HighlightPart = Type.Object(
  {
    text: Type.String({ description: 'A piece of the text, as it was written.' }),
    match: Type.Boolean({ description: 'Whether it is what was looked for.' })
  },
  { $id: 'HighlightPart', additionalProperties: false, description: 'A piece of a text in which something was found.' }
)

/** The fragments of one text in which something was found. */
export const Highlight = Type.Object(
  {
    pointer: Type.String({
      description: 'Where in the record the text stands (RFC 6901).',
      examples: ['/facilities/0/name']
    }),
    fragments: Type.Array(Type.Array(ref(HighlightPart)), {
      description: 'At most two pieces of the text, in order, each cut at what was found in it.'
    })
  },
  { $id: 'Highlight', additionalProperties: false, description: 'What a search found in one text of a record.' }
)

/** A word that nothing was found by. */
export const Suggestion = Type.Object(
  {
    word: Type.String({ description: 'A word of `q`, folded.', examples: ['rwnada'] }),
    near: Type.Array(Type.String({ examples: ['rwanda'] }), {
      description: 'Words that look like it and find something, the nearest first.'
    })
  },
  { $id: 'Suggestion', additionalProperties: false, description: 'A word that no agreement has, and words near it.' }
)

/** Stands in every answer that filters decide. */
export const Description = Type.String({
  description:
    'What the request asks for, as a sentence; and when the first record was made, where `knownAt` lies before that.',
  examples: ['Agreements of the kind readmission, with Germany as a party, in force in law, as of 2026-11-26.']
})

/** A page of agreements. */
export const AgreementList = Type.Object(
  {
    items: Type.Array(ref(AgreementItem), {
      description: 'Summaries; whole records with `view=full`; some members of either with `fields`.'
    }),
    description: Description,
    facets: Type.Optional(
      Type.Record(Type.String(), Type.Array(ref(FacetValue)), {
        description:
          'With `facet`: by facet its values, the most frequent first, at most 100 of each, and of `nationality` every country.'
      })
    ),
    highlights: Type.Optional(
      Type.Record(Type.String(), Type.Array(ref(Highlight)), {
        description:
          'With `highlight`: by the id of each item what was found in it. At `/status/label` stand also labels of other days.'
      })
    ),
    suggestions: Type.Optional(
      Type.Array(ref(Suggestion), {
        description:
          'Where `q` finds nothing: near words for those of its words that no agreement has, whatever the other filters.'
      })
    ),
    page: ref(Page),
    clocks: ref(Clocks)
  },
  { $id: 'AgreementList', additionalProperties: false, description: 'A page of agreements.' }
)

/** Schemas of this resource that have a name in the API document. */
export const agreementSchemas = [
  Revision,
  ReadRevision,
  AgreementRecord,
  AgreementReplacement,
  AgreementPatch,
  ...innerPatches,
  ListedParty,
  AgreementItem,
  Clocks,
  Page,
  FacetValue,
  HighlightPart,
  Highlight,
  Suggestion,
  AgreementList
]
