const wide = /[mwMW@%]/
const narrow = /[iljtfrI.,:;'|! ()[\]-]/

/**
 * How wide a text is at most, in pixels. Guessed on the wide side, so that labels keep apart with any font of the stack; a script
 * that could measure would be one.
 */
export function textWidth(text: string, size = 12.5, isBold = false): number {
  let ems = 0
  for (const character of text)
    ems += wide.test(character) ? 0.88 : narrow.test(character) ? 0.33 : /[A-Z0-9]/.test(character) ? 0.64 : 0.56
  return ems * size * (isBold ? 1.06 : 1)
}
