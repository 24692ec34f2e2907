import { createReadStream, createWriteStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { extname } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { Database } from '../database/client.ts'
import type { Counts, ImportFault } from '../imports/store.ts'
import { limits } from '../limits.ts'
import { ApiProblem } from '../problems.ts'
import { latestToday, today } from '../record/dates.ts'
import { actors } from './actors.ts'
import { withDatabase } from './open.ts'
import { showProgress } from './progress.ts'
import { argumentsOf, exportUsage, fileOf, importUsage, unusableFile } from './usage.ts'
import { writeWhole } from './whole-file.ts'

const mebibytes = (bytes: number) => Math.ceil(bytes / 1024 ** 2)

/** `npm run import`; ends with status 1 where the file has faults. */
export async function importFile(args: string[]): Promise<void> {
  const options = { create: { type: 'boolean' }, 'dry-run': { type: 'boolean' } } as const
  const { values, positionals } = argumentsOf(args, options, { usage: importUsage, allowPositionals: true })
  const file = fileOf(positionals, importUsage)
  const { size } = await stat(file).catch((error: Error) => {
    throw unusableFile(file, 'read', error)
  })
  await withDatabase(async database => {
    try {
      const found = await importFrom(database, file, { size, ...values })
      for (const { line, id, pointer, detail } of found.faults)
        console.error(`Line ${line}${id === null ? '' : `, ${id}`}: ${pointer ? `${pointer}: ` : ''}${detail}`)
      if (found.badRecords > 0) {
        console.error(`${found.badRecords} records have faults. Nothing was written.`)
        process.exitCode = 1
      } else console.log(sayCounts(found.counts, values['dry-run'] ?? false))
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error
      console.error(error.detail)
      process.exitCode = 1
    }
  })
}

interface ImportOptions {
  size: number
  create?: boolean
  'dry-run'?: boolean
}

/**
 * Imports a file as the service does, but keeps a thousand records at a time: what was kept stays when the rest fails, and
 * importing the file again does the rest.
 */
async function importFrom(
  database: Database,
  file: string,
  { size, create = false, 'dry-run': dryRun = false }: ImportOptions
): Promise<{ counts: Counts; faults: ImportFault[]; badRecords: number }> {
  const { readRecords } = await import('../imports/reading.ts')
  const { saveImport, stageImport } = await import('../imports/store.ts')
  const now = new Date()
  const bytes = createReadStream(file)
  const type = extname(file) === '.json' ? 'application/json' : 'application/x-ndjson'
  const checking = showProgress('Checking', mebibytes(size), 'MiB')
  const staged = await stageImport(
    database.db,
    readRecords(bytes, type),
    {
      mode: create ? 'create' : 'upsert',
      by: { actor: actors.import, cause: null, note: null },
      today: latestToday(now)
    },
    () => checking.at(mebibytes(bytes.bytesRead))
  ).finally(checking.end)
  try {
    if (staged.badRecords > 0) return staged
    const { created, updated } = staged.counts
    const writing = showProgress('Writing', created + updated, 'records')
    const atOnce = dryRun ? {} : { atOnce: limits.import.kept }
    await saveImport(database, staged, { today: today(now), dryRun, ...atOnce, onProgress: writing.at }).finally(
      writing.end
    )
    return staged
  } finally {
    await staged.file.close()
  }
}

const sayCounts = ({ derivedMembers, ...counts }: Counts, dryRun: boolean): string => {
  const sum = Object.entries(counts).map(([outcome, count]) => `${count} ${outcome}`)
  return `${sum.join(', ')}; ${derivedMembers} derived members not taken.${dryRun ? ' Nothing was written.' : ''}`
}

/** `npm run export` */
export async function exportFile(args: string[]): Promise<void> {
  const { positionals } = argumentsOf(args, {}, { usage: exportUsage, allowPositionals: true })
  const file = fileOf(positionals, exportUsage)
  await withDatabase(async database => {
    const { countAgreements } = await import('./prepare.ts')
    const exporting = showProgress('Exporting', await countAgreements(database), 'records')
    let exported = 0
    const progress = (done: number) => {
      exported = done
      exporting.at(done)
    }
    await writeWhole(file, part => pipeline(linesOf(database, progress), createWriteStream(part))).finally(
      exporting.end
    )
    console.log(`${exported} records exported to ${file}.`)
  })
}

/** The text of every agreement, as `GET /v1/agreements?format=ndjson` has it on the last day of which anything may be recorded. */
async function* linesOf({ db }: Database, onProgress: (done: number) => void): AsyncGenerator<string> {
  const { walkAgreements } = await import('../agreements/list/store.ts')
  const { clocksOf, echoOf } = await import('../agreements/clocks.ts')
  const { recordText } = await import('../agreements/revision-text.ts')
  const clocks = clocksOf(latestToday(new Date()))
  let done = 0
  for await (const { rows } of walkAgreements(db, {
    clocks,
    filters: {},
    sort: [{ field: 'id', descending: false }],
    limit: limits.batch,
    view: 'full'
  })) {
    yield rows.map(row => `${recordText(row, echoOf(clocks))}\n`).join('')
    done += rows.length
    onProgress(done)
  }
}
