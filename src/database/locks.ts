import { setTimeout } from 'node:timers/promises'
import type { Db } from './client.ts'
import { codeOf } from './driver-errors.ts'
import { queryRows } from './rows.ts'

// Every lock is one of a transaction and ends with it, however that ends. A pooler that hands out connections by transaction
// would leave the lock of a session to a stranger.

/** Any number that all processes of this service agree on, and then what the lock is for. */
const upgradeLock = '20190920, 1'
const writeLock = '20190920, 2'
const stagingLock = '20190920, 3'

/** Waits until this transaction is the only one that writes. */
export const takeWriteLock = `select pg_advisory_xact_lock(${writeLock})`

/** Waits until this transaction is the only one that has positions ahead of the others. */
export const takeStagingLock = `select pg_advisory_xact_lock(${stagingLock})`

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

/** Between two looks whether the other one is done, in milliseconds. */
const PAUSE = 250

export interface UpgradeOptions {
  /** Called once when another process upgrades the database. */
  onWaiting: () => void
  /** How long to wait for it, in milliseconds. */
  patience: number
}

/**
 * Attempts an upgrade until it has the lock, and gives its result. Nobody waits inside a transaction: of a small pool at a
 * pooler, those who wait would leave no connection to the one that upgrades.
 *
 * @param attempt undefined while another process has the lock
 * @throws UpgradeTakesLong
 */
export async function patiently<T>(
  attempt: () => Promise<{ result: T } | undefined>,
  { onWaiting, patience }: UpgradeOptions
): Promise<T> {
  const begun = performance.now()
  for (let attempts = 1; ; attempts++) {
    const done = await attempt()
    if (done) return done.result
    if (attempts === 1) onWaiting()
    if (performance.now() - begun > patience) break
    await setTimeout(PAUSE)
  }
  throw new UpgradeTakesLong(
    `Another process has been upgrading the database for ${patience / 60_000} minutes. Wait until it is done, or end it, and start again.`
  )
}

/**
 * Tries to make this transaction the only one that upgrades the database, and looks whether it is: there are engines whose
 * advisory locks do nothing, and on those two writers would lose changes without any error.
 *
 * @param other a handle on another connection
 * @returns whether the transaction has the lock
 * @throws LocksDoNotHold
 */
export async function lockForUpgrade(tx: Db, other: Db): Promise<boolean> {
  try {
    if (!(await answer(tx, `pg_try_advisory_xact_lock(${upgradeLock})`))) return false
    const isFree = await answer(
      other,
      `pg_try_advisory_xact_lock(${upgradeLock}) or pg_try_advisory_xact_lock_shared(${upgradeLock})`
    )
    if (!isFree) {
      await allowIdling(tx)
      return true
    }
  } catch (error) {
    // No such function, or one that is there to say that it is not supported.
    if (!/^(42883|0A000)$/.test(codeOf(error) ?? '')) throw error
  }
  const engine = String(await answer(other, 'version()')).replace(/ (\(|on ).*/s, '')
  throw new LocksDoNotHold(
    `${engine} has no advisory locks on which several writers can rely. Serve from PostgreSQL 14 to 18 with DATABASE_URL, or leave it out for the embedded database.`
  )
}

/** The transaction sits idle while the upgrade goes on beside it; some of these limits are younger than PostgreSQL 14. */
async function allowIdling(tx: Db): Promise<void> {
  await tx.execute(`select set_config(name, '0', true) from pg_settings
    where name in ('idle_in_transaction_session_timeout', 'transaction_timeout')`)
}

async function answer(db: Db, question: string): Promise<unknown> {
  const [row] = await queryRows(db, `select ${question} as answer`)
  return row?.answer
}
