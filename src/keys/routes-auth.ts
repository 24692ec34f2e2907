import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Db } from '../database/client.ts'
import { problem } from '../problems.ts'
import { type Caller, findCaller, type Scope } from './store.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** Whoever sent a valid key; null for an anonymous reader. */
    caller: Caller | null
  }
  interface FastifyContextConfig {
    /** The scope that a key needs on this route; none: the route is public. */
    scope?: Scope
  }
}

/** RFC 6750, section 2.1: the scheme is compared without regard to case (RFC 9110, section 11.1). */
const bearer = /^bearer +([A-Za-z0-9._~+/-]+=*) *$/i

/**
 * Finds out who calls, and refuses those who may not. A bad key is refused on public routes too: a client that sends
 * one believes that it is somebody.
 */
export function registerAuth(app: FastifyInstance, { db, now }: { db: Db; now: () => Date }): void {
  app.decorateRequest('caller', null)
  app.addHook('onRequest', (request, _reply, done) => {
    const { scope } = request.routeOptions.config
    // Most requests are anonymous reads, which have nothing to wait for.
    if (scope === undefined && request.headers.authorization === undefined) return done()
    admit(request, scope).then(() => done(), done)
  })

  async function admit(request: FastifyRequest, scope: Scope | undefined): Promise<void> {
    request.caller = await callerOf(request, db, now())
    if (!scope) return
    if (!request.caller) {
      throw problem('unauthenticated', {
        detail: 'This needs a key. Send it as "Authorization: Bearer <key>".',
        headers: { 'www-authenticate': `Bearer realm="registry", scope="${scope}"` }
      })
    }
    if (!request.caller.scopes.includes(scope)) {
      throw problem('forbidden', {
        detail: `The key ${JSON.stringify(request.caller.name)} does not have the scope "${scope}".`,
        headers: { 'www-authenticate': `Bearer realm="registry", error="insufficient_scope", scope="${scope}"` }
      })
    }
  }
}

async function callerOf(request: FastifyRequest, db: Db, now: Date): Promise<Caller | null> {
  const { authorization } = request.headers
  if (authorization === undefined) return null
  const secret = bearer.exec(authorization)?.[1]
  const caller = secret && (await findCaller(db, secret, now))
  if (caller) return caller
  throw problem('unauthenticated', {
    detail: secret
      ? 'The key is unknown, expired or revoked.'
      : 'The header Authorization is not of the form "Bearer <key>".',
    headers: { 'www-authenticate': 'Bearer realm="registry", error="invalid_token"' }
  })
}
