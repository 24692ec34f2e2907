import { stringify } from 'csv-stringify/sync'

export const csvType = 'text/csv'

/** What is sent has one header line (RFC 4180, section 3). */
export const csvContentType = `${csvType}; charset=utf-8; header=present`

/** What Excel needs before the first line to take it for UTF-8. */
export const byteOrderMark = '\uFEFF'

/**
 * Rows, or lists of cells, as CSV (RFC 4180): null is empty, the texts of a list have a bar between them. A text that a
 * spreadsheet would take for a formula has an apostrophe before it.
 */
export const csvOf = (columns: readonly string[], rows: readonly object[], { header = true } = {}): string =>
  stringify([...rows], {
    columns: [...columns],
    header,
    record_delimiter: 'windows',
    escape_formulas: true,
    cast: { boolean: String, object: value => (Array.isArray(value) ? value.join('|') : JSON.stringify(value)) }
  })
