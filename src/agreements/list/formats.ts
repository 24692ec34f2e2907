import { limits } from '../../limits.ts'
import type { FieldError } from '../../problems.ts'
import type { TableName } from './rows.ts'

// The representations of a list: pages of JSON, or the whole result as one file.

/** Media types by the name of their format, the one that is preferred first. */
export const mediaTypes = {
  json: 'application/json',
  csv: 'text/csv',
  ndjson: 'application/x-ndjson',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
} as const
export type Format = keyof typeof mediaTypes
export const formats = Object.keys(mediaTypes) as [Format, ...Format[]]

interface Asked {
  format?: Format | undefined
  rows?: TableName | undefined
  bom?: boolean | undefined
}

/** The format that an address asks for, whatever its reader accepts: by its name, or by what only CSV has. */
export const namedFormat = ({ format, rows, bom }: Asked): Format | undefined =>
  format ?? (rows !== undefined || bom !== undefined ? 'csv' : undefined)

/** The format of a media type. */
export const formatOfType = (type: string): Format => formats.find(format => mediaTypes[format] === type) as Format

const ofPages = ['limit', 'cursor', 'total', 'facet', 'view', 'highlight']
const ofCsv = ['rows', 'bom']

/** Parameters that a format does not take. */
const notTaken: Record<Format, [names: string[], why: string]> = {
  json: [ofCsv, 'Only CSV takes it.'],
  csv: [[...ofPages, 'fields'], 'CSV is the whole result in columns of its own.'],
  ndjson: [[...ofPages, ...ofCsv], 'NDJSON is the whole result, record by record.'],
  xlsx: [[...ofPages, 'fields', ...ofCsv], 'A workbook is the whole result, with a sheet for each sort of row.']
}

/** What these parameters are when they are left out. Clients that fill in defaults send them with every request. */
const defaults: Record<string, unknown> = { limit: limits.page.default, total: false, view: 'summary' }

/** What is wrong with the parameters of a query in a format. */
export function formatFaults(query: Record<string, unknown>, format: Format | undefined): FieldError[] {
  if (format === undefined) return []
  const [names, why] = notTaken[format]
  return names
    .filter(name => name in query && query[name] !== defaults[name])
    .map(parameter => ({ parameter, code: 'not_in_format', detail: `${why} Leave it out, or ask for another format.` }))
}

/** Name of a file, dated by the day that it speaks of. */
export function fileName(format: Format, rows: TableName, asOf: string): string {
  const words = rows.replace(/[A-Z]/g, letter => `-${letter.toLowerCase()}`)
  return `${words}-${asOf}.${format}`
}
