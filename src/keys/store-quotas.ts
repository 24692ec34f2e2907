import { type RateLimiterAbstract, RateLimiterDrizzle, RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'
import type { Database } from '../database/client.ts'
import { rateLimit } from '../database/tables.ts'
import { type Policy, type Quota, WINDOW } from './quotas.ts'

/** Takes one request out of the quota of whoever makes it; undefined where there is no limit. */
export type Spend = (policy: Policy, by: string) => Promise<Quota> | undefined

/**
 * Quotas of all who call. Reads are counted by each process for itself, so that a read writes nothing; writes in the database, so
 * that several processes on it are one service.
 */
export function openQuotas({ db, engine }: Database, most: { reads: number; writes: number }): Spend {
  const settings = (points: number) => ({ points, duration: WINDOW })
  const limiters: Record<Policy, RateLimiterAbstract | undefined> = {
    read: most.reads > 0 ? new RateLimiterMemory(settings(most.reads)) : undefined,
    write:
      most.writes === 0
        ? undefined
        : engine === 'embedded'
          ? new RateLimiterMemory(settings(most.writes))
          : new RateLimiterDrizzle({
              ...settings(most.writes),
              storeClient: db,
              schema: rateLimit,
              // Whoever has spent all is refused without asking again.
              inMemoryBlockOnConsumed: most.writes + 1,
              // There is a row for each key, and no more.
              clearExpiredByTimeout: false
            })
  }
  return (policy, by) => {
    const limiter = limiters[policy]
    return limiter && spend(limiter, policy, by)
  }
}

async function spend(limiter: RateLimiterAbstract, policy: Policy, by: string): Promise<Quota> {
  try {
    return quotaOf(await limiter.consume(by), false)
  } catch (error) {
    if (error instanceof RateLimiterRes) return quotaOf(error, true)
    throw error
  }

  function quotaOf({ remainingPoints, msBeforeNext }: RateLimiterRes, isExceeded: boolean): Quota {
    const until = Math.max(1, Math.ceil(msBeforeNext / 1000))
    return { policy, most: limiter.points, left: remainingPoints, until, isExceeded }
  }
}
