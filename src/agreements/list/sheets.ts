import { moneyPattern } from '../../record/money.ts'
import { closedListOf, closedLists } from '../../record/schema/codes.ts'
import type { Cell } from '../rows.ts'
import { type EndedRecord, type ListTable, tables } from './rows.ts'

// The tables of rows as the sheets of a workbook, and the codebook as the last one.

interface Sheet {
  name: string
  rows: Cell[][]
}

/** Sheets that hold nothing but the names of their columns yet. */
export const emptySheets = (): Sheet[] => entries.map(([name, { columns }]) => ({ name, rows: [Object.keys(columns)] }))

const entries = Object.entries(tables) as [string, ListTable][]

/** Adds a record to each sheet. */
export function addRecord(sheets: readonly Sheet[], record: EndedRecord, url: string): void {
  for (const [i, [, { columns, rowsOf }]] of entries.entries()) {
    const isAmount = Object.values(columns).map(({ pattern }: { pattern?: string }) => pattern === moneyPattern)
    const rows = rowsOf(record, url).map(row =>
      // In a sheet amounts are numbers, to be added up.
      row.map((cell, at) => (isAmount[at] && cell !== null ? Number(cell) : cell))
    )
    sheets[i]?.rows.push(...rows)
  }
}

interface Described {
  description?: string
  enum?: unknown[]
}

/** What every column and every code means. */
export function codebookSheet(): Sheet {
  const columns = entries.flatMap(([sheet, { columns }]) =>
    Object.entries(columns as Record<string, Described>).map(([column, { description = '', enum: codes = [] }]) => [
      sheet,
      column,
      closedListOf(codes)?.name ?? null,
      null,
      description
    ])
  )
  const codes = closedLists().flatMap(({ name, definitions }) =>
    Object.entries(definitions).map(([code, definition]) => [null, null, name, code, definition])
  )
  return { name: 'codebook', rows: [['sheet', 'column', 'list', 'code', 'definition'], ...columns, ...codes] }
}
