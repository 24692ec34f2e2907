import type { Clocks } from '../agreements/clocks.ts'
import { getAgreement } from '../agreements/store-revision.ts'
import type { Db } from '../database/client.ts'
import { ApiProblem } from '../problems.ts'

/**
 * Several agreements at some clocks, in the order of their ids.
 *
 * @throws ApiProblem not-found, gone, not-known-yet, of the first that cannot be read
 */
export async function getAgreements(
  db: Db,
  ids: readonly string[],
  clocks: Clocks
): Promise<Awaited<ReturnType<typeof getAgreement>>[]> {
  const found = await Promise.allSettled(
    ids.map(id =>
      getAgreement(db, id, clocks).catch(error => {
        throw naming(id, error)
      })
    )
  )
  return found.map(result => {
    if (result.status === 'rejected') throw result.reason
    return result.value
  })
}

/** A problem that says of which of several agreements it speaks. */
function naming(id: string, error: unknown): unknown {
  if (!(error instanceof ApiProblem) || error.detail.includes(id)) return error
  const { code, detail, errors, headers } = error
  return new ApiProblem(code, { detail: `${id}: ${detail}`, ...(errors && { errors }), headers })
}
