import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import { and, asc, eq, getTableColumns, gt, isNull, lte, or, sql } from 'drizzle-orm'
import type { Db } from '../database/client.ts'
import { prepared } from '../database/prepared.ts'
import { apiKey } from '../database/tables.ts'

/** What a key allows; each allows what stands before it as well. */
export const scopes = ['read', 'write', 'admin'] as const
export type Scope = (typeof scopes)[number]

/** A key without its secrets. */
export type Key = Omit<typeof apiKey.$inferSelect, 'hash' | 'previousHash'>

/** Whoever sent a valid key. */
export interface Caller {
  name: string
  scopes: Scope[]
  lastUsedAt: Date | null
}

/** All that somebody who may do `most` may do. */
export const scopesUpTo = (most: Scope): Scope[] => scopes.slice(0, scopes.indexOf(most) + 1)

/** Keys carry 256 random bits, so a plain hash is as strong as a slow one. */
const hashOf = (secret: string): string => createHash('sha256').update(secret).digest('hex')

const makeSecret = (): string => `dda_${randomBytes(32).toString('base64url')}`

/**
 * Makes a key. The secret is in the answer and nowhere else.
 *
 * @returns the secret; undefined when the name is taken
 */
export async function createKey(
  db: Db,
  key: { name: string; scopes: Scope[]; createdAt: Date; expiresAt: Date | null }
): Promise<string | undefined> {
  const secret = makeSecret()
  const made = await db
    .insert(apiKey)
    .values({ ...key, hash: hashOf(secret) })
    .onConflictDoNothing()
    .returning({ name: apiKey.name })
  return made.length === 1 ? secret : undefined
}

/** All keys, also revoked and expired ones, by name. */
export async function listKeys(db: Db): Promise<Key[]> {
  const { hash, previousHash, ...shown } = getTableColumns(apiKey)
  return db.select(shown).from(apiKey).orderBy(asc(apiKey.name))
}

/** Revokes a key, with the secret that it had before, at once and for good; false when no valid key has that name. */
export async function revokeKey(db: Db, name: string, revokedAt: Date): Promise<boolean> {
  const revoked = await db
    .update(apiKey)
    .set({ revokedAt })
    .where(and(eq(apiKey.name, name), isNull(apiKey.revokedAt)))
    .returning({ name: apiKey.name })
  return revoked.length === 1
}

/**
 * Gives a key another secret. The one that it has stays good until `previousUntil`, so that nobody is locked out meanwhile; one
 * before that ends now.
 *
 * @returns the secret; undefined when no valid key has that name
 */
export async function rotateKey(
  db: Db,
  name: string,
  { now, previousUntil }: { now: Date; previousUntil: Date }
): Promise<string | undefined> {
  const secret = makeSecret()
  const rotated = await db
    .update(apiKey)
    .set({ hash: hashOf(secret), previousHash: sql`${apiKey.hash}`, previousUntil, seenInClearAt: null })
    .where(
      and(eq(apiKey.name, name), isNull(apiKey.revokedAt), or(isNull(apiKey.expiresAt), gt(apiKey.expiresAt, now)))
    )
    .returning({ name: apiKey.name })
  return rotated.length === 1 ? secret : undefined
}

/**
 * Who holds this secret; undefined when it is no key, or one that was revoked or has expired. Asked of the database each time, so
 * that a key which is revoked anywhere is so everywhere.
 */
export async function findCaller(db: Db, secret: string, now: Date): Promise<Caller | undefined> {
  const hash = hashOf(secret)
  const [key] = await prepared(db, 'findCaller', () =>
    db
      .select()
      .from(apiKey)
      .where(or(eq(apiKey.hash, sql.placeholder('hash')), eq(apiKey.previousHash, sql.placeholder('hash'))))
  ).execute({ hash })
  if (!key || key.revokedAt || (key.expiresAt && key.expiresAt <= now)) return undefined
  const isCurrent = areEqual(key.hash, hash)
  if (!isCurrent && !(areEqual(key.previousHash ?? '', hash) && key.previousUntil && key.previousUntil > now)) {
    return undefined
  }
  return { name: key.name, scopes: key.scopes as Scope[], lastUsedAt: key.lastUsedAt }
}

/** In a time that says nothing of where they differ. */
function areEqual(one: string, other: string): boolean {
  return one.length === other.length && timingSafeEqual(Buffer.from(one), Buffer.from(other))
}

/** How old the note of the last use of a key may be, in milliseconds: a key that reads should not write each time. */
export const USE_NOTED_EVERY = 60_000

/** Notes that a key was used. */
export async function noteUse(db: Db, name: string, lastUsedAt: Date): Promise<void> {
  const { lastUsedAt: known } = apiKey
  const before = new Date(lastUsedAt.getTime() - USE_NOTED_EVERY)
  await db
    .update(apiKey)
    .set({ lastUsedAt })
    .where(and(eq(apiKey.name, name), or(isNull(known), lte(known, before))))
}

/** Notes that the secret of a key came unencrypted. */
export async function noteSeenInClear(db: Db, name: string, seenInClearAt: Date): Promise<void> {
  await db.update(apiKey).set({ seenInClearAt }).where(eq(apiKey.name, name))
}
