import { problem } from '../problems.ts'
import type { Agreement } from '../record/schema/agreement.ts'
import { TooManyIntervals } from '../record/status/intervals.ts'
import { type Columns, columnsOf, type RevisionRows, rowsOf } from './mapping.ts'

/** All that is stored of a record. */
export interface Content {
  columns: Columns
  rows: RevisionRows
}

/**
 * All that is stored of a record that has been checked.
 *
 * @throws ApiProblem invalid-record where the record makes more intervals than can be kept
 */
export async function contentOf(record: Agreement): Promise<Content> {
  try {
    return { columns: columnsOf(record), rows: rowsOf(record) }
  } catch (error) {
    if (!(error instanceof TooManyIntervals)) throw error
    throw problem('invalid-record', {
      errors: [{ pointer: '/events', code: 'too_many_intervals', detail: error.message }]
    })
  }
}
