import { writeFile } from 'node:fs/promises'
import { buildApp } from '../app.ts'
import { readConfig } from '../config.ts'
import { openDatabase } from '../database/open.ts'
import { upgradeDatabase } from './prepare.ts'

/** `npm run openapi`: writes the document of a service without configuration. */
export async function writeDocument(): Promise<void> {
  const database = await openDatabase({ dataDir: 'memory://' })
  await upgradeDatabase(database)
  const app = await buildApp({
    config: { ...readConfig({}), logLevel: 'silent' },
    database,
    now: () => new Date()
  })
  const { body } = await app.inject('/openapi.json')
  await writeFile('openapi/openapi.json', `${JSON.stringify(JSON.parse(body), null, 2)}\n`)
  await app.close()
  await database.close()
  console.log('Wrote openapi/openapi.json.')
}
