import type { IncomingMessage } from 'node:http'
import type { Readable } from 'node:stream'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { limits } from '../../limits.ts'
import { problem } from '../../problems.ts'
import { parseJson } from './json.ts'
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

/** Fails the reading of a body when its client falls silent. Node itself limits only the time of the request as a whole. */
function limitPauses(message: IncomingMessage, pause: number): void {
  message.setTimeout(pause, () => {
    // What lies here unread says that it is us who pause; and an error that nobody listens to would end the process.
    const isAwaited = message.readableLength === 0 && message.listenerCount('error') > 0
    if (!isAwaited) message.setTimeout(pause)
    else message.emit('error', problem('request-timeout', { detail: `The body paused for ${pause / 1000} seconds.` }))
  })
  message.once('end', () => message.setTimeout(0))
}
