import { parse } from 'csv-parse/sync'
import t from 'tap'
import type { Document } from '../contract/document.ts'
import { sharedReader } from '../start.ts'

interface Row {
  entry: string
  list: string | null
  schema: string | null
  member: string | null
  code: string | null
  label: string
  definition: string
  paths: string[]
}

interface Schema {
  description?: string
  enum?: unknown[]
}

t.test('every member and every code is there once, in words and with a definition', async t => {
  const { get } = await sharedReader('postgresql')
  const rows: Row[] = (await get('/v1/vocabulary')).body.items
  for (const row of rows) {
    const name = row.code === null ? `${row.schema}.${row.member}` : `${row.list} ${row.code}`
    t.match(row.definition, /^[A-Z`].*\.$/s, name)
    t.match(row.label, /^[A-Za-z][A-Za-z3 -]*$/, name)
  }
  const names = rows.map(({ list, schema, member, code }) => JSON.stringify(code ? [list, code] : [schema, member]))
  t.same(names, [...new Set(names)])
})

t.test('every closed list of the API document is in the vocabulary, and leads to it', async t => {
  const { get } = await sharedReader('postgresql')
  const document: Document = (await get('/openapi.json')).body
  const rows: Row[] = (await get('/v1/vocabulary')).body.items
  const codesOf = (list: string) => rows.flatMap(row => (row.list === list ? (row.code ?? []) : []))
  const others = new Set<string>()
  const found = new Set<string>()
  for (const [name, coded] of Object.entries(document.components.schemas as Record<string, Schema>)) {
    if (!coded.enum) continue
    const list = /\.\.(\/v1\/vocabulary)\?list=(\w+)\)$/.exec(coded.description ?? '')?.[2]
    if (!list) others.add(name)
    else {
      found.add(list)
      t.same(coded.enum, codesOf(list), `${name} leads to ${list}`)
      for (const code of codesOf(list)) t.match(coded.description, `\`${code}\`: `, `${name} explains ${code}`)
    }
  }
  t.same(found, new Set(rows.flatMap(({ list }) => list ?? [])))
  // What a request chooses of answers, problems, which have pages of their own, and what others define.
  t.same(
    others,
    new Set([
      ...['StatedState', 'Match', 'View', 'Facet', 'ClaimTable', 'VocabularyList', 'ProblemCode', 'HealthStatus'],
      ...['ListFormat', 'ClaimsFormat', 'StatisticsFormat', 'NetworkFormat', 'JsonPatchVerb'],
      ...['ImportMode', 'ImportOutcome', 'RateLimitPolicy']
    ])
  )
})

t.test('whatever a record holds has an entry with its path', async t => {
  const { get } = await sharedReader('postgresql')
  const rows: Row[] = (await get('/v1/vocabulary')).body.items
  const known = new Set(rows.flatMap(({ paths }) => paths))
  const { items } = (await get('/v1/agreements?view=full&limit=200')).body
  const met = new Set<string>(items.flatMap((record: object) => [...pathsIn(record)]))
  t.ok(met.size > 100)
  t.same(
    [...met].filter(path => !known.has(path)),
    []
  )
})

function* pathsIn(value: unknown, path = ''): Generator<string> {
  if (Array.isArray(value)) for (const item of value) yield* pathsIn(item, path)
  else if (value !== null && typeof value === 'object') {
    for (const [key, member] of Object.entries(value)) {
      yield `${path}/${key}`
      yield* pathsIn(member, `${path}/${key}`)
    }
  }
}

t.test('one list has the members that take it, and its codes in their order', async t => {
  const { get } = await sharedReader('postgresql')
  const rows: Row[] = (await get('/v1/vocabulary?list=standings')).body.items
  t.same(
    rows.map(({ schema, member, code }) => code ?? `${schema}.${member}`),
    [
      'FeeTerm.standing',
      'Linkage.standing',
      'AgreementEvent.standing',
      'EventRow.standing',
      'FeeTermRow.standing',
      'accepted',
      'disputed',
      'retracted'
    ]
  )
  t.same(rows.at(-1)?.paths, ['/feeTerms/standing', '/linkages/standing', '/events/standing'])
  t.match(await get('/v1/vocabulary?list=standing'), {
    status: 400,
    body: { errors: [{ parameter: 'list', detail: /nearest is "standings"/ }] }
  })
})

t.test('as CSV it has the same rows, by RFC 4180', async t => {
  const { get } = await sharedReader('postgresql')
  const { items } = (await get('/v1/vocabulary')).body
  const { text, headers } = await get('/v1/vocabulary', { accept: 'text/csv' })
  t.equal(headers['content-type'], 'text/csv; charset=utf-8; header=present')
  t.match(headers.vary, /\bAccept\b/)
  const parsed = parse(text, { columns: true, record_delimiter: '\r\n' }) as Record<string, string>[]
  const nullIfEmpty = (cell: string | undefined) => (cell === '' ? null : cell)
  const rows = parsed.map(({ list, schema, member, code, paths, ...row }) => ({
    ...row,
    list: nullIfEmpty(list),
    schema: nullIfEmpty(schema),
    member: nullIfEmpty(member),
    code: nullIfEmpty(code),
    paths: paths ? paths.split('|') : []
  }))
  t.same(rows, items)
})

t.test('it is asked for on a condition, as a head, and in a type that there is', async t => {
  const { get, head } = await sharedReader('postgresql')
  const { headers } = await get('/v1/vocabulary')
  const csv = await get('/v1/vocabulary', { accept: 'text/csv' })
  t.match(headers.etag, /^"[\w-]+"$/)
  t.not(headers.etag, csv.headers.etag, 'another representation has another tag')
  t.equal((await get('/v1/vocabulary', { 'if-none-match': headers.etag as string })).status, 304)
  t.match(await head('/v1/vocabulary'), { status: 200, text: '', headers: { etag: headers.etag } })
  t.match(headers['cache-control'], /^public, max-age=\d+/)
  t.match(await get('/v1/vocabulary', { accept: 'application/xml' }), { status: 406, body: { detail: /text\/csv/ } })
})
