import { type Static, type TSchema, Type } from 'typebox'
import { limits } from '../../limits.ts'
import * as claims from './claims.ts'
import * as lists from './codes.ts'
import * as timeline from './event.ts'
import { type Forms, listOf, part, refs, refsOrNull } from './forms.ts'
import { code, codes, id, text, textOrNull } from './scalars.ts'
import * as terms from './terms.ts'

const otherTitles = Type.Unsafe<string[]>({
  type: 'array',
  items: text(300, { description: 'A title.' }),
  maxItems: limits.items,
  description: 'Official, short or popular titles beside the one in use.'
})

const agreement = part(
  'Agreement',
  'One agreement: a file of claims, each with its source.',
  ['title', 'kinds', 'disclosure', 'parties', 'sources'],
  {
    id: id({
      description:
        'Lower-case words with hyphens. Chosen by the writer, or made from sender, receiver, year and title; never changes.',
      examples: ['us-sv-2019-asylum-cooperative-agreement']
    }),
    title: text(
      300,
      { description: 'The title in use.', examples: ['US–El Salvador Asylum Cooperative Agreement'] },
      3
    ),
    otherTitles,
    summary: textOrNull(4000, { description: 'What it is, in plain neutral sentences.' }),
    notes: textOrNull(4000, { description: 'What editors tell readers: where sources disagree, what is missing.' }),
    identifiers: listOf(terms.identifier, {
      description: 'Official numbers by which others know it; each once.'
    }),
    kinds: codes(lists.kinds, {
      description: 'What it arranges. The first is the primary kind.',
      minItems: 1,
      examples: [['safe_third_country']]
    }),
    form: code(lists.forms, {
      default: 'unknown',
      description: 'What sort of instrument it is; `unknown` when left out.',
      examples: ['agreement']
    }),
    bindingness: code(lists.bindingnesses, {
      default: 'unknown',
      description: 'Whether it binds its parties in law; `unknown` when left out.',
      examples: ['binding']
    }),
    disclosure: code(lists.disclosures, {
      description: 'How its text became known, if it did.',
      examples: ['published']
    }),
    parties: listOf(terms.party, {
      description: 'Exactly two different countries: a sender and a receiver, or two mutual parties.',
      minItems: 2,
      maxItems: 2
    }),
    participants: listOf(terms.participant, { description: 'Whoever takes part beside the two parties.' }),
    scope: refs(terms.scope),
    feeTerms: listOf(terms.feeTerm, { description: 'What was promised in return. Payments are events.' }),
    linkages: listOf(terms.linkage, { description: 'Pressure and favours that go with it and are no fee.' }),
    term: refsOrNull(terms.term, 'How long it lasts.'),
    facilities: listOf(terms.facility, { description: 'Where people are held or received.' }),
    events: listOf(timeline.event, {
      description: 'The timeline, from which the status is derived.',
      maxItems: limits.events
    }),
    provisions: listOf(terms.provision, { description: 'What it says, coded for comparison.' }),
    relations: listOf(terms.relation, { description: 'How it relates to other agreements, from child to parent.' }),
    absent: listOf(terms.absent, { description: 'Why something is missing.' }),
    sources: listOf(claims.source, { description: 'The documents that the claims rest on.', minItems: 1 })
  }
)

/** The complete written record: every member is present. */
export const Agreement = agreement.complete
export type Agreement = Static<typeof Agreement>

/** A record as people write it: what is left out is null, empty or a default, and ids are made. */
export const AgreementInput = agreement.input
export type AgreementInput = Static<typeof AgreementInput>

export const Party = terms.party.complete
export type Party = Static<typeof Party>
export const Scope = terms.scope.complete
export const Nationalities = terms.nationalities.complete
export type Scope = Static<typeof Scope>
export const FeeTerm = terms.feeTerm.complete
export type FeeTerm = Static<typeof FeeTerm>
export const Linkage = terms.linkage.complete
export type Linkage = Static<typeof Linkage>
export const Identifier = terms.identifier.complete
export type Identifier = Static<typeof Identifier>
export const Facility = terms.facility.complete
export type Facility = Static<typeof Facility>
export const AgreementEvent = timeline.event.complete
export type AgreementEvent = Static<typeof AgreementEvent>
export const Payment = timeline.payment.complete
export type Payment = Static<typeof Payment>
export const Provision = terms.provision.complete
export type Provision = Static<typeof Provision>
export const Relation = terms.relation.complete
export type Relation = Static<typeof Relation>
export const Source = claims.source.complete
export type Source = Static<typeof Source>
export const Citation = claims.citation.complete
export type Citation = Static<typeof Citation>
export const MoneyRange = claims.moneyRange.complete
export type MoneyRange = Static<typeof MoneyRange>
export const CountRange = claims.countRange.complete
export type CountRange = Static<typeof CountRange>

const parts: Forms[] = [
  agreement,
  terms.party,
  terms.signatory,
  terms.scope,
  terms.nationalities,
  terms.cap,
  terms.feeTerm,
  terms.linkage,
  terms.participant,
  terms.identifier,
  terms.term,
  terms.facility,
  timeline.event,
  timeline.payment,
  terms.provision,
  terms.relation,
  terms.absent,
  claims.source,
  claims.citation,
  claims.moneyRange,
  claims.countRange
]

/** Every schema above that has an `$id`, in both forms, to be registered where they are referred to. */
export const recordSchemas: TSchema[] = [...new Set(parts.flatMap(({ complete, input }) => [complete, input]))]
