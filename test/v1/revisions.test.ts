import t from 'tap'
import { type Answer, onEachRecord, type Subject } from '../start.ts'

const csl = 'application/vnd.citationstyles.csl+json'

/** Four versions: made, changed, deleted, restored. */
async function aHistory({ post, patch, delete: remove, path, agreement }: Subject): Promise<void> {
  await post('/v1/agreements?note=First+entry', agreement())
  const changes = { title: 'Asylum Agreement', notes: 'A note.' }
  await patch(`${path}?cause=correction&note=Title+as+signed`, changes, { 'if-match': '"1"' })
  await remove(path, { 'if-match': '"2"' })
  await post(`${path}/revisions/1/restore?cause=editorial`, '')
}

onEachRecord(t, 'the history of an agreement says who did what, when and why, newest first', async (t, api) => {
  await aHistory(api)
  const { body, headers } = await api.get(`${api.path}/revisions`)
  const of = (version: number, entry: object) => ({
    version,
    actor: 'tester',
    href: `${api.path}/revisions/${version}`,
    ...entry
  })
  t.match(body.items, [
    of(4, { operation: 'restore', cause: 'editorial', note: null, changed: [''] }),
    of(3, { operation: 'delete', cause: null, note: null, changed: [''] }),
    of(2, { operation: 'update', cause: 'correction', note: 'Title as signed', changed: ['/title', '/notes'] }),
    of(1, { operation: 'create', cause: null, note: 'First entry', changed: [''] })
  ])
  t.same(body.page, { next: null, prev: null, cursor: null, limit: 20, total: null })
  const moments = body.items.map((entry: { recordedAt: string }) => entry.recordedAt)
  t.same(moments, [...new Set(moments)].sort().reverse(), 'moments rise strictly')
  t.equal((await api.get(`${api.path}/revisions`, { 'if-none-match': headers.etag as string })).status, 304)
})

onEachRecord(t, 'a history is read page by page, and goes on while it grows', async (t, api) => {
  await aHistory(api)
  const first = await api.get(`${api.path}/revisions?limit=3`)
  await api.patch(api.path, { notes: 'Newer still.' }, { 'if-match': '*' })
  const second = await api.get(first.body.page.next)
  const versions = ({ body }: Answer) => body.items.map(({ version }: { version: number }) => version)
  t.same([versions(first), versions(second)], [[4, 3, 2], [1]])
  t.equal(first.headers.link, `<${first.body.page.next}>; rel="next"`)
  t.equal(second.body.page.next, null)
  const elsewhere = first.body.page.next.replace(`${api.id}/`, 'us-sv-2019-asylum-cooperative-agreement/')
  t.match(await api.get(elsewhere), { status: 400, body: { code: 'invalid-cursor' } })
  t.match(await api.get(`${api.path}/revisions?limit=201`), { status: 400, body: { errors: [{ parameter: 'limit' }] } })
  t.match(await api.get('/v1/agreements/no-such-agreement/revisions'), { status: 404, body: { code: 'not-found' } })
})

onEachRecord(t, 'a revision stays as it is, and says where its neighbours are', async (t, api) => {
  await api.create()
  const first = await api.get(`${api.path}/revisions/1`)
  await api.patch(api.path, { title: 'Another title' }, { 'if-match': '"1"' })
  const again = await api.get(`${api.path}/revisions/1`)
  t.equal(again.text, first.text)
  t.equal(again.headers.etag, first.headers.etag)
  t.match(again.body, { title: 'Example Asylum Agreement', revision: { version: 1, operation: 'create' } })
  t.equal(again.body.status, undefined, 'its status is a matter of the day')
  t.equal(again.headers['cache-control'], 'public, max-age=31536000, immutable')
  t.equal(again.headers.vary, 'Accept, Accept-Encoding')
  t.equal((await api.get(`${api.path}/revisions/1`, { 'if-none-match': first.headers.etag as string })).status, 304)
  const linked = (relation: string, address: string) => `<${address}>; rel="${relation}"`
  const link = (await api.get(`${api.path}/revisions/2`)).headers.link as string
  t.ok(link?.includes(linked('canonical', `${api.path}/revisions/2`)), link)
  t.ok(link?.includes(linked('predecessor-version', `${api.path}/revisions/1`)), link)
  t.ok(link?.includes(linked('latest-version', api.path)), link)
  t.ok(again.headers.link?.includes(linked('latest-version', api.path)), 'which stays right while the answer is kept')
  t.notOk(again.headers.link?.includes('predecessor-version'), 'the first has none')
})

onEachRecord(t, 'a version that there is not is 404, a deletion 410, and each says where to look', async (t, api) => {
  await aHistory(api)
  t.match(await api.get(`${api.path}/revisions/5`), {
    status: 404,
    body: { code: 'not-found', detail: /no version 5.*\/revisions/ }
  })
  t.match(await api.get(`${api.path}/revisions/3`), { status: 410, body: { code: 'gone', detail: /deletion/ } })
  t.match(await api.get('/v1/agreements/no-such-agreement/revisions/1'), { status: 404 })
  for (const version of ['0', '01', '-1', '1.0', 'latest', '99999999999999999999'])
    t.match(
      await api.get(`${api.path}/revisions/${version}`),
      {
        status: 404,
        body: { code: 'not-found', detail: /^There is no such address\. A version is a whole number from 1 / }
      },
      version
    )
})

onEachRecord(t, 'a revision is cited as CSL-JSON, BibTeX and RIS, by what a client asks for', async (t, api) => {
  await api.post('/v1/agreements', api.agreement({ title: 'Acuerdo de "Asilo" & Cooperación 100%' }))
  const cited = await api.get(`${api.path}/revisions/1`, { accept: csl })
  const { recordedAt } = (await api.get(`${api.path}/revisions/1`)).body.revision
  const [year, month, day] = recordedAt.slice(0, 10).split('-').map(Number)
  t.match(cited.headers['content-type'], csl)
  t.same(cited.body, [
    {
      id: `${api.id}-v1`,
      type: 'dataset',
      title: 'Acuerdo de "Asilo" & Cooperación 100%',
      author: [{ literal: 'Deportation and Detention Agreements API' }],
      publisher: 'Deportation and Detention Agreements API',
      issued: { 'date-parts': [[year, month, day]], edtf: recordedAt.slice(0, 10) },
      version: '1',
      URL: `${api.path}/revisions/1`
    },
    {
      id: `${api.id}-v1-treaty`,
      type: 'treaty',
      title: 'Acuerdo de "Asilo" & Cooperación 100%',
      'event-date': { 'date-parts': [[2019, 9, 20]], edtf: '2019-09-20' },
      archive: 'Deportation and Detention Agreements API',
      URL: `${api.path}/revisions/1`
    }
  ])
  const bibtex = await api.get(`${api.path}/revisions/1`, { accept: 'application/x-bibtex' })
  t.match(bibtex.headers['content-type'], 'application/x-bibtex')
  t.ok(bibtex.text.startsWith(`@misc{${api.id}-v1,\n`))
  t.ok(bibtex.text.includes('\\&') && bibtex.text.includes('100\\%'), 'what is special in TeX is escaped')
  t.match(bibtex.text, /note = \{Version 1\}/)
  const ris = await api.get(`${api.path}/revisions/1`, { accept: 'application/x-research-info-systems' })
  t.match(ris.headers['content-type'], 'application/x-research-info-systems')
  t.match(ris.text, /^TY {2}- DATA\r\n[\s\S]*\r\nTI {2}- Acuerdo de "Asilo" & Cooperación 100%\r\n/)
  t.equal(new Set([cited, bibtex, ris].map(({ headers }) => headers.etag)).size, 3, 'each form has a tag of its own')
  t.match(await api.get(`${api.path}/revisions/1`, { accept: 'text/csv' }), { status: 406 })
  const both = await api.get(`${api.path}/revisions/1`, { accept: `${csl};q=0.5, application/json` })
  t.match(both.headers['content-type'], 'application/json')
})

onEachRecord(t, 'a title in any script is cited as it is', async (t, api) => {
  const titles = ['Соглашение о реадмиссии', '日本との協定', 'اتفاقية إعادة القبول']
  for (const [i, title] of titles.entries()) {
    await api.post('/v1/agreements', api.agreement({ id: `script-${i}`, title }))
    const accept = 'application/x-bibtex'
    const { text } = await api.get(`/v1/agreements/script-${i}/revisions/1`, { accept })
    t.ok(text.replace(/[{}]/g, '').includes(title), text)
  }
})

onEachRecord(t, 'what is kept for ever holds nothing of the request that asked for it', async (t, api) => {
  await api.create()
  const accepted = ['application/json', csl, 'application/x-bibtex', 'application/x-research-info-systems']
  for (const accept of accepted) {
    const asked = (host: string) => api.get(`${api.path}/revisions/1`, { accept, host })
    const [one, other] = [await asked('one.example.org'), await asked('other.example.org:8080')]
    t.match(one.headers['cache-control'], 'immutable')
    t.equal(one.text, other.text, accept)
    t.same([one.headers.etag, one.headers.link], [other.headers.etag, other.headers.link], accept)
    t.notMatch(one.text + one.headers.link, /one\.example\.org/, accept)
  }
})
