import { setTimeout } from 'node:timers/promises'

/** How long a database may take for the least of all statements before it counts as one that does not answer, in milliseconds. */
export const LONGEST_ANSWER = 1_500

/** Whether a statement is answered in time. */
export const answersInTime = (statement: PromiseLike<unknown>): Promise<boolean> =>
  succeedsWithin(LONGEST_ANSWER, statement)

/** Whether a statement succeeds within some milliseconds. It goes on where it does not. */
export async function succeedsWithin(milliseconds: number, statement: PromiseLike<unknown>): Promise<boolean> {
  const succeeded = Promise.resolve(statement).then(
    () => true,
    () => false
  )
  const late = new AbortController()
  const isLate = setTimeout(milliseconds, false, { signal: late.signal }).catch(() => false)
  return Promise.race([succeeded, isLate]).finally(() => late.abort())
}
