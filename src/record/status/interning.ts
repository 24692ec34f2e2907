/** Keeps one object of all that are equal, so that they can be compared by identity. */
export function interning<T>(): (value: T) => T {
  const known = new Map<string, T>()
  return value => {
    const text = JSON.stringify(value)
    const first = known.get(text)
    if (first !== undefined) return first
    known.set(text, value)
    return value
  }
}
