import { InvalidEnvironment } from './config.ts'
import { DirectoryInUse } from './database/directory-lock.ts'

/** Ends the process: with a sentence for what an operator can mend, with the whole error otherwise. */
export function endWith(error: unknown): never {
  const known = error instanceof InvalidEnvironment || error instanceof DirectoryInUse || isRefusedConnection(error)
  console.error(known ? (error as Error).message || 'The database does not answer. Check DATABASE_URL.' : error)
  process.exit(1)
}

const isRefusedConnection = (error: unknown): boolean =>
  ['ECONNREFUSED', 'ENOTFOUND', 'EADDRINUSE', '28P01', '3D000'].includes((error as { code?: string })?.code ?? '')
