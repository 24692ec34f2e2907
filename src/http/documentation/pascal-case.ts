/** `if-match` as `IfMatch`, the way in which components of the API document are named. */
export const pascalCase = (name: string): string =>
  name.replaceAll(/(^|-)([a-z])/g, (_text, _hyphen, letter: string) => letter.toUpperCase())
