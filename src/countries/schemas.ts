import { type Static, Type } from 'typebox'
import { Clocks as ClocksEcho, FacetValue } from '../agreements/schemas.ts'
import { partyRoles } from '../record/schema/codes.ts'
import { ref } from '../record/schema/forms.ts'
import { code, count, nullable } from '../record/schema/scalars.ts'

export const AgreementsByRole = Type.Object(
  {
    sender: count({ description: 'Agreements under which it sends people.' }),
    receiver: count({ description: 'Agreements under which it receives people.' }),
    mutual: count({ description: 'Agreements under which it does both.' })
  },
  {
    $id: 'AgreementsByRole',
    additionalProperties: false,
    description: 'How many agreements a country has in each role.'
  }
)

/** A country as ISO 3166-1 has it, or one of the two extensions. */
export const Country = Type.Object(
  {
    code: Type.String({
      description: 'ISO 3166-1 alpha-2 code, `XK` (Kosovo) or `EU` (European Union).',
      examples: ['SV']
    }),
    alpha3: nullable('string', {
      description: 'ISO 3166-1 alpha-3 code, or `XKX` (Kosovo); null for `EU`.',
      examples: ['SLV']
    }),
    numeric: nullable('string', {
      description: 'ISO 3166-1 numeric code, the same as in the M49 of the United Nations; null for the extensions.',
      examples: ['222']
    }),
    name: Type.String({ description: 'English short name of ISO 3166-1.', examples: ['El Salvador'] }),
    wikidata: nullable('string', { description: 'Item of Wikidata.', examples: ['Q792'] }),
    cow: nullable('integer', {
      description:
        'Number in the State System Membership list of the Correlates of War project (v2016); null for what it does not count among the states.',
      examples: [92]
    }),
    gw: nullable('integer', {
      description:
        'Number in the list of independent states, or of microstates, of Gleditsch and Ward; null for what they do not count among the states.',
      examples: [92]
    }),
    note: nullable('string', { description: 'Where a code or a number is not what one would expect.' }),
    agreements: ref(AgreementsByRole)
  },
  {
    $id: 'Country',
    additionalProperties: false,
    description: 'A country, with the number of agreements by its role in them.'
  }
)

export const CountryCounts = Type.Object(
  {
    kind: Type.Array(ref(FacetValue), { description: 'How many of each kind, the most frequent first.' }),
    legal: Type.Array(ref(FacetValue), { description: 'How many in each state in law.' }),
    implementation: Type.Array(ref(FacetValue), { description: 'How many in each state of implementation.' })
  },
  {
    $id: 'CountryCounts',
    additionalProperties: false,
    description: 'The agreements of a country in one role, by what they are.'
  }
)

const ofRole = (description: string) =>
  Type.Unsafe<Static<typeof CountryCounts>>({ ...ref(CountryCounts), description })

export const CountryAgreement = Type.Object(
  {
    id: Type.String({ description: 'Id of the agreement.' }),
    title: Type.String({ description: 'Its title.' }),
    label: Type.String({ description: 'Its status in a few words, at the clocks of the request.' }),
    role: code(partyRoles, { description: 'Whether the country sends, receives, or both.' }),
    href: Type.String({ description: 'Address of the agreement.' })
  },
  { $id: 'CountryAgreement', additionalProperties: false, description: 'An agreement of a country.' }
)

/** A country with what it takes part in. */
export const CountryDetail = Type.Object(
  {
    ...Country.properties,
    asSender: ofRole('Agreements under which it sends people, mutual ones too, at the clocks of the request.'),
    asReceiver: ofRole('Agreements under which it receives people, mutual ones too, at the clocks of the request.'),
    items: Type.Array(ref(CountryAgreement), {
      description: 'Its agreements by id, at most 200; all of them are at `/v1/agreements?party=…`.'
    }),
    clocks: ref(ClocksEcho)
  },
  { $id: 'CountryDetail', additionalProperties: false, description: 'A country with its agreements.' }
)

export const CountryList = Type.Object(
  { items: Type.Array(ref(Country)) },
  { $id: 'CountryList', additionalProperties: false, description: 'Countries by code.' }
)
