import { Piscina } from 'piscina'
import { problem } from '../problems.ts'
import type { Agreement } from '../record/schema/agreement.ts'
import { SMALL_WORK, TooManyIntervals, workOf } from '../record/status/intervals.ts'
import { type Columns, columnsOf, type RevisionRows, rowsOf } from './mapping.ts'

/** All that is stored of a record. */
export interface Content {
  columns: Columns
  rows: RevisionRows
}

/**
 * All that is stored of a record that has been checked. What takes long is done in another thread, so that no other request
 * waits for it.
 *
 * @throws ApiProblem invalid-record where the record makes more intervals than can be kept
 */
export const contentOf = async (record: Agreement): Promise<Content> =>
  contentFrom(record, workOf(record) > SMALL_WORK ? await elsewhere(record) : derive(record))

/**
 * The same at once, for whoever works in a thread of their own.
 *
 * @throws ApiProblem invalid-record where the record makes more intervals than can be kept
 */
export const contentNow = (record: Agreement): Content => contentFrom(record, derive(record))

function contentFrom(record: Agreement, derived: Derived): Content {
  if ('rows' in derived) return { columns: columnsOf(record, derived.rows.statusInterval), rows: derived.rows }
  throw problem('invalid-record', {
    errors: [{ pointer: '/events', code: 'too_many_intervals', detail: derived.refusal }]
  })
}

/** What becomes of a record: a result in both cases, because errors lose their class between threads. */
export type Derived = { rows: RevisionRows } | { refusal: string }

/** The rows of a record, or why it has none. */
export function derive(record: Agreement): Derived {
  try {
    return { rows: rowsOf(record) }
  } catch (error) {
    if (error instanceof TooManyIntervals) return { refusal: error.message }
    throw error
  }
}

/** One thread: records that take long are rare, and wait for each other rather than take every core. */
let thread: Piscina<Agreement, Derived> | undefined

function elsewhere(record: Agreement): Promise<Derived> {
  thread ??= new Piscina({
    filename: new URL('./deriving-thread.js', import.meta.url).href,
    minThreads: 0,
    maxThreads: 1,
    idleTimeout: 60_000
  })
  return thread.run(record)
}
