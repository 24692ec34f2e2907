import type { FastifyCorsOptions } from '@fastify/cors'
import type { FastifyInstance } from 'fastify'

/** On every answer of the API: a browser must take JSON for JSON, and run nothing in it. */
const apiHeaders = {
  'x-content-type-options': 'nosniff',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'"
}

/** On every refusal, also where no hook runs: it may be read by pages of any origin, and is never kept. */
export const problemHeaders = { ...apiHeaders, 'access-control-allow-origin': '*', 'cache-control': 'no-store' }

/** The registry is public: pages of any origin may read it, and write to it with a key that their user gives them. */
export const cors: FastifyCorsOptions = {
  origin: '*',
  methods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
  allowedHeaders: [
    'Accept',
    'Accept-Datetime',
    'Authorization',
    'Content-Type',
    'Idempotency-Key',
    'If-Match',
    'If-None-Match',
    'Prefer',
    'X-Request-Id'
  ],
  // All of them: nothing here is sent with a browser's credentials (Fetch, section 3.3.2).
  exposedHeaders: '*',
  maxAge: 86_400,
  strictPreflight: false,
  // The answer itself is given elsewhere.
  preflightContinue: true,
  hideOptionsRoute: true
}

/**
 * Headers that an answer has unless its route says otherwise. A reader with a key asks again each time, at the cost of a
 * 304, since whoever writes wants to see what they wrote; everybody else may be a minute behind (RFC 9111, RFC 5861).
 */
export function registerHeaders(app: FastifyInstance, isClosing: () => boolean): void {
  const always = Object.entries(apiHeaders)
  app.addHook('onSend', (request, reply, _payload, done) => {
    const set = (name: string, value: string) => {
      if (!reply.hasHeader(name)) reply.header(name, value)
    }
    const isRead = request.method === 'GET' || request.method === 'HEAD'
    const isCacheable = isRead && (reply.statusCode === 200 || reply.statusCode === 304)
    for (const [name, value] of always) set(name, value)
    set('x-request-id', request.id)
    set('cache-control', isCacheable ? cacheControl(request.headers.authorization !== undefined) : 'no-store')
    if (isRead) reply.header('vary', `${reply.getHeader('vary') ?? 'Accept, Authorization'}, Accept-Encoding`)
    // A connection that stays open would hold up the end of the process.
    if (isClosing()) set('connection', 'close')
    done()
  })
}

const cacheControl = (withKey: boolean): string =>
  withKey ? 'private, no-cache' : 'public, max-age=60, stale-while-revalidate=300'

/** `Cache-Control` of what never changes at its address, so that a browser need never ask for it again (RFC 8246). */
export const forAYear = 'public, max-age=31536000, immutable'

/** `Content-Disposition` of what is kept as a file, under a name that needs no quoting (RFC 6266). */
export const attachment = (name: string): string => `attachment; filename="${name}"`
