import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { setTimeout } from 'node:timers/promises'
import t from 'tap'
import { anAgreement } from '../fixtures/agreement.ts'
import { sourceFile } from '../fixtures/source-file.ts'
import { authorize, execute, expand, fill, listen, open, picture } from './browser.ts'

/** A free port of this machine. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  await new Promise(resolve => server.close(resolve))
  return port
}

/** nginx with TLS and compression before registries, each of which it serves under a path of its own. */
async function serveByNginx(directory: string, port: number, origins: Record<string, string>): Promise<void> {
  const readme = await readFile(sourceFile('README.md'), 'utf8')
  const documented = /```nginx\n(.*?)```/s.exec(readme)?.[1] ?? ''
  const locations = Object.entries(origins).map(([path, origin]) => `location /${path}/ { proxy_pass ${origin}/; }`)
  execFileSync(
    'openssl',
    ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=localhost']
      .concat(['-keyout', `${directory}/key.pem`])
      .concat(['-out', `${directory}/certificate.pem`]),
    { stdio: 'ignore' }
  )
  await writeFile(
    `${directory}/nginx.conf`,
    `daemon off; pid ${directory}/pid; error_log stderr;
    events {}
    http {
      access_log off; gzip on; gzip_proxied any; gzip_types application/json text/css text/javascript;
      client_body_temp_path ${directory}/body; proxy_temp_path ${directory}/proxy; fastcgi_temp_path ${directory}/fastcgi;
      uwsgi_temp_path ${directory}/uwsgi; scgi_temp_path ${directory}/scgi;
      server {
        listen 127.0.0.1:${port} ssl;
        ssl_certificate certificate.pem; ssl_certificate_key key.pem;
        proxy_set_header Host $host;
        ${locations.join('\n        ')}
      }
      server {
        listen 127.0.0.1:${plainPort};
        ${documented.replaceAll('http://127.0.0.1:3000', origins.registry as string)}
      }
    }`
  )
  const nginx = spawn('nginx', ['-p', directory, '-c', `${directory}/nginx.conf`], { stdio: 'ignore' })
  const failed = once(nginx, 'error').then(([error]) => Promise.reject(error))
  t.teardown(() => nginx.kill('SIGQUIT'))
  await Promise.race([failed, setTimeout(1_000)])
}

const [port, plainPort] = [await freePort(), await freePort()]
const proxy = `https://localhost:${port}`
const publicUrl = `${proxy}/public/registry`
const { origin, keys } = await listen()
const published = await listen({ publicUrl })
await serveByNginx(t.testdir(), port, { registry: origin, 'public/registry': published.origin })

t.test('through nginx with TLS, at a path of its own, reads and writes by tag work as they do without', async t => {
  const { page, complaints } = await open(`${proxy}/registry/docs`, { ignoreHTTPSErrors: true })
  t.equal(page.url(), `${proxy}/registry/docs/`)
  await picture(page, 'nginx')
  await authorize(page, keys.write)
  const { status, tag = '' } = await execute(page, 'getAgreement')
  t.equal(status, 200)
  t.match(tag, /^"1\./, 'the tag is strong, though the answer came compressed')
  const patch = await expand(page, 'patchAgreement')
  await fill(patch, 'if-match', tag)
  const answer = await execute(page, 'patchAgreement')
  t.equal(answer.status, 200, answer.body)
  t.same(complaints, [])
})

t.test('where PUBLIC_URL has that path, the links of answers lead there too', async t => {
  const { page, complaints } = await open(`${publicUrl}/docs`, { ignoreHTTPSErrors: true })
  t.equal(page.url(), `${publicUrl}/docs/`)
  const { status, body } = await execute(page, 'listAgreements')
  t.equal(status, 200)
  const { next } = JSON.parse(body).page
  t.ok(next.startsWith(`${publicUrl}/v1/agreements?`), next)
  t.equal((await page.request.get(next)).status(), 200)
  t.same(complaints, [])
  t.match((await published.get('/openapi.json')).body.servers, [{ url: publicUrl }])
})

t.test(
  'as the README sets nginx up, a file that is larger than other bodies gets through, and figures do not',
  async t => {
    const base = `http://127.0.0.1:${plainPort}`
    const imported = await fetch(`${base}/v1/imports?dryRun=true`, {
      method: 'POST',
      headers: { authorization: `Bearer ${keys.write}`, 'content-type': 'application/x-ndjson' },
      body: `${JSON.stringify(anAgreement({ id: 'us-sv-2019-through-nginx' }))}${'\n'.repeat(2 * 1024 ** 2)}`
    })
    t.equal(imported.status, 200)
    t.match(await imported.json(), { created: 1 })
    t.equal((await fetch(`${base}/v1/agreements?limit=1`)).status, 200)
    t.equal((await fetch(`${base}/metrics`)).status, 403)
  }
)
