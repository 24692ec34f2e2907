import { type TSchema, Type } from 'typebox'
import { countries } from '../record/countries.ts'
import { moneyPattern } from '../record/money.ts'
import { countOrNull, nullable } from '../record/schema/scalars.ts'
import { type AgreementRecord, Clocks } from './schemas.ts'

// Flat rows, for spreadsheets and statistics. A column is its description and how its cell is found; files, the API document and the
// codebook are made from that.

export type Cell = string | number | boolean | null

/** A column: what it means, and how its cell is found in what a row is about. */
export type Column<Row> = [schema: TSchema, cell: (row: Row) => Cell]

/** A table: what each of its columns means, and the cells of a row. */
export interface Table<Row> {
  columns: Record<string, TSchema>
  cellsOf(row: Row): Cell[]
}

export function table<Row>(columns: Record<string, Column<Row>>): Table<Row> {
  const cells = Object.values(columns).map(([, cell]) => cell)
  return {
    columns: Object.fromEntries(Object.entries(columns).map(([name, [schema]]) => [name, schema])),
    cellsOf: row => cells.map(cell => cell(row))
  }
}

export const text = (description: string) => Type.String({ description })
export const textOrEmpty = (description: string) => nullable('string', { description })
export const money = (description: string) => nullable('string', { description, pattern: moneyPattern })
export const count = (description: string) => countOrNull({ description })

export const agreementUrl = text('Address of the agreement in the registry.')

/** The clocks that a row speaks of, since no page around it says them. */
export const clockColumns = {
  as_of: [Clocks.properties.asOf, ({ record }) => record.status.asOf],
  reported_by: [Clocks.properties.reportedBy, ({ record }) => record.status.reportedBy],
  known_at: [Clocks.properties.knownAt, ({ record }) => record.status.knownAt],
  projected: [Clocks.properties.projected, ({ record }) => record.status.projected]
} satisfies Record<string, Column<{ record: Pick<AgreementRecord, 'status'> }>>

export const joined = (texts: readonly string[]): string => texts.join('|')

const alpha3 = new Map(countries.map(country => [country.code, country.alpha3 ?? country.code]))
export const alpha3Of = (code: string | null) => (code === null ? null : (alpha3.get(code) ?? code))

/** A table as a schema of the API document, from which the codebook takes what its columns mean. */
export const rowSchema = ($id: string, description: string, { columns }: { columns: Record<string, TSchema> }) =>
  Type.Object(columns, { $id, additionalProperties: false, description })
