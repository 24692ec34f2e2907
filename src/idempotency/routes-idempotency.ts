import { createHash } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Db } from '../database/client.ts'
import { sendWritten } from '../http/output/preferences.ts'
import { problem } from '../problems.ts'
import { type Answered, type Asked, findAnswered, rememberAnswer } from './store.ts'

// Idempotency-Key (draft-ietf-httpapi-idempotency-key-header): who does not know whether a POST arrived sends it again with the
// same key, and it is done once.

declare module 'fastify' {
  interface FastifyRequest {
    /** Remembers the answer to a request with a key, in the transaction of what it does. */
    remember: ((tx: Db, answered: Answered) => Promise<void>) | null
  }
  interface FastifyContextConfig {
    /** The route takes `Idempotency-Key`, and remembers what it answers. */
    takesIdempotencyKey?: boolean
  }
}

/** A Structured Field string (RFC 9651, section 3.3.3), or the same without its quotation marks. */
const form = /^(?:"((?:[ !#-[\]-~]|\\["\\]){1,255})"|([!#-+\--:<-[\]-~]{1,255}))$/

/** Answers a request that was answered before as it was then, and refuses a key that stands for something else. */
export function registerIdempotency(app: FastifyInstance, { db, now }: { db: Db; now: () => Date }): void {
  /** Requests that are being answered by this process. Those of others meet in the database. */
  const running = new Set<string>()
  const names = new WeakMap<FastifyRequest, string>()
  app.decorateRequest('remember', null)
  app.addHook('preHandler', async (request, reply) => {
    const sent = request.headers['idempotency-key']
    if (sent === undefined || !request.routeOptions.config.takesIdempotencyKey) return
    const asked = askedBy(request, String(sent))
    if ((request.query as { dryRun?: boolean }).dryRun) return
    const name = JSON.stringify([asked.caller, asked.key])
    if (running.has(name)) throw inUse('The request with this key is being answered. Send it again later.')
    running.add(name)
    names.set(request, name)
    const answered = await findAnswered(db, asked, now())
    if (answered) return replay(request, reply, asked, answered)
    request.remember = async (tx, answered) => {
      if (await rememberAnswer(tx, asked, answered, now())) return
      throw inUse('Another request with this key was just answered. Send it again.')
    }
  })
  // Not when the answer has left, which it never does where its client left first. What was done is kept before, with its answer;
  // one that was given up while it is still at work meets the next one in the database.
  app.addHook('onSend', (request, _reply, _payload, done) => {
    const name = names.get(request)
    // Once: by then another request may be answered.
    if (name !== undefined && names.delete(request)) running.delete(name)
    done()
  })
}

const inUse = (detail: string) => problem('conflict', { detail, headers: { 'retry-after': '1' } })

function askedBy({ method, url, body, caller }: FastifyRequest, sent: string): Asked {
  const [, quoted, bare] = form.exec(sent) ?? []
  const key = quoted ?? bare
  if (key === undefined) {
    const detail = 'Must be 1 to 255 characters of ASCII, in quotation marks: "8e03978e-40d5-43dd-bc93-6894a57f9324".'
    throw problem('invalid-parameter', { errors: [{ header: 'Idempotency-Key', code: 'malformed', detail }] })
  }
  const fingerprint = createHash('sha256')
    .update(JSON.stringify([method, url, body ?? null]))
    .digest('base64url')
  return { caller: caller?.name as string, key, fingerprint }
}

function replay(request: FastifyRequest, reply: FastifyReply, asked: Asked, answered: Asked & Answered): FastifyReply {
  if (answered.fingerprint !== asked.fingerprint) {
    const detail =
      'Another request was sent with this key. A key stands for one request; send this one with a key of its own.'
    throw problem('key-reused', { errors: [{ header: 'Idempotency-Key', code: 'reused', detail }] })
  }
  const { status, etag, location, body } = answered
  if (location !== null) reply.header('location', location)
  return sendWritten(request, reply.code(status).header('etag', etag).header('idempotency-replayed', 'true'), body)
}
