import { gunzipSync } from 'node:zlib'
import t from 'tap'
import { derivedVersion } from '../../src/agreements/derived-version.ts'
import { routesOf } from '../contract/document.ts'
import { onEachRecord, readOnEachDatabase } from '../start.ts'

const path = '/v1/agreements/us-sv-2019-asylum-cooperative-agreement'

readOnEachDatabase(t, 'a record is answered whole, with what follows from it', async (t, { get }) => {
  const { status, headers, body } = await get(path)
  t.equal(status, 200)
  t.match(headers['content-type'], /^application\/json/)
  t.equal(headers.etag, `"1.${headers.etag?.split('.')[1]}.2026-11-26.json-d${derivedVersion}"`)
  t.equal(body.title, 'Asylum Cooperative Agreement between the United States and El Salvador')
  t.equal(body.parties.length, 2)
  t.equal(body.sources.length, 14)
  t.match(body.status, {
    asOf: '2026-11-26',
    reportedBy: null,
    knownAt: null,
    projected: false,
    legal: 'terminated',
    implementation: 'unimplemented',
    label: '2019 safe-third-country, terminated, unimplemented'
  })
  t.match(body.revision, { version: 1, actor: 'seed', recordedAt: /Z$/ })
})

readOnEachDatabase(t, 'asOf answers the status of another day, and the same record', async (t, { get }) => {
  const { body } = await get(`${path}?asOf=2021-02-10`)
  t.match(body.status, { asOf: '2021-02-10', legal: 'suspended', possible: { legal: ['suspended', 'terminated'] } })
  t.equal(body.events.length, 10)
})

readOnEachDatabase(t, 'an agreement expires at midnight (UTC) although nobody writes anything', async (t, api) => {
  const url = '/v1/agreements/us-sv-2025-cecot-detention'
  const { body: record } = await api.get(url)
  const changes = (await api.get(`${url}/status`)).body.timeline.filter((stretch: { from: string }) => stretch.from)
  const expiry = changes.find((stretch: { legal: string }) => stretch.legal === 'expired')
  t.equal(record.status.legal, 'expired')
  api.clock.now = new Date(new Date(`${expiry.from}T00:00:00.000Z`).getTime() - 1)
  const before = await api.get(url)
  t.not(before.body.status.legal, 'expired')
  api.clock.now = new Date(`${expiry.from}T00:00:00.000Z`)
  const after = await api.get(url, { 'if-none-match': before.headers.etag as string })
  t.match(after, { status: 200, body: { status: { legal: 'expired', asOf: expiry.from } } })
  t.equal(after.body.revision.version, before.body.revision.version)
})

readOnEachDatabase(t, 'whoever holds the current tag gets 304, with the tag', async (t, { get }) => {
  const { headers } = await get(path)
  for (const tag of [headers.etag, `W/${headers.etag}`, `"other", ${headers.etag}`, '*'] as string[]) {
    const answer = await get(path, { 'if-none-match': tag })
    t.match(answer, { status: 304, text: '', headers: { etag: headers.etag } }, tag)
  }
  t.equal((await get(`${path}?asOf=2020-01-01`, { 'if-none-match': headers.etag as string })).status, 200)
})

readOnEachDatabase(t, 'requests that come together are answered as each would be alone', async (t, { get }) => {
  const { body } = await get('/v1/agreements?limit=12')
  const urls = [
    ...body.items.map(({ id }: { id: string }) => `/v1/agreements/${id}`),
    ...['', '?asOf=2021-02-10', '?reportedBy=2020-01-01', '?asOf=1801-01-01', '?knownAt=2026-11-24', '/status'].map(
      rest => path + rest
    ),
    '/v1/agreements/no-such-agreement'
  ]
  const alone = []
  for (const url of urls) alone.push(await get(url))
  const together = await Promise.all(urls.map(url => get(url)))
  const essence = ({ status, headers, body: { instance, ...rest } }: (typeof together)[number]) => ({
    status,
    etag: headers.etag,
    rest
  })
  t.same(together.map(essence), alone.map(essence))
  const tags = together.map(({ headers }) => ({ 'if-none-match': headers.etag ?? '"none"' }))
  const again = await Promise.all(urls.map((url, i) => get(url, tags[i])))
  t.same(
    again.map(({ status, headers }) => [status, headers.etag]),
    together.map(({ status, headers }) => [status === 200 ? 304 : status, headers.etag])
  )
})

onEachRecord(t, 'a record that was read compressed can be asked for again, and changed, by its tag', async (t, api) => {
  await api.create({ summary: 'It goes on and on. '.repeat(200).trim() })
  const read = (headers = {}) => api.bytes(api.path, { 'accept-encoding': 'gzip, deflate', ...headers })
  const plain = await api.get(api.path)
  const compressed = await read()
  const etag = compressed.headers.etag as string
  t.equal(compressed.headers['content-encoding'], 'gzip')
  t.ok(compressed.bytes.length < plain.text.length / 3)
  t.equal(gunzipSync(compressed.bytes).toString(), plain.text)
  t.equal(etag, plain.headers.etag?.replace(/"$/, '-gzip"'))
  t.match(await read({ 'if-none-match': etag }), { status: 304, headers: { etag } })
  t.equal((await read({ 'if-none-match': plain.headers.etag as string })).status, 304)
  t.match(await api.patch(api.path, { notes: 'Changed.' }, { 'if-match': etag }), { status: 200 })
  t.match(await api.patch(api.path, { notes: 'Lost.' }, { 'if-match': etag }), { status: 412 })
})

readOnEachDatabase(t, 'reading on a condition that does not hold is 412, on every address', async (t, api) => {
  const { headers } = await api.get(path)
  for (const tag of ['*', '"1"', headers.etag, `"0", ${headers.etag}`, ',"1",'] as string[])
    t.match(await api.get(path, { 'if-match': tag }), { status: 200 }, tag)
  const other = { 'if-match': '"999"', 'if-none-match': headers.etag as string }
  t.match(await api.get(path, other), {
    status: 412,
    headers: { etag: headers.etag },
    body: { detail: /something else/ }
  })
  t.match(await api.get(path, { 'if-match': `W/${headers.etag}` }), {
    status: 412,
    body: { detail: /leave out the W\// }
  })
  t.match(await api.get(path, { 'if-match': '1' }), { status: 400, body: { errors: [{ header: 'If-Match' }] } })
  t.match(await api.head(path, other), { status: 412, text: '' })
  t.match(await api.get('/v1/agreements/none', other), { status: 404 }, 'there is nothing that a condition could be on')
  const operations = routesOf((await api.get('/openapi.json')).body)
  for (const { path: template, operation } of operations.filter(({ method }) => method === 'GET')) {
    const required = (operation.parameters ?? []).filter(parameter => parameter.required)
    const query = required
      .filter(parameter => parameter.in === 'query')
      .flatMap(({ name, example }) => [example].flat().map(value => `${name}=${value}`))
    const url = `${required
      .filter(parameter => parameter.in === 'path')
      .reduce(
        (url, { name, example }) => url.replace(`{${name}}`, String(example)),
        template
      )}${query.length > 0 ? `?${query.join('&')}` : ''}`
    t.match(await api.get(url, { 'if-match': '*' }), { status: 200 }, url)
    t.match(await api.get(url, { 'if-match': '"999"' }), { status: 412, body: { code: 'precondition-failed' } }, url)
  }
  const [asset = ''] = /[\w/.-]+\.css/.exec((await api.get('/docs/')).text) ?? []
  for (const url of ['/openapi.json', '/problems', '/docs/', `/docs/${asset}`])
    t.equal((await api.get(url, { 'if-match': '"999"' })).status, 412, url)
})

readOnEachDatabase(t, 'a day before anything was known is 404 and says when it begins', async (t, { get }) => {
  const { status, body } = await get('/v1/agreements/us-sv-2025-cecot-detention?asOf=2025-02-10')
  t.equal(status, 404)
  t.match(body, { code: 'not-known-yet', detail: /2025-/ })
})

readOnEachDatabase(t, 'an unknown id is 404, an impossible one too', async (t, { get }) => {
  t.match(await get('/v1/agreements/no-such-agreement'), { status: 404, body: { code: 'not-found' } })
  t.match(await get('/v1/agreements/US-SV'), { status: 404, body: { code: 'not-found' } })
})

readOnEachDatabase(t, 'an address that is nearly one says how to write it', async (t, { get }) => {
  const mended: Record<string, RegExp> = {
    '/v1/agreements/US-SV-2019': /lower case. Write "us-sv-2019"\.$/,
    '/v1/agreements/us_sv': /lower-case letters and digits, with single hyphens/,
    [`${path}/revisions/one`]: /A version is a whole number/,
    '/v1/agreements/': /without the slash at its end\.$/,
    [`${path}/`]: /without the slash at its end\.$/,
    '/v1/countries/': /without the slash at its end\.$/,
    '/v1/countries/SV//': /without the slash at its end\.$/,
    '/V1/Agreements': /in lower case\.$/,
    '/v1/treaties': /^No resource has this address\.$/,
    '/docs/none/': /^No resource has this address\.$/,
    '/v1/countries/Congo': /Did you mean "CD" \(.*\) or "CG" \(Congo\)\?$/,
    '/v1/countries/Niegr': /Did you mean "NE" \(Niger\)\?$/
  }
  for (const [url, detail] of Object.entries(mended)) t.match(await get(url), { status: 404, body: { detail } }, url)
})

readOnEachDatabase(
  t,
  'values that are separated by commas are refused with how to give several',
  async (t, { get }) => {
    for (const [parameter, value] of Object.entries({ kind: 'readmission,prison_lease', party: 'US,SV' })) {
      const { status, body } = await get(`/v1/agreements?${parameter}=${value}`)
      t.equal(status, 400)
      t.match(body.errors, [{ parameter, detail: `${parameter}=…&${parameter}=…` }])
      t.equal(body.errors.length, 1)
    }
  }
)

readOnEachDatabase(t, 'wrong clocks are refused by name, all at once', async (t, { get }) => {
  const { status, body } = await get(`${path}?asOf=2019-02-30&reportedBy=2027-01-01&knownAt=2999-01-01`)
  t.equal(status, 400)
  t.same(
    body.errors.map((error: { parameter: string }) => error.parameter),
    ['asOf', 'reportedBy', 'knownAt']
  )
})
