import type { Database } from '../../database/client.ts'
import { inWrite } from '../../database/write.ts'
import type { Agreement } from '../../record/schema/agreement.ts'
import { rowsOf } from '../mapping.ts'
import { replaceDerived } from '../store-rows.ts'
import { iterateRecords } from './store-records.ts'

/**
 * Derives all rows of every revision again, after the code that derives them has changed.
 *
 * @returns how many revisions there are
 */
export async function rebuildDerived(database: Database): Promise<number> {
  return inWrite(database, async ({ tx }) => {
    let revisions = 0
    for await (const { seq, document } of iterateRecords(tx)) {
      await replaceDerived(tx, seq, rowsOf(JSON.parse(document) as Agreement))
      revisions++
    }
    return revisions
  })
}
