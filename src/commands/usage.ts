import { getSystemErrorMap, type ParseArgsConfig, parseArgs } from 'node:util'
import { quoted, sayNearest } from '../record/nearest.ts'

/** What a person typed cannot be carried out. */
export class UsageError extends Error {}

/** A file that a person named cannot be read, or written; says why in the words of the system, without the names of other files. */
export function unusableFile(file: string, verb: 'read' | 'written', error: NodeJS.ErrnoException): UsageError {
  const why = getSystemErrorMap().get(error.errno ?? 0)?.[1] ?? error.message
  return new UsageError(`${file} cannot be ${verb}: ${why}.`, { cause: error })
}

/** The one file that a command was given. */
export function fileOf([file, ...more]: readonly string[], usage: string): string {
  if (file === undefined || more.length > 0) throw new UsageError(`Name one file.\n\n${usage}`)
  return file
}

/** There is nothing of that name: what is near, or all there is. */
export function unknown(what: string, name: string, known: readonly string[], usage: string): UsageError {
  const hint = sayNearest(name, known) ?? `there are ${quoted(known)}`
  return new UsageError(`There is no ${what} ${JSON.stringify(name)}; ${hint}.\n\n${usage}`)
}

/** Options that a person typed, and the other arguments where the command takes some. */
export function argumentsOf<Options extends NonNullable<ParseArgsConfig['options']>>(
  args: string[],
  options: Options,
  { usage, allowPositionals }: { usage: string; allowPositionals: boolean }
) {
  try {
    return parseArgs({ args, options, allowPositionals })
  } catch (error) {
    // What follows the first sentence is about programs that take more than options.
    throw new UsageError(`${(error as Error).message.split('. ')[0]}.\n\n${usage}`)
  }
}

/** Options that a person typed for a command that takes nothing else. */
export const optionsOf = <Options extends NonNullable<ParseArgsConfig['options']>>(
  args: string[],
  options: Options,
  usage: string
) => argumentsOf(args, options, { usage, allowPositionals: false }).values

export const seedUsage = `usage:

  npm run seed
  npm run seed -- --update [--dry-run]

Loads the data set; agreements that exist are left as they are. With --update those that it has written itself are brought
to what it says now, and those that anybody else has written to are still left alone. --dry-run says for each what would
be done, and does nothing.`

export const keysUsage = `usage:

  npm run keys -- create --name NAME [--scope read|write|admin]… [--expires YYYY-MM-DD]
  npm run keys -- list
  npm run keys -- rotate --name NAME [--overlap HOURS]
  npm run keys -- revoke --name NAME

A key may write unless --scope says otherwise: "read" is for registries where reading needs a key, "admin" may see /metrics
where that needs one, and each may do what those before it may. A key is good until the end of the day that
--expires names (UTC), for ever without it, and is shown only once. Names are never used again.

"rotate" gives a key another secret and leaves everything else as it is; the secret before is good for 24 hours more, or as many as
--overlap says. "revoke" ends both at once, in every process.`

export const openapiUsage = `usage:

  npm run openapi
  npm run openapi -- --answers

Writes openapi/openapi.json and openapi/openapi.yaml. With --answers the answers that it shows, openapi/answers.json, are asked for anew before, from a
registry in memory that holds the data set.`

export const sourcesUsage = `usage:

  npm run sources -- check [--host HOST]
  npm run sources -- archive FILE [--replace] [--dry-run]

"check" asks the web for every source of the agreements as they are now, or for those at one host, and says which addresses are
gone, have moved, or let no program in. It writes nothing, and the database is free meanwhile.

"archive" reads addresses and stored copies of them from a CSV file whose head is url,archivedUrl, and gives each
source with such an address its copy. A source that has another copy keeps it, unless --replace is there. --dry-run says what
would be done, and does nothing.`

export const importUsage = `usage:

  npm run import -- FILE [--create] [--dry-run]

Brings the records of a file into the registry: one on each line (NDJSON, as "npm run export" writes it), or a list of JSON where the
name of the file ends in .json. Each has its id. What is wrong with any of them is said with its line, and then nothing is written.
Records take the place of what is there, unless that says the same; with --create all must be new. A thousand at a time are
kept; after an interruption import the file again, which does the rest. --dry-run writes nothing.`

export const exportUsage = `usage:

  npm run export -- FILE

Writes all agreements to a file, one on each line (NDJSON), which "npm run import" takes as it is.`

export const backupUsage = `usage:

  npm run backup -- FILE

Copies the database to a file, while it is served: PostgreSQL by pg_dump, the embedded database as a packed directory.`

export const restoreUsage = `usage:

  npm run restore -- FILE

Brings a copy that "npm run backup" made into an empty place: an empty database of PostgreSQL by pg_restore, or a DATA_DIR that is not there yet.`

export const usage = `usage: npm run COMMAND

  npm run migrate    bring the database up to date with the code
  npm run seed       load the data set, or bring in a newer one; "npm run seed -- --help" says how
  npm run import     bring in the records of a file; "npm run import -- --help" says how
  npm run export     write all agreements to a file
  npm run backup     copy the database to a file, while it is served
  npm run restore    bring such a copy into an empty place
  npm run keys       make, list, rotate and revoke keys; "npm run keys -- --help" says how
  npm run sources    look whether sources are still there, note copies of them; "npm run sources -- --help" says how
  npm run openapi    write openapi/openapi.json
  npm run verify     compute again what is stored beside the documents, and compare
  npm run rebuild    derive again what follows from the records`
