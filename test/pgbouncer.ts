import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import type { Test } from 'tap'
import { freePort } from './postgresql.ts'

/** Debian installs it where only root looks. */
const candidates = [process.env.PGBOUNCER, 'pgbouncer', '/usr/sbin/pgbouncer']

/** An installed PgBouncer. */
export interface PgBouncer {
  binary: string
  version: { major: number; minor: number }
}

/** The PgBouncer of this machine: the one that the variable PGBOUNCER names, or the one that is installed. */
export function findPgbouncer(): PgBouncer | undefined {
  for (const binary of candidates) {
    try {
      const [, major, minor] =
        /(\d+)\.(\d+)/.exec(execFileSync(binary ?? '', ['--version'], { encoding: 'utf8' })) ?? []
      return { binary: binary as string, version: { major: Number(major), minor: Number(minor) } }
    } catch {}
  }
  return undefined
}

export type Settings = Record<string, string | number>

/** A PgBouncer that listens. */
export interface Pooler {
  /** The address of the database through it. */
  url: string
  /** Ends it and starts it again, at the same address. */
  restart(): Promise<void>
}

/**
 * Starts a PgBouncer in front of the server of a database; it ends with the test.
 *
 * @param settings as in the section `pgbouncer` of its file
 */
export async function startPgbouncer(
  t: Test,
  { binary }: PgBouncer,
  databaseUrl: string,
  settings: Settings
): Promise<Pooler> {
  const { hostname, port, username, password } = new URL(databaseUrl)
  const directory = await mkdtemp(join(tmpdir(), 'pgbouncer-'))
  t.teardown(() => rm(directory, { recursive: true, force: true }))
  const file = join(directory, 'pgbouncer.ini')
  const own = await freePort()
  const lines = {
    listen_addr: '127.0.0.1',
    listen_port: own,
    unix_socket_dir: '',
    // The server is told who it is by the line of the database.
    auth_type: 'any',
    ...settings
  }
  const section = Object.entries(lines).map(([name, value]) => `${name} = ${value}`)
  const server = `* = host=${hostname} port=${port || 5432} user=${username} password=${password}`
  await writeFile(file, ['[databases]', server, '[pgbouncer]', ...section, ''].join('\n'))
  // It refuses to run as root.
  await chmod(directory, 0o755)
  const user = process.getuid?.() === 0 ? ['-u', 'nobody'] : []
  const run = async () => {
    const child = spawn(binary, [...user, file], { stdio: 'ignore' })
    await listening(child, own)
    return child
  }
  let child = await run()
  const end = async () => {
    child.kill('SIGKILL')
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
  }
  t.teardown(end)
  const url = new URL(databaseUrl)
  url.hostname = '127.0.0.1'
  url.port = String(own)
  return {
    url: url.href,
    async restart() {
      await end()
      child = await run()
    }
  }
}

async function listening(child: ChildProcess, port: number): Promise<void> {
  for (;;) {
    if (child.exitCode !== null) throw new Error(`PgBouncer ended with ${child.exitCode}`)
    const socket = connect(port, '127.0.0.1')
    const isUp = await Promise.race([
      once(socket, 'connect').then(() => true),
      once(socket, 'close').then(() => false)
    ]).catch(() => false)
    socket.destroy()
    if (isUp) return
    await setTimeout(20)
  }
}
