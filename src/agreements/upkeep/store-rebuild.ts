import type { Database } from '../../database/client.ts'
import { listed } from '../../database/tables.ts'
import { inWrite } from '../../database/write.ts'
import { complete } from '../../record/complete.ts'
import type { AgreementInput } from '../../record/schema/agreement.ts'
import { columnsOf, rowsOf } from '../mapping.ts'
import { replaceDerived } from '../store-rows.ts'
import { countRecords, iterateRecords } from './store-records.ts'

/**
 * Brings every revision to what the present code makes of its record: the document to its complete form, and with it all columns
 * and rows. What a revision says stays, and so do its version, its moment, who wrote it and what it changed.
 *
 * @param onProgress called after each batch with how many revisions are done, and of how many
 * @returns how many revisions there are
 */
export async function rebuildDerived(
  database: Database,
  onProgress: (done: number, total: number) => void = () => {}
): Promise<number> {
  return inWrite(database, async ({ tx }) => {
    const total = await countRecords(tx)
    await tx.delete(listed)
    let done = 0
    for await (const revisions of iterateRecords(tx)) {
      const derived = revisions.map(({ seq, document }) => {
        const record = complete(JSON.parse(document) as AgreementInput)
        const rows = rowsOf(record)
        return { seq, columns: columnsOf(record, rows.statusInterval), rows }
      })
      await replaceDerived(tx, derived)
      done += revisions.length
      onProgress(done, total)
    }
    return done
  })
}
