import writeXlsxFile from 'write-excel-file/node'
import { cellOf, type Sheet } from './workbook.ts'

/** Runs in a thread of its own (`workbook.ts`). */
export default (sheets: Sheet[]): Promise<Uint8Array> =>
  writeXlsxFile(
    sheets.map(({ name, rows: [names = [], ...rows] }) => ({
      sheet: name,
      // The names of the columns stay in sight.
      stickyRowsCount: 1,
      data: [
        names.map(value => ({ value: String(value), fontWeight: 'bold' as const })),
        ...rows.map(row => row.map(cellOf))
      ]
    }))
  ).toBuffer()
