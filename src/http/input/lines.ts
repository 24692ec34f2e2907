/** Somebody's line: those in it, and since when there was always one. */
interface Line<Waiting> {
  since: number
  waiting: Waiting[]
}

/**
 * Lines of clients who wait for the same, one line for each client. Clients take turns (J. Nagle, "On Packet Switches with Infinite
 * Storage", RFC 970), so that one who asks for much keeps nobody else waiting but itself; in the line of each the newest goes first, since
 * whoever asked for it is still there.
 */
export class Lines<Waiting> {
  /** In the order of their turns. */
  readonly #lines = new Map<string, Line<Waiting>>()
  #size = 0

  /** How many wait in all of them. */
  get size(): number {
    return this.#size
  }

  /**
   * Lets somebody wait, in front of all others of the client, or behind them.
   *
   * @returns since when the client has had a line that was never empty
   */
  add(client: string, waiting: Waiting, { now, isLast = false }: { now: number; isLast?: boolean }): number {
    const line = this.#lines.get(client) ?? { since: now, waiting: [] }
    this.#lines.set(client, line)
    if (isLast) line.waiting.unshift(waiting)
    else line.waiting.push(waiting)
    this.#size++
    return line.since
  }

  /** Takes out whose turn it is. */
  next(): Waiting | undefined {
    const [first] = this.#lines
    if (!first) return undefined
    const [client, line] = first
    const next = line.waiting.pop()
    this.#lines.delete(client)
    if (line.waiting.length > 0) this.#lines.set(client, line)
    this.#size--
    return next
  }

  /** Takes out somebody who does not want to wait any longer. */
  remove(client: string, waiting: Waiting): void {
    const line = this.#lines.get(client)
    const at = line?.waiting.indexOf(waiting) ?? -1
    if (!line || at < 0) return
    line.waiting.splice(at, 1)
    if (line.waiting.length === 0) this.#lines.delete(client)
    this.#size--
  }

  /** The last one of the longest line: who gives way when there are too many. */
  last(): Waiting | undefined {
    let longest: Waiting[] = []
    // Of lines that are equally long, that whose turn is last.
    for (const { waiting } of this.#lines.values()) if (waiting.length >= longest.length) longest = waiting
    return longest[0]
  }
}
