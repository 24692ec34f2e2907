import { writeFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { rebuildDerived } from './agreements/upkeep/store-rebuild.ts'
import { verify } from './agreements/upkeep/store-verify.ts'
import { buildApp } from './app.ts'
import { readConfig } from './config.ts'
import type { Database } from './database/client.ts'
import { openDatabase } from './database/open.ts'
import { createKey, listKeys, revokeKey, type Scope, scopes } from './keys/store.ts'
import { upgradeDatabase } from './prepare.ts'
import { isDay, today } from './record/dates.ts'
import { endWith } from './report.ts'
import { seed } from './seed.ts'

const usage = `usage: npm run <command>

  npm run migrate                         bring the database up to date with the code
  npm run seed                            load data/agreements.json; agreements that exist are left as they are
  npm run keys -- create --name NAME [--scope read|write]… [--expires YYYY-MM-DD]
  npm run keys -- list
  npm run keys -- revoke --name NAME
  npm run openapi                         write openapi/openapi.json
  npm run verify                          compute again what is stored beside the documents, and compare
  npm run rebuild                         derive the status intervals of all revisions again`

/** What a person typed cannot be carried out. */
class UsageError extends Error {}

const now = () => new Date()

const commands: Record<string, (args: string[]) => Promise<void>> = {
  migrate: () => withDatabase(async () => console.log('The database is up to date.')),
  seed: () =>
    withDatabase(async database => {
      const onProgress = (done: number, total: number) => {
        if (done % 10 === 0 || done === total) console.log(`${done} of ${total} agreements`)
      }
      console.log(`${await seed(database, { today: today(now()), onProgress })} agreements added.`)
    }),
  keys,
  openapi: async () => {
    const database = await openDatabase({ dataDir: 'memory://' })
    await upgradeDatabase(database)
    const app = await buildApp({ config: { ...readConfig({}), logLevel: 'silent' }, database, now })
    const { body } = await app.inject('/openapi.json')
    await writeFile('openapi/openapi.json', `${JSON.stringify(JSON.parse(body), null, 2)}\n`)
    await app.close()
    await database.close()
    console.log('Wrote openapi/openapi.json.')
  },
  verify: () =>
    withDatabase(async ({ db }) => {
      let differences = 0
      for await (const difference of verify(db)) {
        console.log(difference)
        differences++
      }
      console.log(`${differences} differences found.`)
      if (differences > 0) process.exitCode = 1
    }),
  rebuild: () =>
    withDatabase(async database => {
      console.log(`Derived the status intervals of ${await rebuildDerived(database)} revisions.`)
    })
}

async function keys([action, ...args]: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: { name: { type: 'string' }, scope: { type: 'string', multiple: true }, expires: { type: 'string' } }
  })
  const name = () => {
    if (values.name?.trim()) return values.name.trim()
    throw new UsageError('Say which key: --name NAME')
  }
  switch (action) {
    case 'create': {
      const key = {
        name: name(),
        scopes: scopesOf(values.scope ?? ['read']),
        createdAt: now(),
        expiresAt: expiry(values.expires)
      }
      return withDatabase(async ({ db }) => {
        const secret = await createKey(db, key)
        if (!secret)
          throw new UsageError(`There is a key named ${JSON.stringify(key.name)} already. Names are never used again.`)
        console.log(secret)
        console.error(`Key ${JSON.stringify(key.name)} with scope ${key.scopes.join(' and ')}. It is shown only once.`)
      })
    }
    case 'list':
      return withDatabase(async ({ db }) => {
        for (const key of await listKeys(db)) {
          const end = key.revokedAt
            ? `revoked ${key.revokedAt.toISOString()}`
            : key.expiresAt
              ? `expires ${key.expiresAt.toISOString()}`
              : 'valid'
          console.log(`${key.name}\t${key.scopes.join(',')}\t${end}`)
        }
      })
    case 'revoke': {
      const revoked = name()
      return withDatabase(async ({ db }) => {
        if (!(await revokeKey(db, revoked, now())))
          throw new UsageError(`No valid key is named ${JSON.stringify(revoked)}.`)
        console.log(`Key ${JSON.stringify(revoked)} is revoked.`)
      })
    }
    default:
      throw new UsageError(usage)
  }
}

function scopesOf(texts: string[]): Scope[] {
  const unknown = texts.find(text => !(scopes as readonly string[]).includes(text))
  if (unknown !== undefined)
    throw new UsageError(`There is no scope ${JSON.stringify(unknown)}. Scopes are ${scopes.join(' and ')}.`)
  // Who may write may read.
  return scopes.filter(scope => scope === 'read' || texts.includes(scope))
}

/** A key is good until the end of its last day (UTC). */
function expiry(text: string | undefined): Date | null {
  if (text === undefined) return null
  if (!isDay(text)) throw new UsageError(`--expires takes a day such as 2027-12-31, not ${JSON.stringify(text)}.`)
  return new Date(`${text}T23:59:59.999Z`)
}

/** Opens the database for a command, up to date. */
async function withDatabase(task: (database: Database) => Promise<void>): Promise<void> {
  const onWaiting = () => console.error('Waiting for another process that upgrades the database …')
  const database = await openDatabase({ ...readConfig(), onWaiting })
  try {
    await upgradeDatabase(database)
    await task(database)
  } finally {
    await database.close()
  }
}

try {
  const [name = '', ...args] = process.argv.slice(2)
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined
  if (!command || (name !== 'keys' && args.length > 0)) throw new UsageError(usage)
  await command(args)
} catch (error) {
  const mistyped = error instanceof UsageError || (error as { code?: string }).code?.startsWith('ERR_PARSE_ARGS')
  if (!mistyped) endWith(error)
  console.error((error as Error).message)
  process.exitCode = 2
}
