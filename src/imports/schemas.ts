import { type Static, Type } from 'typebox'
import { clockParameters, jsonResponse, preferHeader, writeParameters } from '../agreements/parameters.ts'
import { AgreementReplacement } from '../agreements/schemas.ts'
import { problemResponses } from '../http/documentation/schemas.ts'
import { bytes, limits } from '../limits.ts'
import { ref } from '../record/schema/forms.ts'
import { code } from '../record/schema/scalars.ts'
import { Status } from '../record/status/schema.ts'
import { modes, outcomes } from './decide.ts'

const { asOf, reportedBy } = clockParameters

export const ImportQuery = Type.Object(
  {
    mode: Type.Optional(
      code(modes, {
        title: 'ImportMode',
        default: 'upsert',
        description:
          'Whether records take the place of what is there (`upsert`), where those that say the same are left alone, or all must be new (`create`).',
        examples: ['upsert']
      })
    ),
    ...writeParameters,
    asOf: Type.Optional({ ...asOf, examples: ['2026-01-01'] }),
    reportedBy: Type.Optional({ ...reportedBy, examples: ['2026-01-01'] })
  },
  { additionalProperties: false }
)
export type ImportQuery = Static<typeof ImportQuery>

const count = (description: string) => Type.Integer({ minimum: 0, description, examples: [0] })
const outcome = code(outcomes, { title: 'ImportOutcome', description: 'What becomes of the record.' })

const ImportedRecord = Type.Object(
  {
    line: Type.Integer({ minimum: 1, description: 'The line on which the record begins.' }),
    id: AgreementReplacement.properties.id,
    outcome,
    status: Type.Unsafe<Status | null>({
      anyOf: [ref(Status), { type: 'null' }],
      description: 'Its status at the clocks of the request; null where nothing is known then.'
    })
  },
  { $id: 'ImportedRecord', additionalProperties: false, description: 'What a record of a file would be.' }
)

const ImportReport = Type.Object(
  {
    created: count('Records that are new.'),
    updated: count('Records that take the place of others.'),
    unchanged: count('Records that say what is there already. They make no revision.'),
    derivedMembers: count('Members `status`, `totals` and `revision` that came with records. They were not taken.'),
    records: Type.Optional(
      Type.Array(ref(ImportedRecord), {
        maxItems: limits.import.shown,
        description: `What the records would be (\`dryRun=true\`), the first ${limits.import.shown.toLocaleString('en')} of them.`
      })
    )
  },
  { $id: 'ImportReport', additionalProperties: false, description: 'What an import did, or would do.' }
)
export type ImportReport = Static<typeof ImportReport>

/** For the API document: records are checked one by one, with more words. */
const FileRecord = Type.Object(AgreementReplacement.properties, {
  $id: 'FileRecord',
  additionalProperties: false,
  required: ['id', ...(AgreementReplacement.required ?? [])],
  description: 'A record of a file, with its id. Derived members may be there, and are left aside.'
})

/** Named schemas of this resource. */
export const importSchemas = [FileRecord, ImportedRecord, ImportReport]

export const createImportSchema = {
  operationId: 'createImport',
  tags: ['Write'],
  security: [{ bearer: [] }],
  summary: 'Import many agreements',
  description: `Takes a file of records, each with its id, and keeps all of them or none. They may name each other in relations, in any order. At most ${limits.import.records.toLocaleString('en')} records and ${bytes(limits.import.body)}. Derived members are left aside, so what was read as NDJSON can be imported as it is; records that say what is there already make no revision. Refused files are answered with every fault, by line and id. A rehearsal (\`dryRun=true\`) also shows the status of each record, at \`asOf\` and \`reportedBy\` if they are there.`,
  querystring: ImportQuery,
  headers: Type.Object({ prefer: preferHeader }),
  consumes: ['application/json', 'application/x-ndjson'],
  body: {
    content: {
      'application/json': { schema: Type.Array(ref(FileRecord)) },
      'application/x-ndjson': { schema: Type.String({ description: 'A record on each line.' }) }
    }
  },
  response: {
    204: { description: 'The file was imported (`Prefer: return=minimal`).', type: 'null' },
    200: jsonResponse(ref(ImportReport), 'The file was imported, or would be (`dryRun=true`).', {}),
    ...problemResponses('invalid-import')
  }
}
