import { drizzle } from 'drizzle-orm/node-postgres'
import pg from 'pg'
import t from 'tap'
import { resolveClocks } from '../../src/agreements/clocks.ts'
import { sortKeys } from '../../src/agreements/list/sort.ts'
import { listAgreements, walkAgreements, waysTo } from '../../src/agreements/list/store.ts'
import type { AgreementRecord } from '../../src/agreements/schemas.ts'
import type { Filters } from '../../src/agreements/selection/parameters.ts'
import * as tables from '../../src/database/tables.ts'
import { bounds, compare, nextDay, previousDay } from '../../src/record/dates.ts'
import { endOf } from '../../src/record/status/end.ts'
import { type Reader, readOnEachDatabase, sharedReader, urlOf } from '../start.ts'

// Filters in every order, against a model that sorts what it finds in memory; and each of the ways in which a page may be found.

const signedOn = ({ events }: AgreementRecord) =>
  events
    .filter(({ type, standing }) => type === 'signed' && standing === 'accepted')
    .map(({ date }) => bounds(date))
    .sort((a, b) => compare(a.lo, b.lo) || compare(a.hi, b.hi))[0]

/** A text that is in the order of the field; what has no value stands where lists put it. */
const fields: Record<string, (record: AgreementRecord) => string> = {
  id: () => '',
  title: ({ title }) => title,
  signedOn: record => signedOn(record)?.lo ?? '-infinity',
  endsOn: record => endOf(record)?.lo ?? 'infinity',
  personsMoved: ({ totals }) => String((totals.persons?.min ?? -1) + 1).padStart(12, '0'),
  lastHeardOn: ({ status }) => status.lastHeardOn ?? '-infinity'
}
const orders = Object.keys(fields).flatMap(field => [field, `-${field}`])

const filters: Filters[] = [
  { sender: ['US'] },
  { receiver: ['RW'] },
  { kind: ['readmission'] },
  { kind: ['readmission', 'prison_lease'] },
  { legal: ['in_force'] },
  { year: ['2016', '2019', '2022'] },
  { sender: ['US'], legal: ['in_force'] },
  { signedFrom: '2000', signedTo: '2018-06' },
  { sender: ['US'], signedFrom: '2010' },
  { endsFrom: '2015', endsTo: '2024-03' },
  { endsFrom: '2020', match: 'certain' },
  { eventFrom: '2019-05', eventTo: '2020' },
  { eventType: ['signed'], eventFrom: '2019', match: 'certain' },
  { minPersons: 100 },
  { changedFrom: '2026-01' }
]
const queryOf = (filters: Filters) =>
  Object.entries(filters)
    .flatMap(([name, value]) => [value].flat().map(one => `&${name}=${one}`))
    .join('')

const all = async (api: Reader, path: string, link: 'next' | 'prev' = 'next') => {
  const pages: AgreementRecord[][] = []
  for (let at: string | null = path; at; ) {
    const { status, body, text } = await api.get(at)
    if (status !== 200) throw new Error(text)
    pages.push(body.items)
    at = body.page[link]
  }
  return (link === 'next' ? pages : pages.reverse()).flat()
}
const idsOf = (records: readonly { id: string }[]) => records.map(({ id }) => id)

/** The same agreements as the order has them. */
function sorted(records: readonly AgreementRecord[], order: string): string[] {
  const key = fields[order.replace('-', '')] as (record: AgreementRecord) => string
  const ids = idsOf([...records].sort((a, b) => compare(key(a), key(b)) || compare(a.id, b.id)))
  return order.startsWith('-') ? ids.reverse() : ids
}

readOnEachDatabase(
  t,
  'what a filter finds stands in the order that is asked for, over pages in both directions',
  async (t, api) => {
    for (const [i, filter] of filters.entries()) {
      const query = queryOf(filter)
      const found = await all(api, `/v1/agreements?limit=200&view=full${query}`)
      t.ok(found.length > 1, query)
      // Every filter stands in a third of the orders, and every order has a third of the filters.
      for (const order of orders.filter((_, j) => (i + j) % 3 === 0)) {
        const first = (await api.get(`/v1/agreements?limit=9&sort=${order}${query}`)).body
        const second = first.page.next && (await api.get(first.page.next)).body
        const expected = sorted(found, order)
        t.same(idsOf([...first.items, ...(second?.items ?? [])]), expected.slice(0, 18), `${query}&sort=${order}`)
        t.equal(first.page.next === null, expected.length <= 9)
      }
      const path = `/v1/agreements?limit=9&sort=-endsOn${query}`
      let last = path
      for (let next: string | null = path; next; next = (await api.get(next)).body.page.next) last = next
      t.same(idsOf(await all(api, last, 'prev')), sorted(found, '-endsOn'), `${query} backward`)
    }
  }
)

t.test('a walk finds all, forward and back, however little of an order is looked through for a page', async t => {
  const api = await sharedReader('postgresql')
  const { clock, database } = api
  const { db } = database
  const vague = (await all(api, '/v1/agreements?limit=200&view=full'))
    .flatMap(record => signedOn(record) ?? [])
    .filter(({ lo, hi }) => lo !== hi && hi !== 'infinity')
  const onLastDays = vague.slice(0, 4).map(({ hi }): Filters => ({ kind: ['readmission'], signedFrom: hi }))
  const taken = new Set<string>()
  for (const [i, filter] of [...filters, ...onLastDays].entries()) {
    for (const asOf of ['1990-01-01', undefined]) {
      const clocks = resolveClocks({ asOf }, clock.now)
      for (const order of [...orders, 'changedAt', '-changedAt'].filter((_, j) => (i + j) % 3 === 0)) {
        const query = { clocks, filters: filter, sort: sortKeys({ sort: order }), view: 'summary' as const }
        const { rows } = await listAgreements(db, { ...query, limit: 200 })
        const expected = rows.map(({ seq }) => seq)
        const few = { ...query, limit: 3, walked: 1 }
        for (const { way, find } of waysTo(db, few)) if ((await find()).length > few.limit) taken.add(way)
        const forward: number[] = []
        for await (const page of walkAgreements(db, few)) forward.push(...page.rows.map(({ seq }) => seq))
        t.same(forward, expected, `${queryOf(filter)}&sort=${order}&asOf=${asOf}`)
        const backward = expected.slice(-1)
        for (let first = rows.at(-1), more = first !== undefined; more && first; ) {
          const page = await listAgreements(db, { ...few, from: { values: first.sortValues, forward: false } })
          backward.unshift(...page.rows.map(({ seq }) => seq))
          first = page.rows[0]
          more = page.more
        }
        t.same(backward, expected, `${queryOf(filter)}&sort=${order}&asOf=${asOf} backward`)
      }
    }
  }
  t.same([...taken].sort(), ['at once', 'by id', 'sorting', 'walking'])
})

t.test('a vague signature is found on each day that it may have been on, wherever it stands', async t => {
  const api = await sharedReader('postgresql')
  const records = await all(api, '/v1/agreements?limit=200&view=full')
  const vague = records.flatMap(record => signedOn(record) ?? []).filter(({ lo, hi }) => lo !== hi)
  t.ok(vague.length > 3)
  const days = new Set(vague.flatMap(({ lo, hi }) => [previousDay(lo), lo, nextDay(lo), hi, nextDay(hi)]))
  for (const day of days) {
    if (day.endsWith('infinity')) continue
    const ranges: [query: string, isIn: (lo: string, hi: string) => boolean][] = [
      [`signedFrom=${day}`, (_, hi) => hi >= day],
      [`signedTo=${day}`, lo => lo <= day],
      [`signedFrom=${day}&signedTo=${day}`, (lo, hi) => lo <= day && hi >= day],
      [`signedFrom=${day}&match=certain`, lo => lo >= day]
    ]
    for (const [query, isIn] of ranges) {
      const found = records.filter(record => {
        const signed = signedOn(record)
        return signed && isIn(signed.lo, signed.hi) && signed.lo <= '2026-11-26'
      })
      for (const order of ['signedOn', '-signedOn']) {
        const { items } = (await api.get(`/v1/agreements?limit=5&sort=${order}&${query}`)).body
        t.same(idsOf(items), sorted(found, order).slice(0, 5), `${query}&sort=${order}`)
      }
    }
  }
})

t.test('a page behind a cursor reads nothing of a value that lies before it', async t => {
  const { database, clock } = await sharedReader('postgresql')
  const client = new pg.Client(urlOf(database))
  await client.connect()
  t.teardown(() => client.end())
  // So few agreements may as well be looked up one by one, which would hide what is read of the value.
  await client.query('set enable_nestloop = off')
  const asked: { text: string; values: unknown[] }[] = []
  const query = client.query.bind(client) as (config: { text: string }, values: unknown[]) => Promise<pg.QueryResult>
  client.query = ((config: { text: string }, values: unknown[]) => {
    asked.push({ text: config.text, values })
    return query(config, values)
  }) as typeof client.query
  const db = drizzle(client, { schema: tables })
  const clocks = resolveClocks({}, clock.now)
  for (const filters of [{ kind: ['readmission'] }, { eventType: ['signed'] }, { sender: ['US'] }] as Filters[]) {
    for (const order of ['changedAt', '-changedAt', 'changedAt,title', '-changedAt,title', 'signedOn', '-signedOn']) {
      const list = { clocks, filters, sort: sortKeys({ sort: order }), view: 'summary' as const, limit: 200 }
      const { rows } = await listAgreements(db, list)
      const [last] = rows.slice(-3)
      if (!last) throw new Error(`${queryOf(filters)} finds less than three agreements`)
      asked.length = 0
      const behind = await listAgreements(db, { ...list, from: { values: last.sortValues, forward: true } })
      t.same(behind.rows, rows.slice(-2))
      const [{ text, values }] = asked as [(typeof asked)[number]]
      const explained = await query({ text: `explain (analyze, format json) ${text}` }, values)
      const read = rowsRead(JSON.parse(explained.rows[0]['QUERY PLAN'])[0].Plan, 'listed')
      t.ok(read > 0 && read <= 2, `${read} rows: ${queryOf(filters)}&sort=${order}`)
    }
  }
})

interface Plan {
  'Relation Name'?: string
  'Actual Rows': number
  'Actual Loops': number
  Plans?: Plan[]
}

/** How many rows of a table a plan has read, all in all. */
const rowsRead = ({ Plans = [], ...node }: Plan, table: string): number =>
  (node['Relation Name'] === table ? node['Actual Rows'] * node['Actual Loops'] : 0) +
  Plans.reduce((sum, plan) => sum + rowsRead(plan, table), 0)
