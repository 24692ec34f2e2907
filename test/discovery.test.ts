import t from 'tap'
import { sharedReader, start } from './start.ts'

t.test('the catalogue of the API leads to documents that are there (RFC 9727)', async t => {
  const { get } = await sharedReader('postgresql')
  const { body, headers, status } = await get('/.well-known/api-catalog')
  t.equal(status, 200)
  t.ok(
    headers['content-type']?.startsWith('application/linkset+json; profile="https://www.rfc-editor.org/info/rfc9727"')
  )
  const [{ anchor, license, ...relations }] = body.linkset
  t.equal(anchor, '/')
  t.equal(license.length, 1)
  const targets = Object.values<{ href: string; type: string }[]>(relations).flat()
  t.ok(targets.length >= 5)
  for (const { href, type } of targets) {
    const found = await get(href === '/docs' ? '/docs/' : href)
    t.equal(found.status, 200, href)
    if (type !== 'application/openapi+json') t.ok(found.headers['content-type']?.startsWith(type), `${href} is ${type}`)
  }
})

t.test('security.txt says whom to tell, and until when that holds (RFC 9116)', async t => {
  const none = await (await sharedReader('postgresql')).get('/.well-known/security.txt')
  t.match(none, { status: 404, body: { detail: /CONTACT/ } })
  const config = { publicUrl: 'https://example.org/registry', contact: 'mailto:registry@example.org' }
  const { get, clock } = await start(t, 'postgresql', config)
  const { text, headers } = await get('/.well-known/security.txt')
  t.match(headers['content-type'], /^text\/plain; charset=utf-8/)
  t.match(text, /^Contact: mailto:registry@example\.org$/m)
  t.match(text, /^Canonical: https:\/\/example\.org\/registry\/\.well-known\/security\.txt$/m)
  const expires = new Date(/^Expires: (.*)$/m.exec(text)?.[1] ?? '')
  const days = (expires.getTime() - clock.now.getTime()) / 86_400_000
  t.ok(days > 90 && days < 365, `${days} days`)
})

t.test('llms.txt is short, and every address in it is there', async t => {
  const { get } = await sharedReader('postgresql')
  const { text } = await get('/llms.txt')
  t.ok(text.trim().split('\n').length <= 24)
  const addresses = [...text.matchAll(/\]\((\/[^)]*)\)/g)].map(([, address = '']) => address)
  t.ok(addresses.length > 8)
  for (const address of addresses) t.equal((await get(address)).status, 200, address)
})
