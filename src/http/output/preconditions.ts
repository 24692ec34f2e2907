import type { FastifyReply, FastifyRequest } from 'fastify'
import { problem } from '../../problems.ts'

// Entity tags and the conditions on them (RFC 9110, sections 8.8.3 and 13.1). The tag of a record begins with its version
// and a dot; what follows says which status, which day and which representation it was read in.

export interface EntityTag {
  weak: boolean
  /** What stands between the quotation marks. */
  opaque: string
}

/** The value of `If-Match` or `If-None-Match`. */
export type Tags = '*' | readonly EntityTag[]

/** RFC 9110, section 8.8.3: any visible character but the quotation mark, and obs-text. */
const tag = /(W\/)?"([\x21\x23-\x7e\x80-\xff]*)"/y
const separator = /[ \t]*(?:,[ \t]*)+/y

/**
 * Reads a list of entity tags.
 *
 * @throws ApiProblem invalid-parameter that names the header
 */
export function parseTags(field: string, header: string): Tags {
  const text = field.trim()
  if (text === '*') return '*'
  const tags: EntityTag[] = []
  for (let at = 0; ; ) {
    tag.lastIndex = at
    const found = tag.exec(text)
    if (!found) throw malformed(header)
    tags.push({ weak: found[1] !== undefined, opaque: found[2] as string })
    if (tag.lastIndex === text.length) return tags
    separator.lastIndex = tag.lastIndex
    if (!separator.test(text)) throw malformed(header)
    at = separator.lastIndex
  }
}

function malformed(header: string) {
  const detail = `${header} takes "*" or entity tags in quotation marks as answers give them in ETag, for example "3".`
  return problem('invalid-parameter', { detail, errors: [{ header, code: 'malformed', detail }] })
}

/** The versions that `If-Match` names, or any. */
export type IfMatch = '*' | readonly number[]

/**
 * Reads `If-Match`; undefined when it was not sent. Only the version of a tag counts, the text up to its first dot: a
 * status that moved on by itself is no lost update. Weak tags never match (RFC 9110, section 13.1.1).
 *
 * @throws ApiProblem invalid-parameter when it is malformed
 */
export function readIfMatch(field: string | undefined): IfMatch | undefined {
  if (field === undefined) return undefined
  const tags = parseTags(field, 'If-Match')
  return tags === '*' ? tags : tags.filter(({ weak }) => !weak).flatMap(({ opaque }) => versionOf(opaque) ?? [])
}

function versionOf(opaque: string): number | undefined {
  const version = /^[1-9]\d{0,9}(?=\.|$)/.exec(opaque)
  return version ? Number(version[0]) : undefined
}

/** Whether `If-Match` allows a change of the record at this version. */
export const matchesVersion = (ifMatch: IfMatch, version: number): boolean =>
  ifMatch === '*' || ifMatch.includes(version)

/**
 * Reads `If-None-Match`; undefined when it was not sent.
 *
 * @throws ApiProblem invalid-parameter when it is malformed
 */
export const readIfNoneMatch = (field: string | undefined): Tags | undefined =>
  field === undefined ? undefined : parseTags(field, 'If-None-Match')

/** Whether `If-None-Match` names this tag. The comparison is weak: `W/` does not count (RFC 9110, section 13.1.2). */
export function namesTag(ifNoneMatch: Tags, etag: string): boolean {
  const current = etag.replace(/^W\//, '').slice(1, -1)
  return ifNoneMatch === '*' || ifNoneMatch.some(({ opaque }) => opaque === current)
}

/**
 * Sets the tag of an answer to GET, and makes the answer 304 when the client holds it already. The handler then returns
 * the reply as it is.
 */
export function notModified(request: FastifyRequest, reply: FastifyReply, etag: string): boolean {
  reply.header('etag', etag)
  const ifNoneMatch = readIfNoneMatch(request.headers['if-none-match'])
  if (ifNoneMatch === undefined || !namesTag(ifNoneMatch, etag)) return false
  reply.code(304).send()
  return true
}
