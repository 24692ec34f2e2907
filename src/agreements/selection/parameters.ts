import { type Static, type TString, type TUnsafe, Type } from 'typebox'
import { limits } from '../../limits.ts'
import type { FieldError } from '../../problems.ts'
import { bounds, type Day, edtfProblem } from '../../record/dates.ts'
import { compareMoney, decimalsProblem } from '../../record/money.ts'
import * as lists from '../../record/schema/codes.ts'
import { code, idPattern } from '../../record/schema/scalars.ts'
import { anyOf } from '../parameters.ts'

const day = (description: string, example: string) =>
  Type.Optional(
    Type.String({
      pattern: '^\\d{4}(-\\d{2}(-\\d{2})?)?$',
      format: 'vague_day',
      description: `${description} A day, a month or a year, such as \`2019-09-20\`, \`2019-09\` or \`2019\`.`,
      examples: [example]
    })
  )
const country = Type.String({ format: 'country' })
const name = Type.String({ format: 'text', maxLength: 200 })
const id = Type.String({ pattern: idPattern, maxLength: 100 })
const flag = (description: string, example = true) => Type.Optional(Type.Boolean({ description, examples: [example] }))
const number = (description: string, example: number) =>
  Type.Optional(Type.Integer({ minimum: 0, maximum: 2_147_483_647, description, examples: [example] }))
const money = (description: string, example: string) =>
  Type.Optional(Type.String({ format: 'money', description, examples: [example] }))
const oneOf = <T extends TString | TUnsafe<string>>(items: T, description: string, example: string) =>
  anyOf(items, `${description} Repeat the parameter for several: any of them.`, example)

const stances = lists.provisionTopics.flatMap(topic => [topic, ...lists.stances.map(stance => `${topic}:${stance}`)])

/**
 * Which agreements are meant: the filters of everything that picks agreements. Each takes any of its values, an agreement
 * must match all of them. A filter that is added here does not compile until `store-filters.ts` has its SQL.
 */
export const filterParameters = {
  party: oneOf(country, 'A country that is a party, by ISO 3166-1 alpha-2 code, `XK` or `EU`.', 'SV'),
  q: Type.Optional(
    Type.String({
      minLength: 1,
      maxLength: limits.search,
      description:
        'Words to look for in titles, labels, parties, facilities, participants, summary, notes, scope, provisions, events and sources. Accents and case do not matter; `"…"` is a phrase, `or` and `-` work as in a search engine.',
      examples: ['CECOT']
    })
  ),
  prefix: flag('Whether the last word of `q` may be the beginning of one; needs `q`.'),
  kind: oneOf(code(lists.kinds), 'Agreements of this kind.', 'third_country_removal'),
  partyAll: anyOf(
    country,
    'Countries that are all parties: `partyAll=US&partyAll=SV` is what there is between the two.',
    'SV'
  ),
  sender: oneOf(country, 'A country that sends; a mutual party does.', 'US'),
  receiver: oneOf(country, 'A country that receives; a mutual party does.', 'SV'),
  participant: oneOf(
    name,
    'Name of a participant, whatever its case and accents.',
    'International Organization for Migration'
  ),
  form: oneOf(code(lists.forms), 'Sort of instrument.', 'memorandum_of_understanding'),
  bindingness: oneOf(code(lists.bindingnesses), 'Whether it binds in law.', 'non_binding'),
  disclosure: oneOf(code(lists.disclosures), 'How its text became known.', 'leaked'),
  legal: oneOf(code(lists.legalStates), 'Stated state in law at the clocks of the request.', 'in_force'),
  implementation: oneOf(
    code(lists.implementationStates),
    'Stated state of implementation at the clocks of the request.',
    'operating'
  ),
  evidence: oneOf(
    code(lists.evidences),
    'What supports the state of implementation: with `implementation=unimplemented`, of `stated` ones a source says that nothing was carried out, of `inferred` ones it follows from their end in law, and of `absent` ones nothing was found.',
    'stated'
  ),
  status: oneOf(
    code([...new Set([...lists.legalStates, ...lists.implementationStates])], {
      title: 'StatedState',
      description: 'A state in law or of implementation.'
    }),
    'Stated state on either axis.',
    'unimplemented'
  ),
  money: oneOf(code(lists.moneyStates), 'How far the money has come, at the clocks of the request.', 'paid'),
  certain: flag('Whether each axis can be in one state only.'),
  dormant: flag('Whether it is awaited or under way, and nothing was heard for 24 months.'),
  year: anyOf(
    Type.String({ pattern: '^\\d{4}$' }),
    'Year in the label. Repeat the parameter for several: any of them.',
    '2025'
  ),
  signedFrom: day('Signed on or after.', '2025'),
  signedTo: day('Signed on or before.', '2025'),
  endsFrom: day('At its end on or after: by its term, by a notice or by an act.', '2026'),
  endsTo: day('At its end on or before.', '2027'),
  changedFrom: day('Recorded here on or after, in UTC.', '2026'),
  changedTo: day('Recorded here on or before, in UTC.', '2027'),
  eventType: oneOf(code(lists.eventTypes), 'An event of this type.', 'court_ruling'),
  eventFrom: day('An event on or after; with `eventType` the same one.', '2025-01'),
  eventTo: day('An event on or before; with `eventType` the same one.', '2025-12'),
  persons: oneOf(code(lists.personGroups), 'Group of people covered.', 'asylum_seekers'),
  nationality: oneOf(
    country,
    'Whose nationals may be sent, going by the rule and its list; where the rule is unknown nobody is.',
    'VE'
  ),
  exclusion: oneOf(code(lists.exclusions), 'Group of people left out.', 'minors'),
  mode: oneOf(code(lists.modes), 'Whether people are moved against their will.', 'forced'),
  minPersons: number('At least so many people moved, at the clocks of the request.', 100),
  maxPersons: number('At most so many people moved, at the clocks of the request.', 1000),
  hasFee: flag('Whether there is a fee term.'),
  feeStage: oneOf(code(lists.stages), 'A fee term that came so far. All filters of fees mean the same term.', 'agreed'),
  feeBasis: oneOf(code(lists.feeBases), 'A fee term on this basis.', 'per_person'),
  payer: oneOf(country, 'A fee term that this party pays.', 'US'),
  payee: oneOf(country, 'A fee term that this party receives.', 'SV'),
  currency: oneOf(Type.String({ format: 'currency' }), 'A fee term in this currency, ISO 4217.', 'USD'),
  minAmount: money('A fee term of at least this amount; needs one `currency`.', '1000000'),
  maxAmount: money('A fee term of at most this amount; needs one `currency`.', '100000000'),
  facility: oneOf(id, 'Id of a facility.', 'sv-cecot'),
  facilityCountry: oneOf(country, 'Country in which a facility stands.', 'SV'),
  source: oneOf(
    Type.String({ format: 'text', maxLength: 2000 }),
    'A source: its address, or the host that it is found on.',
    'dfat.gov.au'
  ),
  sourceKind: oneOf(code(lists.sourceKinds), 'Who speaks in a source.', 'court'),
  publisher: oneOf(name, 'Publisher of a source.', 'Deutsche Welle'),
  archived: flag('Whether a source has a stored copy; `false` finds agreements with a source that has none.', false),
  provision: anyOf(
    Type.String({ maxLength: 100 }),
    'A coded clause: its topic, or topic and stance as in `non_refoulement:yes`. Repeat the parameter for several: any of them.',
    'non_refoulement:yes'
  ),
  related: oneOf(id, 'Id of an agreement that it relates to, or that relates to it.', 'us-sv-2025-prison-offer'),
  relation: oneOf(code(lists.relationTypes), 'A relation of this type to another agreement.', 'follows_offer'),
  identifier: oneOf(
    Type.String({ format: 'text', maxLength: 220 }),
    'An official number, as `scheme:value`.',
    'docket:C-758/24'
  ),
  match: Type.Optional(
    code(['certain', 'possible'], {
      title: 'Match',
      description:
        'How vague dates, ranges and uncertain states count. `certain`: all that may be so lies inside what is asked for. `possible`: some of it does. Left out, dates count where it is possible, amounts and numbers where it is certain, and states as they are stated.',
      examples: ['certain']
    })
  )
}

/** Filters by what they ask about, for documents that show them: each stands in one group. */
export const filterGroups = {
  text: ['q', 'prefix'],
  'what it is': ['kind', 'form', 'bindingness', 'disclosure', 'identifier', 'provision', 'mode', 'year'],
  'between whom': ['party', 'partyAll', 'sender', 'receiver', 'participant'],
  'what became of it': ['legal', 'implementation', 'evidence', 'status', 'money', 'certain', 'dormant'],
  'whom it covers': ['persons', 'nationality', 'exclusion', 'minPersons', 'maxPersons'],
  when: [
    ...(['signedFrom', 'signedTo', 'endsFrom', 'endsTo', 'changedFrom', 'changedTo'] as const),
    ...(['eventType', 'eventFrom', 'eventTo'] as const)
  ],
  'money, of one fee': ['feeStage', 'feeBasis', 'payer', 'payee', 'currency', 'minAmount', 'maxAmount', 'hasFee'],
  where: ['facility', 'facilityCountry'],
  'on what it rests': ['source', 'sourceKind', 'publisher', 'archived'],
  'beside it': ['related', 'relation'],
  'how states and vague dates count': ['match']
} as const satisfies Record<string, readonly (keyof typeof filterParameters)[]>

/** The filters that are asked for most, the first of them first. */
export const usualFilters = [
  ...(['party', 'q', 'kind', 'sender', 'receiver'] as const),
  ...(['legal', 'implementation', 'signedFrom', 'signedTo', 'payer'] as const)
] satisfies (keyof typeof filterParameters)[]

/** The form of filters that are checked later, since refusals of these say more. */
export const filterPatterns = { provision: `^(${lists.provisionTopics.join('|')})(:(${lists.stances.join('|')}))?$` }

/** How documents show the parameters of whatever takes filters. */
export const documentedFilters = { groups: { open: usualFilters, groups: filterGroups }, patterns: filterPatterns }

const Filters = Type.Object(filterParameters)

/** The filters of a request, by the names of their parameters. */
export type Filters = Static<typeof Filters>

/** The filters of a query, without what else it asks for. */
export const filtersOf = (query: Filters): Filters =>
  Object.fromEntries(Object.entries(query).filter(([name]) => Object.hasOwn(filterParameters, name)))

/** Filters that speak of days, by pairs. */
const dayRanges = ['signed', 'ends', 'changed', 'event'] as const
export type DayRange = (typeof dayRanges)[number]

/** The first and the last day that a pair of filters leaves. */
export function rangeOf(filters: Filters, range: DayRange): { from: Day; to: Day } {
  const from = filters[`${range}From` as const]
  const to = filters[`${range}To` as const]
  return { from: from ? bounds(from).lo : '-infinity', to: to ? bounds(to).hi : 'infinity' }
}

/** What is wrong with filters that their schemas accept. */
export function filterFaults(filters: Filters): FieldError[] {
  const faults: FieldError[] = []
  const say = (parameter: string, code: string, detail: string | undefined) => {
    if (detail) faults.push({ parameter, code, detail })
  }
  for (const range of dayRanges) {
    const names = [`${range}From`, `${range}To`] as const
    const wrong = names.map(name => filters[name] && edtfProblem(filters[name]))
    for (const [i, name] of names.entries()) say(name, 'invalid_date', wrong[i])
    const { from, to } = wrong.some(Boolean) ? { from: '', to: '' } : rangeOf(filters, range)
    if (from > to) say(`${range}To`, 'range_upside_down', `It ends before ${range}From begins.`)
  }
  const { minAmount, maxAmount, currency, minPersons, maxPersons, provision = [], prefix, q } = filters
  for (const [name, amount] of Object.entries({ minAmount, maxAmount })) {
    if (amount === undefined) continue
    if (currency?.length !== 1) say(name, 'missing_currency', 'An amount needs its currency: add one "currency".')
    else say(name, 'too_many_decimals', decimalsProblem(amount, currency[0] as string))
  }
  if (minAmount && maxAmount && compareMoney(minAmount, maxAmount) > 0)
    say('maxAmount', 'range_upside_down', 'It is less than minAmount.')
  if (minPersons !== undefined && maxPersons !== undefined && minPersons > maxPersons)
    say('maxPersons', 'range_upside_down', 'It is less than minPersons.')
  for (const text of provision) {
    if (!stances.includes(text))
      say(
        'provision',
        'unknown_value',
        `"${text}" is no topic, and no topic with a stance, such as "non_refoulement:yes".`
      )
  }
  if (prefix !== undefined && q === undefined) say('prefix', 'needs_q', 'It says how "q" is read; there is no "q".')
  return faults
}
