import type { Agreement } from '../schema/agreement.ts'
import { identifierProblem } from '../schema/identifiers.ts'
import type { Say } from './say.ts'

/** Ids are unique, and whatever a record names by an id or by a country is there. */
export function checkReferences(record: Agreement, say: Say): void {
  checkCitations(record, '', new Set(record.sources.map(source => source.id)), say)
  checkParties(record, say)
  for (const list of ['sources', 'events', 'feeTerms', 'linkages', 'facilities'] as const) {
    const items: { id: string }[] = record[list]
    checkUnique(
      items,
      ({ id }) => id,
      i => `/${list}/${i}/id`,
      say
    )
  }
  checkUnique(
    record.provisions,
    ({ topic }) => topic,
    i => `/provisions/${i}/topic`,
    say
  )
  checkUnique(
    record.relations,
    ({ type, agreement }) => `${type} ${agreement}`,
    i => `/relations/${i}`,
    say
  )
  checkUnique(
    record.identifiers,
    ({ scheme, value }) => `${scheme} ${value}`,
    i => `/identifiers/${i}`,
    say
  )
  for (const [i, { scheme, value }] of record.identifiers.entries()) {
    const problem = identifierProblem(scheme, value)
    if (problem) say(`/identifiers/${i}/value`, 'invalid_identifier', problem)
  }
  checkFeeTermIds(record, say)
  for (const [i, { agreement }] of record.relations.entries()) {
    if (agreement === record.id)
      say(`/relations/${i}/agreement`, 'self_reference', 'An agreement has no relation to itself; leave it out.')
  }
}

function checkCitations(value: unknown, pointer: string, sources: Set<string>, say: Say): void {
  if (typeof value !== 'object' || value === null) return
  for (const [key, item] of Object.entries(value)) {
    const place = `${pointer}/${key}`
    if (key !== 'citations' && key !== 'disputedBy') checkCitations(item, place, sources, say)
    else {
      for (const [i, { source }] of (item as { source: string }[]).entries()) {
        if (sources.has(source)) continue
        say(
          `${place}/${i}/source`,
          'unknown_source',
          `No source of this record has the id "${source}"; add it to "sources", with this id.`
        )
      }
    }
  }
}

function checkParties({ parties, feeTerms, linkages, events }: Agreement, say: Say): void {
  const [first, second] = parties
  const roles = [first?.role, second?.role]
  const paired = roles.includes('sender') ? roles.includes('receiver') : roles.every(role => role === 'mutual')
  if (!paired) {
    say(
      '/parties/1/role',
      'roles_do_not_match',
      `"${roles.join('" and "')}" do not go together: give a sender and a receiver, or two mutual parties.`
    )
  }
  if (first?.country === second?.country) {
    say(
      '/parties/1/country',
      'same_country',
      `"${second?.country}" is there twice; an agreement has two different parties.`
    )
  }
  const isParty = (code: string | null, pointer: string) => {
    if (code === null || parties.some(({ country }) => country === code)) return
    say(
      pointer,
      'not_a_party',
      `"${code}" is no party of this agreement; the parties are "${first?.country}" and "${second?.country}". Use null for others.`
    )
  }
  const paymentBetween = (flow: { payer: string | null; payee: string | null }, pointer: string) => {
    isParty(flow.payer, `${pointer}/payer`)
    isParty(flow.payee, `${pointer}/payee`)
    if (flow.payer === null || flow.payer !== flow.payee) return
    say(`${pointer}/payee`, 'same_country', `"${flow.payee}" cannot pay itself; payer and payee differ.`)
  }
  for (const [i, term] of feeTerms.entries()) paymentBetween(term, `/feeTerms/${i}`)
  for (const [i, linkage] of linkages.entries()) isParty(linkage.by, `/linkages/${i}/by`)
  for (const [i, event] of events.entries()) {
    isParty(event.party, `/events/${i}/party`)
    if (event.payment) paymentBetween(event.payment, `/events/${i}/payment`)
  }
}

function checkUnique<T>(items: T[], keyOf: (item: T) => string, pointer: (index: number) => string, say: Say): void {
  const seen = new Map<string, number>()
  for (const [i, item] of items.entries()) {
    const key = keyOf(item)
    const earlier = seen.get(key)
    if (earlier === undefined) seen.set(key, i)
    else say(pointer(i), 'duplicate', `"${key}" is already at index ${earlier} of this list; each may be there once.`)
  }
}

function checkFeeTermIds({ feeTerms, events }: Agreement, say: Say): void {
  const ids = new Set(feeTerms.map(({ id }) => id))
  const unknown = (id: string) => `No fee term of this record has the id "${id}"; give it to the term that is meant.`
  for (const [i, { id, sameAs }] of feeTerms.entries()) {
    for (const [j, other] of sameAs.entries()) {
      const pointer = `/feeTerms/${i}/sameAs/${j}`
      if (other === id) say(pointer, 'self_reference', 'A fee term restates another one, not itself.')
      else if (!ids.has(other)) say(pointer, 'unknown_fee_term', unknown(other))
    }
  }
  for (const [i, { payment }] of events.entries()) {
    if (!payment?.feeTerm || ids.has(payment.feeTerm)) continue
    say(`/events/${i}/payment/feeTerm`, 'unknown_fee_term', unknown(payment.feeTerm))
  }
}
