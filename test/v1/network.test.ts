import { parse } from 'csv-parse/sync'
import { XMLParser } from 'fast-xml-parser'
import t from 'tap'
import { clocksOf } from '../../src/agreements/clocks.ts'
import { listLinked } from '../../src/network/store.ts'
import { onEachRecord, readOnEachDatabase } from '../start.ts'

// biome-ignore lint/suspicious/noExplicitAny: whole records, of which many members are looked at
type Item = any

const queries = [
  '',
  'kind=readmission',
  'party=US',
  'asOf=2010-01-01',
  'reportedBy=2019-01-01',
  'status=unimplemented',
  'year=1900'
]

readOnEachDatabase(t, 'the edges are the directions of the agreements that the filters name', async (t, { get }) => {
  for (const query of queries) {
    const items: Item[] = (await get(`/v1/agreements?limit=200&${query}`)).body.items
    const { status, body } = await get(`/v1/network?${query}`)
    t.equal(status, 200, query)
    const expected = items.flatMap(({ id, parties, kinds, label, status }) => {
      const [a, b] = parties
      const said = [id, kinds[0], label, status.legal, status.implementation, status.money].join()
      if (a.role === 'mutual') return [`${a.country}>${b.country} ${said}`, `${b.country}>${a.country} ${said}`]
      const [from, to] = a.role === 'sender' ? [a, b] : [b, a]
      return [`${from.country}>${to.country} ${said}`]
    })
    const found = body.edges.flatMap(({ sender, receiver, agreements }: Item) =>
      agreements.map(
        ({ id, kind, label, legal, implementation, money }: Item) =>
          `${sender}>${receiver} ${[id, kind, label, legal, implementation, money].join()}`
      )
    )
    t.same(found.sort(), expected.sort(), query)
    const codes = new Set(items.flatMap(({ parties }) => parties.map(({ country }: Item) => country)))
    t.same(
      body.nodes.map(({ code }: Item) => code),
      [...codes].sort(),
      query
    )
    for (const { sender, receiver, oneWay } of body.edges) {
      const least = items
        .filter(({ parties }) =>
          [`${sender} sender`, `${receiver} receiver`].every(text =>
            parties.some(({ country, role }: Item) => `${country} ${role}` === text)
          )
        )
        .reduce((sum, { totals }) => sum + (totals.persons?.min ?? 0), 0)
      t.equal(oneWay.persons?.min ?? 0, least, `${query}: ${sender} to ${receiver}`)
    }
  }
})

readOnEachDatabase(t, 'each format is there by its name and by Accept, as a file with a day', async (t, { get }) => {
  const { body } = await get('/v1/network?asOf=2021-02-10')
  const read = async (format: string, type: string) => {
    const { text, headers, status } = await get(`/v1/network?asOf=2021-02-10&format=${format}`, { accept: 'image/png' })
    t.equal(status, 200)
    t.match(headers['content-type'], type)
    t.equal(headers['content-disposition'], `attachment; filename="network-2021-02-10.${format}"`)
    t.equal((await get('/v1/network?asOf=2021-02-10', { accept: type })).text, text)
    return text
  }
  const parser = new XMLParser({ ignoreAttributes: false, attributeNamePrefix: '@' })
  const between = body.edges.map(({ sender, receiver }: Item) => `${sender} ${receiver}`)
  const ends = (edges: Item[]) => edges.map(edge => `${edge['@source']} ${edge['@target']}`)
  t.same(ends(parser.parse(await read('graphml', 'application/graphml+xml')).graphml.graph.edge), between)
  t.same(ends(parser.parse(await read('gexf', 'application/gexf+xml')).gexf.graph.edges.edge), between)
  const rows = parse(await read('csv', 'text/csv'), { columns: true, record_delimiter: '\r\n' }) as Item[]
  t.same(
    rows.map(({ sender, receiver }) => `${sender} ${receiver}`),
    between
  )
  t.match(
    rows.find(({ sender, receiver }) => sender === 'US' && receiver === 'SV'),
    { sender_iso3: 'USA', receiver_name: 'El Salvador', agreements: '1', mutual: 'false' }
  )
})

readOnEachDatabase(
  t,
  'it is asked for on a condition and as a head; what is wrong is named',
  async (t, { get, head }) => {
    const { headers } = await get('/v1/network?party=SV')
    t.equal((await get('/v1/network?party=SV', { 'if-none-match': headers.etag as string })).status, 304)
    t.match(await head('/v1/network?party=SV'), { status: 200, text: '', headers: { etag: headers.etag } })
    t.equal((await get('/v1/network', { accept: 'image/png' })).status, 406)
    for (const [query, parameter] of [
      ['party=UK', 'party'],
      ['format=dot', 'format'],
      ['knownAt=2099-01-01', 'knownAt'],
      ['view=full', 'view']
    ])
      t.match(await get(`/v1/network?${query}`), { status: 400, body: { errors: [{ parameter }] } }, query as string)
  }
)

onEachRecord(t, 'more agreements than one answer shows are refused', async (t, { database }) => {
  const clocks = clocksOf('2026-11-26')
  t.equal((await listLinked(database.db, clocks, { party: ['SV'] }, 3)).length, 3)
  await t.rejects(listLinked(database.db, clocks, { party: ['SV'] }, 2), {
    code: 'invalid-parameter',
    detail: /more than 2 agreements/
  })
})
