import t from 'tap'
import { onEachRecord, type Subject } from '../start.ts'

const restore = ({ post, path }: Subject, version: number | string, headers = {}, query = '') =>
  post(`${path}/revisions/${version}/restore${query}`, '', headers)

async function twoVersions({ create, put, path, agreement }: Subject): Promise<void> {
  await create({ notes: 'The first.' })
  await put(path, agreement({ title: 'Changed', kinds: ['readmission'] }), { 'if-match': '"1"' })
}

onEachRecord(t, 'restoring makes a new revision that is equal to an old one', async (t, api) => {
  await twoVersions(api)
  const restored = await restore(api, 1, { 'if-match': '"2"' }, '?cause=correction&note=Back')
  t.match(restored, {
    status: 200,
    body: { notes: 'The first.', revision: { version: 3, actor: 'tester', cause: 'correction', note: 'Back' } }
  })
  t.match(restored.headers.etag, /^"3\./)
  t.match((await api.get(`${api.path}/diff?from=1&to=3`)).body, { changes: [] })
  t.equal((await api.get(`${api.path}/diff?from=1&to=3`)).body.changes.length, 0)
  t.same((await api.get(`${api.path}/revisions`)).body.items[0].changed.sort(), ['/kinds', '/notes', '/title'])
  const listed = (await api.get('/v1/agreements?kind=safe_third_country&limit=1')).body.items[0]
  t.match(listed, { id: api.id, revision: { version: 3 } }, 'lists follow')
})

onEachRecord(t, 'a deleted agreement comes back, and needs no tag for that', async (t, api) => {
  await twoVersions(api)
  await api.delete(api.path, { 'if-match': '"2"' })
  t.match(await api.get(api.path), { status: 410 })
  t.match(await restore(api, 2, { 'if-match': '"2"' }), { status: 412 }, 'but one that is sent must match')
  t.match(await restore(api, 2), { status: 200, body: { title: 'Changed', revision: { version: 4 } } })
  t.match(await api.get(api.path), { status: 200, body: { title: 'Changed' } })
})

onEachRecord(t, 'restoring what is there already changes nothing', async (t, api) => {
  await twoVersions(api)
  t.match(await restore(api, 2, { 'if-match': '*' }), { status: 200, body: { revision: { version: 2 } } })
  t.equal((await api.get(`${api.path}/revisions`)).body.items.length, 2)
})

onEachRecord(t, 'a dry run of restoring answers as the real one would and keeps nothing', async (t, api) => {
  await twoVersions(api)
  t.match(await restore(api, 1, { 'if-match': '*' }, '?dryRun=true'), { status: 200, body: { notes: 'The first.' } })
  t.match(await api.get(api.path), { body: { title: 'Changed', revision: { version: 2 } } })
})

onEachRecord(t, 'what belongs into the query is refused in a body, and nothing is done', async (t, api) => {
  await twoVersions(api)
  const refused = { status: 400, body: { code: 'malformed-request', detail: /dryRun, cause, note/ } }
  const body = { dryRun: true, note: 'only looking' }
  t.match(await api.post(`${api.path}/revisions/1/restore`, body, { 'if-match': '*' }), refused)
  const headers = { authorization: `Bearer ${api.keys.write}`, 'if-match': '*' }
  t.match(await api.request({ method: 'DELETE', url: api.path, headers, payload: body }), refused)
  t.match(await api.request({ method: 'GET', url: api.path, payload: { asOf: '2019-01-01' } }), { status: 400 })
  t.match(await api.get(api.path), { body: { title: 'Changed', revision: { version: 2 } } })
})

onEachRecord(t, 'a version that there is not is 404 before the tag is looked at', async (t, api) => {
  await twoVersions(api)
  t.match(await restore(api, 99, { 'if-match': '"7"' }), { status: 404, body: { code: 'not-found' } })
})

onEachRecord(t, 'restoring is refused where another write would be, and says why', async (t, api) => {
  await twoVersions(api)
  t.match(await restore(api, 1), { status: 428, body: { errors: [{ header: 'If-Match' }] } })
  t.match(await restore(api, 1, { 'if-match': '"1"' }), { status: 412, headers: { etag: '"2"' } })
  t.match(await restore(api, 7, { 'if-match': '*' }), { status: 404, body: { detail: /no version 7/ } })
  t.match(await restore(api, 'x', { 'if-match': '*' }), { status: 404 })
  t.match(await restore(api, 1, { 'if-match': '*', authorization: `Bearer ${api.keys.read}` }), { status: 403 })
  t.match(await api.post('/v1/agreements/no-such-agreement/revisions/1/restore', ''), { status: 404 })
  await api.delete(api.path, { 'if-match': '*' })
  t.match(await restore(api, 3), { status: 404, body: { detail: /deletion/ } })
  t.equal((await api.get(`${api.path}/revisions`)).body.items.length, 3, 'and nothing was written')
})
