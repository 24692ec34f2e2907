import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { FastifyInstance } from 'fastify'
import { forAYear } from '../output/headers.ts'
import { notModified, textTag } from '../output/preconditions.ts'

// Swagger UI as it is published, on a page of its own: that of @fastify/swagger-ui cannot be made to fit a phone, be read with
// scripts off, or be kept for longer than its version.

/** Seen from the compiled file, dist/src/http/documentation/swagger-ui.js. */
const ours = (name: string) => new URL(`../../../../src/http/documentation/page/${name}`, import.meta.url)
const theirs = (name: string) => createRequire(import.meta.url).resolve(`swagger-ui-dist/${name}`)

const types = {
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  svg: 'image/svg+xml'
} as const

const assets = {
  'swagger-ui.css': theirs('swagger-ui.css'),
  'docs.css': ours('docs.css'),
  'swagger-ui-bundle.js': theirs('swagger-ui-bundle.js'),
  'docs.js': ours('docs.js'),
  'icon.svg': ours('icon.svg')
}

/** Nothing from elsewhere. Pictures of Swagger UI stand in its style sheet. */
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'"
].join('; ')

/**
 * `GET /docs/`. All addresses on the page are relative, so that a proxy may serve it under a path of its own.
 *
 * @param title of the page
 */
export function registerSwaggerUi(app: FastifyInstance, title: string): void {
  const schema = { hide: true }
  const files = Object.entries(assets).map(([name, file]) => ({ name, content: readFileSync(file, 'utf8') }))
  const digest = createHash('sha256')
  for (const { content } of files) digest.update(content)
  const version = digest.digest('hex').slice(0, 12)
  for (const { name, content } of files) {
    const type = types[name.split('.').at(-1) as keyof typeof types]
    // Their address names their content.
    app.get(`/docs/${version}/${name}`, { schema, config: { isFixed: true } }, async (_request, reply) =>
      reply.type(type).header('cache-control', forAYear).send(content)
    )
  }
  const page = pageOf(title, version)
  const etag = textTag(page)
  app.get('/docs', { schema }, async (_request, reply) => reply.redirect('docs/'))
  app.get('/docs/', { schema, config: { isFixed: true } }, async (request, reply) => {
    reply.header('content-security-policy', contentSecurityPolicy)
    return notModified(request, reply, etag) ? reply : reply.type('text/html; charset=utf-8').send(page)
  })
}

const pageOf = (title: string, version: string): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title.replaceAll('&', '&amp;')}</title>
<link rel="icon" type="image/svg+xml" href="${version}/icon.svg">
<link rel="stylesheet" href="${version}/swagger-ui.css">
<link rel="stylesheet" href="${version}/docs.css">
<script src="${version}/swagger-ui-bundle.js" defer></script>
<script src="${version}/docs.js" type="module"></script>
</head>
<body>
<noscript><p>This page shows <a href="../openapi.json">the API document</a> by a script. <a href="../v1/agreements">The agreements</a> need none.</p></noscript>
<div id="swagger-ui"></div>
</body>
</html>
`
