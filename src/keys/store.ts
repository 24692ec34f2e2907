import { createHash, randomBytes } from 'node:crypto'
import { and, asc, eq, isNull, sql } from 'drizzle-orm'
import type { Db } from '../database/client.ts'
import { prepared } from '../database/prepared.ts'
import { apiKey } from '../database/tables.ts'

/** What a key allows. */
export const scopes = ['read', 'write'] as const
export type Scope = (typeof scopes)[number]

/** A key without its secret. */
export type Key = Omit<typeof apiKey.$inferSelect, 'hash'>

/** Whoever sent a valid key. */
export interface Caller {
  name: string
  scopes: Scope[]
}

/** Keys carry 256 random bits, so a plain hash is as strong as a slow one. */
const hashOf = (secret: string): string => createHash('sha256').update(secret).digest('hex')

/**
 * Makes a key. The secret is in the answer and nowhere else.
 *
 * @returns the secret; undefined when the name is taken
 */
export async function createKey(
  db: Db,
  key: { name: string; scopes: Scope[]; createdAt: Date; expiresAt: Date | null }
): Promise<string | undefined> {
  const secret = `dda_${randomBytes(32).toString('base64url')}`
  const made = await db
    .insert(apiKey)
    .values({ ...key, hash: hashOf(secret) })
    .onConflictDoNothing()
    .returning({ name: apiKey.name })
  return made.length === 1 ? secret : undefined
}

/** All keys, also revoked and expired ones, by name. */
export async function listKeys(db: Db): Promise<Key[]> {
  const { name, scopes, createdAt, expiresAt, revokedAt } = apiKey
  return db.select({ name, scopes, createdAt, expiresAt, revokedAt }).from(apiKey).orderBy(asc(apiKey.name))
}

/** Revokes a key at once and for good; false when no valid key has that name. */
export async function revokeKey(db: Db, name: string, revokedAt: Date): Promise<boolean> {
  const revoked = await db
    .update(apiKey)
    .set({ revokedAt })
    .where(and(eq(apiKey.name, name), isNull(apiKey.revokedAt)))
    .returning({ name: apiKey.name })
  return revoked.length === 1
}

/** Who holds this secret; undefined when it is no key, or one that was revoked or has expired. */
export async function findCaller(db: Db, secret: string, now: Date): Promise<Caller | undefined> {
  const [key] = await prepared(db, 'findCaller', () =>
    db
      .select()
      .from(apiKey)
      .where(eq(apiKey.hash, sql.placeholder('hash')))
  ).execute({ hash: hashOf(secret) })
  if (!key || key.revokedAt || (key.expiresAt && key.expiresAt <= now)) return undefined
  return { name: key.name, scopes: key.scopes as Scope[] }
}
