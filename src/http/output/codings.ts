import Negotiator from 'negotiator'

// Content codings, and what they do to entity tags. A strong tag names bytes, and these differ from coding to coding (RFC
// 9110, section 8.8.3.3), so the tag of a compressed answer ends with the name of its coding. Weak tags name what is said.

/** The codings that answers are sent in, the one that is preferred first. */
export const codings = ['br', 'gzip'] as const
export type Coding = (typeof codings)[number]

/** The codings that a client takes, `identity` among them, the one that it likes best first (RFC 9110, section 12.5.3). */
export function acceptedCodings(acceptEncoding: string): (Coding | 'identity')[] {
  const negotiator = new Negotiator({ headers: { 'accept-encoding': acceptEncoding } }) as unknown as {
    // The types are of an older version.
    encodings<T>(available: T[], options: { preferred: readonly T[] }): T[]
  }
  return negotiator.encodings<Coding | 'identity'>([...codings, 'identity'], { preferred: codings })
}

/** Whether a client takes a coding. One that does not say takes them all. */
export const takesCoding = (acceptEncoding: string | undefined, coding: Coding): boolean =>
  acceptEncoding === undefined || acceptedCodings(acceptEncoding).includes(coding)

/** The tag of an answer that is sent in a coding. */
export const tagIn = (etag: string, coding: Coding): string =>
  etag.startsWith('W/') ? etag : `${etag.slice(0, -1)}-${coding}"`

const mark = new RegExp(`-(${codings.join('|')})$`)

/** The opaque part of a tag without the mark of its coding, and that coding. */
export function unmarked(opaque: string): { opaque: string; coding: Coding | undefined } {
  const coding = mark.exec(opaque)?.[1] as Coding | undefined
  return { opaque: coding ? opaque.slice(0, -coding.length - 1) : opaque, coding }
}
