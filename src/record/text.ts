// Rules for the texts of a record that need no knowledge of the record.

/** Control characters, and the marks that turn the direction of all text that follows (isolates do not). */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const forbidden = /[\u0000-\u001f\u007f-\u009f\u202a-\u202e]/

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
  if (character) {
    const code = character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')
    return `The text holds the control character U+${code}; take it out.`
  }
  if (blank.test(text)) return 'The text is blank; give a text, or null where that is allowed.'
  if (text.trim() !== text) return 'The text has white space at an end; take it away.'
  return undefined
}

/** A sentence on what is wrong with the address of a source, undefined when it is one of the open web. */
export function urlProblem(text: string): string | undefined {
  if (/\s/.test(text)) return 'An address has no blanks; write %20 for one.'
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (!url || !/^https?:\/\/[^/]/.test(text)) return 'This is no address that begins with http:// or https://.'
  if (url.username || url.password) return 'An address in a public record must not carry a user name or a password.'
  if (!/^[^.]+(\.[^.]+)+\.?$/.test(url.hostname))
    return 'The host of the address is no name on the open web; write it whole.'
  return undefined
}

/** A sentence on what is wrong with a language tag, undefined when it is well formed (BCP 47). */
export function languageProblem(text: string): string | undefined {
  try {
    Intl.getCanonicalLocales(text)
    return undefined
  } catch {
    return `"${text}" is no BCP 47 language tag such as "en" or "es-SV".`
  }
}
