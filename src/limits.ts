/**
 * Every bound of what clients send and get, in one place: code takes them from here, and the texts of problems and of the API
 * document say them with the same words.
 */
export const limits = {
  /** Bytes of a body. */
  body: 1024 * 1024,
  /** Bytes of an address with its query. */
  address: 8192,
  /** Bytes of the address and all header fields together; Node's own limit. */
  header: 16 * 1024,
  /** How deep values may be nested in a body. */
  depth: 32,
  /** Members of one object in a body. */
  members: 200,
  /** Milliseconds that a client may be silent within a body. */
  pause: 8_000,
  /** Milliseconds until the header of a request must have arrived. */
  headerTime: 10_000,
  /** Milliseconds until a whole request must have arrived. */
  requestTime: 300_000,
  /** Bytes in a second that a body must come by, over any pause that it may make. */
  pace: 20,
  /** Milliseconds in which a client may take nothing of its answer. */
  stall: 30_000,
  /**
   * Requests that are worked on at a time by one process, and the line before them: how many may wait, and for how many
   * milliseconds in one that empties again, and in one that does not. Who reads leaves connections to those who write, and while
   * somebody does, fewer read at a time and wait for longer.
   */
  underWay: {
    postgresql: {
      reads: { most: 8, line: { longest: 1_000, burst: 250, standing: 250 } },
      readsBesideWrites: { most: 2, line: { longest: 1_000, burst: 3_000, standing: 3_000 } },
      writes: { most: 64, line: { longest: 1_000, burst: 1_000, standing: 250 } }
    },
    embedded: {
      reads: { most: 3, line: { longest: 1_000, burst: 5_000, standing: 500 } },
      readsBesideWrites: { most: 2, line: { longest: 1_000, burst: 5_000, standing: 1_000 } },
      writes: { most: 16, line: { longest: 1_000, burst: 5_000, standing: 500 } }
    }
  },
  /** Milliseconds for which the place of a reader stays empty at most, while somebody writes: as long as it was taken. */
  readersRest: 50,
  /** Files that are sent while they are read. */
  files: 16,
  /** Bytes of an answer that is large, and of all large answers that were not taken yet. */
  largeAnswer: 64 * 1024,
  untaken: 128 * 1024 ** 2,
  /** Milliseconds after which somebody asks whether the database answers at all, and after which a request is given up. */
  soon: 1_500,
  handlerTime: 30_000,
  /** Faults that one answer names. Whoever collects them stops at one more, which tells that there are more. */
  errors: 50,
  /** Items on a page, unless the client says otherwise, and at most. */
  page: { default: 20, most: 200 },
  /** Agreements that a whole result is read by at a time, and those that a workbook holds at most. */
  batch: 200,
  workbook: 2_000,
  /** Items of a list in a record, and of its timeline. */
  items: 500,
  events: 300,
  /** Stretches of days that differ in status or totals, of one record. */
  intervals: 5_000,
  /** Values of a parameter that may be repeated. */
  values: 50,
  /** A list is counted up to here: beyond it the exact number costs more than it tells. */
  counted: 10_000,
  /** Agreements of a network: it is one answer, without pages. */
  network: 10_000,
  /** Agreements that are compared with each other. */
  compared: 10,
  /**
   * An import: its bytes, its records, the faults that its report names, the records that a rehearsal shows, and how many of
   * them the command keeps at a time.
   */
  import: { body: 256 * 1024 * 1024, records: 100_000, errors: 1_000, shown: 10_000, kept: 1_000 },
  /** Characters of what is searched for. */
  search: 300,
  /** Characters of a word that is kept for those who mistype it, or looked up for them. */
  word: 40,
  /** Characters of a note on a write. */
  note: 500,
  /** Characters of a cursor, and of a position in the feed. */
  cursor: 2000
} as const

/** A number of bytes as people say it: `1 MiB`, `16 KiB`. */
export const bytes = (count: number): string =>
  count % 1024 ** 2 === 0
    ? `${count / 1024 ** 2} MiB`
    : count % 1024 === 0 && count > 8192
      ? `${count / 1024} KiB`
      : `${count.toLocaleString('en')} bytes`
