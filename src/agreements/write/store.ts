import type { Db } from '../../database/client.ts'
import { ApiProblem, type FieldError } from '../../problems.ts'
import { type Clocks, echoOf } from '../clocks.ts'
import { clocksOfStatus, derivedOf, derivedProblems, type WithDerived } from '../derived-members.ts'
import { historyEntryOf, recordText } from '../revision-text.ts'
import { getAgreement, getVersion } from '../store-revision.ts'
import { Overtaken } from '../store-save.ts'
import type { Present } from './expectations.ts'

/**
 * What is wrong with the derived members that came with a record: they may be what any reading of the agreement answered, at
 * whatever clocks the sent status names, or what the address of one of its revisions did. Reads nothing unless some came.
 *
 * @param current undefined where the record is to be created, of which nobody can have read anything
 * @throws Overtaken when `current` is no longer the newest
 */
export async function derivedFaults(
  db: Db,
  current: Present | undefined,
  body: WithDerived,
  { now, publicUrl }: { now: Date; publicUrl: string }
): Promise<FieldError[]> {
  const sent = derivedOf(body)
  if (Object.keys(sent).length === 0) return []
  if (!current) return derivedProblems(sent, {})
  const read = clocksOfStatus(sent.status, now)
  if ('faults' in read) return read.faults
  const answered = await answerAt(db, current, read.clocks)
  const version = versionNamed(sent.revision)
  if (version === undefined || version > current.version) return derivedProblems(sent, answered)
  const row = await getVersion(db, current.agreementId, version)
  return derivedProblems(sent, { ...answered, revision: historyEntryOf(row, publicUrl) })
}

const nothingToRead: string[] = ['not-found', 'not-known-yet', 'gone']

/** What reading an agreement at these clocks answers; nothing where it is a refusal. */
async function answerAt(db: Db, { agreementId, version }: Present, clocks: Clocks): Promise<WithDerived> {
  try {
    const row = await getAgreement(db, agreementId, clocks)
    if (clocks.knownAt === null && row.version !== version) throw new Overtaken()
    return JSON.parse(recordText(row, echoOf(clocks)))
  } catch (error) {
    if (error instanceof ApiProblem && nothingToRead.includes(error.code)) return {}
    throw error
  }
}

/** The version whose own address answered this `revision`: only there it says which operation it was. */
function versionNamed(revision: unknown): number | undefined {
  const { version, operation } = Object(revision) as { version?: unknown; operation?: unknown }
  return operation !== undefined && Number.isInteger(version) && Number(version) > 0 ? Number(version) : undefined
}
