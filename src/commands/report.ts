import { InvalidEnvironment } from '../config.ts'
import { DirectoryInUse, UnusableDirectory } from '../database/directory-lock.ts'
import { LocksDoNotHold, UpgradeTakesLong } from '../database/locks.ts'

/** The database was made ready by a newer version of this service, whose work this one would undo. */
export class NewerDatabase extends Error {}

/** Nothing on the web could be reached. */
export class CutOff extends Error {}

/** Ends the process: with a sentence for what an operator can mend, with the whole error otherwise. */
export function endWith(error: unknown): never {
  console.error(sentenceFor(error) ?? error)
  process.exit(1)
}

/** Errors whose message tells an operator all there is to know. */
const sentences = [
  InvalidEnvironment,
  DirectoryInUse,
  UnusableDirectory,
  NewerDatabase,
  CutOff,
  UpgradeTakesLong,
  LocksDoNotHold
]

/** A sentence that names the variable to look at; undefined for what is a fault of the service. */
export function sentenceFor(error: unknown): string | undefined {
  if (sentences.some(Sentence => error instanceof Sentence)) return (error as Error).message
  const { name, code = '', errno, message, cause } = error as Partial<NodeJS.ErrnoException> & { cause?: unknown }
  if (name === 'ErrnoError') return unwritable(fileErrors[errno as number] ?? `error ${errno} of the file system`)
  const known = causes.find(([codes]) => codes.test(timeouts.test(message ?? '') ? 'ETIMEDOUT' : code))
  if (known) return known[1](message || code)
  return cause ? sentenceFor(cause) : undefined
}

/** What the client of PostgreSQL gives up on, which has no code. */
const timeouts = /^(timeout|Connection terminated)/

const unwritable = (why: string): string =>
  `The embedded database cannot be written: ${why}. Check the directory that DATA_DIR names, and its disk.`

/** What the file system of the embedded database says in numbers (those of WASI). */
const fileErrors: Record<number, string> = {
  2: 'this user may not write its files',
  19: 'the quota of its disk is used up',
  51: 'its disk is full',
  63: 'this user may not write its files',
  69: 'its disk is read-only'
}

/** By classes of SQLSTATE (PostgreSQL, appendix A) and errors of the network. The first that fits counts. */
const causes: [RegExp, (why: string) => string][] = [
  [/^3D000$/, why => `The database that DATABASE_URL names does not exist (${why}). Create it first.`],
  [/^28\w{3}$/, why => `PostgreSQL does not admit the user of DATABASE_URL (${why}). Check user and password.`],
  [
    /^42501$/,
    why => `The user of DATABASE_URL may not do what the service must do (${why}). Name the owner of the database.`
  ],
  [/^25006$/, why => `The database that DATABASE_URL names is read-only (${why}). Name one that can be written.`],
  [
    /^(0A000|58P01)$/,
    why =>
      `The server that DATABASE_URL names lacks what the service needs (${why}). The extension pg_trgm comes with PostgreSQL, in some distributions as postgresql-contrib.`
  ],
  [
    /^(53100|58\w{3})$/,
    why =>
      `The database cannot write its files (${why}). Check the disk under DATA_DIR, or that of the server in DATABASE_URL.`
  ],
  [
    /^(ECONN\w+|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|(08|53)\w{3}|57P\w{2})$/,
    why => `The database does not answer (${why}). Check DATABASE_URL, and that the server runs.`
  ]
]
