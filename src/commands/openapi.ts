import { writeFile } from 'node:fs/promises'
import type { FastifyInstance } from 'fastify'
import { buildApp } from '../app.ts'
import { readConfig } from '../config.ts'
import type { Database } from '../database/client.ts'
import { openDatabase } from '../database/open.ts'
import { createKey } from '../keys/store.ts'
import { askForAnswers } from './answers.ts'
import { type PrepareOptions, prepareDatabase, upgradeDatabase } from './prepare.ts'
import { openapiUsage, optionsOf } from './usage.ts'

const now = () => new Date()

/** `npm run openapi`, and with `-- --answers`: writes the document of a service without configuration, as JSON and as YAML. */
export async function writeDocument(args: string[]): Promise<void> {
  const { answers = false } = optionsOf(args, { answers: { type: 'boolean' } }, openapiUsage)
  if (answers) await write('answers.json', indented(await withRegistry(prepareDatabase, ask)))
  const [json, yaml] = await withRegistry(upgradeDatabase, async app => [
    (await app.inject('/openapi.json')).body,
    (await app.inject('/openapi.yaml')).body
  ])
  await write('openapi.json', indented(JSON.parse(json as string)))
  await write('openapi.yaml', yaml as string)
}

const indented = (content: unknown): string => `${JSON.stringify(content, null, 2)}\n`

async function write(name: string, text: string): Promise<void> {
  await writeFile(`openapi/${name}`, text)
  console.log(`Wrote openapi/${name}.`)
}

/** Gives a registry in memory, which was made ready, to somebody. */
async function withRegistry<T>(
  makeReady: (database: Database, options: PrepareOptions) => Promise<void>,
  use: (app: FastifyInstance, database: Database) => Promise<T>
): Promise<T> {
  const database = await openDatabase({ dataDir: 'memory://' })
  await makeReady(database, { now })
  const app = await buildApp({ config: { ...readConfig({}), logLevel: 'silent' }, database, now })
  const result = await use(app, database)
  await app.close()
  await database.close()
  return result
}

/** What the registry answers, which the document shows. */
async function ask(app: FastifyInstance, { db }: Database): Promise<unknown> {
  const key = await createKey(db, { name: 'example', scopes: ['read', 'write'], createdAt: now(), expiresAt: null })
  return askForAnswers(async ({ headers, ...request }) => {
    const answer = await app.inject({ ...request, headers: { authorization: `Bearer ${key}`, ...headers } })
    return { status: answer.statusCode, body: answer.json() }
  })
}
