import { setTimeout } from 'node:timers/promises'
import pg from 'pg'
import { whoeverWaits } from './waiting.ts'

/** A statement that ends within so many milliseconds is not worth the connection that cancels it. */
export const WORTH_CANCELLING = 500

// By what PostgreSQL knows a session, and how it is reached: the driver has these and the message, and declares neither.
interface Reached {
  processID: number
  secretKey: number
  host: string
  port: number
  ssl: pg.ConnectionConfig['ssl']
}
type Canceller = pg.Connection & { connect(port: number | string, host?: string): void } & {
  cancel(processID: number, secretKey: number): void
}
type Run = (...statement: unknown[]) => Promise<unknown>

/** From now on a statement of the pool is cancelled when it takes long and whoever waits for it is gone. */
export function cancelForTheGone(pool: pg.Pool): pg.Pool {
  const query = pool.query.bind(pool) as Run
  const run = (...statement: unknown[]) => {
    const gone = whoeverWaits()
    return gone ? runUntil(gone, pool, statement) : query(...statement)
  }
  pool.query = run as typeof pool.query
  return pool
}

async function runUntil(gone: AbortSignal, pool: pg.Pool, statement: unknown[]): Promise<unknown> {
  const client = await pool.connect()
  const ended = new AbortController()
  let isSpoilt = true
  let isCancelled = false
  const cancel = () =>
    setTimeout(WORTH_CANCELLING, undefined, { signal: ended.signal }).then(
      () => {
        isCancelled = true
        sendCancel(client as unknown as Reached)
      },
      () => {}
    )
  gone.addEventListener('abort', cancel)
  if (gone.aborted) cancel()
  try {
    const result = await (client.query as Run).apply(client, statement)
    isSpoilt = isCancelled
    return result
  } finally {
    gone.removeEventListener('abort', cancel)
    ended.abort()
    // What was cancelled late would end the next statement of the session, of somebody else; what failed may still be under way.
    client.release(isSpoilt)
  }
}

/** By the protocol (PostgreSQL, section 54.2.8), which poolers pass on; by SQL they would have to know whose session is meant. */
function sendCancel({ processID, secretKey, host, port, ssl }: Reached): void {
  const connection = new pg.Connection({ ssl }) as Canceller
  // A statement that cannot be cancelled ends by its time-out.
  connection.on('error', () => {})
  connection.once(ssl ? 'sslconnect' : 'connect', () => connection.cancel(processID, secretKey))
  if (host.startsWith('/')) connection.connect(`${host}/.s.PGSQL.${port}`)
  else connection.connect(port, host)
}
