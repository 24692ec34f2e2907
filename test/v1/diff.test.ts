import { applyPatch } from 'rfc6902'
import t from 'tap'
import { anAgreement, aSource } from '../fixtures/agreement.ts'
import { onEachRecord, type Subject } from '../start.ts'

const event = (id: string, date: string, description: string | null = null) => ({
  id,
  type: 'statement' as const,
  date,
  description,
  citations: [{ source: 'treaty-text' }]
})

/** Three versions: two events; a third one put before them and the first one described; the second one taken out. */
async function aHistory({ agreement, create, put, path }: Subject): Promise<string[]> {
  const versions = [
    [event('a', '2019-01-01'), event('b', '2019-02-01')],
    [event('new', '2019-03-01'), event('a', '2019-01-01', 'Said so.'), event('b', '2019-02-01')],
    [event('new', '2019-03-01'), event('a', '2019-01-01', 'Said so.')]
  ]
  const made = [await create({ events: versions[0] })]
  for (const [i, events] of versions.slice(1).entries())
    made.push(await put(path, agreement({ events }), { 'if-match': `"${i + 1}"` }))
  return made.map(({ body }) => body.revision.recordedAt)
}

const added = { operation: 'add', pointer: '/events/0', before: null }
const described = { operation: 'replace', pointer: '/events/1/description', before: null, after: 'Said so.' }
const removed = { operation: 'remove', pointer: '/events/2', before: { id: 'b' }, after: null }

onEachRecord(t, 'a difference matches the members of lists by their ids, not by their places', async (t, api) => {
  await aHistory(api)
  const compare = async (query: string) => (await api.get(`${api.path}/diff?${query}`)).body
  t.match(await compare('from=1&to=2'), { from: 1, to: 2, changes: [added, described] })
  t.equal((await compare('from=1&to=2')).changes.length, 2)
  t.match(await compare('from=2&to=3'), { from: 2, to: 3, changes: [removed] })
  t.match(await compare(''), { from: 2, to: 3, changes: [removed] }, 'without parameters the last two versions')
  t.match(await compare('from=1'), { from: 1, to: 3 })
  t.match(await compare('to=2'), { from: 1, to: 2 })
  t.same((await compare('from=2&to=2')).changes, [])
})

onEachRecord(t, 'two moments stand for the versions that were held then', async (t, api) => {
  api.clock.now = new Date()
  const [first, , third] = (await aHistory(api)) as [string, string, string]
  api.clock.now = new Date()
  t.match((await api.get(`${api.path}/diff?knownAt=${first}&knownAt=${third}`)).body, { from: 1, to: 3 })
  t.match((await api.get(`${api.path}/diff?knownAt=${first}&knownAt=${first}`)).body, { from: 1, to: 1, changes: [] })
  t.match(await api.get(`${api.path}/diff?knownAt=${third}&knownAt=${first}`), {
    status: 400,
    body: { errors: [{ parameter: 'knownAt', code: 'backwards' }] }
  })
  t.match(await api.get(`${api.path}/diff?knownAt=2001-01-01&knownAt=${first}`), {
    status: 404,
    body: { code: 'not-known-yet', detail: new RegExp(`since ${first}`) }
  })
})

onEachRecord(t, 'as a JSON Patch (RFC 6902) a difference leads from one version to the other', async (t, api) => {
  await aHistory(api)
  const accept = 'application/json-patch+json'
  const patch = await api.get(`${api.path}/diff?from=1&to=3`, { accept })
  t.match(patch.headers['content-type'], accept)
  const written = async (version: number) => {
    const { revision: _, ...record } = (await api.get(`${api.path}/revisions/${version}`)).body
    return record
  }
  const record = await written(1)
  t.same(
    applyPatch(record, patch.body).filter(error => error !== null),
    []
  )
  t.same(record, await written(3))
  t.match(await api.get(`${api.path}/diff`, { accept: 'application/xml' }), { status: 406 })
})

onEachRecord(t, 'versions that cannot be compared are refused by name', async (t, api) => {
  await aHistory(api)
  const refused = (query: string) => api.get(`${api.path}/diff?${query}`)
  const wrong = (parameter: string, code: string) => ({ status: 400, body: { errors: [{ parameter, code }] } })
  t.match(await refused('from=3&to=1'), wrong('from', 'backwards'))
  t.match(await refused('from=1&knownAt=2020-01-01&knownAt=2020-01-02'), wrong('knownAt', 'mixed'))
  const both = { parameter: 'knownAt', code: 'mixed', detail: /not both/ }
  t.strictSame((await refused('from=1&knownAt=2026-11-26')).body.errors?.length, 1)
  t.match(await refused('from=1&knownAt=2026-11-26'), { status: 400, body: { errors: [both] } })
  for (const from of ['0', '-1', '1.5', 'one', '1e3', '99999999999'])
    t.match(await refused(`from=${from}`), { status: 400, body: { errors: [{ parameter: 'from' }] } }, from)
  t.match(await refused('knownAt=2020-01-01'), {
    status: 400,
    body: { errors: [{ parameter: 'knownAt', detail: /2 items or more.*knownAt=…&knownAt=…/ }] }
  })
  t.match(await refused('knownAt=2020-02-30&knownAt=2021-01-01'), wrong('knownAt', 'invalid_moment'))
  t.match(await refused('from=1&to=4'), { status: 404, body: { detail: /no version 4/ } })
  t.match(await api.get('/v1/agreements/no-such-agreement/diff'), { status: 404 })
  await api.delete(api.path, { 'if-match': '*' })
  t.match(await refused('from=3&to=4'), { status: 410, body: { detail: /Version 4 .* deletion/ } })
  t.match(await refused('from=1&to=2'), { status: 200 }, 'what was before can still be compared')
})

onEachRecord(t, 'a difference between long lists is answered at once', async (t, api) => {
  const sources = (title: string) =>
    Array.from({ length: 300 }, (_, i) => aSource({ id: `s-${i}`, title: `${title} ${i}` }))
  const events = anAgreement().events?.map(event => ({ ...event, citations: [{ source: 's-0' }] }))
  await api.create({ sources: sources('Before'), events })
  const after = api.agreement({ sources: sources('After').toReversed(), events })
  await api.put(api.path, after, { 'if-match': '"1"' })
  const { body } = await api.get(`${api.path}/diff`, { accept: 'application/json-patch+json' })
  t.match(body, [{ op: 'replace', path: '/sources' }])
  t.equal(body.length, 1)
})

onEachRecord(t, 'a version beyond the last one is 404, whichever of the two it is', async (t, api) => {
  await api.create()
  for (const query of ['from=3', 'to=3', 'from=3&to=4'])
    t.equal((await api.get(`${api.path}/diff?${query}`)).status, 404, query)
})
