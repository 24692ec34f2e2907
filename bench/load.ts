import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { Worker } from 'node:worker_threads'
import autocannon from 'autocannon'
import type { WriterOptions, Written } from './writer.ts'

const CONNECTIONS = { reads: 8, writes: 16 }

export interface ReadOptions {
  /** The service or its peer. */
  origin: string
  /** What is read, in turn. */
  requests: { path: string; headers?: Record<string, string> }[]
  seconds: number
  /** The only status that counts as an answer. */
  status?: '2xx' | '3xx'
}

const spread = fileURLToPath(new URL('../../bench/spread.cjs', import.meta.url))

/** Requests per second of addresses that are read over 8 connections, by a thread of its own. */
export async function read({ origin, requests, seconds, status = '2xx' }: ReadOptions): Promise<number> {
  const run = autocannon({
    url: origin,
    requests,
    // The types know the function that the file exports, and not the file, which a thread needs.
    setupClient: spread as never,
    duration: seconds,
    connections: CONNECTIONS.reads,
    workers: 1
  })
  const [result] = (await once(run as unknown as NodeJS.EventEmitter, 'done')) as [autocannon.Result]
  const answered = result[status]
  if (answered === 0 || answered < result.requests.total || result.errors > 0) {
    const others = result.requests.total - answered
    throw new Error(`${origin}${requests[0]?.path}: ${others} answers that are not ${status}, ${result.errors} errors`)
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
