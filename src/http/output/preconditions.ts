import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { problem } from '../../problems.ts'
import { takesCoding, unmarked } from './codings.ts'

// Entity tags and the conditions on them (RFC 9110, sections 8.8.3 and 13.1). The tag of a record begins with its version
// and a dot; what follows says which status, which day and which representation it was read in.

export interface EntityTag {
  weak: boolean
  /** What stands between the quotation marks. */
  opaque: string
}

/** The value of `If-Match` or `If-None-Match`. */
export type Tags = '*' | readonly EntityTag[]

// A tag holds any visible character but the quotation mark, and obs-text (RFC 9110, section 8.8.3). Elements of a list that
// are empty are skipped wherever they stand (section 5.6.1.2).
const emptyElements = /[ \t,]*/y
const element = /(W\/)?"([\x21\x23-\x7e\x80-\xff]*)"[ \t]*(?:,[ \t,]*|$)/y

/**
 * Reads a list of entity tags.
 *
 * @throws ApiProblem invalid-parameter that names the header
 */
export function parseTags(field: string, header: string): Tags {
  if (field.trim() === '*') return '*'
  const tags: EntityTag[] = []
  emptyElements.lastIndex = 0
  emptyElements.test(field)
  for (let at = emptyElements.lastIndex; at < field.length; at = element.lastIndex) {
    element.lastIndex = at
    const found = element.exec(field)
    if (!found) throw malformed(header)
    tags.push({ weak: found[1] !== undefined, opaque: found[2] as string })
  }
  if (tags.length === 0) throw malformed(header)
  return tags
}

function malformed(header: string) {
  const detail = `${header} takes "*" or entity tags in quotation marks as answers give them in ETag, for example "3".`
  return problem('invalid-parameter', { detail, errors: [{ header, code: 'malformed', detail }] })
}

/**
 * Reads `If-Match`; undefined when it was not sent.
 *
 * @throws ApiProblem invalid-parameter when it is malformed
 */
export const readIfMatch = (field: string | undefined): Tags | undefined =>
  field === undefined ? undefined : parseTags(field, 'If-Match')

/**
 * A sentence on why `If-Match` does not allow a change of the record at this version, undefined when it does. Only the
 * version of a tag counts, the text up to its first dot: a status that moved on by itself is no lost update.
 */
export function matchProblem(ifMatch: Tags, version: number): string | undefined {
  if (ifMatch === '*') return undefined
  const naming = ifMatch.filter(({ opaque }) => versionOf(opaque) === version)
  if (naming.some(({ weak }) => !weak)) return undefined
  return naming.length > 0
    ? weakTag
    : `If-Match names another version; the current one is ${version}. Read it again and apply your change to that.`
}

const weakTag =
  'If-Match names what is current, but by a weak tag, and a weak tag never matches (RFC 9110, section 13.1.1). A proxy that compresses answers may have made it weak: leave out the W/.'

function versionOf(opaque: string): number | undefined {
  const version = /^[1-9]\d{0,9}(?=\.|$)/.exec(opaque)
  return version ? Number(version[0]) : undefined
}

/**
 * Reads `If-None-Match`; undefined when it was not sent.
 *
 * @throws ApiProblem invalid-parameter when it is malformed
 */
export const readIfNoneMatch = (field: string | undefined): Tags | undefined =>
  field === undefined ? undefined : parseTags(field, 'If-None-Match')

/**
 * The tag that a client holds of what has this tag; undefined when `If-None-Match` names none. The comparison is weak: `W/`
 * does not count (RFC 9110, section 13.1.2). A tag of a coding counts where the client takes that coding: a cache may ask for
 * another client than the one for whom it was compressed.
 */
export function heldTag(ifNoneMatch: Tags, etag: string, acceptEncoding: string | undefined): string | undefined {
  if (ifNoneMatch === '*') return etag
  const current = tagOf(etag)
  const held = ifNoneMatch.find(({ opaque }) => {
    const { opaque: plain, coding } = unmarked(opaque)
    return opaque === current.opaque || (plain === current.opaque && coding && takesCoding(acceptEncoding, coding))
  })
  return held && `${current.weak ? 'W/' : ''}"${held.opaque}"`
}

/** A tag of ours, taken apart. */
const tagOf = (etag: string): EntityTag => ({
  weak: etag.startsWith('W/'),
  opaque: etag.slice(etag.indexOf('"') + 1, -1)
})

/** The tag of an answer that is put together before one knows whether the client holds it. */
export const textTag = (text: string): string =>
  `"${createHash('sha256').update(text).digest('base64url').slice(0, 22)}"`

/**
 * Sets the tag of an answer to GET, and makes the answer 304 when the client holds it already. The handler then returns
 * the reply as it is.
 */
export function notModified({ headers }: Pick<FastifyRequest, 'headers'>, reply: FastifyReply, etag: string): boolean {
  const ifNoneMatch = readIfNoneMatch(headers['if-none-match'])
  const held = ifNoneMatch && heldTag(ifNoneMatch, etag, headers['accept-encoding'])
  reply.header('etag', held ?? etag)
  if (held) reply.code(304).send()
  return held !== undefined
}

/**
 * Refuses GET and HEAD whose `If-Match` names something else than what would be sent, on every route, also where an answer
 * has no tag. Looked at last, since a refusal of another kind goes before it (RFC 9110, section 13.2.1).
 */
export function registerPreconditions(app: FastifyInstance): void {
  app.addHook('onSend', (request, reply, payload, done) => {
    const { method, headers } = request
    const isRead = method === 'GET' || method === 'HEAD'
    if (!isRead || headers['if-match'] === undefined || ![200, 304].includes(reply.statusCode)) return done()
    try {
      const ifMatch = parseTags(headers['if-match'], 'If-Match')
      const etag = reply.getHeader('etag') as string | undefined
      const detail = readProblem(ifMatch, etag)
      if (detail) throw problem('precondition-failed', { detail, headers: etag ? { etag } : {} })
      done()
    } catch (error) {
      // A file that is not sent would stay open.
      if (payload instanceof Readable) payload.destroy()
      throw error
    }
  })
}

/** A sentence on why `If-Match` does not allow reading what has this tag, undefined when it does. */
function readProblem(ifMatch: Tags, etag: string | undefined): string | undefined {
  if (ifMatch === '*') return undefined
  if (!etag) return 'This address has no ETag that If-Match could name. Leave If-Match out.'
  const current = tagOf(etag)
  if (current.weak) return 'The ETag of this address is weak, and If-Match takes strong ones only. Use If-None-Match.'
  const version = versionOf(current.opaque)
  const { opaque: plain } = unmarked(current.opaque)
  const naming = ifMatch.filter(
    ({ opaque }) => unmarked(opaque).opaque === plain || (version !== undefined && versionOf(opaque) === version)
  )
  if (naming.some(({ weak }) => !weak)) return undefined
  return naming.length > 0 ? weakTag : `If-Match names something else than what is here, which has the ETag ${etag}.`
}
