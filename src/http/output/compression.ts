import { pipeline, Readable } from 'node:stream'
import { promisify } from 'node:util'
import { brotliCompress, constants, createBrotliCompress, createGzip, gzip } from 'node:zlib'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { acceptedCodings, type Coding, tagIn } from './codings.ts'

// Not @fastify/compress: it leaves the strong tag of the plain text to every coding, sends without a length, and compresses
// an answer that never changes anew for each reader.

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The answers of this route never change while the process runs: each is compressed once, and kept. */
    isFixed?: boolean
  }
}

/** Below this an answer fits into one packet, compressed or not. */
const shortest = 1024

/** Media types whose content is text. Others here are pictures, which are compressed by their own nature. */
const textual =
  /^(?:text\/|application\/(?:[\w.-]+\+)?(?:json|javascript|x-ndjson|(?:x-)?yaml|link-format|x-bibtex)\b|image\/svg\+xml)/

const inBrotli = promisify(brotliCompress)
const inGzip = promisify(gzip)

type Payload = string | Buffer

/** Works on other threads. What is kept is worth more time, but for the best quality, which takes a hundred times as much. */
async function compress(text: Payload, coding: Coding, isKept: boolean): Promise<Buffer> {
  if (coding === 'gzip') return inGzip(text, { level: isKept ? 9 : 6 })
  const { BROTLI_PARAM_QUALITY, BROTLI_PARAM_SIZE_HINT } = constants
  return inBrotli(text, { params: { [BROTLI_PARAM_QUALITY]: isKept ? 9 : 4, [BROTLI_PARAM_SIZE_HINT]: text.length } })
}

/** What is made while it is sent is compressed while it is sent: each part as it comes, none of it kept. */
function compressStream(stream: Readable, coding: Coding): Readable {
  const params = { [constants.BROTLI_PARAM_QUALITY]: 4 }
  const coder = coding === 'gzip' ? createGzip({ level: 6 }) : createBrotliCompress({ params })
  // Ends both where one of them fails or nobody reads on; who sends the answer hears of it from the coder.
  return pipeline(stream, coder, () => {})
}

/**
 * Compresses every answer of some length for those who take it so, refusals too: nothing here is a secret that a length
 * could tell. Registered after all hooks that look at what is sent.
 */
export function registerCompression(app: FastifyInstance): void {
  const keep = keeper()
  app.addHook('onSend', async (request, reply, payload) => {
    const coding = codingOf(request, reply, payload)
    if (coding === undefined) return payload
    const isKept = isFixed(request, reply)
    const body = await bodyOf(payload, coding, isKept)
    const etag = reply.getHeader('etag') as string | undefined
    if (etag) reply.header('etag', tagIn(etag, coding))
    // The length would be that of the plain text.
    reply.header('content-encoding', coding).removeHeader('content-length')
    return body
  })

  function bodyOf(payload: unknown, coding: Coding, isKept: boolean): unknown {
    if (isText(payload)) return isKept ? keep(payload, coding) : compress(payload, coding, false)
    return payload instanceof Readable ? compressStream(payload, coding) : payload
  }
}

const isText = (payload: unknown): payload is Payload => typeof payload === 'string' || Buffer.isBuffer(payload)

/** A refusal is never the same twice. */
const isFixed = ({ routeOptions }: FastifyRequest, { statusCode }: FastifyReply): boolean =>
  routeOptions.config.isFixed === true && statusCode === 200

/** The coding that an answer is sent in; undefined where it stays as it is. */
function codingOf(request: FastifyRequest, reply: FastifyReply, payload: unknown): Coding | undefined {
  const accepted = request.headers['accept-encoding']
  if (accepted === undefined || !textual.test(String(reply.getHeader('content-type')))) return undefined
  if ([204, 206, 304].includes(reply.statusCode) || reply.hasHeader('content-encoding')) return undefined
  const isStream = payload instanceof Readable
  // Where the client hung up nobody waits for it any more.
  if (!(isText(payload) || isStream) || reply.raw.destroyed) return undefined
  const length = isText(payload) ? payload.length : Number(reply.getHeader('content-length') ?? shortest)
  const codings = acceptedCodings(accepted)
  const [best] = codings
  return best === 'identity' || (length < shortest && codings.includes('identity')) ? undefined : best
}

/** Compresses each text once in each coding. */
function keeper(): (payload: Payload, coding: Coding) => Promise<Buffer> {
  const kept: Record<Coding, Map<string, Promise<Buffer>>> = { br: new Map(), gzip: new Map() }
  return (payload, coding) => {
    const name = String(payload)
    const known = kept[coding].get(name)
    if (known) return known
    const made = compress(payload, coding, true)
    kept[coding].set(name, made)
    made.catch(() => kept[coding].delete(name))
    return made
  }
}
