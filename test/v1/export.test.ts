import { once } from 'node:events'
import { request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout } from 'node:timers/promises'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { parse } from 'csv-parse/sync'
import readXlsxFile from 'read-excel-file/node'
import t from 'tap'
import { limits } from '../../src/limits.ts'
import { agreementsSeeded } from '../fixtures/data-set.ts'
import { onEachRecord, type Reader, type Registry, readOnEachDatabase, sharedReader } from '../start.ts'

// Small, so that the data set is many batches.
Object.assign(limits, { batch: 10 })

// biome-ignore lint/suspicious/noExplicitAny: records are looked into as they are
type Item = any
type Row = Record<string, string>

const list = '/v1/agreements'
const recordsOf = (text: string): Item[] =>
  text
    .split('\n')
    .slice(0, -1)
    .map(line => JSON.parse(line))
const rowsOf = (text: string): Row[] => parse(text, { columns: true, record_delimiter: '\r\n' })

async function pages({ get }: Reader, query: string): Promise<Item[]> {
  const items: Item[] = []
  for (let url: string | null = `${list}?view=full&limit=100&${query}`; url; ) {
    const { body }: { body: Item } = await get(url)
    items.push(...body.items)
    url = body.page.next
  }
  return items
}

readOnEachDatabase(t, 'NDJSON is the whole result, record by record, as its pages have it', async (t, api) => {
  for (const query of [
    'sort=-changedAt',
    'sort=title&party=US',
    'kind=readmission&asOf=2019-01-01&reportedBy=2020-01-01',
    'q=detention',
    'q=nothing+has+these+words',
    'status=in_force&sort=-signedOn,title'
  ]) {
    const answer = await api.get(`${list}?format=ndjson&${query}`)
    t.match(answer, { status: 200, headers: { 'content-type': 'application/x-ndjson' } })
    t.same(recordsOf(answer.text), await pages(api, query), query)
  }
  const { page } = (await api.get(`${list}?limit=1&total=true`)).body
  t.equal(recordsOf((await api.get(`${list}?format=ndjson`)).text).length, page.total)
})

readOnEachDatabase(t, 'fields pick the members of a line', async (t, api) => {
  const { text } = await api.get(`${list}?format=ndjson&fields=title,signedOn,events&sort=id`)
  const records = recordsOf(text)
  t.same(Object.keys(records[0]), ['id', 'title', 'signedOn', 'events', 'clocks'])
  const whole = await pages(api, 'sort=id')
  t.same(
    records.map(({ id, title, events }) => ({ id, title, events })),
    whole.map(({ id, title, events }) => ({ id, title, events }))
  )
})

readOnEachDatabase(t, 'CSV has a row for each agreement, in columns that say what the record says', async (t, api) => {
  const query = 'sort=id&asOf=2026-11-26&reportedBy=2026-11-01'
  const { text, headers } = await api.get(`${list}?format=csv&${query}`)
  t.equal(headers['content-type'], 'text/csv; charset=utf-8; header=present')
  t.equal(headers['content-disposition'], 'attachment; filename="agreements-2026-11-26.csv"')
  t.equal(headers['access-control-allow-origin'], '*', 'pages of any origin may read it')
  t.match(text, /^id,title,kind,kinds,sender,/, 'without a byte order mark')
  const rows = rowsOf(text)
  const records = await pages(api, query)
  t.equal(rows.length, records.length)
  const plain = (text: string | undefined) => text?.replace(/^'(?=[=+\-@])/, '')
  for (const [i, { id, title, kinds, parties, status, totals, revision }] of records.entries()) {
    const row = rows[i] as Row
    const role = (name: string) =>
      parties.filter((party: Item) => [name, 'mutual'].includes(party.role)).map(({ country }: Item) => country)
    t.match(
      { ...row, title: plain(row.title) },
      {
        id,
        title,
        kind: kinds[0],
        kinds: kinds.join('|'),
        sender: role('sender').join('|'),
        receiver: role('receiver').join('|'),
        legal: status.legal,
        certain: String(status.certain),
        uncertain_because: status.uncertainBecause.join('|'),
        label: status.label,
        persons_min: String(totals.persons?.min ?? ''),
        version: String(revision.version),
        as_of: '2026-11-26',
        reported_by: '2026-11-01',
        known_at: '',
        projected: 'false',
        url: `${list}/${id}`
      }
    )
  }
})

readOnEachDatabase(t, 'a row joins with data of others by three letters, and adds up in dollars', async (t, api) => {
  const { text } = await api.get(`${list}?format=csv&party=SV&sort=id`)
  const byId = Object.fromEntries(rowsOf(text).map(row => [row.id, row]))
  t.match(byId['us-sv-2019-asylum-cooperative-agreement'], {
    sender_iso3: 'USA',
    receiver_iso3: 'SLV',
    receiver_name: 'El Salvador',
    year: '2019',
    signed_on: '2019-09-20'
  })
  t.match(byId['us-sv-2025-cecot-detention'], {
    promised: /^USD \d+\.\d\d.* (offered|agreed)/,
    promised_usd_min: /^\d+\.\d\d$/,
    ends_on: '[2026-03-15..2026-03-23]'
  })
  const all = rowsOf((await api.get(`${list}?format=csv&sort=id`)).text)
  const mutual = all.find(row => row.sender?.includes('|'))
  t.ok(mutual, 'there is a mutual pair')
  t.equal(mutual?.sender, mutual?.receiver, 'which is in both')
  for (const { id, scope } of await pages(api, 'sort=id')) {
    const { persons_covered, mode, nationality_rule, nationalities, exclusions, caps } = all.find(
      row => row.id === id
    ) as Item
    t.same(
      [persons_covered, mode, nationality_rule, nationalities, exclusions, caps === ''],
      [
        scope.persons.join('|'),
        scope.mode,
        scope.nationalities.rule,
        scope.nationalities.countries.join('|'),
        scope.exclusions.join('|'),
        scope.caps.length === 0
      ],
      `${id} says whom it covers`
    )
  }
})

readOnEachDatabase(t, 'sums are numbers in columns of their currency, of all that the data set has', async (t, api) => {
  const rows = rowsOf((await api.get(`${list}?format=csv&sort=id`)).text)
  const records = await pages(api, 'sort=id')
  const currencies = new Set<string>()
  for (const [i, { totals }] of records.entries()) {
    for (const name of ['promised', 'paid']) {
      const sums: Item[] = totals[name] ?? []
      for (const { currency, amount } of sums) {
        currencies.add(currency)
        const column = `${name}_${currency.toLowerCase()}`
        const isOnly = sums.filter(sum => sum.currency === currency).length === 1
        const { min, max } = isOnly ? amount : { min: null, max: null }
        t.same(
          [rows[i]?.[`${column}_min`], rows[i]?.[`${column}_max`]],
          [min ?? '', max ?? ''],
          `${records[i].id} ${column}`
        )
      }
    }
  }
  t.same([...currencies].sort(), ['AUD', 'EUR', 'GBP', 'USD'])
})

readOnEachDatabase(t, 'long forms have a row for each claim', async (t, api) => {
  const records = await pages(api, 'party=US&sort=id')
  for (const name of ['events', 'feeTerms', 'parties', 'provisions', 'sources', 'facilities']) {
    const { text, headers } = await api.get(`${list}?rows=${name}&party=US&sort=id`)
    const rows = rowsOf(text)
    t.match(rows[0], { agreement_id: /\w/, agreement_title: /\w/, agreement_label: /\w/, as_of: '2026-11-26' })
    t.same(
      rows.map(row => row.agreement_id),
      records.flatMap(record => record[name].map(() => record.id)),
      name
    )
    t.match(
      headers['content-disposition'],
      /"(events|fee-terms|parties|provisions|sources|facilities)-2026-11-26\.csv"/
    )
  }
  const events = rowsOf((await api.get(`${list}?format=csv&rows=events&party=US&sort=id`)).text)
  t.same(
    events.map(({ event, date, type }) => [event, date, type]),
    records.flatMap(({ events }) => events.map(({ id, date, type }: Item) => [id, date, type]))
  )
})

onEachRecord(t, 'what a spreadsheet would take for a formula is a text', async (t, api) => {
  const titles = ['=HYPERLINK("http://example.org";"x")', '+1 and more', '-1 and more', '@here, "quoted"']
  for (const [i, title] of titles.entries()) {
    const { status } = await api.create({ id: `zz-formula-${i}`, title })
    t.equal(status, 201)
  }
  const shown = rowsOf((await api.get(`${list}?format=csv&sort=id`)).text).slice(-titles.length)
  t.same(
    shown.map(row => row.title),
    titles.map(title => `'${title}`)
  )
  const kept = recordsOf((await api.get(`${list}?format=ndjson&sort=id`)).text).slice(-titles.length)
  t.same(
    kept.map(({ title }) => title),
    titles,
    'and in a record it is as it was written'
  )
})

readOnEachDatabase(t, 'a byte order mark is there for those who ask for it', async (t, { get }) => {
  const [without, with_] = [await get(`${list}?format=csv&party=SV`), await get(`${list}?bom=true&party=SV`)]
  t.equal(with_.text, `\uFEFF${without.text}`)
})

readOnEachDatabase(
  t,
  'a workbook has a sheet of agreements, one of each sort of claim, and the codebook',
  async (t, api) => {
    const { status, headers, bytes } = await api.bytes(`${list}?format=xlsx&party=US&sort=id`, {
      'accept-encoding': 'gzip'
    })
    t.match(
      { status, headers },
      {
        status: 200,
        headers: {
          'content-type': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
          'content-disposition': 'attachment; filename="agreements-2026-11-26.xlsx"',
          'content-encoding': undefined
        }
      }
    )
    const names = ['agreements', 'events', 'feeTerms', 'parties', 'provisions', 'sources', 'facilities', 'codebook']
    const sheets = (await readXlsxFile(bytes)) as unknown as { sheet: string; data: Item[][] }[]
    t.same(
      sheets.map(({ sheet }) => sheet),
      names
    )
    const sheet = (name: string) => sheets.find(({ sheet }) => sheet === name)?.data ?? []
    const cellsOf = (rows: Item[][]) => rows.map(row => row.map(cell => String(cell ?? '')))
    for (const rows of ['events', 'parties', 'sources']) {
      const { text } = await api.get(`${list}?format=csv&rows=${rows}&party=US&sort=id`)
      const csv = (parse(text, { record_delimiter: '\r\n' }) as string[][]).map(row =>
        // Amounts are numbers in a sheet.
        row.map(cell => (/^\d+\.\d+$/.test(cell) ? String(Number(cell)) : cell.replace(/^'(?=[=+\-@])/, '')))
      )
      t.same(cellsOf(sheet(rows)), csv, rows)
    }
    const codebook = cellsOf(sheet('codebook'))
    for (const name of names.slice(0, -1)) {
      const [columns] = cellsOf(sheet(name))
      const explained = codebook.filter(row => row[0] === name && row[4] !== '').map(row => row[1])
      t.same(explained, columns, `every column of ${name} is explained`)
    }
    t.ok(
      codebook.some(row => row[2] === 'kinds' && row[3] === 'readmission' && row[4] !== ''),
      'and so is every code'
    )
  }
)

readOnEachDatabase(t, 'a workbook that would be too long is refused, and says what to do', async (t, api) => {
  Object.assign(limits, { workbook: 20 })
  t.teardown(() => Object.assign(limits, { workbook: 2_000 }))
  const { status, body, headers } = await api.get(`${list}?format=xlsx`)
  t.match({ status, body }, { status: 400, body: { errors: [{ parameter: 'format', code: 'too_many' }] } })
  t.equal(headers['content-type'], 'application/problem+json')
  t.equal((await api.get(`${list}?format=xlsx&party=SV`)).status, 200)
})

readOnEachDatabase(t, 'the address says in which format, or else Accept does', async (t, { get }) => {
  const type = async (query: string, accept: string) =>
    String((await get(`${list}?party=SV${query}`, { accept })).headers['content-type']).replace(/;.*/, '')
  t.equal(await type('', '*/*'), 'application/json')
  t.equal(await type('', 'text/html,application/xhtml+xml,*/*;q=0.8'), 'application/json')
  t.equal(await type('', 'text/csv'), 'text/csv')
  t.equal(await type('', 'application/x-ndjson'), 'application/x-ndjson')
  t.equal(await type('&format=csv', 'application/json'), 'text/csv')
  t.equal(await type('&format=csv', 'image/png'), 'text/csv', 'whatever a spreadsheet accepts')
  t.equal(await type('&format=json', 'text/csv'), 'application/json')
  t.match(await get(list, { accept: 'image/png' }), { status: 406 })
})

readOnEachDatabase(t, 'what a format does not take is refused, as a problem', async (t, { get }) => {
  const refused: [query: string, accept: string, named: string[]][] = [
    ['format=cvs', '*/*', ['format']],
    [
      'format=csv&limit=5&cursor=x&total=true&facet=kind&view=full&fields=id',
      '*/*',
      ['cursor', 'facet', 'fields', 'limit', 'total', 'view']
    ],
    ['format=ndjson&limit=5&view=full&bom=true', 'application/x-ndjson', ['bom', 'limit', 'view']],
    ['format=xlsx&rows=events&fields=id', '*/*', ['fields', 'rows']],
    ['format=json&rows=events', '*/*', ['rows']],
    ['limit=5', 'text/csv', ['limit']],
    ['view=full&party=SV', 'application/x-ndjson', ['view']],
    ['rows=event', '*/*', ['rows']],
    ['format=csv&party=ZZ', '*/*', ['party']]
  ]
  for (const [query, accept, named] of refused) {
    const { status, headers, body } = await get(`${list}?${query}`, { accept })
    t.match({ status, type: headers['content-type'] }, { status: 400, type: 'application/problem+json' }, query)
    t.same(body.errors.map(({ parameter }: { parameter: string }) => parameter).sort(), named, query)
  }
})

onEachRecord(t, 'a result is one state of the registry, whatever is written while it is sent', async (t, api) => {
  const last = ['a', 'b'].map(letter => `zz-last-${letter}`)
  for (const id of last) await api.create({ id })
  const before = recordsOf((await api.get(`${list}?format=ndjson&sort=id`)).text)
  t.same(
    before.slice(-2).map(({ id }) => id),
    last
  )
  const address = await listening(t, api)
  const response = await open(`${address}${list}?format=ndjson&sort=id`)
  const [first] = (await once(response, 'data')) as [Buffer]
  response.pause()
  const any = { 'if-match': '*' }
  await api.patch(`${list}/${last[1]}`, { notes: 'Changed meanwhile.' }, any)
  await api.delete(`${list}/${last[0]}`, any)
  await api.create({ id: 'zz-written-meanwhile' })
  const chunks = [first]
  response.on('data', chunk => chunks.push(chunk)).resume()
  await once(response, 'end')
  t.same(recordsOf(Buffer.concat(chunks).toString()), before)
})

onEachRecord(t, 'a client that hangs up stops the queries', async (t, api) => {
  // As a long result is: many statements, each of which takes its time.
  Object.assign(limits, { batch: 1 })
  t.teardown(() => Object.assign(limits, { batch: 10 }))
  let statements = 0
  // biome-ignore lint/suspicious/noExplicitAny: whatever the driver of the engine takes
  const client = (api.database.db as any).$client
  const { query } = client
  t.teardown(() => Object.assign(client, { query }))
  client.query = async (...args: unknown[]) => {
    statements += 1
    await setTimeout(5)
    return query.apply(client, args)
  }
  const address = await listening(t, api)
  const response = await open(`${address}${list}?format=ndjson`)
  await once(response, 'data')
  response.destroy()
  let sent = 0
  while (sent < statements) {
    sent = statements
    await setTimeout(500)
  }
  t.ok(sent > 0 && sent < agreementsSeeded, `${sent} statements were sent, and then no more`)
  t.equal((await api.get(`${list}?limit=1`)).status, 200, 'others are served')
})

async function listening(t: { teardown(end: () => unknown): void }, { app }: Registry): Promise<string> {
  if (!app.server.listening) await app.listen({ port: 0, host: '127.0.0.1' })
  t.teardown(() => app.server.closeAllConnections())
  return `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`
}

async function open(url: string) {
  const sent = request(url).on('error', () => {})
  sent.end()
  const [response] = (await once(sent, 'response')) as [import('node:http').IncomingMessage]
  response.on('error', () => {})
  return response
}

readOnEachDatabase(t, 'a result is compressed for whoever accepts it', async (t, api) => {
  for (const format of ['csv', 'ndjson']) {
    const plain = await api.bytes(`${list}?format=${format}`)
    t.equal(plain.headers['content-encoding'], undefined)
    for (const [coding, decode] of [
      ['gzip', gunzipSync],
      ['br', brotliDecompressSync]
    ] as const) {
      const { headers, bytes } = await api.bytes(`${list}?format=${format}`, { 'accept-encoding': coding })
      t.match(headers, { 'content-encoding': coding, 'content-length': undefined })
      t.ok(decode(bytes).equals(plain.bytes), 'is the same text')
      t.ok(bytes.length < plain.bytes.length / 3, `${plain.bytes.length} bytes become ${bytes.length}`)
    }
  }
})

onEachRecord(t, 'a result has a tag, which the next write changes, and HEAD sends no rows', async (t, api) => {
  const tags = new Set<string>()
  for (const query of ['format=csv', 'format=ndjson', 'format=xlsx', 'rows=events']) {
    const url = `${list}?${query}&party=SV`
    const { status, headers, text } = await api.head(url)
    t.match({ status, text }, { status: 200, text: '' })
    const got = await api.bytes(url)
    for (const name of ['etag', 'content-type', 'content-disposition', 'vary'])
      t.equal(headers[name], got.headers[name], `${query} ${name}`)
    tags.add(headers.etag as string)
    t.match(await api.get(url, { 'if-none-match': headers.etag as string }), { status: 304, text: '' })
  }
  t.equal(tags.size, 4, 'each representation has its own')
  await api.create()
  for (const etag of tags)
    t.equal((await api.get(`${list}?format=csv&party=SV`, { 'if-none-match': etag })).status, 200)
  const byAccept = await api.get(list, { accept: 'text/csv' })
  t.not(byAccept.headers.etag, (await api.get(list)).headers.etag)
})

t.test('the codebook explains every column', async t => {
  const { get } = await sharedReader('embedded')
  const { items } = (await get('/v1/vocabulary')).body
  const files = {
    AgreementRow: `${list}?format=csv`,
    EventRow: `${list}?rows=events`,
    FeeTermRow: `${list}?rows=feeTerms`,
    PartyRow: `${list}?rows=parties`,
    ProvisionRow: `${list}?rows=provisions`,
    SourceRow: `${list}?rows=sources`,
    FacilityRow: `${list}?rows=facilities`
  }
  for (const [schema, file] of Object.entries(files)) {
    const [names = ''] = (await get(`${file}&party=SV`)).text.split('\r\n')
    const explained = items.filter((entry: Item) => entry.schema === schema && entry.definition !== '')
    t.same(
      explained.map((entry: Item) => entry.member),
      names.split(','),
      schema
    )
  }
})
