import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { Agent, type IncomingMessage, request } from 'node:http'
import { parentPort, workerData } from 'node:worker_threads'
import { aRecord } from './record.ts'
import { median } from './turns.ts'

// A thread that writes records for some seconds, each with an id of its own.

export interface WriterOptions {
  url: string
  seconds: number
  connections: number
  headers?: Record<string, string>
}

export interface Written {
  perSecond: number
  /** The median, in milliseconds. */
  latency: number
}

const { url, seconds, connections, headers } = workerData as WriterOptions
const agent = new Agent({ keepAlive: true, maxSockets: connections })
const run = randomBytes(6).toString('hex')
const latencies: number[] = []
const begun = performance.now()
const end = begun + seconds * 1000
let sent = 0

await Promise.all(Array.from({ length: connections }, writeOn))
const passed = (performance.now() - begun) / 1000
agent.destroy()
parentPort?.postMessage({ perSecond: latencies.length / passed, latency: median(latencies) } satisfies Written)

async function writeOn(): Promise<void> {
  while (performance.now() < end) {
    const body = aRecord(`bench-${run}-${++sent}`)
    const before = performance.now()
    await post(body)
    latencies.push(performance.now() - before)
  }
}

async function post(body: string): Promise<void> {
  const sending = request(url, { method: 'POST', agent, headers: { ...headers, 'content-type': 'application/json' } })
  sending.end(body)
  const [answer] = (await once(sending, 'response')) as [IncomingMessage]
  let text = ''
  for await (const chunk of answer) text += chunk
  if (answer.statusCode !== 201) throw new Error(`${url}: ${answer.statusCode} ${text}`)
}
