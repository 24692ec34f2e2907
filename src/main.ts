import { buildApp } from './app.ts'
import { InvalidEnvironment, readConfig } from './config.ts'
import { openDatabase } from './database/client.ts'
import { prepareDatabase } from './prepare.ts'
import { endWith } from './report.ts'

const now = () => new Date()

try {
  const config = readConfig()
  const database = await openDatabase({ ...config, onError: error => console.error(`database: ${error.message}`) })
  const firstKey = await prepareDatabase(database, {
    now,
    onProgress: (done, total) => {
      if (done % 10 === 0 || done === total) console.log(`Loading the data set: ${done} of ${total} agreements`)
    }
  })
  const app = await buildApp({ config, database, now })
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, async () => {
      app.log.info(`${signal}: finishing open requests`)
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
  if (firstKey) lines.push(`Write key   ${firstKey}   (shown this once; "npm run keys" makes more)`)
  console.log(lines.join('\n'))
} catch (error) {
  endWith(error)
}
