import fastifySwagger, { type FastifyDynamicSwaggerOptions } from '@fastify/swagger'
import type { FastifyContextConfig, FastifyInstance } from 'fastify'
import { mediaTypesOf } from '../input/negotiation.ts'
import { textTag } from '../output/preconditions.ts'
import { jsonType, sendText } from '../output/texts.ts'
import { type Documented, documented, polish, requestExamples } from './openapi-document.ts'
import { refusalsOf } from './openapi-refusals.ts'
import { contactOf, description, keyDescription, license, tags, title, version } from './openapi-text.ts'
import type { Document } from './openapi-types.ts'
import { registerSwaggerUi } from './swagger-ui.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Bodies that the API document shows, by name; each one is sent to the service in a test. */
    requestExamples?: Record<string, { summary: string; value: unknown }>
    /** What the API document says of requests beyond the schemas by which they are checked, since refusals of these say more. */
    documented?: Documented
  }
}

export interface DocumentationOptions {
  publicUrl: string
  /** Address of whoever runs the service. */
  contact?: string | undefined
}

/** Serves the API document, generated from the schemas of all routes that are added afterwards, and Swagger UI for it. */
export async function registerDocumentation(app: FastifyInstance, options: DocumentationOptions): Promise<void> {
  await app.register(fastifySwagger, documentOptions(options))
  registerSwaggerUi(app, title)
  serveDocument(app)
}

const documentOptions = ({ publicUrl, contact }: DocumentationOptions): FastifyDynamicSwaggerOptions => ({
  openapi: {
    openapi: '3.1.0',
    info: { title, version, description, contact: contactOf({ publicUrl, contact }), license },
    servers: [{ url: publicUrl || '/', description: 'This service' }],
    tags,
    components: { securitySchemes: { bearer: { type: 'http', scheme: 'bearer', description: keyDescription } } }
  },
  convertConstToEnum: false,
  refResolver: { buildLocalReference: (json, _base, _fragment, i) => (json.$id ? String(json.$id) : `Schema${i}`) },
  transform({ schema, url, route }) {
    const config: FastifyContextConfig & { scope?: string } = route.config ?? {}
    return {
      url,
      schema: {
        ...schema,
        consumes: mediaTypesOf(schema, String(route.method)).consumes,
        security: schema?.security ?? (config.scope ? [{ bearer: [] }] : []),
        response: { ...refusalsOf(route), ...(schema?.response as object) },
        ...(config.documented?.body && { body: { $ref: `${config.documented.body.$id}#` } }),
        ...(config.documented && { [documented]: config.documented }),
        ...(config.requestExamples && { [requestExamples]: config.requestExamples })
      }
    }
  },
  transformObject: document => ('openapiObject' in document ? polish(document.openapiObject as Document) : {}) as never
})

/**
 * `GET /openapi.json` and `GET /openapi.yaml`. The document changes only with the program, so each is written once, for the
 * first who asks for it.
 */
function serveDocument(app: FastifyInstance): void {
  serve('/openapi.json', jsonType, () => JSON.stringify(app.swagger()))
  serve('/openapi.yaml', 'application/yaml', () => app.swagger({ yaml: true }))

  function serve(url: string, type: string, write: () => string): void {
    let document: { text: string; etag: string } | undefined
    const schema = { hide: true, produces: [type.replace(/;.*/, '')] }
    app.get(url, { schema, config: { isFixed: true } }, async (request, reply) => {
      document ??= tagged(write())
      return sendText(request, reply, { ...document, type })
    })
  }
}

const tagged = (text: string): { text: string; etag: string } => ({ text, etag: textTag(text) })
