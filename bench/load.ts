import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import autocannon from 'autocannon'
import type { WriterOptions, Written } from './writer.ts'

const CONNECTIONS = { reads: 8, writes: 16 }

export interface ReadOptions {
  seconds: number
  headers?: Record<string, string>
  /** The only status that counts as an answer. */
  status?: '2xx' | '3xx'
}

/** Requests per second of an address that is read over 8 connections, by a thread of its own. */
export async function read(url: string, { seconds, headers = {}, status = '2xx' }: ReadOptions): Promise<number> {
  const run = autocannon({ url, headers, duration: seconds, connections: CONNECTIONS.reads, workers: 1 })
  const [result] = (await once(run as unknown as NodeJS.EventEmitter, 'done')) as [autocannon.Result]
  const answered = result[status]
  if (answered === 0 || answered < result.requests.total || result.errors > 0) {
    throw new Error(
      `${url}: ${result.requests.total - answered} answers that are not ${status}, ${result.errors} errors`
    )
  }
  return result.requests.average
}

/** Writes records to an address, each with an id of its own, by a thread of its own, and says how that went. */
export async function write(options: WriterOptions): Promise<Written> {
  const worker = new Worker(new URL('./writer.js', import.meta.url), { workerData: options })
  const [written] = (await once(worker, 'message')) as [Written]
  return written
}

/** Requests per second of an address that is written to over 16 connections. */
export const writesPerSecond = async (options: Omit<WriterOptions, 'connections'>): Promise<number> =>
  (await write({ ...options, connections: CONNECTIONS.writes })).perSecond

/** How long the only writer waits for an answer, in milliseconds. */
export const writeLatency = async (options: Omit<WriterOptions, 'connections'>): Promise<number> =>
  (await write({ ...options, connections: 1 })).latency
