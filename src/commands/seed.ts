import { readFile } from 'node:fs/promises'
import { findNewest } from '../agreements/store-revision.ts'
import { type Draft, draftRevision, reserveIds, saveRevisions, writeAgreements } from '../agreements/store-save.ts'
import type { Database } from '../database/client.ts'
import { complete } from '../record/complete.ts'
import type { Day } from '../record/dates.ts'
import { AgreementInput, recordSchemas } from '../record/schema/agreement.ts'
import { compileValidator } from '../validation/strict.ts'

/** Seen from the compiled file, dist/src/commands/seed.js. */
const dataSet = new URL('../../../data/agreements.json', import.meta.url)

/** Records that are written by one statement. */
const BATCH = 10

export interface SeedOptions {
  today: Day
  /** Called after each batch with how many are done, and of how many. */
  onProgress?: (done: number, total: number) => void
}

/**
 * Loads the data set that comes with the registry, by the same validation and the same write path as a client's record,
 * all of it or nothing. Ids that the registry knows already are left as they are, so loading twice changes nothing.
 *
 * @returns how many records were new
 */
export async function seed(database: Database, { today, onProgress }: SeedOptions): Promise<number> {
  const validate = compileValidator(recordSchemas, AgreementInput)
  const records = JSON.parse(await readFile(dataSet, 'utf8')) as AgreementInput[]
  for (const [i, record] of records.entries()) {
    const errors = validate(record)
    if (errors.length > 0) throw new Error(`data/agreements.json, record ${i + 1}: ${JSON.stringify(errors)}`)
  }
  const by = { actor: 'seed', cause: null, note: 'Data set of the registry' }
  return writeAgreements(database, today, async write => {
    let added = 0
    const ids = records.map(record => record.id as string)
    await reserveIds(write.tx, ids)
    for (let i = 0; i < records.length; i += BATCH) {
      const drafts: Draft[] = []
      for (const record of records.slice(i, i + BATCH)) {
        const next = complete(record)
        const current = await findNewest(write.tx, next.id)
        if (!current)
          drafts.push(await draftRevision(write.tx, { id: next.id, current, next, operation: 'create', today }))
      }
      await saveRevisions(
        write,
        drafts.map(draft => ({ draft, by }))
      )
      added += drafts.length
      onProgress?.(Math.min(i + BATCH, records.length), records.length)
    }
    return added
  })
}
