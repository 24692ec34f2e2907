import { once } from 'node:events'
import { mkdir, rm } from 'node:fs/promises'
import { connect, createServer, type Server } from 'node:net'
import { join, relative, resolve } from 'node:path'
import { setTimeout } from 'node:timers/promises'

/** The directory is in use by another process. */
export class DirectoryInUse extends Error {}

/** No database can be kept in the directory. */
export class UnusableDirectory extends Error {}

/** Longest path of a Unix socket that every platform takes (sun_path is 104 bytes on BSD, 108 on Linux). */
const LONGEST_SOCKET_PATH = 103

/**
 * Takes a directory for this process alone, by listening on a socket in it: unlike a file with a process id, a socket
 * falls silent with its process, however that ends. The embedded database needs this because a second process on the
 * same files would lose rows without any error.
 *
 * @returns a function that gives the directory back
 * @throws DirectoryInUse when a living process holds it
 * @throws UnusableDirectory when nothing can be written in it
 */
export async function lockDirectory(directory: string): Promise<() => Promise<void>> {
  const path = socketPath(directory)
  try {
    await mkdir(directory, { recursive: true })
    return await listenOn(path, directory)
  } catch (error) {
    throw error instanceof DirectoryInUse ? error : unusable(directory, error as NodeJS.ErrnoException)
  }
}

/**
 * Finds out whether a directory is taken, and takes and makes nothing.
 *
 * @throws DirectoryInUse when a living process holds it
 */
export async function assertFree(directory: string): Promise<void> {
  if (await answers(socketPath(directory))) throw inUse(directory)
}

async function listenOn(path: string, directory: string): Promise<() => Promise<void>> {
  for (let attempt = 0; attempt < 3; attempt++) {
    const server = createServer(socket => socket.destroy())
    const listening = once(server, 'listening')
    server.listen(path)
    try {
      await listening
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error
      if (await answers(path)) break
      await rm(path, { force: true })
      continue
    }
    server.unref()
    if (await stillReaches(path, server)) return () => new Promise(done => server.close(() => done()))
    // Closing the server would remove the socket of the process that won.
    break
  }
  throw inUse(directory)
}

const inUse = (directory: string): DirectoryInUse =>
  new DirectoryInUse(
    `The embedded database in ${resolve(directory)} is in use by another process. Stop that one, set DATA_DIR to another directory, or serve from PostgreSQL with DATABASE_URL.`
  )

/** Says what the file system refused in a directory in which a database is to be kept. */
export function unusable(directory: string, { code = '', message }: NodeJS.ErrnoException): UnusableDirectory {
  const why = reasons.find(([codes]) => codes.includes(code))?.[1] ?? message
  return new UnusableDirectory(
    `DATA_DIR is ${resolve(directory)}, where no database can be kept: ${why}. Set it to another directory, or serve from PostgreSQL with DATABASE_URL.`
  )
}

const reasons: [string[], string][] = [
  [['EEXIST', 'ENOTDIR'], 'that is a file, or lies in one'],
  [['EACCES', 'EPERM'], 'this user may not write there'],
  [['EROFS'], 'its disk is read-only'],
  [['ENOSPC', 'EDQUOT'], 'its disk is full']
]

/** Where a socket of a directory is, by default the one that says that the directory is taken. */
export function socketPath(directory: string, name = 'lock'): string {
  if (process.platform === 'win32') return join('\\\\.\\pipe', resolve(directory), name)
  const absolute = join(resolve(directory), `${name}.sock`)
  const path = Buffer.byteLength(absolute) > LONGEST_SOCKET_PATH ? relative(process.cwd(), absolute) : absolute
  if (Buffer.byteLength(path) <= LONGEST_SOCKET_PATH) return path
  throw new UnusableDirectory(
    `DATA_DIR is too long a path: ${resolve(directory)}. Its lock needs at most ${LONGEST_SOCKET_PATH} bytes.`
  )
}

/** Far longer than the moment between finding a silent socket and removing it. */
const TAKEOVER = 100

/**
 * Whether the socket at `path` is still this server's. Of two processes that find the silent socket of a dead one, the
 * slower may have removed the new socket of the faster.
 */
async function stillReaches(path: string, server: Server): Promise<boolean> {
  await setTimeout(TAKEOVER)
  let reached = false
  server.once('connection', () => {
    reached = true
  })
  await new Promise(closed =>
    connect(path)
      .once('error', () => {})
      .once('close', closed)
  )
  return reached
}

/** Whether somebody may hold the socket: only a refusal, or its absence, says that nobody does. */
const answers = (path: string) =>
  new Promise<boolean>(decide => {
    const socket = connect(path)
    socket.once('connect', () => {
      socket.destroy()
      decide(true)
    })
    socket.once('error', (error: NodeJS.ErrnoException) =>
      decide(!/^(ECONNREFUSED|ENOENT|ENOTDIR|EACCES)$/.test(error.code ?? ''))
    )
  })
