import { setTimeout } from 'node:timers/promises'

/** How long a database may take for the least of all statements before it counts as one that does not answer, in milliseconds. */
export const LONGEST_ANSWER = 1_500

/** Whether a statement is answered in time. */
export async function answersInTime(statement: PromiseLike<unknown>): Promise<boolean> {
  const answered = Promise.resolve(statement).then(
    () => true,
    () => false
  )
  const late = new AbortController()
  const isLate = setTimeout(LONGEST_ANSWER, false, { signal: late.signal }).catch(() => false)
  return Promise.race([answered, isLate]).finally(() => late.abort())
}
