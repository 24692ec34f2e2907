import { readFile } from 'node:fs/promises'
import type { Operation } from 'rfc6902'
import { findNewest } from '../agreements/store-revision.ts'
import { type Draft, draftRevision, reserveIds, saveRevisions, writeAgreements } from '../agreements/store-save.ts'
import type { Database } from '../database/client.ts'
import type { Write } from '../database/write.ts'
import { complete } from '../record/complete.ts'
import type { Day } from '../record/dates.ts'
import { patched } from '../record/json-patch.ts'
import { AgreementInput, recordSchemas } from '../record/schema/agreement.ts'
import { compileValidator } from '../validation/strict.ts'

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

/** Records that are written by one statement. */
const BATCH = 20

const byTheSeed = { actor: 'seed', cause: null, note: 'Data set of the registry' }

export interface SeedOptions {
  today: Day
  /** Called after each batch with how many are done, and of how many. */
  onProgress?: (done: number, total: number) => void
}

/**
 * Loads the data set that comes with the registry, by the same validation and the same write path as a client's record,
 * all of it or nothing; what was corrected in it is a second version. Ids that the registry knows already are left as they are,
 * so loading twice changes nothing.
 *
 * @returns how many records were new
 */
export async function seed(database: Database, { today, onProgress }: SeedOptions): Promise<number> {
  const records = await readRecords()
  const corrections = JSON.parse(await readFile(new URL('corrections.json', data), 'utf8')) as Correction[]
  const earlier = new Map(corrections.map(({ agreement, earlier }) => [agreement, earlier]))
  return writeAgreements(database, today, async write => {
    const added = new Set<string>()
    await reserveIds(write.tx, [...records.keys()])
    const ids = [...records.keys()]
    for (let i = 0; i < ids.length; i += BATCH) {
      const drafts: Draft[] = []
      for (const id of ids.slice(i, i + BATCH)) {
        const next = patched(complete(records.get(id) as AgreementInput), earlier.get(id) ?? [])
        const current = await findNewest(write.tx, id)
        if (!current) drafts.push(await draftRevision(write.tx, { id, current, next, operation: 'create', today }))
      }
      await saveRevisions(
        write,
        drafts.map(draft => ({ draft, by: byTheSeed }))
      )
      for (const { id } of drafts) added.add(id)
      onProgress?.(Math.min(i + BATCH, ids.length), ids.length)
    }
    await correct(
      write,
      corrections.filter(({ agreement }) => added.has(agreement)),
      { records, today }
    )
    return added.size
  })
}

/** The records of the data set by their ids. */
async function readRecords(): Promise<Map<string, AgreementInput>> {
  const validate = compileValidator(recordSchemas, AgreementInput)
  const records = JSON.parse(await readFile(new URL('agreements.json', data), 'utf8')) as AgreementInput[]
  for (const [i, record] of records.entries()) {
    const errors = validate(record)
    if (errors.length > 0) throw new Error(`data/agreements.json, record ${i + 1}: ${JSON.stringify(errors)}`)
  }
  return new Map(records.map(record => [record.id as string, record]))
}

/** Writes the second versions. They are recorded a millisecond later: at one moment a record has one version. */
async function correct(
  write: Write,
  corrections: Correction[],
  { records, today }: { records: Map<string, AgreementInput>; today: Day }
): Promise<void> {
  const later = { ...write, recordedAt: new Date(write.recordedAt.getTime() + 1) }
  for (const { agreement: id, note } of corrections) {
    const next = complete(records.get(id) as AgreementInput)
    const current = await findNewest(write.tx, id)
    const draft = await draftRevision(write.tx, { id, current, next, operation: 'update', today })
    await saveRevisions(later, [{ draft, by: { ...byTheSeed, cause: 'correction', note } }])
  }
}
