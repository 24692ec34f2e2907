import { citations, cited, countRange, disputedBy, moneyRange, standing } from './claims.ts'
import * as lists from './codes.ts'
import { listOf, part, refs, refsOrNull } from './forms.ts'
import {
  code,
  codes,
  countOrNull,
  country,
  countryList,
  countryOrNull,
  currencyOrNull,
  durationOrNull,
  edtfOrNull,
  id,
  idList,
  pointer,
  text,
  textOrNull
} from './scalars.ts'

// What an agreement says: who, for whom, for what fee, how long and where.

const stage = code(lists.stages, {
  description: 'Whether it was asked for, offered, agreed, or only reckoned by somebody.',
  examples: ['agreed']
})

export const signatory = part('Signatory', 'Somebody who signed: a public office.', ['name', 'office'], {
  name: text(200, { description: 'Name of the official.', examples: ['Kevin McAleenan'] }),
  office: text(200, { description: 'Office held when signing.', examples: ['Acting Secretary of Homeland Security'] })
})

export const party = part('Party', 'One of the two parties of an agreement.', ['country', 'role'], {
  country: country({
    description: 'ISO 3166-1 alpha-2 code, or `XK` (Kosovo) or `EU` (European Union).',
    examples: ['SV']
  }),
  role: code(lists.partyRoles, {
    description: 'One sender and one receiver, or two mutual parties.',
    examples: ['receiver']
  }),
  capacity: code(lists.capacities, {
    default: 'government',
    description: 'In what capacity it acts; `government` when left out.',
    examples: ['government']
  }),
  authority: textOrNull(200, {
    description: 'The authority that acts for it.',
    examples: ['Department of Homeland Security']
  }),
  signatories: listOf(signatory, { description: 'Who signed for it.' }),
  citations
})

export const nationalities = part('Nationalities', 'Which nationalities an agreement covers.', [], {
  rule: code(lists.nationalityRules, {
    default: 'unknown',
    description: 'How they are chosen.',
    examples: ['third_country']
  }),
  countries: countryList({
    description:
      'The countries that are listed or left out: with the rules `listed` and `all_except`, and only with them.'
  })
})

export const cap = part('Cap', 'A limit on the number of people.', ['persons', 'basis', 'stage', 'citations'], {
  persons: refs(countRange),
  basis: code(lists.capBases, { description: 'What the limit counts.', examples: ['per_year'] }),
  stage,
  citations: cited
})

export const scope = part('Scope', 'Whom an agreement covers.', [], {
  persons: codes(lists.personGroups, { description: 'Groups of people covered.', examples: [['asylum_seekers']] }),
  mode: code(lists.modes, {
    default: 'unknown',
    description: 'Whether people are moved against their will; `unknown` when left out.',
    examples: ['forced']
  }),
  nationalities: refs(nationalities),
  exclusions: codes(lists.exclusions, {
    description: 'Groups of people left out.',
    examples: [['unaccompanied_minors']]
  }),
  caps: listOf(cap, { description: 'Limits on the number of people.' }),
  description: textOrNull(4000, { description: 'Whom it covers, in plain neutral sentences.' }),
  citations
})

export const feeTerm = part('FeeTerm', 'Something that was promised in return.', ['stage', 'basis', 'citations'], {
  id: id({
    description:
      'Name of the term within the record. Left out, it is that of an equal term of the record, or a new one made from the basis.',
    examples: ['detention-grant']
  }),
  stage,
  payer: countryOrNull({
    description: 'The party that pays; null when somebody else does or it is not known.',
    examples: ['US']
  }),
  payee: countryOrNull({
    description: 'The party that receives; null when somebody else does or it is not known.',
    examples: ['SV']
  }),
  purpose: textOrNull(300, { description: 'What it is for, and who pays or receives where no party does.' }),
  share: code(lists.shares, {
    default: 'all',
    description:
      'How much of it is for what the record is about; `all` when left out. Money for other purposes in the same text is `none`.',
    examples: ['all']
  }),
  basis: code(lists.feeBases, { description: 'How it is counted.', examples: ['lump_sum'] }),
  amount: refsOrNull(moneyRange, 'How much; null on `undisclosed`, `in_kind` and `non_monetary`.'),
  currency: currencyOrNull({
    description: 'ISO 4217 code of a currency, in use or withdrawn, exactly when there is an amount.',
    examples: ['USD']
  }),
  schedule: textOrNull(1000, { description: 'When it is due.' }),
  conditions: textOrNull(2000, { description: 'What it depends on.' }),
  lapsedOn: edtfOrNull({
    description: 'From when the promise no longer stands (EDTF): waived, cancelled, repaid.',
    examples: ['2026-03']
  }),
  sameAs: idList({
    description: 'Ids of fee terms of this record that this one says in another way; sums count them once.'
  }),
  standing,
  disputedBy,
  citations: cited
})

export const linkage = part(
  'Linkage',
  'Pressure or a favour that goes with the agreement and is no fee.',
  ['type', 'sense', 'description', 'citations'],
  {
    id: id({
      description:
        'Name of the linkage within the record. Left out, it is that of an equal linkage of the record, or a new one made from the type.',
      examples: ['visa-restrictions']
    }),
    type: code(lists.linkageTypes, { description: 'What it is about.', examples: ['visas'] }),
    sense: code(lists.linkageSenses, {
      description: 'Whether it is a favour, or a harm that is announced or done.',
      examples: ['threat']
    }),
    by: countryOrNull({
      description: 'The party that holds it out; null when somebody else does or it is not known.',
      examples: ['US']
    }),
    description: text(2000, { description: 'What it is, in plain neutral sentences.' }),
    date: edtfOrNull({ description: 'When it was made known or done (EDTF).', examples: ['2025-09'] }),
    standing,
    disputedBy,
    citations: cited
  }
)

export const participant = part(
  'Participant',
  'Whoever takes part beside the two parties.',
  ['name', 'kind', 'role', 'citations'],
  {
    name: text(200, { description: 'Its name.', examples: ['International Organization for Migration'] }),
    kind: code(lists.participantKinds, {
      description: 'What sort of body it is.',
      examples: ['international_organisation']
    }),
    country: countryOrNull({
      description: 'The country that it is, or belongs to; null where it belongs to none.',
      examples: ['QA']
    }),
    role: code(lists.participantRoles, { description: 'What it does.', examples: ['implementing'] }),
    citations: cited
  }
)

export const identifier = part(
  'Identifier',
  'An official number by which others know the agreement.',
  ['scheme', 'value'],
  {
    scheme: code(lists.identifierSchemes, { description: 'The system that it belongs to.', examples: ['unts'] }),
    value: text(200, {
      description: 'The number as that system writes it; each but `other` has a form of its own.',
      examples: ['I-50908']
    })
  }
)

export const term = part('Term', 'How long an agreement lasts.', [], {
  startsOn: edtfOrNull({ description: 'When it begins (EDTF).', examples: ['2019-09-20'] }),
  endsOn: edtfOrNull({ description: 'When it ends (EDTF); may lie in the future.', examples: ['2026-03-14'] }),
  duration: durationOrNull({
    description: 'ISO 8601, counted from `startsOn` or else from entry into force, where `endsOn` is null.',
    examples: ['P1Y']
  }),
  renewal: code(lists.renewals, {
    default: 'unknown',
    description: 'What happens at the end; `unknown` when left out.',
    examples: ['by_agreement']
  }),
  noticePeriod: durationOrNull({ description: 'ISO 8601, from notice to termination.', examples: ['P3M'] }),
  note: textOrNull(1000, { description: 'What else the term says.' }),
  citations
})

export const facility = part(
  'Facility',
  'A place where people are held or received.',
  ['id', 'name', 'country', 'role'],
  {
    id: id({ description: 'The same place has the same id in every record.', examples: ['sv-cecot'] }),
    name: text(200, { description: 'Its name.', examples: ['CECOT (Centro de Confinamiento del Terrorismo)'] }),
    country: country({ description: 'Where it stands: ISO 3166-1 alpha-2 code, or `XK`.', examples: ['SV'] }),
    place: textOrNull(200, { description: 'Town or region.', examples: ['Tecoluca'] }),
    capacity: countOrNull({ description: 'How many people the building holds.', examples: [40000] }),
    places: countOrNull({ description: 'How many places this agreement provides there.', examples: [300] }),
    role: code(lists.facilityRoles, { description: 'What it is for under the agreement.', examples: ['detention'] }),
    citations
  }
)

export const provision = part(
  'Provision',
  'What the agreement says on one topic, coded for comparison.',
  ['topic', 'stance', 'citations'],
  {
    topic: code(lists.provisionTopics, {
      description: 'The topic; each at most once in a record.',
      examples: ['non_refoulement']
    }),
    stance: code(lists.stances, { description: 'What it says.', examples: ['yes'] }),
    note: textOrNull(1000, { description: 'How it says it.' }),
    citations: cited
  }
)

export const relation = part(
  'Relation',
  'How this agreement (the child) relates to another (the parent).',
  ['type', 'agreement'],
  {
    type: code(lists.relationTypes, { description: 'What it does to the other.', examples: ['follows_offer'] }),
    agreement: id({
      description: 'Id of the other agreement of this registry.',
      examples: ['us-sv-2025-prison-offer']
    }),
    note: textOrNull(500, { description: 'How they are related.' })
  }
)

export const absent = part('Absent', 'Why something is missing from this record.', ['pointer', 'reason'], {
  pointer: pointer({
    description: 'JSON Pointer (RFC 6901) to a member that is null, empty or left out.',
    examples: ['/feeTerms']
  }),
  reason: code(lists.absenceReasons, { description: 'Why it is missing.', examples: ['not_disclosed'] })
})
