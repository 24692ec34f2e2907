import { theCountry } from '../../record/country-names.ts'
import type { ClocksEcho } from '../clocks.ts'
import type { Filters } from './parameters.ts'

// What a request asks for, as a sentence that people can check.

type Phrase = string | undefined

const words = (code: string): string => code.replaceAll('_', ' ')
const list = (texts: readonly string[], last: 'or' | 'and' = 'or'): string =>
  texts.length > 1 ? `${texts.slice(0, -1).join(', ')} ${last} ${texts.at(-1)}` : (texts[0] ?? '')
const codes = (values: readonly string[]): string => list(values.map(words))
const quoted = (values: readonly string[]): string => list(values.map(value => `“${value}”`))
const given = <T>(value: T | undefined, phrase: (value: T) => string): Phrase =>
  value === undefined ? undefined : phrase(value)
const either = (value: boolean | undefined, yes: string, no: string): Phrase =>
  value === undefined ? undefined : value ? yes : no

/** From one day to another, as far as they are named. */
function range(from: string | undefined, to: string | undefined): Phrase {
  if (from === undefined && to === undefined) return undefined
  if (from === to) return `in ${from}`.replace(/^in (\d{4}-\d{2}-\d{2})$/, 'on $1')
  if (to === undefined) return `in or after ${from}`
  return from === undefined ? `in or before ${to}` : `from ${from} to ${to}`
}

const between = (least: string | number | undefined, most: string | number | undefined): Phrase => {
  if (least === undefined) return given(most, most => `at most ${most}`)
  return most === undefined ? `at least ${least}` : `${least} to ${most}`
}

/** What all filters of one fee term say together. */
function fee(
  { feeStage, feeBasis, payer, payee, currency, minAmount, maxAmount }: Filters,
  names: (values: readonly string[]) => string
): Phrase {
  const parts = [
    given(feeStage, codes),
    given(feeBasis, basis => `on the basis ${codes(basis)}`),
    given(between(minAmount, maxAmount), amount => `of ${amount}`),
    given(currency, currency => `${(minAmount ?? maxAmount) ? '' : 'in '}${list(currency)}`),
    given(payer, payer => `paid by ${names(payer)}`),
    given(payee, payee => `received by ${names(payee)}`)
  ].filter(part => part !== undefined)
  return parts.length > 0 ? `with a fee term ${parts.join(' ')}` : undefined
}

function event({ eventType, eventFrom, eventTo }: Filters): Phrase {
  const when = range(eventFrom, eventTo)
  if (!eventType && !when) return undefined
  return ['with an event', given(eventType, types => `of the type ${codes(types)}`), when].filter(Boolean).join(' ')
}

/** How the state of implementation is known. */
const evidenceWords: Record<NonNullable<Filters['evidence']>[number], string> = {
  stated: 'of which a source supports the state in practice',
  inferred: 'of which the state in practice follows from that in law',
  absent: 'of which nothing is known in practice'
}

/** One phrase for each filter, or group of filters, that is set. */
function phrases(filters: Filters): Phrase[] {
  const { match } = filters
  const names = (values: readonly string[], last?: 'and') => list(values.map(theCountry), last)
  const certainly = match === 'certain' ? 'certainly ' : match === 'possible' ? 'possibly ' : ''
  const state = (values: readonly string[]) => `${certainly}${codes(values)}`
  const moved = between(filters.minPersons, filters.maxPersons)
  return [
    given(filters.q, q => `that speak of “${q}”${filters.prefix ? ', the last word being the beginning of one' : ''}`),
    given(filters.form, form => `in the form ${codes(form)}`),
    given(filters.bindingness, value => `of bindingness ${codes(value)}`),
    given(filters.disclosure, value => `of which the text is ${codes(value)}`),
    given(filters.party, party => `with ${names(party)} as a party`),
    given(filters.partyAll, party => `between ${names(party, 'and')}`),
    given(filters.sender, sender => `under which ${names(sender)} sends`),
    given(filters.receiver, receiver => `under which ${names(receiver)} receives`),
    given(filters.participant, value => `in which ${quoted(value)} takes part`),
    given(filters.legal, value => `${state(value)} in law`),
    given(filters.implementation, value => `${state(value)} in practice`),
    given(filters.evidence, value => list(value.map(code => evidenceWords[code]))),
    given(filters.status, value => `${state(value)} in law or in practice`),
    given(filters.money, value => `with money ${codes(value)}`),
    either(filters.certain, 'of certain status', 'of uncertain status'),
    either(filters.dormant, 'that are dormant', 'that are not dormant'),
    given(filters.year, year => `of the year ${list(year)}`),
    given(range(filters.signedFrom, filters.signedTo), when => `${certainly}signed ${when}`),
    given(range(filters.endsFrom, filters.endsTo), when => `${certainly}at their end ${when}`),
    given(range(filters.changedFrom, filters.changedTo), when => `recorded ${when}`),
    event(filters),
    given(filters.persons, value => `that cover ${codes(value)}`),
    given(filters.nationality, value => `under which nationals of ${names(value)} may be sent`),
    given(filters.exclusion, value => `that leave out ${codes(value)}`),
    given(filters.mode, value => `of mode ${codes(value)}`),
    given(moved, count => `that ${certainly}moved ${count} people`),
    either(filters.hasFee, 'with a fee', 'without a fee'),
    fee(filters, names),
    given(filters.facility, value => `with the facility ${list(value)}`),
    given(filters.facilityCountry, value => `with a facility in ${names(value)}`),
    given(filters.source, value => `that rest on ${list(value)}`),
    given(filters.sourceKind, value => `with a source of the kind ${codes(value)}`),
    given(filters.publisher, value => `with a source of ${quoted(value)}`),
    either(filters.archived, 'with a source that has a stored copy', 'with a source that has no stored copy'),
    given(filters.provision, value => `with the provision ${list(value.map(text => words(text).replace(':', ': ')))}`),
    given(filters.related, value => `related to ${list(value)}`),
    given(filters.relation, value => `with the relation ${codes(value)}`),
    given(filters.identifier, value => `with the number ${list(value)}`)
  ]
}

/** What else there is to be said. */
interface Beside {
  /** What is shown of the agreements, where it is not they themselves. */
  subject?: string
  /** The moment of the first record, where the clock `knownAt` lies before it. */
  beginning?: Date | undefined
}

/**
 * The meaning of a request in one English sentence, and in another one why nothing can be found at its clocks.
 *
 * @example "Agreements of the kind readmission, with Germany as a party, in force in law, as of 2026-11-26."
 */
export function describe(
  filters: Filters,
  { asOf, reportedBy, knownAt }: ClocksEcho,
  { subject, beginning }: Beside = {}
): string {
  const [first, ...others] = phrasesOf(filters)
  const what = [subject ? `${subject} of agreements` : 'Agreements', first].filter(Boolean).join(' ')
  const clocks = [
    `as of ${asOf}`,
    given(reportedBy ?? undefined, day => `going by what had been published by ${day}`),
    given(knownAt ?? undefined, moment => `as the registry stood at ${moment}`)
  ].filter(clock => clock !== undefined)
  const began = beginning ? ` It held nothing then: its first record was made at ${beginning.toISOString()}.` : ''
  return `${[what, ...others, ...clocks].join(', ')}.${began}`
}

/** The same without the clocks, phrase by phrase, for whoever makes a sentence of their own. */
export const phrasesOf = (filters: Filters): string[] =>
  [given(filters.kind, kind => `of the kind ${codes(kind)}`), ...phrases(filters)].filter(
    phrase => phrase !== undefined
  )
