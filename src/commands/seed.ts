import { readFile } from 'node:fs/promises'
import type { Operation } from 'rfc6902'
import type { Authorship, Draft } from '../agreements/drafting.ts'
import { findNewest, findNewestOf } from '../agreements/store-revision.ts'
import { draftRevision, reserveIds, saveRevisions, writeAgreements } from '../agreements/store-save.ts'
import type { Database } from '../database/client.ts'
import type { Write } from '../database/write.ts'
import { complete } from '../record/complete.ts'
import type { Day } from '../record/dates.ts'
import { patched } from '../record/json-patch.ts'
import { type Agreement, AgreementInput, recordSchemas } from '../record/schema/agreement.ts'
import { compileValidator } from '../validation/strict.ts'
import { actors } from './actors.ts'

/** Seen from the compiled file, dist/src/commands/seed.js. */
const data = new URL('../../../data/', import.meta.url)

/** A mistake that was found in a record of the data set, and mended there. */
interface Correction {
  agreement: string
  /** What was wrong. */
  note: string
  /** A JSON Patch (RFC 6902) that leads from the record of the data set back to its first version. */
  earlier: Operation[]
}

/** What comes with the registry. */
export interface DataSet {
  /** By their ids. */
  records: Map<string, AgreementInput>
  corrections: Correction[]
}

/** Records that are written by one statement. */
const BATCH = 20

const byTheSeed: Authorship = { actor: actors.seed, cause: null, note: 'Data set of the registry' }

export interface SeedOptions {
  today: Day
  /** Called after each batch with how many are done, and of how many. */
  onProgress?: (done: number, total: number) => void
}

/** Reads the data set that comes with the registry. */
export async function readDataSet(): Promise<DataSet> {
  const validate = compileValidator(recordSchemas, AgreementInput)
  const read = async (file: string) => JSON.parse(await readFile(new URL(file, data), 'utf8'))
  const records: AgreementInput[] = await read('agreements.json')
  for (const [i, record] of records.entries()) {
    const errors = validate(record)
    if (errors.length > 0) throw new Error(`data/agreements.json, record ${i + 1}: ${JSON.stringify(errors)}`)
  }
  return {
    records: new Map(records.map(record => [record.id as string, record])),
    corrections: await read('corrections.json')
  }
}

/** A record of the data set, and where it was corrected the version before that, with who corrected it. */
export function versionsOf(
  { records, corrections }: DataSet,
  id: string
): { latest: Agreement; corrected?: { from: Agreement; by: Authorship } } {
  const latest = complete(records.get(id) as AgreementInput)
  const correction = corrections.find(({ agreement }) => agreement === id)
  if (!correction) return { latest }
  const { note, earlier } = correction
  return { latest, corrected: { from: patched(latest, earlier), by: { ...byTheSeed, cause: 'correction', note } } }
}

/**
 * Loads a data set by the same validation and the same write path as a client's record, all of it or nothing; what was
 * corrected in it is a second version. Ids that the registry knows already are left as they are, so loading twice changes
 * nothing.
 *
 * @returns the ids of the records that were new
 */
export async function seed(
  database: Database,
  dataSet: DataSet,
  { today, onProgress }: SeedOptions
): Promise<Set<string>> {
  const ids = [...dataSet.records.keys()]
  return writeAgreements(database, today, async write => {
    const added = new Set<string>()
    await reserveIds(write.tx, ids)
    for (let i = 0; i < ids.length; i += BATCH) {
      const drafts: Draft[] = []
      const batch = ids.slice(i, i + BATCH)
      const known = await findNewestOf(write.tx, batch)
      for (const id of batch.filter(id => !known.has(id))) {
        const { latest, corrected } = versionsOf(dataSet, id)
        const next = corrected?.from ?? latest
        drafts.push(await draftRevision(write.tx, { id, current: undefined, next, operation: 'create', today }))
      }
      await saveRevisions(
        write,
        drafts.map(draft => ({ draft, by: byTheSeed }))
      )
      for (const { id } of drafts) added.add(id)
      onProgress?.(Math.min(i + BATCH, ids.length), ids.length)
    }
    await correct(write, dataSet, { ids: added, today })
    return added
  })
}

/** Writes the second versions. They are recorded a millisecond later: at one moment a record has one version. */
async function correct(
  write: Write,
  dataSet: DataSet,
  { ids, today }: { ids: Set<string>; today: Day }
): Promise<void> {
  const later = { ...write, recordedAt: new Date(write.recordedAt.getTime() + 1) }
  for (const { agreement: id } of dataSet.corrections) {
    if (!ids.has(id)) continue
    const { latest: next, corrected } = versionsOf(dataSet, id)
    const current = await findNewest(write.tx, id)
    const draft = await draftRevision(write.tx, { id, current, next, operation: 'update', today })
    await saveRevisions(later, [{ draft, by: (corrected as { by: Authorship }).by }])
  }
}
