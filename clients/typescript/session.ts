import { deepEqual, equal, ok } from 'node:assert/strict'
import { registryAt, type Schemas } from './client.ts'

// What somebody does who works with the registry by the client, from the first list to the feed of what they have changed.
const { ADDRESS = 'http://127.0.0.1:3000', KEY } = process.env
const registry = registryAt(ADDRESS, KEY)
const id = 'us-sv-2019-typescript-session'
const path = { id }

/** What was answered, and its tag; a refusal ends the session. */
function taken<T>({ data, error, response }: { data?: T; error?: Schemas['Problem']; response: Response }) {
  if (!response.ok || error) throw new Error(`${response.status} ${response.url}: ${error?.detail}`)
  return { body: data as T, tag: response.headers.get('etag') as string }
}

// Lists, page by page.
const query = { party: ['SV'], limit: 2, total: true }
const seen: string[] = []
let cursor: string | undefined
do {
  const { body } = taken(await registry.GET('/v1/agreements', { params: { query: { ...query, cursor } } }))
  seen.push(...body.items.map(item => item.id))
  cursor = body.page.cursor ?? undefined
  equal(seen.length === body.page.total, cursor === undefined, 'the last page is where all have been seen')
} while (cursor)
equal(new Set(seen).size, seen.length)

// Clocks.
const clocks = { asOf: '2021-01-01', reportedBy: '2021-01-15' }
const cooperative = { id: 'us-sv-2019-asylum-cooperative-agreement' }
const then = taken(await registry.GET('/v1/agreements/{id}', { params: { path: cooperative, query: clocks } }))
equal(then.body.status.legal, 'in_force')

// Where the feed stands.
let after: string | undefined
let more = true
while (more) {
  const { body } = taken(await registry.GET('/v1/changes', { params: { query: { after, limit: 200 } } }))
  after = new URL(body.next, ADDRESS).searchParams.get('after') ?? undefined
  more = body.more
}

// A record of one's own.
const draft: Schemas['AgreementInput'] = {
  id,
  title: 'Agreement of 2019 between the United States and El Salvador',
  kinds: ['safe_third_country'],
  disclosure: 'reported_only',
  parties: [
    { country: 'US', role: 'sender' },
    { country: 'SV', role: 'receiver' }
  ],
  events: [{ type: 'signed', date: '2019-09-20', citations: [{ source: 'article' }] }],
  sources: [
    {
      id: 'article',
      url: 'https://example.org/article',
      title: 'El Salvador signs',
      publisher: 'A newspaper',
      publishedOn: '2019-09-21',
      kind: 'news'
    }
  ]
}
const created = taken(await registry.POST('/v1/agreements', { body: draft }))
equal(created.body.revision.version, 1)

const patched = taken(
  await registry.PATCH('/v1/agreements/{id}', {
    params: { path, query: { cause: 'new_source' }, header: { 'if-match': created.tag } },
    body: { bindingness: 'binding' }
  })
)
equal(patched.body.bindingness, 'binding')

// What was read can be sent back as it is: nothing changes.
const read = taken(await registry.GET('/v1/agreements/{id}', { params: { path } }))
const put = taken(
  await registry.PUT('/v1/agreements/{id}', {
    params: { path, header: { 'if-match': read.tag } },
    body: read.body
  })
)
equal(put.body.revision.version, 2)

const stale = await registry.PATCH('/v1/agreements/{id}', {
  params: { path, header: { 'if-match': created.tag } },
  body: { bindingness: 'unknown' }
})
equal(stale.response.status, 412)
ok(stale.error?.detail)

taken(await registry.DELETE('/v1/agreements/{id}', { params: { path, header: { 'if-match': put.tag } } }))
equal((await registry.GET('/v1/agreements/{id}', { params: { path } })).response.status, 410)
const restored = taken(
  await registry.POST('/v1/agreements/{id}/revisions/{version}/restore', { params: { path: { id, version: '1' } } })
)
equal(restored.body.bindingness, created.body.bindingness)

// The feed has all of that, in the order in which it came.
const news = taken(await registry.GET('/v1/changes', { params: { query: { after, agreement: [id] } } }))
deepEqual(
  news.body.items.map(({ operation }) => operation),
  ['create', 'update', 'delete', 'restore']
)
console.log(`TypeScript: ${seen.length} agreements listed, 1 created, patched, put back, deleted, restored, followed`)
