import { and, eq, gt, lte } from 'drizzle-orm'
import type { Db } from '../database/client.ts'
import { idempotencyKey } from '../database/tables.ts'

/** How long a key is remembered, in milliseconds. */
const LIFETIME = 24 * 60 * 60_000

/** The key of a request: who sent it, and what it asked for. */
export interface Asked {
  caller: string
  key: string
  /** Of all that decides what is done. */
  fingerprint: string
}

/** How a request was answered. */
export interface Answered {
  status: number
  etag: string
  location: string | null
  body: string
}

const since = (now: Date) => new Date(now.getTime() - LIFETIME)

/** What was asked with a key and how it was answered; undefined when that was never, or too long ago. */
export async function findAnswered(
  db: Db,
  { caller, key }: Pick<Asked, 'caller' | 'key'>,
  now: Date
): Promise<(Asked & Answered) | undefined> {
  const { createdAt } = idempotencyKey
  const [row] = await db
    .select()
    .from(idempotencyKey)
    .where(and(eq(idempotencyKey.caller, caller), eq(idempotencyKey.key, key), gt(createdAt, since(now))))
  return row
}

/**
 * Remembers an answer in the transaction of what it tells of, and forgets those that are too old.
 *
 * @returns whether this was the first one with its key
 */
export async function rememberAnswer(tx: Db, asked: Asked, answered: Answered, now: Date): Promise<boolean> {
  await tx.delete(idempotencyKey).where(lte(idempotencyKey.createdAt, since(now)))
  const added = await tx
    .insert(idempotencyKey)
    .values({ ...asked, ...answered, createdAt: now })
    .onConflictDoNothing()
    .returning({ key: idempotencyKey.key })
  return added.length === 1
}
