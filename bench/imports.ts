import { once } from 'node:events'
import { createReadStream } from 'node:fs'
import { open, rm } from 'node:fs/promises'
import { Agent, type IncomingMessage, request } from 'node:http'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { setInterval } from 'node:timers/promises'
import { aRecord } from './record.ts'
import { median } from './turns.ts'

export interface ImportOptions {
  service: string
  key: string
  /** Where the file is made. */
  directory: string
  records: number
  /** Whether somebody else writes record after record meanwhile, and never pauses. */
  beside: boolean
}

/** How an import went. */
export interface Imported {
  records: number
  perSecond: number
  /** Resident memory of the process before, at the most, and halfway, in MB. */
  memory: { before: number; most: number; halfway: number }
  /** What another writer waited for an answer meanwhile, in milliseconds. */
  others: { median: number; longest: number } | undefined
}

const mebibytes = () => Math.round(process.memoryUsage().rss / 1024 ** 2)

/** Imports a file of new records of 3 KB by one request. */
export async function measureImport({ service, key, directory, records, beside }: ImportOptions): Promise<Imported> {
  const file = join(directory, 'import.ndjson')
  const out = await open(file, 'w')
  for (let i = 0; i < records; i++)
    await out.appendFile(`${aRecord(`import-${beside ? 'beside-' : ''}${records}-${i}`)}\n`)
  await out.close()
  const headers = { authorization: `Bearer ${key}` }
  const done = new AbortController()
  const memory: number[] = [mebibytes()]
  const watching = (async () => {
    for await (const _ of setInterval(250, undefined, { signal: done.signal })) memory.push(mebibytes())
  })().catch(() => {})
  const waits: number[] = []
  const writing = (async () => {
    const agent = new Agent({ keepAlive: true })
    for (let i = 0; beside && !done.signal.aborted; i++) {
      const before = performance.now()
      const sending = request(`${service}/v1/agreements`, {
        method: 'POST',
        agent,
        headers: { ...headers, 'content-type': 'application/json' }
      })
      sending.end(aRecord(`beside-${records}-${i}`))
      await answerOf(sending, 201)
      waits.push(performance.now() - before)
    }
    agent.destroy()
  })()
  const begun = performance.now()
  const sending = request(`${service}/v1/imports`, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/x-ndjson' }
  })
  const answered = answerOf(sending, 200)
  await pipeline(createReadStream(file), sending)
  await answered
  const seconds = (performance.now() - begun) / 1000
  done.abort()
  await Promise.all([watching, writing, rm(file)])
  return {
    records,
    perSecond: Math.round(records / seconds),
    memory: {
      before: memory[0] as number,
      most: Math.max(...memory),
      halfway: memory[Math.floor(memory.length / 2)] as number
    },
    others: beside ? { median: Math.round(median(waits)), longest: Math.round(Math.max(...waits)) } : undefined
  }
}

async function answerOf(sending: ReturnType<typeof request>, status: number): Promise<void> {
  const [answer] = (await once(sending, 'response')) as [IncomingMessage]
  let text = ''
  for await (const chunk of answer) text += chunk
  if (answer.statusCode !== status) throw new Error(`${answer.statusCode} ${text.slice(0, 1000)}`)
}
