/** Those who wait for the same thing, of whom each may go. */
export class Crowd {
  #here = 0
  readonly #all = new AbortController()
  /** Says when all of them are gone. */
  readonly gone = this.#all.signal

  /** @param gone says when one more is gone */
  join(gone: AbortSignal): void {
    this.#here++
    const leave = () => --this.#here === 0 && this.#all.abort()
    gone.addEventListener('abort', leave, { once: true })
  }
}
