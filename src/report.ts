import { InvalidEnvironment } from './config.ts'
import { DirectoryInUse, UnusableDirectory } from './database/directory-lock.ts'
import { LocksDoNotHold, UpgradeTakesLong } from './database/locks.ts'
import { NewerDatabase } from './prepare.ts'

/** Ends the process: with a sentence for what an operator can mend, with the whole error otherwise. */
export function endWith(error: unknown): never {
  console.error(sentenceFor(error) ?? error)
  process.exit(1)
}

/** Errors whose message tells an operator all there is to know. */
const sentences = [InvalidEnvironment, DirectoryInUse, UnusableDirectory, NewerDatabase, UpgradeTakesLong, LocksDoNotHold]

function sentenceFor(error: unknown): string | undefined {
  if (sentences.some(Sentence => error instanceof Sentence)) return (error as Error).message
  const { code = '', message, cause } = error as { code?: string; message?: string; cause?: unknown }
  if (!unreachable.test(code) && !/^(timeout|Connection terminated)/.test(message ?? ''))
    return cause ? sentenceFor(cause) : undefined
  return `The database does not answer (${message || code}). Check DATABASE_URL, and that the server runs.`
}

/**
 * Errors of the network, and those by which PostgreSQL refuses a connection: classes 08 (connection), 28 (authorisation),
 * 3D (no such database), 53 (too many connections) and 57P (shutting down) of SQLSTATE.
 */
const unreachable = /^(ECONN\w+|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|(08|28|3D|53)\w{3}|57P\w{2})$/
