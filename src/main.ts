import { setFlagsFromString } from 'node:v8'
import { openConfigured } from './commands/open.ts'
import { endWith } from './commands/report.ts'
import { type Config, InvalidEnvironment, readConfig } from './config.ts'
import { reservePort } from './http/reserve.ts'

// The process, and what a start prints. What takes long to load is loaded when it is needed, after a line that says so.

// When code of the embedded database is optimised: as Node.js 22 does. Version 20 begins seven times earlier, and spends a tenth of
// a start on code that runs once.
setFlagsFromString('--wasm-tiering-budget=13000000')

const now = () => new Date()
const say = (line: string) => console.log(line)

/** How long open requests may take after a signal to stop, and how long the end may take at all, in milliseconds. */
const LONGEST_GOODBYE = 8_000
const LONGEST_END = 10_000

/** The agreement that the README begins with, too. */
const FIRST_ANSWER = 'us-sv-2019-asylum-cooperative-agreement'

const KEEP_IT = '(keep it: it is not shown again; "npm run keys -- create --name me" makes another)'

/**
 * First the port, then the database, then the API, and the key at last: whatever fails has made nothing that is not found
 * again, and no key that nobody saw.
 */
async function start(config: Config): Promise<void> {
  const reserved = await reservePort(config).catch(error => {
    throw new InvalidEnvironment(cannotListen(config, error))
  })
  // Nothing is lost by an end at any moment until requests are answered. Without this, process 1 of a container is deaf.
  let stop: () => unknown = () => process.exit(0)
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stop())

  const database = await openConfigured(config, say, error => console.error(`database: ${error.message}`))
  const { countAgreements, makeFirstKey, prepareDatabase } = await import('./commands/prepare.ts')
  await prepareDatabase(database, { now, say })

  say('Preparing the API')
  const { buildApp } = await import('./app.ts')
  const app = await buildApp({ config, database, now })
  const close = async () => {
    app.log.info('finishing open requests')
    setTimeout(() => app.server.closeAllConnections(), LONGEST_GOODBYE).unref()
    // A database that does not answer does not let go of its connections either.
    setTimeout(() => process.exit(1), LONGEST_END).unref()
    await app.close()
    await database.close()
  }
  stop = () => {
    // Whoever asks twice has no time; what was acknowledged is stored.
    stop = () => process.exit(1)
    return close().catch(endWith)
  }
  reserved.release()
  // Not the port that was reserved: where any is asked for, that one may be somebody else's a moment later.
  const address = await app.listen({ host: config.host, port: config.port }).catch(error => {
    throw new InvalidEnvironment(cannotListen(config, error))
  })

  const base = config.publicUrl || address
  const count = await countAgreements(database)
  const first = (await countAgreements(database, FIRST_ANSWER)) === 1 ? `/${FIRST_ANSWER}` : ''
  const place = database.engine === 'embedded' ? `embedded database in ${config.dataDir}` : 'PostgreSQL'
  // Made last and shown at once: a key that is lost between the two cannot be had again.
  const key = await makeFirstKey(database, now())
  const lines = [
    '',
    `Deportation & Detention Agreements API is ready: ${count} agreements, ${place}`,
    '',
    `  Look          ${base}/`,
    `  Try it        ${base}/docs`,
    `  First answer  curl ${base}/v1/agreements${first}`,
    ...(key ? [`  Write key     ${key}   ${KEEP_IT}`] : []),
    '',
    '  Ctrl-C stops it. The next start takes a few seconds.',
    ''
  ]
  say(lines.join('\n'))
}

function cannotListen({ host, port }: Config, { code = '', message }: NodeJS.ErrnoException): string {
  const why = reasons[code] ?? `${message}.`
  return `Cannot listen on HOST ${host} and PORT ${port}: ${why}`
}

const reasons: Record<string, string> = {
  EADDRINUSE: 'another process does. Stop that one, or set PORT to another; 0 is any that is free.',
  EACCES: 'this user may not take that port. Set PORT to one above 1023.',
  EADDRNOTAVAIL: 'the host is no address of this machine. Set HOST to 127.0.0.1, or to 0.0.0.0 for every interface.',
  ENOTFOUND: 'the host is not known. Set HOST to 127.0.0.1, or to 0.0.0.0 for every interface.'
}

try {
  await start(readConfig())
} catch (error) {
  endWith(error)
}
