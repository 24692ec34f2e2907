import { once } from 'node:events'
import { chmod, rm } from 'node:fs/promises'
import { connect, createServer } from 'node:net'
import { socketPath } from './directory-lock.ts'

// Only the process that holds the embedded database can copy it whole. Whoever may open its socket, which is the user of that
// process, gets a copy: its length, then its bytes.

const NAME = 'backup'

/** Gives a copy to whoever connects, while the database is open. */
export async function serveBackups(directory: string, copy: () => Promise<Blob>): Promise<() => Promise<void>> {
  const path = socketPath(directory, NAME)
  if (process.platform !== 'win32') await rm(path, { force: true })
  const server = createServer(socket => {
    socket.on('error', () => socket.destroy())
    copy().then(
      async blob => {
        const length = Buffer.alloc(8)
        length.writeBigUInt64BE(BigInt(blob.size))
        socket.write(length)
        socket.end(Buffer.from(await blob.arrayBuffer()))
      },
      () => socket.destroy()
    )
  })
  const listening = once(server, 'listening')
  server.listen(path)
  await listening
  if (process.platform !== 'win32') await chmod(path, 0o600)
  server.unref()
  return () => new Promise(done => server.close(() => done()))
}

/**
 * Asks for a copy of the database that another process, or this one, has open in a directory.
 *
 * @throws Error when it does not arrive whole
 */
export async function fetchBackup(directory: string): Promise<Buffer> {
  const pieces: Buffer[] = []
  for await (const piece of connect(socketPath(directory, NAME))) pieces.push(piece as Buffer)
  const received = Buffer.concat(pieces)
  if (received.length < 8 || received.readBigUInt64BE() !== BigInt(received.length - 8))
    throw new Error('The copy of the database is not whole. Nothing was written.')
  return received.subarray(8)
}
