import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { FastifyInstance } from 'fastify'
import { limits } from '../../limits.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** It came before the answer to the last one of its connection had left. */
    isInAdvance: boolean
  }
}

interface Exchange {
  request: IncomingMessage
  response: ServerResponse
}

/**
 * One connection is one request at a time: the next one is looked at when the last answer has left. Node hands over all that a
 * client sends in advance, and would keep every answer that it does not take. One that takes nothing of its answer for some time is
 * disconnected.
 */
export function registerConnections(app: FastifyInstance, stall: number = limits.stall): void {
  const last = new WeakMap<Socket, Exchange>()
  app.decorateRequest('isInAdvance', false)
  app.addHook('onRequest', (asked, { raw: response }, done) => {
    const { raw: request } = asked
    const { socket } = request
    const before = last.get(socket)
    last.set(socket, { request, response })
    if (!before || before.response.closed) return done()
    asked.isInAdvance = true
    // Where the client is gone nobody waits for it.
    before.response.once('close', () => socket.destroyed || done())
  })

  app.server.setTimeout(stall)
  app.server.on('timeout', (socket: Socket) => {
    const { request, response } = last.get(socket) ?? {}
    const isAnswering = response && !response.closed
    // Of a body that pauses, its reader knows.
    if (isAnswering && !request?.complete) return
    // It is us who are slow.
    if (isAnswering && socket.writableLength === 0) socket.setTimeout(stall)
    else socket.destroy()
  })
}
