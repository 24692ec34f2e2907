import { limits } from '../limits.ts'
import { problem } from '../problems.ts'
import type { Start } from '../validation/json.ts'

// Records are cut out of a body while it arrives. JSON itself is looked at later, record by record, so that a fault in one says
// nothing of the others.

/** The text of a record, as it stands in a file; without bytes where it has more of them than a record may. */
export interface Item extends Start {
  bytes: Buffer | undefined
}

export type Bytes = AsyncIterable<Uint8Array>

/** How the records of a file follow each other, by media type. */
export const readers = {
  'application/x-ndjson': lines,
  'application/json': elements
} satisfies Record<string, (chunks: Bytes) => AsyncGenerator<Item>>

const [newLine, quote, backslash, comma, openingBracket, closingBracket, openingBrace, closingBrace] =
  Buffer.from('\n"\\,[]{}')
const blanks = new Set(Buffer.from(' \t\r\n'))

/** Pieces of a text that are kept until it is whole, unless it grows too long. */
class Pieces {
  #pieces: Uint8Array[] = []
  #length = 0

  add(piece: Uint8Array): void {
    this.#length += piece.length
    if (this.#length <= limits.body) this.#pieces.push(piece)
    else this.#pieces = []
  }

  /** What was added since the last time. */
  take(): Buffer | undefined {
    const bytes = this.#length <= limits.body ? Buffer.concat(this.#pieces) : undefined
    this.#pieces = []
    this.#length = 0
    return bytes
  }
}

/** A record on each line; lines without any are passed over. */
async function* lines(chunks: Bytes): AsyncGenerator<Item> {
  const pieces = new Pieces()
  let line = 1
  const taken = (): Item[] => {
    const bytes = pieces.take()
    const isBlank = bytes?.every(byte => blanks.has(byte)) ?? false
    return isBlank ? [] : [{ line, column: 1, bytes }]
  }
  for await (const chunk of chunks) {
    let from = 0
    for (let end = chunk.indexOf(newLine as number); end >= 0; end = chunk.indexOf(newLine as number, from)) {
      pieces.add(chunk.subarray(from, end))
      yield* taken()
      line++
      from = end + 1
    }
    pieces.add(chunk.subarray(from))
  }
  yield* taken()
}

/**
 * The elements of a list of JSON.
 *
 * @throws ApiProblem malformed-request where it is no list
 */
async function* elements(chunks: Bytes): AsyncGenerator<Item> {
  const pieces = new Pieces()
  /** How many brackets are open: none before the list and, once it has begun, behind it. */
  let depth = 0
  let hasBegun = false
  let isText = false
  let isEscaped = false
  let place: Start = { line: 1, column: 1 }
  /** Where the present element began; undefined before its first character. */
  let start: Start | undefined
  let isFirst = true
  const taken = (isLast: boolean): Item[] => {
    const bytes = pieces.take()
    const isEmptyList = isLast && isFirst && !start
    const item = { ...(start ?? place), bytes }
    start = undefined
    isFirst = false
    return isEmptyList ? [] : [item]
  }
  for await (const chunk of chunks) {
    let from = 0
    const items: Item[] = []
    for (let at = 0; at < chunk.length; at++) {
      const byte = chunk[at] as number
      const isBlank = blanks.has(byte)
      if (depth === 0 && !isBlank) {
        if (hasBegun || byte !== openingBracket) throw noList(place, hasBegun, byte === openingBrace)
        hasBegun = true
        depth = 1
        from = at + 1
      } else if (depth > 0) {
        const isEnd = depth === 1 && !isText && (byte === comma || byte === closingBracket)
        if (isEnd) {
          pieces.add(chunk.subarray(from, at))
          items.push(...taken(byte === closingBracket))
          from = at + 1
        } else if (!start && !isBlank) {
          start = { ...place }
          from = at
        }
        if (isText) {
          if (isEscaped) isEscaped = false
          else if (byte === backslash) isEscaped = true
          else if (byte === quote) isText = false
        } else if (byte === quote) isText = true
        else if (byte === openingBracket || byte === openingBrace) depth++
        else if (byte === closingBracket || byte === closingBrace) depth--
      }
      if (byte === newLine) place = { line: place.line + 1, column: 1 }
      else place.column++
    }
    if (start) pieces.add(chunk.subarray(from))
    yield* items
  }
  if (depth > 0 || !hasBegun) throw noList(place, hasBegun)
}

function noList({ line, column }: Start, hasBegun: boolean, isRecord = false) {
  const where = `The body cannot be read at line ${line}, column ${column}`
  const hint = isRecord ? '; records on lines of their own are sent as application/x-ndjson' : ''
  const what = hasBegun ? 'the list ends elsewhere' : `a list of records begins with [${hint}`
  return problem('malformed-request', { detail: `${where}: ${what}.` })
}
