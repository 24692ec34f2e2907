import { readFileSync } from 'node:fs'
import t from 'tap'
import { countryName } from '../../src/record/countries.ts'
import { bounds } from '../../src/record/dates.ts'
import type { Agreement } from '../../src/record/schema/agreement.ts'
import { endOf } from '../../src/record/status/end.ts'
import type { IntervalStatus, Totals } from '../../src/record/status/schema.ts'
import { anAgreement, aSource } from '../fixtures/agreement.ts'
import { sourceFile } from '../fixtures/source-file.ts'
import { onEachRecord, type Reader, readOnEachDatabase } from '../start.ts'

// Each filter against a model that looks at every record in memory, written down a second time from what the filter promises.

type Listed = Agreement & { status: IntervalStatus; totals: Totals; revision: { recordedAt: string } }
interface At {
  asOf: string
  reportedBy?: string
}
type Model = (record: Listed, at: At) => boolean

const all = async ({ get }: Reader, query = ''): Promise<Listed[]> => {
  const items: Listed[] = []
  for (let path: string | null = `/v1/agreements?view=full&limit=200${query}`; path; ) {
    const { status, body, text } = await get(path)
    if (status !== 200) throw new Error(text)
    items.push(...body.items)
    path = body.page.next
  }
  return items
}
const idsOf = (records: { id: string }[]) => records.map(({ id }) => id).sort()

const lastDays = ({ sources }: Listed, { citations }: { citations: { source: string }[] }, end: 'lo' | 'hi') =>
  citations.map(({ source }) => {
    const { publishedOn, accessedOn } = sources.find(({ id }) => id === source) as Listed['sources'][number]
    return publishedOn ? bounds(publishedOn)[end] : accessedOn ? bounds(accessedOn)[end] : 'infinity'
  })
/** Claims that stand, and had been published by a day. */
const published = <T extends { standing: string; citations: { source: string }[] }>(
  record: Listed,
  claims: T[],
  { reportedBy }: At
) =>
  claims.filter(
    claim =>
      claim.standing !== 'retracted' &&
      (!reportedBy || claim.citations.length === 0 || lastDays(record, claim, 'hi').some(day => day <= reportedBy))
  )
/** Events that had begun by the day that is looked at. */
const eventsAt = (record: Listed, at: At) =>
  published(record, record.events, at).filter(({ date }) => bounds(date).lo <= at.asOf)
/** Fee terms that may have been made public by then. */
const feesAt = (record: Listed, at: At) =>
  published(record, record.feeTerms, at).filter(term => {
    const days = lastDays(record, term, 'lo').filter(day => day !== 'infinity')
    return days.length === 0 || days.some(day => day <= at.asOf)
  })
const senders = ({ parties }: Listed) => parties.filter(({ role }) => role !== 'receiver').map(({ country }) => country)
const receivers = ({ parties }: Listed) => parties.filter(({ role }) => role !== 'sender').map(({ country }) => country)
const overlaps = (edtf: string, from: string, to: string) => bounds(edtf).lo <= to && bounds(edtf).hi >= from
const inside = (edtf: string, from: string, to: string) => bounds(edtf).lo >= from && bounds(edtf).hi <= to
/** The first signature, if there is one that the clocks show. */
const signedAt = (record: Listed, at: At) => {
  const date = signature(record)
  const isShown = eventsAt(record, at).some(
    event => event.type === 'signed' && event.standing === 'accepted' && bounds(event.date).lo === bounds(date ?? '').lo
  )
  return date !== undefined && isShown ? date : undefined
}
const signature = ({ events }: Listed) =>
  events
    .filter(({ type, standing }) => type === 'signed' && standing === 'accepted')
    .map(({ date }) => date)
    .sort((a, b) =>
      bounds(a).lo < bounds(b).lo ? -1 : bounds(a).lo > bounds(b).lo ? 1 : bounds(a).hi < bounds(b).hi ? -1 : 1
    )[0]
const isSent = (code: string) => (record: Listed) => {
  const { rule, countries } = record.scope.nationalities
  const parties = record.parties.map(({ country }) => country)
  return {
    any: true,
    third_country: !parties.includes(code),
    nationals_of_receiver: receivers(record).includes(code),
    nationals_of_sender: senders(record).includes(code),
    listed: countries.includes(code),
    all_except: !countries.includes(code),
    unknown: false
  }[rule]
}
const usd = (amount: string | null, otherwise: number) => (amount === null ? otherwise : Number(amount))

const models: Record<string, Model> = {
  'kind=readmission': ({ kinds }) => kinds.includes('readmission'),
  'kind=readmission&kind=prison_lease': ({ kinds }) =>
    kinds.some(kind => ['readmission', 'prison_lease'].includes(kind)),
  'party=SV': ({ parties }) => parties.some(({ country }) => country === 'SV'),
  'partyAll=US&partyAll=SV': ({ parties }) =>
    ['US', 'SV'].every(code => parties.some(({ country }) => country === code)),
  'sender=US': record => senders(record).includes('US'),
  'receiver=RW&receiver=CU': record => receivers(record).some(code => ['RW', 'CU'].includes(code)),
  'participant=INTERNATIONAL+organization+for+MIGRATION': ({ participants }) =>
    participants.some(({ name }) => name === 'International Organization for Migration'),
  'form=treaty': ({ form }) => form === 'treaty',
  'bindingness=non_binding': ({ bindingness }) => bindingness === 'non_binding',
  'disclosure=leaked&disclosure=court_filing': ({ disclosure }) => ['leaked', 'court_filing'].includes(disclosure),
  'legal=expired': ({ status }) => status.legal === 'expired',
  'legal=expired&match=certain': ({ status }) => status.possible.legal.every(state => state === 'expired'),
  'legal=expired&match=possible': ({ status }) => status.possible.legal.includes('expired'),
  'implementation=operating&legal=signed': ({ status }) =>
    status.implementation === 'operating' && status.legal === 'signed',
  'implementation=operating&match=possible': ({ status }) => status.possible.implementation.includes('operating'),
  'status=paused&status=suspended': ({ status }) =>
    ['paused', 'suspended'].some(state => [status.legal, status.implementation].includes(state as never)),
  'money=part_paid': ({ status }) => status.money === 'part_paid',
  'evidence=stated': ({ status }) => status.evidence === 'stated',
  'evidence=inferred': ({ status }) => status.evidence === 'inferred',
  'implementation=unimplemented&evidence=stated&evidence=inferred': ({ status }) =>
    status.implementation === 'unimplemented' && status.evidence !== 'absent',
  'certain=false': ({ status }) => !status.certain,
  'dormant=true': ({ status }) => status.dormant,
  'year=2019&year=2016': ({ status }) => /^20(19|16) /.test(status.label),
  'signedFrom=2016&signedTo=2018': (record, at) =>
    overlaps(signedAt(record, at) ?? '[9999..]', '2016-01-01', '2018-12-31'),
  'signedFrom=2016-03&match=certain': (record, at) =>
    signedAt(record, at) !== undefined && inside(signedAt(record, at) as string, '2016-03-01', '9999-12-31'),
  'endsFrom=2024&endsTo=2027': record => {
    const end = endOf(record)
    return end !== undefined && end.lo <= '2027-12-31' && end.hi >= '2024-01-01'
  },
  'endsFrom=2024&endsTo=2027&match=certain': record => {
    const end = endOf(record)
    return end !== undefined && end.lo >= '2024-01-01' && end.hi <= '2027-12-31'
  },
  'eventType=court_ruling': (record, at) => eventsAt(record, at).some(({ type }) => type === 'court_ruling'),
  'eventType=court_ruling&eventFrom=2021&eventTo=2023-06': (record, at) =>
    eventsAt(record, at).some(
      ({ type, date }) => type === 'court_ruling' && overlaps(date, '2021-01-01', '2023-06-30')
    ),
  'eventFrom=2019-05&eventTo=2019-06&match=certain': (record, at) =>
    eventsAt(record, at).some(({ date }) => inside(date, '2019-05-01', '2019-06-30')),
  'persons=asylum_seekers': ({ scope }) => scope.persons.includes('asylum_seekers'),
  'nationality=VE': isSent('VE'),
  'nationality=SV&nationality=HN': record => isSent('SV')(record) || isSent('HN')(record),
  'exclusion=unaccompanied_minors': ({ scope }) => scope.exclusions.includes('unaccompanied_minors'),
  'mode=forced': ({ scope }) => scope.mode === 'forced',
  'minPersons=100&maxPersons=2000': ({ totals: { persons } }) =>
    persons !== null && (persons.min ?? -1) >= 100 && persons.max !== null && persons.max <= 2000,
  'minPersons=100&match=possible': ({ totals: { persons } }) =>
    persons !== null && (persons.max === null || persons.max >= 100),
  'hasFee=false': (record, at) => feesAt(record, at).length === 0,
  'feeStage=offered': (record, at) => feesAt(record, at).some(({ stage }) => stage === 'offered'),
  'feeBasis=per_person&payer=GB': (record, at) =>
    feesAt(record, at).some(({ basis, payer }) => basis === 'per_person' && payer === 'GB'),
  'payee=SV': (record, at) => feesAt(record, at).some(({ payee }) => payee === 'SV'),
  'currency=USD&minAmount=5000000': (record, at) =>
    feesAt(record, at).some(
      ({ currency, amount }) => currency === 'USD' && amount !== null && usd(amount.min, -1) >= 5e6
    ),
  'currency=USD&minAmount=1000000&maxAmount=6000000&match=possible': (record, at) =>
    feesAt(record, at).some(
      ({ currency, amount }) =>
        currency === 'USD' && amount !== null && usd(amount.max, Infinity) >= 1e6 && usd(amount.min, 0) <= 6e6
    ),
  'facility=nauru-regional-processing-centre': ({ facilities }) =>
    facilities.some(({ id }) => id === 'nauru-regional-processing-centre'),
  'facilityCountry=EE': ({ facilities }) => facilities.some(({ country }) => country === 'EE'),
  'source=eur-lex.europa.eu': ({ sources }) => sources.some(({ url }) => new URL(url).hostname === 'eur-lex.europa.eu'),
  'source=latimes.com': ({ sources }) =>
    sources.some(({ url }) => /^(www\.)?latimes\.com$/.test(new URL(url).hostname)),
  'sourceKind=court': ({ sources }) => sources.some(({ kind }) => kind === 'court'),
  'publisher=EUR-Lex': ({ sources }) => sources.some(({ publisher }) => publisher === 'EUR-Lex'),
  'archived=true': ({ sources }) => sources.some(({ archivedUrl }) => archivedUrl !== null),
  'archived=false': ({ sources }) => sources.some(({ archivedUrl }) => archivedUrl === null),
  'provision=non_refoulement': ({ provisions }) => provisions.some(({ topic }) => topic === 'non_refoulement'),
  'provision=non_refoulement:yes': ({ provisions }) =>
    provisions.some(({ topic, stance }) => topic === 'non_refoulement' && stance === 'yes'),
  'relation=follows_offer': ({ relations }) => relations.some(({ type }) => type === 'follows_offer'),
  'identifier=celex:22005A0517(02)': ({ identifiers }) =>
    identifiers.some(({ scheme, value }) => scheme === 'celex' && value === '22005A0517(02)'),
  'changedFrom=2026-11&changedTo=2026': ({ revision }) => revision.recordedAt.startsWith('2026-1'),
  'changedTo=2025': ({ revision }) => revision.recordedAt < '2026'
}

const today = { asOf: '2026-11-26' }
const clocks: [query: string, at: At][] = [
  ['', today],
  ['&asOf=2017-06-30', { asOf: '2017-06-30' }],
  ['&asOf=2021-01-01&reportedBy=2021-01-15', { asOf: '2021-01-01', reportedBy: '2021-01-15' }]
]

readOnEachDatabase(
  t,
  'each filter finds what a model finds that looks at every record, at any clocks',
  async (t, api) => {
    for (const [clock, at] of clocks) {
      const records = await all(api, clock)
      for (const [query, model] of Object.entries(models)) {
        const found = idsOf(records.filter(record => model(record, at)))
        t.same(idsOf(await all(api, `&${query}${clock}`)), found, `${query}${clock}`)
      }
    }
  }
)

readOnEachDatabase(
  t,
  'filters that are set together must all hold, and any pair of them does as each alone',
  async (t, api) => {
    const records = await all(api)
    const some = Object.entries(models).filter(([query]) => !query.includes('match='))
    for (const [i, [query, model]] of some.entries()) {
      const [other, otherModel] = some[(i * 7 + 3) % some.length] as [string, Model]
      const names = new Set(query.split('&').map(part => part.split('=')[0]))
      if (
        other
          .split('&')
          .some(part => names.has(part.split('=')[0]) || /^(fee|pay|curr|event|signed|ends|minP)/.test(part))
      )
        continue
      const both = records.filter(record => model(record, today) && otherModel(record, today))
      t.same(idsOf(await all(api, `&${query}&${other}`)), idsOf(both), `${query}&${other}`)
    }
  }
)

readOnEachDatabase(t, 'an agreement is related to another in both directions', async (t, api) => {
  const id = 'us-sv-2025-prison-offer'
  const records = await all(api)
  const parents = records.find(record => record.id === id)?.relations.map(({ agreement }) => agreement) ?? []
  const children = records.filter(({ relations }) => relations.some(({ agreement }) => agreement === id))
  t.ok(children.length > 0)
  t.same(idsOf(await all(api, `&related=${id}`)), [...new Set([...parents, ...idsOf(children)])].sort())
})

readOnEachDatabase(t, 'a facet counts each value without its own filter, the most frequent first', async (t, api) => {
  const records = (await all(api, '&sender=US')) as Listed[]
  const count = (values: (record: Listed) => string[], among = records) => {
    const counts = new Map<string, number>()
    for (const value of among.flatMap(record => [...new Set(values(record))]))
      counts.set(value, (counts.get(value) ?? 0) + 1)
    return [...counts]
      .map(([value, count]) => ({ value, count }))
      .sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1))
      .slice(0, 100)
  }
  const { body } = await api.get(
    '/v1/agreements?sender=US&kind=safe_third_country&facet=kind&facet=legal&facet=year&facet=publisher&facet=certain&facet=evidence&facet=status&facet=provision&limit=1'
  )
  const ofKind = records.filter(({ kinds }) => kinds.includes('safe_third_country'))
  t.same(body.facets, {
    kind: count(({ kinds }) => kinds),
    legal: count(({ status }) => [status.legal], ofKind),
    year: count(({ status }) => status.label.match(/^\d{4}(?= )/) ?? [], ofKind),
    publisher: count(({ sources }) => sources.map(({ publisher }) => publisher), ofKind),
    certain: count(({ status }) => [String(status.certain)], ofKind),
    evidence: count(({ status }) => [status.evidence], ofKind),
    status: count(({ status }) => [status.legal, status.implementation], ofKind),
    provision: count(
      ({ provisions }) => provisions.flatMap(({ topic, stance }) => [topic, `${topic}:${stance}`]),
      ofKind
    )
  })
})

readOnEachDatabase(t, 'a value that is chosen finds as many agreements as its facet counted', async (t, api) => {
  const facets = [
    'eventType',
    'feeBasis',
    'payer',
    'currency',
    'hasFee',
    'legal',
    'implementation',
    'kind',
    'facility',
    'money',
    'status',
    'provision',
    'nationality'
  ]
  const asked = [
    'sender=US',
    'eventFrom=2025&eventTo=2025',
    'currency=EUR&minAmount=1000000',
    'feeStage=offered',
    'match=possible&legal=in_force',
    'match=certain',
    'asOf=2019-12-31',
    'asOf=2021-01-01&reportedBy=2020-12-31&eventFrom=2019'
  ]
  for (const query of asked) {
    const { body } = await api.get(`/v1/agreements?limit=1&${query}&${facets.map(name => `facet=${name}`).join('&')}`)
    // Countries late in the alphabet are there too, though nearly all have the same number.
    const { page } = (await api.get(`/v1/agreements?limit=1&total=true&${query}&nationality=VE`)).body
    t.equal(
      body.facets.nationality.find(({ value }: { value: string }) => value === 'VE')?.count ?? 0,
      page.total,
      query
    )
    for (const facet of facets) {
      const others = new URLSearchParams(query)
      others.delete(facet)
      // An amount is one of a currency.
      if (facet === 'currency') for (const name of ['minAmount', 'maxAmount']) others.delete(name)
      // By amounts one currency is asked for.
      if (facet === 'currency' && query.includes('minAmount')) continue
      for (const { value, count } of body.facets[facet].slice(0, 4)) {
        const chosen = await api.get(
          `/v1/agreements?limit=1&total=true&${others}&${facet}=${encodeURIComponent(value)}`
        )
        t.equal(chosen.body.page.total, count, `${query}: ${facet}=${value}`)
      }
    }
  }
})

onEachRecord(t, 'what is related is that of the moment which is asked for', async (t, api) => {
  const later = `${api.id}-later`
  await api.create()
  const second = await api.create({ id: later, relations: [{ type: 'follows_offer', agreement: api.id }] })
  t.equal(second.status, 201, second.text)
  await api.patch(`/v1/agreements/${later}`, { relations: [] }, { 'if-match': '*' })
  api.clock.now = new Date()
  const at = `&knownAt=${second.body.revision.recordedAt}`
  for (const [id, other] of [
    [api.id, later],
    [later, api.id]
  ]) {
    t.same(idsOf(await all(api, `&related=${id}`)), [])
    t.same(idsOf(await all(api, `&related=${id}${at}`)), [other])
  }
})

onEachRecord(t, 'the facets of a page are of the state of the registry that the walk began with', async (t, api) => {
  const first = await api.get('/v1/agreements?limit=50&facet=kind')
  await api.create()
  const second = await api.get(first.body.page.next)
  t.same(second.body.facets, first.body.facets)
})

readOnEachDatabase(
  t,
  'words are found whatever their case, accents and endings, and the best fit comes first',
  async (t, api) => {
    const found = async (q: string, more = '') =>
      (await api.get(`/v1/agreements?q=${encodeURIComponent(q)}&limit=200${more}`)).body.items.map(
        ({ id }: Listed) => id
      )
    t.equal((await found('Gjilan prison'))[0], 'dk-xk-2022-gjilan-prison-treaty')
    t.ok((await found('2019 safe-third-country, unimplemented')).includes('us-sv-2019-asylum-cooperative-agreement'))
    t.same(await found('CECOT'), await found('cecot'))
    t.same((await found('Mexico')).sort(), (await found('México')).sort())
    t.ok((await found('El Salvador')).length >= 3)
    for (const whole of ['cooperation', 'deportation', 'readmission', 'Rwanda', 'Nauru detention']) {
      const all = await found(whole)
      t.ok(all.length > 1, whole)
      // However much of it has been typed, and in the order in which they fit the whole word where that is the only one.
      for (let length = whole.length - 4; length <= whole.length; length += 1) {
        const begun = await found(whole.slice(0, length), '&prefix=true')
        t.same(
          all.filter((id: string) => !begun.includes(id)),
          [],
          whole.slice(0, length)
        )
      }
    }
    t.match((await found('Rwand', '&prefix=true'))[0], /^gb-rw-/, 'the best fit comes first')
    t.same((await found('prison -Rwand', '&prefix=true')).length, (await found('prison -Rwand')).length)
    t.ok((await found('Norgerh', '&prefix=true')).includes('no-nl-2015-norgerhaven-prison-agreement'))
    t.same(await found('Norgerh'), [])
    t.same((await found('"prison offer" -Rwanda')).length > 0, true)
  }
)

readOnEachDatabase(
  t,
  'nothing that anybody types is an error, and what is found stays ranked over pages',
  async (t, api) => {
    for (const q of [
      '&',
      '"',
      '(((',
      "'; drop table revision; --",
      'a:*',
      '!',
      '\\',
      '🏛',
      'or',
      '-',
      '"" or ""',
      'x'.repeat(300)
    ])
      for (const prefix of ['', '&prefix=true'])
        t.equal((await api.get(`/v1/agreements?q=${encodeURIComponent(q)}${prefix}`)).status, 200, q)
    t.equal((await api.get(`/v1/agreements?q=${'x'.repeat(301)}`)).status, 400)
    t.equal((await api.get('/v1/agreements?q=%00')).status, 400)
    const whole = (await api.get('/v1/agreements?q=agreement&limit=200')).body.items.map(({ id }: Listed) => id)
    const walked: string[] = []
    for (let path: string | null = '/v1/agreements?q=agreement&limit=7'; path; ) {
      const { body } = await api.get(path)
      walked.push(...body.items.map(({ id }: Listed) => id))
      path = body.page.next
    }
    t.same(walked, whole)
  }
)

readOnEachDatabase(
  t,
  'lists are sorted by what was moved, promised, ended or last heard of, and pages go on there',
  async (t, api) => {
    const walk = async (query: string) => {
      const items: Listed[] = []
      let path: string | null = `/v1/agreements?view=full&limit=50&${query}`
      while (path) {
        const { body } = await api.get(path)
        items.push(...body.items)
        path = body.page.next
      }
      return items
    }
    const keys: Record<string, (record: Listed) => number | string> = {
      personsMoved: ({ totals }) => totals.persons?.min ?? -1,
      endsOn: record => endOf(record)?.lo ?? '9999-99',
      lastHeardOn: ({ status }) => status.lastHeardOn ?? ''
    }
    for (const [field, key] of Object.entries(keys)) {
      const values = (await walk(`sort=${field}`)).map(key)
      t.same(
        values,
        [...values].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0)),
        field
      )
      t.same((await walk(`sort=-${field}`)).map(key), values.toReversed(), `-${field}`)
    }
    const amount = ({ totals }: Listed) => {
      const sum = totals.promised?.find(({ currency }) => currency === 'USD')?.amount
      return Number(sum?.max ?? sum?.min ?? -1)
    }
    const amounts = (await walk('currency=USD&sort=-amount')).map(amount)
    t.ok((amounts[0] ?? 0) > 0)
    t.same(
      amounts,
      [...amounts].sort((a, b) => b - a)
    )
  }
)

readOnEachDatabase(
  t,
  'some members of the items can be asked for, of the summary or of the whole record',
  async (t, api) => {
    const { body } = await api.get('/v1/agreements?fields=title,signedOn,label&limit=3')
    for (const item of body.items) t.same(Object.keys(item), ['id', 'title', 'signedOn', 'label'])
    const whole = (await api.get('/v1/agreements?view=full&limit=200')).body.items as Listed[]
    const some = (await api.get('/v1/agreements?fields=feeTerms,signedOn,label&limit=200')).body.items
    for (const [i, item] of some.entries()) {
      const record = whole[i] as Listed
      const signedOn = signature(record) ?? null
      t.same(item, { id: record.id, feeTerms: record.feeTerms, signedOn, label: record.status.label })
    }
  }
)

readOnEachDatabase(t, 'a summary has the names of the parties and the day of signature', async (t, api) => {
  const { body } = await api.get('/v1/agreements?party=SV&signedFrom=2019&signedTo=2019')
  const [item] = body.items
  t.equal(item.signedOn, '2019-09-20')
  for (const { country, name } of item.parties) t.equal(name, countryName(country))
})

readOnEachDatabase(t, 'what makes no sense together is refused, and says how to mend it', async (t, { get }) => {
  const refused: [string, string][] = [
    ['minAmount=5', 'minAmount'],
    ['minAmount=5&currency=USD&currency=EUR', 'minAmount'],
    ['minAmount=5&maxAmount=4&currency=USD', 'maxAmount'],
    ['minAmount=0.001&currency=JPY', 'minAmount'],
    ['minPersons=5&maxPersons=4', 'maxPersons'],
    ['signedFrom=2019&signedTo=2018', 'signedTo'],
    ['signedFrom=2019-02-30', 'signedFrom'],
    ['signedFrom=yesterday', 'signedFrom'],
    ['provision=none', 'provision'],
    ['prefix=true', 'prefix'],
    ['sort=relevance', 'sort'],
    ['sort=amount', 'sort'],
    ['fields=nothing', 'fields'],
    ['facet=title', 'facet'],
    ['currency=DOL', 'currency'],
    ['year=19', 'year'],
    ['match=maybe', 'match'],
    ['sender=UK', 'sender']
  ]
  for (const [query, parameter] of refused)
    t.match(
      await get(`/v1/agreements?${query}`),
      { status: 400, body: { errors: [{ parameter, detail: /./ }] } },
      query
    )
})

readOnEachDatabase(t, 'who calls a filter otherwise is told what it is called here', async (t, { get }) => {
  const called: [string, RegExp][] = [
    ['from=2025-01-01', /; here it is "sender", "signedFrom" or "eventFrom"\.$/],
    ['since=2025', /; here it is "changedFrom"\.$/],
    ['page=2', /; here it is "cursor"\.$/],
    ['nationalities=VE', /; here it is "nationality"\.$/]
  ]
  for (const [query, detail] of called)
    t.match(await get(`/v1/agreements?${query}`), { status: 400, body: { errors: [{ detail }] } }, query)
})

onEachRecord(t, 'what was retracted, deleted or changed is not found by what it said', async (t, api) => {
  const events = [
    ...(anAgreement().events ?? []),
    {
      id: 'ruled',
      type: 'court_ruling' as const,
      date: '2020',
      effect: 'none' as const,
      standing: 'retracted' as const,
      citations: [{ source: 'treaty-text' }]
    }
  ]
  const sources = [
    ...anAgreement().sources,
    aSource({ id: 'zyx', title: 'Zyxwv report', url: 'https://zyxwv.example.org/a' })
  ]
  const { body } = await api.create({ events, sources })
  const found = async (query: string) =>
    (await api.get(`/v1/agreements?${query}`)).body.items.some(({ id }: { id: string }) => id === api.id)
  t.equal(await found('party=SV&eventType=signed&limit=200'), true)
  t.equal(await found('party=SV&eventType=court_ruling&limit=200'), false)
  t.equal(await found('q=zyxwv'), true)
  t.equal(await found('source=zyxwv.example.org'), true)
  const { recordedAt } = body.revision
  // What was written just now lies in the past of whoever asks for it.
  api.clock.now = new Date(Date.parse(recordedAt) + 60_000)
  await api.patch(api.path, { sources: anAgreement().sources }, { 'if-match': '*' })
  t.equal(await found('q=zyxwv'), false)
  t.equal(await found('source=zyxwv.example.org'), false)
  t.equal(await found(`q=zyxwv&knownAt=${recordedAt}`), true, 'as the registry stood then')
  t.equal(await found(`source=https://zyxwv.example.org/a&knownAt=${recordedAt}`), true)
  await api.delete(api.path, { 'if-match': '*' })
  t.equal(await found('q=treaty&limit=200'), false)
})

onEachRecord(t, 'a record of very many distinct words is kept, and found by its first ones', async (t, api) => {
  const cited = [{ source: 'treaty-text' }]
  const distinct = (i: number) =>
    Array.from({ length: 250 }, (_, j) => (i * 250 + j).toString(36).padStart(4, 'q') + (i % 2 ? 'é' : '中')).join(' ')
  const events = Array.from({ length: 290 }, (_, i) => ({
    id: `e-${i}`,
    type: 'statement' as const,
    date: '2020',
    description: distinct(i).slice(0, 1990).trim(),
    citations: cited
  }))
  const summary = distinct(301).slice(0, 3990).trim()
  t.equal((await api.create({ events, summary })).status, 201)
  const found = await api.get(`/v1/agreements?q=${encodeURIComponent(distinct(0).split(' ')[0] as string)}`)
  t.same(
    found.body.items.map(({ id }: { id: string }) => id),
    [api.id]
  )
})

t.test('the models look at the data set that is there', async t => {
  const records = JSON.parse(readFileSync(sourceFile('data/agreements.json'), 'utf8')) as Listed[]
  const withoutStatus = Object.entries(models).filter(
    ([query]) => !/legal|impl|evid|status|money|certain|dormant|year|ersons|changed/.test(query)
  )
  const empty = withoutStatus.filter(([, model]) => !records.some(record => model(record, today)))
  t.same(
    empty.map(([query]) => query),
    ['archived=true'],
    'each but one finds something'
  )
})
