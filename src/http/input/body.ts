import type { IncomingMessage } from 'node:http'
import type { Readable } from 'node:stream'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { limits } from '../../limits.ts'
import { problem } from '../../problems.ts'
import { parseJson } from '../../validation/json.ts'
import { hasBody } from './negotiation.ts'

/** The parsers of bodies. Which of the types a route takes is decided before; a route that reads streams adds its own. */
export function registerBodies(app: FastifyInstance, pause: number = limits.pause): void {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser(
    ['application/json', 'application/merge-patch+json'],
    { parseAs: 'buffer' },
    async (_request: FastifyRequest, body: Buffer) => parseJson(body)
  )
  app.server.on('request', (message: IncomingMessage) => {
    if (hasBody(message)) limitPauses(message, pause)
  })
}

/** Whether anything comes in a body of unknown length. What follows the first bytes is let go by, since the answer is on its way. */
export async function hasBytes(body: Readable): Promise<boolean> {
  for await (const _ of body.iterator({ destroyOnReturn: false })) {
    body.resume()
    return true
  }
  return false
}

/** Fails the reading of a body when its client falls silent, or nearly so. Node itself limits only the time of the request as a whole. */
function limitPauses(message: IncomingMessage, pause: number): void {
  const { socket } = message
  // What lies here unread says that it is us who pause; and an error that nobody listens to would end the process.
  const isAwaited = () => message.readableLength === 0 && message.listenerCount('error') > 0
  const fail = (detail: string) => message.emit('error', problem('request-timeout', { detail }))
  message.setTimeout(pause, () => {
    if (isAwaited()) fail(`The body paused for ${pause / 1000} seconds.`)
    else message.setTimeout(pause)
  })
  let read = socket.bytesRead
  const pace = setInterval(() => {
    if (socket.destroyed) return clearInterval(pace)
    const isSlow = socket.bytesRead - read < (limits.pace * pause) / 1000
    read = socket.bytesRead
    if (isSlow && isAwaited()) fail(`The body came by less than ${limits.pace} bytes in a second.`)
  }, pause).unref()
  message.once('end', () => {
    clearInterval(pace)
    message.setTimeout(limits.stall)
  })
}
