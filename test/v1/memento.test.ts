import { createHash } from 'node:crypto'
import { setTimeout } from 'node:timers/promises'
import { gunzipSync } from 'node:zlib'
import t, { type Test } from 'tap'
import { onEachRecord, readOnEachDatabase, type Subject, sharedReader } from '../start.ts'

const dateOf = (moment: string) => new Date(moment).toUTCString()

/** Made, changed, deleted and restored, in seconds of their own: HTTP says no more of a moment. */
async function aHistory({ create, path, post, patch, delete: remove, clock }: Subject): Promise<void> {
  const second = () => setTimeout(1000)
  await create()
  await second()
  await patch(path, { notes: 'Second.' }, { 'if-match': '*' })
  await second()
  await remove(path, { 'if-match': '*' })
  await second()
  await post(`${path}/revisions/1/restore`, '')
  clock.now = new Date()
}

const links = (header: string): { address: string; rel: string; datetime: string | undefined }[] =>
  [...header.matchAll(/<([^>]*)>((?:; \w[\w-]*="[^"]*")+)/g)].map(([, address = '', attributes = '']) => ({
    address,
    rel: /rel="([^"]*)"/.exec(attributes)?.[1] ?? '',
    datetime: /datetime="([^"]*)"/.exec(attributes)?.[1]
  }))

onEachRecord(
  t,
  'Accept-Datetime reads an agreement as the registry knew it; the time map lists the revisions that can be read',
  async (t, api) => {
    const { path } = api
    await aHistory(api)
    const { body: history } = await api.get(`${path}/revisions`)
    const [, , second, first] = history.items as { version: number; recordedAt: string }[]
    if (!first || !second) throw new Error('there are four revisions')
    const at = (moment: string) => api.get(path, { 'accept-datetime': dateOf(moment) })

    const then = await at(second.recordedAt)
    t.match(then, { status: 200, body: { notes: 'Second.', revision: { version: 2 } } })
    t.equal(then.headers['memento-datetime'], dateOf(second.recordedAt))
    t.match(then.headers.vary, /Accept-Datetime/)
    t.same(
      (await api.get(then.headers['content-location'] as string)).body,
      then.body,
      'the address of this answer gives it again'
    )
    t.match(links(then.headers.link as string), [
      { rel: 'original timegate', address: path },
      { rel: 'timemap', address: `${path}/timemap` },
      { rel: 'version-history', address: `${path}/revisions` },
      { rel: 'describedby', address: '/schemas/agreement.json' },
      { rel: 'service-desc', address: '/openapi.json' },
      { rel: 'memento', address: `${path}/revisions/2`, datetime: dateOf(second.recordedAt) }
    ])
    const again = await api.get(path, {
      'accept-datetime': dateOf(second.recordedAt),
      'if-none-match': then.headers.etag as string
    })
    t.equal(again.status, 304)

    t.match((await at('1999-12-31T00:00:00Z')).body, { revision: { version: 1 } }, 'before the first: the first')
    t.match((await at('2100-01-01T00:00:00Z')).body, { revision: { version: 4 } }, 'in the future: what is known now')
    const now = await api.get(path)
    t.equal(now.headers['memento-datetime'], undefined)
    t.match(now.headers.vary, /Accept-Datetime/)
    const both = await api.get(`${path}?knownAt=${encodeURIComponent(second.recordedAt)}`, {
      'accept-datetime': dateOf(first.recordedAt)
    })
    t.match(both.body, { revision: { version: 2 } }, 'the address goes before the header')
    for (const wrong of ['yesterday', '2026-11-26', 'Thu, 32 Nov 2026 12:00:00 GMT', '']) {
      const refused = await api.get(path, { 'accept-datetime': wrong })
      t.match(
        refused,
        { status: 400, body: { errors: [{ header: 'Accept-Datetime', code: 'invalid_moment' }] } },
        wrong
      )
    }
    const nothing = await api.get('/v1/agreements/no-such-agreement', { 'accept-datetime': dateOf(second.recordedAt) })
    t.match(nothing, { status: 404, body: { code: 'not-found' } })
    await timeMapHolds(t, api)
  }
)

/** Held by a registry with that history, which takes seconds to make. */
async function timeMapHolds(t: Test, api: Subject): Promise<void> {
  const { path } = api
  const { body: history } = await api.get(`${path}/revisions`)
  const map = await api.get(`${path}/timemap`)
  t.match(map.headers['content-type'], /^application\/link-format/)
  const moments = history.items.filter(({ operation }: { operation: string }) => operation !== 'delete').reverse()
  const [original, self, ...mementos] = links(map.text)
  t.match(original, { rel: 'original timegate', address: path })
  t.match(self, { rel: 'self', address: `${path}/timemap` })
  t.same(
    mementos.map(({ rel, datetime }) => [rel, datetime]),
    moments.map(({ recordedAt }: { recordedAt: string }, i: number) => [
      ['first memento', 'memento', 'last memento'][i],
      dateOf(recordedAt)
    ])
  )
  for (const { address, datetime } of mementos) {
    const memento = await api.get(address)
    t.equal(memento.headers['memento-datetime'], datetime)
    t.ok(links(memento.headers.link as string).some(({ rel }) => rel === 'timemap'))
  }
  t.equal((await api.get(`${path}/timemap`, { 'if-none-match': map.headers.etag as string })).status, 304)
  t.equal((await api.get('/v1/agreements/no-such-agreement/timemap')).status, 404)
}

readOnEachDatabase(
  t,
  'a revision says how it is cited, under which licence, and what its bytes are',
  async (t, { get }) => {
    const revision = '/v1/agreements/us-sv-2019-asylum-cooperative-agreement/revisions/1'
    const plain = await get(revision)
    const rels = Object.fromEntries(links(plain.headers.link as string).map(({ rel, address }) => [rel, address]))
    t.match(rels, {
      'cite-as': revision,
      license: 'https://creativecommons.org/licenses/by/4.0/',
      type: 'https://schema.org/Dataset',
      author: '/',
      describedby: '/schemas/agreement.json'
    })
    const digestOf = (bytes: Buffer | string) => `sha-256=:${createHash('sha256').update(bytes).digest('base64')}:`
    t.equal(plain.headers['repr-digest'], digestOf(plain.text))
    const bibtex = await get(revision, { accept: 'application/x-bibtex' })
    t.equal(bibtex.headers['repr-digest'], digestOf(bibtex.text))
  }
)

t.test('the digest of a revision is that of its bytes in the coding that was chosen', async t => {
  const { bytes, head } = await sharedReader('embedded')
  const url = '/v1/agreements/us-sv-2019-asylum-cooperative-agreement/revisions/1'
  const gzip = { 'accept-encoding': 'gzip' }
  const answer = await bytes(url, gzip)
  t.equal(answer.headers['content-encoding'], 'gzip')
  t.equal(answer.headers['repr-digest'], `sha-256=:${createHash('sha256').update(answer.bytes).digest('base64')}:`)
  t.match(JSON.parse(gunzipSync(answer.bytes).toString()), { id: 'us-sv-2019-asylum-cooperative-agreement' })
  t.equal((await head(url, gzip)).headers['repr-digest'], answer.headers['repr-digest'], 'HEAD says the same')
})
