import { buildApp } from './app.ts'
import { openConfigured } from './commands/open.ts'
import { makeFirstKey, prepareDatabase } from './commands/prepare.ts'
import { progress } from './commands/progress.ts'
import { endWith } from './commands/report.ts'
import { InvalidEnvironment, readConfig } from './config.ts'

const now = () => new Date()

/** How long open requests may take after a signal to stop, in milliseconds. */
const LONGEST_GOODBYE = 10_000

try {
  const config = readConfig()
  const say = (line: string) => console.log(line)
  const database = await openConfigured(config, say, error => console.error(`database: ${error.message}`))
  await prepareDatabase(database, { now, onProgress: progress(say) })
  const firstKey = await makeFirstKey(database, now())
  // At once: whatever fails from here on, this key is not made a second time.
  if (firstKey) console.log(`Write key   ${firstKey}   (shown only once; "npm run keys" makes more)`)
  const app = await buildApp({ config, database, now })
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, async () => {
      app.log.info(`${signal}: finishing open requests`)
      setTimeout(() => app.server.closeAllConnections(), LONGEST_GOODBYE).unref()
      await app.close()
      await database.close()
    })
  }
  const { host, port } = config
  const address = await app.listen({ host, port }).catch((error: Error) => {
    throw new InvalidEnvironment(`Cannot listen on HOST ${host} and PORT ${port}: ${error.message}.`)
  })
  const base = config.publicUrl || address
  const lines = [
    `API         ${base}/v1/agreements`,
    `Swagger UI  ${base}/docs`,
    `Database    ${database.engine === 'embedded' ? `embedded, in ${config.dataDir}` : 'PostgreSQL'}`
  ]
  console.log(lines.join('\n'))
} catch (error) {
  endWith(error)
}
