import { stringify } from 'csv-stringify/sync'

export const csvType = 'text/csv'

/** What is sent has one header line (RFC 4180, section 3). */
export const csvContentType = `${csvType}; charset=utf-8; header=present`

/** Rows as CSV (RFC 4180): null is empty, truth is in words, the texts of a list have a blank between them. */
export const csvOf = (columns: readonly string[], rows: readonly object[]): string =>
  stringify([...rows], {
    columns: [...columns],
    header: true,
    record_delimiter: 'windows',
    cast: {
      boolean: String,
      object: value => (Array.isArray(value) ? value.join(' ') : JSON.stringify(value))
    }
  })
