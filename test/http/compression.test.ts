import { readFileSync } from 'node:fs'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import fc from 'fast-check'
import type { InjectOptions } from 'fastify'
import t from 'tap'
import { sourceFile } from '../fixtures/source-file.ts'
import { toy } from './toy.ts'

const app = await toy(t)

const decoders: Record<string, (bytes: Buffer) => Buffer> = { gzip: gunzipSync, br: brotliDecompressSync }

/** An answer as it was sent, and its text. */
async function send(request: InjectOptions | string, acceptEncoding?: string) {
  const { method, url, headers, ...others } = typeof request === 'string' ? { url: request } : request
  const { statusCode, rawPayload, ...answer } = await app.inject({
    method: method ?? 'GET',
    url: url as string,
    headers: { ...headers, ...(acceptEncoding !== undefined && { 'accept-encoding': acceptEncoding }) },
    ...others
  })
  const coding = answer.headers['content-encoding'] as string | undefined
  const decode = decoders[coding ?? '']
  return {
    status: statusCode,
    coding,
    bytes: rawPayload,
    headers: answer.headers,
    text: (decode && rawPayload.length > 0 ? decode(rawPayload) : rawPayload).toString()
  }
}

const long = 'é'.repeat(3000)

const chosen: [acceptEncoding: string | undefined, coding: string | undefined][] = [
  [undefined, undefined],
  ['', undefined],
  ['identity', undefined],
  ['deflate, zstd', undefined],
  ['gzip', 'gzip'],
  ['GZIP', 'gzip'],
  ['gzip, deflate, br, zstd', 'br'],
  ['br;q=0.5, gzip', 'gzip'],
  ['gzip;q=0.5, identity', undefined],
  ['*', 'br'],
  ['br;q=0, *', 'gzip'],
  [', gzip ,,', 'gzip'],
  ['*;q=0', undefined],
  ['gzip;q=nonsense', undefined]
]
for (const [acceptEncoding, coding] of chosen) {
  t.test(`Accept-Encoding: ${acceptEncoding} is answered in ${coding ?? 'plain text'}`, async t => {
    const answer = await send('/texts/3000', acceptEncoding)
    t.match({ status: answer.status, coding: answer.coding }, { status: 200, coding })
    t.equal(answer.text, long)
    t.equal(answer.headers['content-length'], String(answer.bytes.length), 'its length is that of what was sent')
    t.equal(answer.headers.etag, `"1.0.today.text${coding ? `-${coding}` : ''}"`, 'its tag is strong and its own')
    t.match(answer.headers.vary, /\bAccept-Encoding\b/)
    const head = await send({ method: 'HEAD', url: '/texts/3000' }, acceptEncoding)
    const { date: _, ...ofGet } = answer.headers
    const { date: __, ...ofHead } = head.headers
    t.same({ ...ofHead, 'x-request-id': '' }, { ...ofGet, 'x-request-id': '' }, 'and HEAD says the same')
  })
}

t.test('whatever a client accepts, what it gets is the same text', async t => {
  const codings = fc.constantFrom('gzip', 'br', 'identity', '*', 'deflate', 'x', '')
  const element = fc.tuple(codings, fc.constantFrom('', ';q=0', ';q=0.5', ';q=1', ';q', ';q=x', ';a=b'))
  const field = fc
    .array(
      element.map(parts => parts.join('')),
      { maxLength: 5 }
    )
    .map(list => list.join(', '))
  await fc.assert(
    fc.asyncProperty(field, fc.constantFrom(0, 10, 600, 3000), async (acceptEncoding, length) => {
      const { status, text } = await send(`/texts/${length}`, acceptEncoding)
      return status === 200 && text === 'é'.repeat(length)
    })
  )
  t.pass()
})

t.test('what is short, no text or no content stays as it is', async t => {
  for (const request of [
    '/texts/500',
    '/noise',
    '/none',
    { method: 'OPTIONS', url: '/things' },
    { method: 'DELETE', url: '/things/a/paint' }
  ] satisfies (InjectOptions | string)[]) {
    const { coding, headers } = await send(request, 'gzip, br')
    t.equal(coding, undefined)
    t.notMatch(headers.etag, /gzip|br/)
  }
  t.equal((await send('/texts/500', 'gzip, identity;q=0')).coding, 'gzip', 'unless the client takes nothing else')
})

t.test('refusals are compressed when they are long', async t => {
  const url = `/things?${Array.from({ length: 30 }, (_, i) => `unknown${i}=1`).join('&')}`
  const { status, coding, text, headers } = await send(url, 'gzip')
  t.match({ status, coding }, { status: 400, coding: 'gzip' })
  t.equal(JSON.parse(text).errors.length, 30)
  t.equal(headers['content-type'], 'application/problem+json')
})

t.test('who holds an answer in a coding that they take has it still', async t => {
  for (const coding of ['gzip', 'br']) {
    const { headers } = await send('/texts/3000', coding)
    const etag = headers.etag as string
    for (const [ifNoneMatch, acceptEncoding] of [
      [etag, coding],
      [`W/${etag}`, `identity, ${coding};q=0.1`],
      [`"other", ${etag}`, undefined]
    ] as const) {
      const again = await send({ url: '/texts/3000', headers: { 'if-none-match': ifNoneMatch } }, acceptEncoding)
      t.match({ status: again.status, text: again.text, etag: again.headers.etag }, { status: 304, text: '', etag })
      t.match(again.headers.vary, /Accept-Encoding/)
    }
    const other = await send({ url: '/texts/3000', headers: { 'if-none-match': etag } }, 'identity')
    t.match({ status: other.status, text: other.text }, { status: 200, text: long }, 'but not who could not read it')
    t.equal((await send({ url: '/texts/3000', headers: { 'if-match': etag } }, coding)).status, 200)
    t.equal((await send({ url: '/texts/3000', headers: { 'if-match': etag } })).status, 200)
    t.equal((await send({ url: '/texts/3000', headers: { 'if-match': '"2-gzip"' } }, coding)).status, 412)
  }
})

t.test('the API document and Swagger UI are compressed too, once', async t => {
  const version = /href="([^"/]+)\/docs\.css"/.exec((await send('/docs/')).text)?.[1]
  for (const [url, file] of [
    ['/openapi.json', undefined],
    ['/openapi.yaml', undefined],
    [`/docs/${version}/swagger-ui-bundle.js`, 'swagger-ui-bundle.js'],
    [`/docs/${version}/swagger-ui.css`, 'swagger-ui.css'],
    [`/docs/${version}/docs.js`, undefined]
  ] as const) {
    const plain = await send(url)
    if (file)
      t.ok(
        plain.text === readFileSync(sourceFile(`node_modules/swagger-ui-dist/${file}`), 'utf8'),
        `${url} is the file`
      )
    for (const coding of ['gzip', 'br']) {
      const both = await Promise.all([send(url, coding), send(url, coding)])
      for (const answer of [...both, await send(url, coding)]) {
        t.match({ status: answer.status, coding: answer.coding }, { status: 200, coding }, `${url} in ${coding}`)
        t.ok(answer.text === plain.text, 'is the same text')
        t.ok(answer.bytes.length < plain.bytes.length / 2, `${plain.bytes.length} bytes become ${answer.bytes.length}`)
      }
      const head = await send({ method: 'HEAD', url }, coding)
      t.match({ status: head.status, coding: head.coding, text: head.text }, { status: 200, coding, text: '' })
      const { etag } = head.headers
      if (etag) t.equal((await send({ url, headers: { 'if-none-match': etag as string } }, coding)).status, 304)
    }
  }
  t.match(await send('/docs/none.js', 'gzip, identity;q=0'), { status: 404, coding: 'gzip' })
})
