import type { FastifyInstance } from 'fastify'
import { recordSchemaPath } from '../http/documentation/record-schema.ts'
import { problem } from '../problems.ts'

export interface DiscoveryOptions {
  now: () => Date
  publicUrl: string
  /** Address of whoever runs the service, for reports. */
  contact: string | undefined
}

/** Addresses at which programs look for what a service offers, before they know anything of it. */
export function registerDiscovery(app: FastifyInstance, { now, publicUrl, contact }: DiscoveryOptions): void {
  const catalogType = 'application/linkset+json'
  app.get('/.well-known/api-catalog', { schema: { hide: true, produces: [catalogType] } }, async (_request, reply) => {
    const type = `${catalogType}; profile="https://www.rfc-editor.org/info/rfc9727"`
    return reply.type(type).send(catalog(publicUrl))
  })

  app.get(
    '/.well-known/security.txt',
    { schema: { hide: true, produces: ['text/plain'] } },
    async (_request, reply) => {
      if (contact) return reply.type(plain).send(securityText(contact, publicUrl, now()))
      throw problem('not-found', { detail: 'Whoever runs this service has named no address for reports (CONTACT).' })
    }
  )

  const hints = llmsText(publicUrl)
  app.get('/llms.txt', { schema: { hide: true, produces: ['text/plain'] } }, async (_request, reply) =>
    reply.type(plain).send(hints)
  )
}

const plain = 'text/plain; charset=utf-8'

/** RFC 9727, section 4, as a link set (RFC 9264). */
const catalog = (publicUrl: string) => ({
  linkset: [
    {
      anchor: `${publicUrl}/`,
      'service-desc': [{ href: `${publicUrl}/openapi.json`, type: 'application/openapi+json' }],
      'service-doc': [{ href: `${publicUrl}/docs`, type: 'text/html' }],
      status: [{ href: `${publicUrl}/readyz`, type: 'application/health+json' }],
      describedby: [
        { href: `${publicUrl}${recordSchemaPath}`, type: 'application/schema+json' },
        { href: `${publicUrl}/v1/vocabulary`, type: 'application/json' }
      ],
      license: [{ href: 'https://creativecommons.org/licenses/by/4.0/' }]
    }
  ]
})

/** RFC 9116. It is to be looked at again within a year; half of one leaves time for copies. */
function securityText(contact: string, publicUrl: string, now: Date): string {
  const expires = new Date(now)
  expires.setUTCHours(0, 0, 0, 0)
  expires.setUTCDate(expires.getUTCDate() + 180)
  const canonical = publicUrl && `Canonical: ${publicUrl}/.well-known/security.txt\n`
  return `Contact: ${contact}\nExpires: ${expires.toISOString()}\nPreferred-Languages: en\n${canonical}`
}

/** Where everything is, for language models (llmstxt.org). */
const llmsText = (publicUrl: string): string => `# Deportation & Detention Agreements API

> A public registry of bilateral deportation and detention agreements: who sends whom where, for what fee, and what became of it.
> No key is needed to read. Every claim names its sources; cite a revision, which never changes.

- [OpenAPI document](${publicUrl}/openapi.json): every operation, with real examples
- [Agreements](${publicUrl}/v1/agreements?q=CECOT): filter (\`party\`, \`kind\`, \`legal\`, \`implementation\`, \`signedFrom\` …), search (\`q\`), count (\`facet\`)
- [One agreement](${publicUrl}/v1/agreements/us-sv-2019-asylum-cooperative-agreement): parties, events, fee terms, sources, status and totals
- [Why it has its status](${publicUrl}/v1/agreements/us-sv-2019-asylum-cooperative-agreement/status): reasons, and its course over time
- [Events](${publicUrl}/v1/events), [fee terms](${publicUrl}/v1/fee-terms), [facilities](${publicUrl}/v1/facilities), [sources](${publicUrl}/v1/sources): claims of all agreements
- [Statistics](${publicUrl}/v1/statistics), [network](${publicUrl}/v1/network), [countries](${publicUrl}/v1/countries): figures over the same filters
- [Vocabulary](${publicUrl}/v1/vocabulary): the definition of every member and every code
- [Changes](${publicUrl}/v1/changes): the feed

Three clocks: \`asOf\` (the world on a day), \`reportedBy\` (what had been published), \`knownAt\` (what this registry held).
"legal" and "implementation" are two axes: an agreement can be in force and never carried out.
A range such as \`{"min": 100, "max": null}\` means at least 100; null is "not known", never zero.
The whole result as one file: add \`format=csv\`, \`format=ndjson\` or \`format=xlsx\`.
`
