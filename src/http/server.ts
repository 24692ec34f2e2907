import { randomUUID } from 'node:crypto'
import { type IncomingMessage, type Server, STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import type { FastifyHttpOptions } from 'fastify'
import { limits } from '../limits.ts'
import { type ApiProblem, problem } from '../problems.ts'
import { buildValidator } from './input/fastify-validator.ts'
import { type ClientError, unreadable } from './input/unreadable.ts'
import { serializers, traceOf } from './output/log.ts'
import { sendProblem, standaloneProblem } from './output/problems.ts'

export interface HttpOptions {
  logLevel: string
  /** Put before the addresses of problems; empty for relative ones. */
  publicUrl: string
  /** Whose forwarded addresses and protocols count; unset: nobody's. */
  trustProxy?: string | undefined
}

/** Options of the Fastify constructor: limits, identity of requests, and problems where no route is reached. */
export function httpOptions({ logLevel, publicUrl, trustProxy }: HttpOptions): FastifyHttpOptions<Server> {
  return {
    logger: logLevel === 'silent' ? false : { level: logLevel, serializers },
    genReqId,
    childLoggerFactory: (logger, bindings, options, { headers }) =>
      logger.child({ ...bindings, ...traceOf(headers.traceparent) }, options),
    trustProxy: trustProxy ?? false,
    bodyLimit: limits.body,
    requestTimeout: limits.requestTime,
    forceCloseConnections: 'idle',
    // Fastify's answer while closing is no problem document; requests on open connections are served to their end instead.
    return503OnClosing: false,
    http: {
      headersTimeout: limits.headerTime,
      // Node looks for late clients every 30 seconds unless told otherwise.
      connectionsCheckingInterval: 1_000,
      requireHostHeader: false
    },
    routerOptions: {
      // Paths are limited by the length of the address and the patterns of their parameters.
      maxParamLength: limits.header,
      // An exception here would end the process; the hook that checks queries reads them.
      querystringParser: () => ({})
    },
    schemaController: { compilersFactory: { buildValidator: buildValidator as never } },
    frameworkErrors: (error, request, reply) => void sendProblem(error, request, reply, publicUrl),
    clientErrorHandler: (error, socket) => refuseClient(error, socket, publicUrl)
  }
}

/** The client's own id where it is harmless in logs and headers. */
function genReqId({ headers }: { headers: IncomingMessage['headers'] }): string {
  const id = headers['x-request-id']
  return typeof id === 'string' && /^[A-Za-z0-9._-]{1,64}$/.test(id) ? id : randomUUID()
}

/** Answers a client whose bytes are no HTTP, or come too late, on the bare socket. */
function refuseClient(error: ClientError, socket: Socket, publicUrl: string): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) return
  if (socket.writable) refuseOnSocket(socket, unreadable(error), publicUrl)
  else socket.destroy()
}

/** Answers on the bare socket, which ends with it. */
function refuseOnSocket(socket: Duplex, refusal: ApiProblem, publicUrl: string): void {
  const { status, headers, body } = standaloneProblem(refusal, publicUrl)
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`)
  socket.end([`HTTP/1.1 ${status} ${STATUS_CODES[status]}`, ...lines, '', body].join('\r\n'), () => socket.destroy())
}

/** Refuses CONNECT, which reaches no route: the service is no proxy. Node would close the connection without a word. */
export function refuseTunnels(server: Server, publicUrl: string): void {
  server.on('connect', (_request, socket) => {
    // Nobody else listens any more, and an error that nobody listens to would end the process.
    socket.on('error', () => socket.destroy())
    refuseOnSocket(socket, problem('not-implemented'), publicUrl)
  })
}
