import { domainToUnicode } from 'node:url'
import { parse } from 'bcp-47'

// Rules for the texts of a record that need no knowledge of the record.

/** Control characters, and the marks that turn the direction of all text that follows (isolates do not). */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const forbidden = /[\u0000-\u001f\u007f-\u009f\u202a-\u202e]/

/** What ends a line and is no control character: the line and the paragraph separator. */
const separators = /[\u2028\u2029]/

/** As much of what is asked of a text of one line as a pattern can say. */
export const linePattern = (() => {
  const never = '\\u0000-\\u001f\\u007f-\\u009f\\u2028-\\u202e'
  return `^[^\\s${never}]([^${never}]*[^\\s${never}])?$`
})()

/** White space, and characters that show nothing. */
const blank = /^[\s\p{Default_Ignorable_Code_Point}]*$/u

/**
 * A sentence on what is wrong with a text that people read, undefined when it is fine.
 *
 * @param lines whether the text may have several lines
 */
export function textProblem(text: string, lines = false): string | undefined {
  if (!text.isWellFormed()) return 'The text holds half of a surrogate pair, which is no character. Send it as UTF-8.'
  const character = forbidden.exec(lines ? text.replaceAll('\n', ' ') : text)?.[0]
  if (character) return `The text holds the control character ${nameOf(character)}; take it out.`
  const separator = lines ? undefined : separators.exec(text)?.[0]
  if (separator) return `The text has one line and holds the line break ${nameOf(separator)}; take it out.`
  if (blank.test(text)) return 'The text is blank; give a text, or null where that is allowed.'
  if (text.trim() !== text) return 'The text has white space at an end; take it away.'
  return undefined
}

const nameOf = (character: string): string => `U+${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`

/** Members of a record that may have several lines. */
export const paragraphs: ReadonlySet<string> = new Set([
  'summary',
  'notes',
  'description',
  'conditions',
  'schedule',
  'note'
])

/** A text of several lines as it is kept: lines end by U+000A, also where they were sent from Windows or from a form. */
export const withLineFeeds = (text: string): string => text.replaceAll('\r\n', '\n')

/** The authority of an address, as RFC 3986 cuts it out (appendix B). */
const beginning = /^https?:\/\/([^/?#]+)/i

/** A sentence on what is wrong with the address of a source, undefined when it is one of the open web. */
export function urlProblem(text: string): string | undefined {
  if (/\s/.test(text)) return 'An address has no blanks; write %20 for one.'
  if (!/^https?:\/\//i.test(text)) return 'This is no address that begins with http:// or https://.'
  const authority = beginning.exec(text)?.[1]
  if (authority === undefined || !URL.canParse(text))
    return 'This address names no host that can be read; one begins as https://www.example.org/ does.'
  if (authority.includes('@')) return 'An address in a public record must not carry a user name or a password.'
  const { hostname } = new URL(text)
  if (!isReadAlike(authority.replace(/:\d*$/, ''), hostname))
    return `Some programs read another host here than others do; browsers go to "${hostname}". Write that.`
  if (!/^[^.]+(\.[^.]+)+\.?$/.test(hostname))
    return 'The host of the address is no name on the open web; write it whole.'
  return undefined
}

/** Letters of host names of which the older and the newer rules of IDNA make different hosts (UTS 46, section 7). */
const deviating = /[ß\u03c2\u200c\u200d]/

/**
 * Whether a host means the same to a program that takes it as it stands (RFC 3986) and to a browser (WHATWG), which also
 * ends it at a backslash, decodes %61, takes full-width letters for others and 0x7f.1 for 127.0.0.1.
 */
function isReadAlike(host: string, toBrowsers: string): boolean {
  const written = host.toLowerCase()
  return written === toBrowsers || (written === domainToUnicode(toBrowsers) && !deviating.test(written))
}

/** A sentence on what is wrong with a language tag, undefined when it is well formed (RFC 5646, section 2.2.9). */
export function languageProblem(text: string): string | undefined {
  // The package takes some letters of other scripts for the ASCII ones that they are lower-cased to.
  const isAscii = /^[A-Za-z0-9-]+$/.test(text)
  const { language, irregular, regular, privateuse } = parse(text, { normalize: false })
  if (isAscii && (language || irregular || regular || privateuse.length > 0)) return undefined
  return `"${text}" is no BCP 47 language tag such as "en" or "es-SV".`
}
