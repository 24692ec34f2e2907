/** Reads the next one while the present one is used. Whoever does not read on leaves one that was read for nobody. */
export async function* ahead<T>(items: AsyncGenerator<T, void>): AsyncGenerator<T, void> {
  let next = items.next()
  for (;;) {
    const { done, value } = await next
    if (done) return
    next = items.next()
    // Its failure is heard of in its turn.
    next.catch(() => {})
    yield value
  }
}
