import * as fc from 'fast-check'
import t from 'tap'
import { clockFaults, momentOf } from '../../src/agreements/clocks.ts'
import { aSource } from '../fixtures/agreement.ts'
import { type Vector, vectors } from '../fixtures/vectors.ts'
import { onEachRecord, readOnEachDatabase } from '../start.ts'

type Item = { id: string; status: object; totals: object }
const cited = (source: string) => [{ source }]
const clocksOf = ({ asOf, reportedBy }: Vector) => new URLSearchParams({ asOf, ...(reportedBy && { reportedBy }) })

readOnEachDatabase(
  t,
  'a record, its explanation and every list say the same at the same clocks',
  async (t, { get }) => {
    for (const vector of vectors) {
      const name = `${vector.id} at ${clocksOf(vector)}`
      const path = `/v1/agreements/${vector.id}`
      const record = await get(`${path}?${clocksOf(vector)}`)
      const explained = await get(`${path}/status?${clocksOf(vector)}`)
      const listed = (await get(`/v1/agreements?limit=200&view=full&${clocksOf(vector)}`)).body.items as Item[]
      const item = listed.find(({ id }) => id === vector.id)
      if (vector.expected) {
        t.match(record, { status: 200, body: { status: vector.expected } }, name)
        t.same(explained.body.status, record.body.status, name)
        t.same(item, record.body, name)
      } else {
        t.match(record, { status: 404, body: { code: 'not-known-yet' } }, name)
        t.match(explained, { status: 404, body: { code: 'not-known-yet' } }, name)
        t.equal(item, undefined, name)
      }
    }
  }
)

readOnEachDatabase(t, 'the clocks of an answer are said in full: days and moments, in UTC', async (t, api) => {
  api.clock.now = new Date('2040-05-05T12:00:00.000Z')
  const path = '/v1/agreements/us-sv-2019-asylum-cooperative-agreement'
  const table: [query: string, expected: object][] = [
    ['', { asOf: '2040-05-05', reportedBy: null, knownAt: null, projected: false }],
    ['asOf=2020-01-01&reportedBy=2019-12-31', { asOf: '2020-01-01', reportedBy: '2019-12-31', projected: false }],
    ['asOf=2040-05-06', { asOf: '2040-05-06', projected: true }],
    ['asOf=2100-12-31', { asOf: '2100-12-31', projected: true }],
    ['knownAt=2040-05-01', { knownAt: '2040-05-01T23:59:59.999Z' }],
    ['knownAt=2040-05-01T12:00:00%2B02:00', { knownAt: '2040-05-01T10:00:00.000Z' }],
    ['knownAt=2040-05-01T12:00Z', { knownAt: '2040-05-01T12:00:00.000Z' }],
    ['knownAt=2040-05-01t12:00:00.1239999999z', { knownAt: '2040-05-01T12:00:00.123Z' }],
    ['knownAt=2030-12-31T23:59:60Z', { knownAt: '2030-12-31T23:59:59.999Z' }]
  ]
  for (const [query, expected] of table) {
    t.match((await get(`${path}?${query}`)).status, expected, query || 'none')
    t.match((await get(`${path}/status?${query}`)).status, expected, query || 'none')
    const { body } = await api.get(`/v1/agreements?limit=1&${query}`)
    t.match(body.clocks, expected, query || 'none')
    t.match(body.items[0].status, expected, query || 'none')
  }
  async function get(url: string) {
    return (await api.get(url)).body
  }
})

onEachRecord(t, 'an agreement of which nothing is dated is always there, and has no state in law', async (t, api) => {
  await api.create({ events: [] })
  for (const query of ['asOf=1800-01-01', 'reportedBy=1800-01-01', 'asOf=2100-12-31']) {
    const { body } = await api.get(`${api.path}?${query}`)
    t.match(body.status, { legal: 'none', implementation: 'unimplemented' }, query)
    const { items } = (await api.get(`/v1/agreements?legal=none&limit=200&${query}`)).body
    t.ok(
      items.some(({ id }: Item) => id === api.id),
      query
    )
  }
})

onEachRecord(t, 'a claim counts from the first publication that it cites', async (t, api) => {
  const events = [
    { id: 'signed', type: 'signed' as const, date: '2019-01-01', citations: cited('early') },
    {
      id: 'in-force',
      type: 'entered_into_force' as const,
      date: '2019-02-01',
      citations: [...cited('late'), ...cited('earlier')]
    },
    { id: 'began', type: 'transfers_began' as const, date: '2019-03-01', citations: cited('undated') },
    { id: 'ended', type: 'transfers_ended' as const, date: '2019-04-01', citations: cited('never') }
  ]
  const sources = [
    aSource({ id: 'early', publishedOn: '2019-01-10' }),
    aSource({ id: 'late', publishedOn: '2022-01-01' }),
    aSource({ id: 'earlier', publishedOn: '2021-01-01', accessedOn: '2019-02-02' }),
    aSource({ id: 'undated', publishedOn: null, accessedOn: '2023-01-01' }),
    aSource({ id: 'never', publishedOn: null })
  ]
  const made = await api.create({ events, sources })
  t.equal(made.status, 201, made.text)
  const at = async (reportedBy: string) =>
    (await api.get(`${api.path}?asOf=2024-01-01&reportedBy=${reportedBy}`)).body.status
  t.equal((await api.get(`${api.path}?reportedBy=2019-01-09`)).status, 404)
  t.match(await at('2019-01-10'), { legal: 'signed', implementation: 'unimplemented' })
  t.match(await at('2020-12-31'), { legal: 'signed' })
  t.match(await at('2021-01-01'), { legal: 'in_force', implementation: 'unimplemented' })
  t.match(await at('2022-12-31'), { implementation: 'unimplemented' })
  t.match(await at('2023-01-01'), { implementation: 'operating' }, 'a source without a date, from when it was read')
  t.match(await at('2026-11-26'), { implementation: 'operating' }, 'a source without any date never counts')
  t.match((await api.get(api.path)).body.status, { implementation: 'ended' }, 'unless one asks for all there is')
})

readOnEachDatabase(t, 'totals obey the clocks', async (t, { get }) => {
  const path = '/v1/agreements/us-sv-2025-cecot-detention'
  const early = (await get(`${path}?asOf=2025-03-18`)).body
  const late = (await get(path)).body
  t.equal(early.totals.paid?.length ?? 0, 0)
  t.match(late.totals.paid, [{ currency: 'USD' }])
  t.same(early.feeTerms, late.feeTerms, 'the written members are those of the record')
})

readOnEachDatabase(
  t,
  'a clock that cannot be is 400, by name and with the way out, wherever it is asked for',
  async (t, api) => {
    const table: [parameter: string, value: string, detail: RegExp][] = [
      ['asOf', '2019-02-29', /no calendar day/],
      ['asOf', '2019-9-1', /no calendar day/],
      ['asOf', '2019', /no calendar day/],
      ['asOf', 'today', /no calendar day/],
      ['asOf', '1799-12-31', /from 1800-01-01 to 2100-12-31/],
      ['asOf', '2101-01-01', /from 1800-01-01 to 2100-12-31/],
      ['asOf', '2019-01-01T00:00:00Z', /no calendar day/],
      ['reportedBy', '2026-11-27', /to 2026-11-26/],
      ['reportedBy', '2020-13-01', /no calendar day/],
      ['knownAt', '2026-11-26T12:00:01Z', /future/],
      ['knownAt', '2026-11-27', /future/],
      ['knownAt', '2026-02-30', /neither a moment/],
      ['knownAt', '2026-02-30T12:00:00Z', /neither a moment/],
      ['knownAt', '2026-02-28T24:00:00Z', /neither a moment/],
      ['knownAt', '2026-02-28T12:00:00', /neither a moment/],
      ['knownAt', '2026-02-28 12:00:00Z', /neither a moment/],
      ['knownAt', '2026-02-28T12:00:60Z', /neither a moment/],
      ['knownAt', '2026-02-28T12:00:00.Z', /neither a moment/],
      ['knownAt', '1772000000', /neither a moment/]
    ]
    const id = '/v1/agreements/us-sv-2019-asylum-cooperative-agreement'
    for (const path of ['/v1/agreements', id, `${id}/status`]) {
      for (const [parameter, value, detail] of table) {
        const query = new URLSearchParams([[parameter, value]])
        t.match(
          await api.get(`${path}?${query}`),
          { status: 400, body: { code: 'invalid-parameter', errors: [{ parameter, detail }] } },
          `${path}?${query}`
        )
      }
      t.match(await api.get(`${path}?asOf=2020-01-01&asOf=2021-01-01`), { status: 400 })
      t.match(await api.get(`${path}?asOf=`), { status: 400, body: { errors: [{ parameter: 'asOf' }] } })
    }
    // What tests record is younger than their clock.
    t.equal((await api.get(`${id}?knownAt=2026-11-26`)).status, 404, 'today as a day is not over')
  }
)

onEachRecord(
  t,
  'where nothing is known at some clocks, the answer speaks of days, and of none where there is none',
  async (t, api) => {
    const event = (date: string) => [{ type: 'signed' as const, date, citations: cited('treaty-text') }]
    const undated = aSource({ publishedOn: null })
    const records: [name: string, overrides: object, query: string, detail: RegExp][] = [
      [
        'undated',
        { sources: [undated] },
        'reportedBy=2020-01-01',
        /dated 2019-09-20, and no publication that it cites has a day/
      ],
      [
        'open',
        { events: event('[..2019]') },
        'reportedBy=2019-01-01',
        /has no first day, and the first publication .* 2019-09-20/
      ],
      [
        'neither',
        { events: event('[..2019]'), sources: [undated] },
        'reportedBy=2020-01-01',
        /no first day, and no publication/
      ],
      [
        'later',
        { sources: [aSource({ publishedOn: '[2019..]' })] },
        'reportedBy=2020-01-01',
        /no publication that it cites/
      ]
    ]
    for (const [name, overrides, query, detail] of records) {
      const id = `${api.id}-${name}`
      t.equal((await api.create({ id, ...overrides })).status, 201, id)
      for (const path of [`/v1/agreements/${id}`, `/v1/agreements/${id}/status`]) {
        const { status, body } = await api.get(`${path}?${query}`)
        t.match({ status, body }, { status: 404, body: { code: 'not-known-yet', detail } }, path)
        t.notMatch(body.detail, /infinity|null/, path)
      }
    }
  }
)

t.test('a moment of RFC 3339 is read whatever its digits, its case and its offset', async () => {
  const now = new Date('2100-12-31T23:59:59.999Z')
  const digits = fc.stringMatching(/^[0-9]{1,40}$/)
  const offset = fc.constantFrom('Z', 'z', '+00:00', '-00:00', '+05:45', '-23:59')
  const day = fc.date({ min: new Date('1900-01-01'), max: new Date('2099-12-31'), noInvalidDate: true })
  fc.assert(
    fc.property(day, digits, offset, fc.constantFrom('T', 't'), (date, fraction, zone, separator) => {
      const text = `${date.toISOString().slice(0, 19).replace('T', separator)}.${fraction}${zone}`
      const read = new Date(
        `${date.toISOString().slice(0, 19)}.${fraction.padEnd(3, '0').slice(0, 3)}${zone.toUpperCase()}`
      )
      return clockFaults({ knownAt: text }, now).length === 0 && momentOf(text, now).getTime() === read.getTime()
    })
  )
})
