import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { recordSchemaPath } from '../http/documentation/record-schema.ts'
import { answerField, problemResponses, unchanged } from '../http/documentation/schemas.ts'
import { preferredType } from '../http/input/negotiation.ts'
import { problem } from '../problems.ts'
import { ref } from '../record/schema/forms.ts'

const tags = ['Operations']

const Health = Type.Object(
  {
    status: Type.Enum(['pass'], {
      type: 'string',
      title: 'HealthStatus',
      description: 'Always `pass`; a failure is a problem document.'
    })
  },
  { $id: 'Health', additionalProperties: false, description: 'The service is well.' }
)

const healthy = (description: string) => ({
  200: { description, content: { 'application/health+json': { schema: { $ref: 'Health#' } } } }
})

export interface OperationsOptions {
  publicUrl: string
  /** Whether the database answers in time. */
  answers: () => Promise<boolean>
  /** Whether the service is about to end. */
  isClosing: () => boolean
  /** The first page for people, at the same address as the front door; none where reading is not public. */
  home: ((request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply>) | undefined
}

/** What the front door leads to. */
const doors = {
  agreements: '/v1/agreements',
  statistics: '/v1/statistics',
  network: '/v1/network',
  countries: '/v1/countries',
  vocabulary: '/v1/vocabulary',
  changes: '/v1/changes',
  documentation: '/docs',
  openapi: '/openapi.json',
  schema: recordSchemaPath,
  health: '/readyz'
}

const FrontDoor = Type.Object(
  Object.fromEntries(Object.entries(doors).map(([name, path]) => [name, Type.String({ examples: [path] })])),
  { $id: 'FrontDoor', additionalProperties: false, description: 'Addresses by name.' }
)

const frontDoorTypes = ['application/json', 'text/html']

/** Addresses for whoever runs the service, and the front door. Nothing of these is ever cached. */
export function registerOperations(
  app: FastifyInstance,
  { answers, publicUrl, isClosing, home }: OperationsOptions
): void {
  app.addSchema(Health)
  const well = { status: 'pass' }
  // Probes accept what they like, and read the status alone.
  const config = { ignoresAccept: true, isUncounted: true }

  app.get('/livez', {
    config,
    schema: {
      operationId: 'getLiveness',
      tags,
      summary: 'Is the process alive?',
      description: 'Asks nothing of the database: a process that cannot answer this should be started anew.',
      security: [],
      response: { ...healthy('The process answers.'), ...problemResponses() }
    },
    handler: async (_request, reply) =>
      reply.header('cache-control', 'no-store').type('application/health+json').send(well)
  })

  app.get('/readyz', {
    config,
    schema: {
      operationId: 'getReadiness',
      tags,
      summary: 'Can the service answer?',
      description: 'Asks the database. A process that is shutting down is not ready.',
      security: [],
      response: { ...healthy('The database answers.'), ...problemResponses('unavailable') }
    },
    handler: async (_request, reply) => {
      const detail = isClosing()
        ? 'The service is shutting down.'
        : (await answers())
          ? undefined
          : 'The database does not answer.'
      if (detail) throw problem('unavailable', { detail, headers: { 'retry-after': '5' } })
      return reply.header('cache-control', 'no-store').type('application/health+json').send(well)
    }
  })

  app.addSchema(FrontDoor)
  const links = Object.fromEntries(Object.entries(doors).map(([name, path]) => [name, publicUrl + path]))
  app.get('/', {
    schema: {
      operationId: 'getRoot',
      tags,
      summary: 'Where everything is',
      description:
        'The front door: addresses of the collections, the documentation and the health of the service. Browsers get the first page for people.',
      security: [],
      response: {
        200: {
          description: 'Addresses by name, or the first page.',
          headers: {
            ETag: answerField('Of the page: names this state of it.'),
            Link: answerField('The API document and its documentation (RFC 8631), or what the page links to.')
          },
          content: {
            'application/json': { schema: ref(FrontDoor) },
            'text/html': { schema: Type.String({ description: 'The first page for people.' }) }
          }
        },
        ...unchanged,
        ...problemResponses()
      }
    },
    handler: async (request, reply) => {
      if (home && preferredType(request.headers.accept, frontDoorTypes) === 'text/html') return home(request, reply)
      const rels = `<${links.openapi}>; rel="service-desc", <${links.documentation}>; rel="service-doc"`
      return reply.header('link', rels).send(links)
    }
  })
}
