import type { Db } from './client.ts'

// Every lock is one of a transaction and ends with it, however that ends. A pooler that hands out connections by transaction
// would leave the lock of a session to a stranger.

/** Any number that all processes of this service agree on, and then what the lock is for. */
const upgradeLock = '20190920, 1'
const writeLock = '20190920, 2'

/** Waits until this transaction is the only one that writes. */
export const takeWriteLock = `select pg_advisory_xact_lock(${writeLock})`

/** Waits until the writers that are in flight now have ended. */
export async function awaitWriteLock(db: Db): Promise<void> {
  await db.execute(`select pg_advisory_xact_lock_shared(${writeLock})`)
}

/** How long a process waits for another one that upgrades the database, in milliseconds. */
export const LONGEST_UPGRADE = 10 * 60_000

/** Another process has been upgrading the database for too long. */
export class UpgradeTakesLong extends Error {}

/** The database lacks locks on which several processes could rely. */
export class LocksDoNotHold extends Error {}

export interface UpgradeOptions {
  /** Called when another process upgrades the database. */
  onWaiting: () => void
  /** How long to wait for it, in milliseconds. */
  patience: number
}

/**
 * Waits until this transaction is the only one that upgrades the database, and looks whether that is true: there are engines
 * whose advisory locks do nothing, and on those two writers would lose changes without any error.
 *
 * @param other a handle on another connection
 * @throws UpgradeTakesLong
 * @throws LocksDoNotHold
 */
export async function lockForUpgrade(tx: Db, other: Db, options: UpgradeOptions): Promise<void> {
  try {
    await waitForUpgrade(tx, options)
    const isFree = await answer(
      other,
      `pg_try_advisory_xact_lock(${upgradeLock}) or pg_try_advisory_xact_lock_shared(${upgradeLock})`
    )
    if (!isFree) return
  } catch (error) {
    // No such function, or one that is there to say that it is not supported.
    if (!/^(42883|0A000)$/.test(codeOf(error))) throw error
  }
  const engine = String(await answer(other, 'version()')).replace(/ (\(|on ).*/s, '')
  throw new LocksDoNotHold(
    `${engine} has no advisory locks on which several writers can rely. Serve from PostgreSQL 14 to 18 with DATABASE_URL, or leave it out for the embedded database.`
  )
}

async function waitForUpgrade(tx: Db, { onWaiting, patience }: UpgradeOptions): Promise<void> {
  // This transaction waits, and then sits idle while the upgrade goes on beside it.
  await tx.execute(`select set_config(name, '0', true) from pg_settings
    where name in ('statement_timeout', 'idle_in_transaction_session_timeout', 'transaction_timeout')`)
  if (await answer(tx, `pg_try_advisory_xact_lock(${upgradeLock})`)) return
  onWaiting()
  await tx.execute(`select set_config('lock_timeout', '${patience}', true)`)
  try {
    await tx.execute(`select pg_advisory_xact_lock(${upgradeLock})`)
  } catch (error) {
    if (codeOf(error) !== '55P03') throw error
    throw new UpgradeTakesLong(
      `Another process has been upgrading the database for ${patience / 60_000} minutes. Wait until it is done, or end it, and start again.`
    )
  }
}

async function answer(db: Db, question: string): Promise<unknown> {
  const { rows } = (await db.execute(`select ${question} as answer`)) as unknown as { rows: [{ answer: unknown }] }
  return rows[0].answer
}

/** SQLSTATE of what the driver threw. */
const codeOf = (error: unknown): string => String((error as { cause?: { code?: string } }).cause?.code)
