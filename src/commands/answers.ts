import { createExamples, patchExamples, replaceExamples } from '../agreements/write/examples.ts'
import type { ShownAnswer } from '../http/documentation/answers.ts'
import { importExamples } from '../imports/examples.ts'

// What the API document shows of answers: what is asked, and which members of the answer are shown. Those that differ from one
// registry to the next are not: moments of recording, names of keys, tags, cursors.

/** The members that are shown, all of them where there is `true`; a list is shown as far as it goes here. */
type Shown = true | readonly Shown[] | { readonly [member: string]: Shown }

interface Asked {
  path: string
  method?: 'POST' | 'PUT' | 'PATCH'
  headers?: Record<string, string>
  body?: unknown
  shown: Shown
}

const pick = <const Name extends string>(...names: Name[]) =>
  Object.fromEntries(names.map(name => [name, true])) as Record<Name, true>

const item = '/v1/agreements/us-sv-2019-asylum-cooperative-agreement'
const corrected = '/v1/agreements/us-gt-2019-asylum-cooperative-agreement'
const day = 'asOf=2021-02-10'

const party = pick('country', 'role')
const status = pick('asOf', 'legal', 'implementation', 'certain', 'label')
const mention = { agreement: pick('id', 'label', 'href') }
const page = { page: pick('next', 'limit') }
const written = {
  ...pick('title', 'kinds', 'disclosure'),
  parties: [party, party],
  events: [pick('id', 'type', 'date')],
  sources: [pick('id', 'publisher', 'publishedOn')],
  status: pick('legal', 'implementation', 'certain', 'label')
}
const event = pick('id', 'type', 'date', 'description', 'citations')
const feeTerm = pick('id', 'stage', 'payer', 'payee', 'basis', 'amount', 'currency')
const perPerson = pick('amount', 'currency', 'unit', 'formula')
const facility = pick('id', 'name', 'country', 'place', 'role')
const cited = pick('url', 'title', 'publisher', 'publishedOn')
const source = pick('id', 'url', 'title', 'publisher', 'publishedOn', 'kind')

/** By operation and status. Those that keep something come last. */
const asked: Record<string, Asked> = {
  'listAgreements 200': {
    path: `/v1/agreements?party=SV&sort=id&${day}`,
    shown: {
      items: [
        { ...pick('id', 'title', 'kinds', 'signedOn', 'label'), parties: [pick('country', 'name', 'role')], status }
      ],
      description: true,
      page: pick('limit', 'total'),
      clocks: true
    }
  },
  'getAgreement 200': {
    path: `${item}?${day}`,
    shown: {
      ...pick('id', 'title', 'kinds', 'disclosure'),
      parties: [party],
      events: [pick('id', 'type', 'date')],
      sources: [pick('id', 'url', 'publisher', 'publishedOn')],
      status,
      revision: pick('version')
    }
  },
  'getStatus 200': {
    path: `${item}/status?${day}`,
    shown: {
      status,
      explanation: { events: [pick('id', 'type', 'axis', 'outcome', 'reason', 'before', 'after')] },
      timeline: [pick('from', 'to', 'legal', 'implementation', 'label')],
      changes: { asOf: [true, true] }
    }
  },
  'listRevisions 200': {
    path: `${corrected}/revisions`,
    shown: { items: [pick('version', 'cause', 'note', 'operation', 'changed', 'href')], ...page }
  },
  'getRevision 200': {
    path: `${corrected}/revisions/1`,
    shown: {
      ...pick('id', 'title', 'kinds'),
      parties: [party, party],
      events: [pick('id', 'type', 'date')],
      revision: pick('version', 'cause', 'note', 'operation', 'changed', 'href')
    }
  },
  'diffAgreement 200': {
    path: `${corrected}/diff?from=1&to=2`,
    shown: { from: true, to: true, changes: [true, true] }
  },
  'listChanges 200': {
    path: '/v1/changes?agreement=us-gt-2019-asylum-cooperative-agreement&cause=correction',
    shown: { items: [pick('agreement', 'version', 'operation', 'cause', 'note', 'changed', 'href')], more: true }
  },
  'listEvents 200': {
    path: `/v1/events?party=SV&eventType=signed&${day}`,
    shown: { items: [{ event, ...pick('from', 'to'), sources: [cited], href: true, ...mention }], ...page }
  },
  'getEvent 200': {
    path: `${item}/events/signed?${day}`,
    shown: {
      event,
      ...pick('from', 'to'),
      sources: [cited],
      href: true,
      ...mention,
      explanation: pick('outcome', 'reason', 'before', 'after')
    }
  },
  'listFeeTerms 200': {
    path: '/v1/fee-terms?party=NL&feeBasis=per_person_per_day&sort=id&asOf=2012-01-01',
    shown: { items: [{ feeTerm, perPerson, href: true, ...mention }], ...page }
  },
  'getFeeTerm 200': {
    path: '/v1/agreements/be-nl-2009-tilburg-prison-treaty/fee-terms/daily-rate?asOf=2012-01-01',
    shown: { feeTerm, perPerson, ...pick('perPersonReason', 'href'), ...mention }
  },
  'listFacilities 200': {
    path: '/v1/facilities?facility=sv-cecot&asOf=2025-06-01',
    shown: {
      items: [
        {
          ...pick('id', 'name', 'country', 'place', 'capacity', 'agreementCount'),
          agreements: [{ href: true, ...mention }]
        }
      ],
      ...page
    }
  },
  'getFacility 200': {
    path: '/v1/agreements/be-nl-2009-tilburg-prison-treaty/facilities/tilburg-prison?asOf=2012-01-01',
    shown: { facility, sources: [cited], href: true, ...mention }
  },
  'listSources 200': {
    path: `/v1/sources?party=SV&sourceKind=treaty_text&${day}`,
    shown: {
      items: [
        {
          ...pick('url', 'title', 'publisher', 'publishedOn', 'agreementCount'),
          agreements: [{ href: true, ...mention }]
        }
      ],
      ...page
    }
  },
  'getSource 200': { path: `${item}/sources/text-sv-2019?${day}`, shown: { source, href: true, ...mention } },
  'getStatistics 200': {
    path: '/v1/statistics?party=SV&asOf=2026-01-01',
    shown: {
      agreements: true,
      counts: { kind: { agreements: true, values: [true] }, legal: { agreements: true, values: [true] } },
      promised: [true],
      clocks: pick('asOf')
    }
  },
  'getNetwork 200': {
    path: `/v1/network?party=SV&${day}`,
    shown: {
      nodes: [pick('code', 'name', 'agreements', 'asSender', 'asReceiver')],
      edges: [{ ...pick('sender', 'receiver', 'mutual'), agreements: [pick('id', 'label', 'kind', 'legal')] }],
      clocks: pick('asOf')
    }
  },
  'getComparison 200': {
    path: `/v1/compare?id=us-sv-2019-asylum-cooperative-agreement&id=us-gt-2019-asylum-cooperative-agreement&${day}`,
    shown: {
      agreements: [pick('id'), pick('id')],
      members: [true],
      course: [{ from: true, to: true, states: [pick('legal', 'label'), true] }],
      clocks: pick('asOf')
    }
  },
  'listCountries 200': { path: '/v1/countries', shown: { items: [true] } },
  'getCountry 200': {
    path: `/v1/countries/SV?${day}`,
    shown: {
      ...pick('code', 'alpha3', 'name', 'agreements'),
      asReceiver: { legal: [true] },
      items: [pick('id', 'title', 'label', 'role', 'href')],
      clocks: pick('asOf')
    }
  },
  'getAgreementSchema 200': {
    path: '/schemas/agreement.json',
    shown: pick('$schema', '$id', 'title', 'type', 'required')
  },
  'getVocabulary 200': { path: '/v1/vocabulary?list=standings', shown: { items: [true, true] } },
  'getLiveness 200': { path: '/livez', shown: true },
  'getReadiness 200': { path: '/readyz', shown: true },
  'getRoot 200': { path: '/', shown: true },
  'createAgreement 200': {
    method: 'POST',
    path: '/v1/agreements?dryRun=true',
    body: createExamples.few.value,
    shown: written
  },
  'replaceAgreement 200': {
    method: 'PUT',
    path: `${item}?dryRun=true`,
    headers: { 'if-match': '*' },
    body: replaceExamples.course.value,
    shown: written
  },
  'createImport 200': {
    method: 'POST',
    path: '/v1/imports?dryRun=true&asOf=2024-07-01',
    body: importExamples.one.value,
    shown: {
      ...pick('created', 'updated', 'unchanged', 'derivedMembers'),
      records: [{ ...pick('line', 'id', 'outcome'), status }]
    }
  },
  'patchAgreement 200': {
    method: 'PATCH',
    path: `${item}?dryRun=true`,
    headers: { 'if-match': '*' },
    body: patchExamples.notes.value,
    shown: { id: true, ...written, notes: true, parties: [party] }
  },
  'restoreRevision 200': {
    method: 'POST',
    path: `${corrected}/revisions/1/restore?dryRun=true`,
    headers: { 'if-match': '*' },
    shown: { id: true, ...written, parties: [party] }
  },
  'createAgreement 201': { method: 'POST', path: '/v1/agreements', body: createExamples.few.value, shown: written },
  'replaceAgreement 201': {
    method: 'PUT',
    path: '/v1/agreements/us-sv-2019-example',
    headers: { 'if-none-match': '*' },
    body: replaceExamples.few.value,
    shown: { id: true, ...written, parties: [party] }
  }
}

/** Sends one request to a registry that holds the data set, as somebody who may write where there is a body. */
export type Send = (request: {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH'
  url: string
  headers: Record<string, string>
  payload?: string
}) => Promise<{ status: number; body: unknown }>

/**
 * The answers that the API document shows, from a registry that holds the data set and nothing else. Some records are made there.
 *
 * @throws Error when an answer has another status, or lacks a member that is to be shown
 */
export async function askForAnswers(send: Send): Promise<Record<string, ShownAnswer>> {
  const answers: Record<string, ShownAnswer> = {}
  for (const [name, { path, method = 'GET', headers = {}, body, shown }] of Object.entries(asked)) {
    const answer = await send({
      method,
      url: path,
      headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
      ...(body !== undefined && { payload: JSON.stringify(body) })
    })
    if (!name.endsWith(` ${answer.status}`)) throw new Error(`${name}: ${JSON.stringify(answer.body)}`)
    const sent = Object.entries(headers).map(([field, value]) => ` with ${field}: ${value}`)
    answers[name] = {
      request: `${method} ${path}${sent}`,
      isCut: shown !== true,
      value: partOf(answer.body, shown, name)
    }
  }
  return answers
}

/** As much of an answer as is shown. */
function partOf(value: unknown, shown: Shown, place: string): unknown {
  if (value === undefined) throw new Error(`There is no ${place}`)
  if (shown === true || value === null) return value
  if (Array.isArray(shown)) return shown.map((each, i) => partOf((value as unknown[])[i], each, `${place}/${i}`))
  return Object.fromEntries(
    Object.entries(shown).map(([name, each]) => [
      name,
      partOf((value as Record<string, unknown>)[name], each, `${place}/${name}`)
    ])
  )
}
