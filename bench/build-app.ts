import { existsSync } from 'node:fs'

// Prints how many milliseconds of CPU time it takes to build the app of a compiled tree, once and cold.

const [tree, databaseUrl] = process.argv.slice(2)
const source = (path: string) => `${tree}/dist/src/${path}.js`

const { buildApp } = await import(source('app'))
// Version 0.1.0 has it elsewhere.
const { openDatabase } = await import(
  existsSync(source('database/open')) ? source('database/open') : source('database/client')
)
const database = await openDatabase({ databaseUrl, dataDir: '' })
const before = process.cpuUsage()
const app = await buildApp({
  config: { host: '127.0.0.1', port: 0, databaseUrl, dataDir: '', publicUrl: '', logLevel: 'silent' },
  database,
  now: () => new Date()
})
const { user, system } = process.cpuUsage(before)
console.log((user + system) / 1000)
await app.close()
await database.close()
