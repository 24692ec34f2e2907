import t from 'tap'
import { anAgreement } from '../fixtures/agreement.ts'
import { type Answer, engines, start } from '../start.ts'

const publicUrl = 'https://example.org/registry'
const path = '/v1/agreements/us-sv-2019-example'

/** Every address in an answer that leads to the service. */
function addressesOf({ headers, body }: Answer): string[] {
  const links = [...String(headers.link ?? '').matchAll(/<([^>]*)>; rel="([^"]*)"/g)]
  // A licence and a type are those of everybody.
  const own = links.filter(([, , relation = '']) => !['license', 'type'].includes(relation))
  const found = [headers.location, ...own.map(([, link]) => link)]
  const visit = (value: unknown, name = ''): void => {
    if (typeof value === 'string' && ['href', 'next', 'prev', 'type'].includes(name)) found.push(value)
    if (typeof value === 'object' && value !== null) for (const [key, inner] of Object.entries(value)) visit(inner, key)
  }
  visit({
    page: body?.page,
    href: body?.href,
    next: body?.next,
    revision: body?.revision,
    type: body?.instance && body.type
  })
  return found.filter(address => typeof address === 'string')
}

for (const engine of engines) {
  t.test(`behind a proxy every address has the one that clients use (${engine})`, async t => {
    const api = await start(t, engine, { publicUrl })
    const answers = [
      await api.post('/v1/agreements', anAgreement()),
      await api.get('/v1/agreements?limit=1'),
      await api.get(`${path}/revisions`),
      await api.get(`${path}/revisions/1`),
      await api.get('/v1/changes?limit=1'),
      await api.get('/v1/agreements/no-such'),
      await api.delete(path, { 'if-match': '*' }),
      await api.get(path)
    ]
    const addresses = answers.flatMap(addressesOf)
    t.ok(addresses.length > 10, `${addresses.length} addresses`)
    for (const address of addresses) t.ok(address.startsWith(`${publicUrl}/`), address)
    t.match((await api.get('/openapi.json')).body.servers, [{ url: publicUrl }], 'and so does Try it out')
  })
}
