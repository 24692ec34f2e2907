import { asc } from 'drizzle-orm'
import type { Db } from '../../database/client.ts'
import { prepared } from '../../database/prepared.ts'
import { revision } from '../../database/tables.ts'
import type { Clocks } from '../clocks.ts'

/** The moment of the first record of the registry, where `knownAt` lies before it, so that nothing is found whatever is asked. */
export async function beginningAfter(db: Db, { knownAt }: Pick<Clocks, 'knownAt'>): Promise<Date | undefined> {
  if (!knownAt) return undefined
  const [first] = await prepared(db, 'beginningAfter', () =>
    db.select({ recordedAt: revision.recordedAt }).from(revision).orderBy(asc(revision.recordedAt)).limit(1)
  ).execute()
  return first && first.recordedAt > knownAt ? first.recordedAt : undefined
}
