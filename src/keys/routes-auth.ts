import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Database } from '../database/client.ts'
import { clientOf } from '../http/input/client.ts'
import { holdsNoData } from '../http/input/open-addresses.ts'
import { problem } from '../problems.ts'
import { type Policy, quotaFields } from './quotas.ts'
import { type Caller, findCaller, noteSeenInClear, noteUse, type Scope, USE_NOTED_EVERY } from './store.ts'
import { openQuotas } from './store-quotas.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** Whoever sent a valid key; null for an anonymous reader. */
    caller: Caller | null
  }
  interface FastifyContextConfig {
    /** The scope that a key needs on this route; none: the route is public. */
    scope?: Scope
    /** The route is for probes, which no quota may keep from what they ask. */
    isUncounted?: boolean
  }
}

export interface AuthOptions {
  database: Database
  now: () => Date
  /** Whether reading needs no key. */
  publicRead: boolean
  publicUrl: string
  /** How often an address or a key may read, and a key write, in a minute; 0: as often as it likes. */
  rateLimits: { reads: number; writes: number }
  /** Whose word on how a request came counts. */
  trustProxy: string | undefined
}

/** RFC 6750, section 2.1: the scheme is compared without regard to case (RFC 9110, section 11.1). */
const bearer = /^bearer +([A-Za-z0-9._~+/-]+=*) *$/i

/** What is wrong with a header that has another form. */
const misread = (authorization: string): string =>
  /^bearer +bearer +/i.test(authorization)
    ? 'The word "Bearer" stands twice in the header Authorization. Send it once, "Bearer <key>"; Swagger UI puts it there by itself, so paste the key alone.'
    : 'The header Authorization is not of the form "Bearer <key>".'

/**
 * Finds out who calls, refuses those who may not, and counts how often each does. A bad key is refused on public routes too: a
 * client that sends one believes that it is somebody.
 */
export function registerAuth(app: FastifyInstance, options: AuthOptions): void {
  const { database, now, publicRead, publicUrl, rateLimits } = options
  const { db } = database
  const spend = openQuotas(database, rateLimits)
  /** When the use of a key was last noted by this process. */
  const noted = new Map<string, number>()

  app.decorateRequest('caller', null)
  if (!publicRead) {
    app.addHook('onRoute', route => {
      const { config, schema, method, url } = route
      if (config?.scope || method === 'OPTIONS' || holdsNoData(url)) return
      route.config = { ...config, scope: 'read' } as typeof config
      route.schema = { ...schema, security: [{ bearer: [] }] }
    })
  }
  app.addHook('onRequest', (request, reply, done) => {
    const { scope } = request.routeOptions.config
    admit(request, reply, scope).then(() => done(), done)
  })

  async function admit(request: FastifyRequest, reply: FastifyReply, scope: Scope | undefined): Promise<void> {
    const { headers, method } = request
    if (headers.authorization === undefined) {
      await count(request, reply, 'read', clientOf(request.ip))
      if (scope) {
        throw problem('unauthenticated', {
          detail: 'This needs a key. Send it as "Authorization: Bearer <key>".',
          headers: { 'www-authenticate': `Bearer realm="registry", scope="${scope}"` }
        })
      }
      return
    }
    const caller = await callerOf(request, reply)
    if (cameInClear(request)) await refuseInClear(request, caller)
    const isRead = method === 'GET' || method === 'HEAD' || method === 'OPTIONS'
    await count(request, reply, isRead ? 'read' : 'write', `key ${caller.name}`)
    if (scope && !caller.scopes.includes(scope)) {
      throw problem('forbidden', {
        detail: `The key ${JSON.stringify(caller.name)} does not have the scope "${scope}".`,
        headers: { 'www-authenticate': `Bearer realm="registry", error="insufficient_scope", scope="${scope}"` }
      })
    }
    request.caller = caller
    remember(caller)
  }

  async function callerOf(request: FastifyRequest, reply: FastifyReply): Promise<Caller> {
    const secret = bearer.exec(request.headers.authorization as string)?.[1]
    const caller = secret && (await findCaller(db, secret, now()))
    if (caller) return caller
    // Whoever tries keys out is anybody.
    await count(request, reply, 'read', clientOf(request.ip))
    throw problem('unauthenticated', {
      detail: secret ? 'The key is unknown, expired or revoked.' : misread(request.headers.authorization as string),
      headers: { 'www-authenticate': 'Bearer realm="registry", error="invalid_token"' }
    })
  }

  async function count(request: FastifyRequest, reply: FastifyReply, policy: Policy, by: string): Promise<void> {
    if (request.routeOptions.config.isUncounted) return
    const quota = await spend(policy, by)
    if (!quota) return
    reply.headers(quotaFields(quota))
    if (!quota.isExceeded) return
    throw problem('quota-exceeded', {
      detail: `These were more than ${quota.most.toLocaleString('en')} requests of the policy "${policy}" in a minute. Try again in ${quota.until} s.`,
      headers: { 'retry-after': String(quota.until) },
      violatedPolicies: [policy]
    })
  }

  /** Whether a proxy says that a request came to it unencrypted, where it should not have. */
  function cameInClear(request: FastifyRequest): boolean {
    const isSaid = request.headers['x-forwarded-proto'] !== undefined
    return isSaid && options.trustProxy !== undefined && request.protocol === 'http' && !publicUrl.startsWith('http:')
  }

  /** Answering as if nothing had happened would hide for ever that anybody on the way could read the key. */
  async function refuseInClear(request: FastifyRequest, { name }: Caller): Promise<never> {
    const quoted = JSON.stringify(name)
    request.log.warn(`the key ${quoted} came unencrypted: rotate it`)
    await noteSeenInClear(db, name, now())
    throw problem('key-in-clear', {
      detail: `The key ${quoted} came unencrypted, so anybody on the way has seen it. Have it rotated, and send it by https only.`
    })
  }

  /** Beside the request, which neither waits for that nor fails with it. */
  function remember({ name, lastUsedAt }: Caller): void {
    const moment = now()
    const known = Math.max(lastUsedAt?.getTime() ?? 0, noted.get(name) ?? 0)
    if (moment.getTime() - known < USE_NOTED_EVERY) return
    noted.set(name, moment.getTime())
    noteUse(db, name, moment).catch(() => noted.delete(name))
  }
}
