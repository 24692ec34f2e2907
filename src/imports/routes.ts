import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox'
import type { FastifyInstance } from 'fastify'
import { type Clocks, clockFaults, echoOf, resolveClocks } from '../agreements/clocks.ts'
import type { Database } from '../database/client.ts'
import { typeOf } from '../http/input/negotiation.ts'
import { sendWritten } from '../http/output/preferences.ts'
import { type FieldError, problem } from '../problems.ts'
import { latestToday, today } from '../record/dates.ts'
import { importExamples } from './examples.ts'
import type { Bytes } from './items.ts'
import { type FileType, fileTypes, readRecords } from './reading.ts'
import { createImportSchema, type ImportQuery } from './schemas.ts'
import { type Rehearsed, saveImport, stageImport } from './store.ts'

// POST /v1/imports      many agreements at once, all of them or none

export interface ImportOptions {
  database: Database
  now: () => Date
}

/** The import of files. */
export function registerImports(root: FastifyInstance, { database, now }: ImportOptions): void {
  // In a place of its own, where bodies are read as they arrive.
  root.register(async scope => {
    const app = scope.withTypeProvider<TypeBoxTypeProvider>()
    app.removeContentTypeParser('application/json')
    app.addContentTypeParser([...fileTypes], (_request, body, done) => done(null, body))
    const checkQuery = (query: ImportQuery) => [...clockFaults(query, now()), ...rehearsalFaults(query)]
    app.post(
      '/v1/imports',
      {
        config: { scope: 'write', takesLong: true, checkQuery, requestExamples: importExamples },
        schema: createImportSchema,
        // Its records are checked one by one.
        validatorCompiler: () => () => true
      },
      async (request, reply) => {
        const { mode = 'upsert', dryRun = false, cause = null, note = null, ...days } = request.query as ImportQuery
        const type = typeOf(request.headers['content-type'] as string) as FileType
        const clocks = resolveClocks(days, now())
        const by = { actor: request.caller?.name as string, cause, note }
        const asked = { mode, by, today: latestToday(now()), ...(dryRun && { shownAt: clocks }) }
        const staged = await stageImport(database.db, readRecords(request.body as Bytes, type), asked)
        const { file, faults: errors, badRecords, counts, rehearsed } = staged
        try {
          if (badRecords > 0) throw problem('invalid-import', { errors, badRecords })
          await saveImport(database, staged, { today: today(now()), dryRun })
        } finally {
          await file.close()
        }
        const report = JSON.stringify(counts)
        const records = dryRun && `${report.slice(0, -1)},"records":[${recordTexts(rehearsed, clocks)}]}`
        return sendWritten(request, reply, records || report)
      }
    )
  })
}

/** Only a rehearsal shows a status. */
const rehearsalFaults = ({ dryRun = false, ...query }: ImportQuery): FieldError[] =>
  (['asOf', 'reportedBy'] as const)
    .filter(name => query[name] !== undefined && !dryRun)
    .map(parameter => ({
      parameter,
      code: 'not_in_rehearsal',
      detail: 'Only a rehearsal shows a status on some day. Leave it out, or send dryRun=true.'
    }))

/** What a rehearsal shows, with the stored texts as they are. */
function recordTexts(records: Rehearsed[], clocks: Clocks): string {
  const echo = JSON.stringify(echoOf(clocks)).slice(0, -1)
  return records
    .map(({ line, id, outcome, status }) => {
      const shown = status === null ? 'null' : `${echo},${status.slice(1)}`
      return `${JSON.stringify({ line, id, outcome }).slice(0, -1)},"status":${shown}}`
    })
    .join()
}
