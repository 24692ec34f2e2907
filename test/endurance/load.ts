import { mkdir, writeFile } from 'node:fs/promises'
import { cpus } from 'node:os'
import { setTimeout } from 'node:timers/promises'
import type { Test } from 'tap'
import { today } from '../../src/record/dates.ts'
import { anAgreement } from '../fixtures/agreement.ts'
import { sourceFile } from '../fixtures/source-file.ts'

/** Whether the tests run in full (`npm run test:endurance`), or so short that each change can wait for them. */
export const isFull = process.env.ENDURANCE === 'full'

/** The bound of a time in milliseconds. In short a machine may be busy, and the bound tells what hangs. */
export const within = (bound: number): number => (isFull ? bound : 5 * bound)

/** Says what was measured, and keeps it where it was measured in full. */
export async function report(t: Test, name: string, figures: Record<string, number | string>): Promise<void> {
  t.comment(`${name}: ${JSON.stringify(figures)}`)
  if (!isFull) return
  const directory = sourceFile('bench/results/endurance')
  await mkdir(directory, { recursive: true })
  const where = {
    measured: today(new Date()),
    machine: `${cpus().length} × ${cpus()[0]?.model}`,
    node: process.version
  }
  await writeFile(`${directory}/${name}.json`, `${JSON.stringify({ ...where, ...figures }, null, 2)}\n`)
}

interface Place {
  address: string
  key?: string | undefined
}

/** Creates an agreement; 0 where no answer came. */
export async function create({ address, key }: Place, id: string): Promise<number> {
  const answer = await fetch(`${address}/v1/agreements`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json', prefer: 'return=minimal' },
    body: JSON.stringify(anAgreement({ id }))
  }).catch(() => undefined)
  await answer?.arrayBuffer().catch(() => {})
  return answer?.status ?? 0
}

/** Eight who create one agreement after the other until they are stopped. */
export function keepWriting(service: Place, name: string) {
  const acknowledged: string[] = []
  const statuses: number[] = []
  let goesOn = true
  const writing = Promise.all(
    Array.from({ length: 8 }, async (_, n) => {
      for (let i = 0; goesOn; i++) {
        const id = `${name}-${n}-${i}`
        const status = await create(service, id)
        statuses.push(status)
        if (status === 201) acknowledged.push(id)
        else await setTimeout(50)
      }
    })
  )
  return {
    /** The ids of what was created. */
    acknowledged,
    statuses,
    async stop(): Promise<void> {
      goesOn = false
      await writing
    }
  }
}

/** The status of a read, and how many milliseconds it took; 0 where no answer came. */
export async function read(address: string, path: string): Promise<{ status: number; time: number }> {
  const begun = performance.now()
  const answer = await fetch(address + path, { signal: AbortSignal.timeout(30_000) }).catch(() => undefined)
  await answer?.arrayBuffer().catch(() => {})
  return { status: answer?.status ?? 0, time: performance.now() - begun }
}

/** The ids of all agreements that are there. */
export async function idsAt(address: string): Promise<Set<string>> {
  const lines = await (await fetch(`${address}/v1/agreements?format=ndjson&fields=id`)).text()
  return new Set(
    lines
      .trim()
      .split('\n')
      .map(line => JSON.parse(line).id)
  )
}

/** Lets so many do the same over and over until the time is over. */
export async function during(
  time: number,
  count: number,
  task: (n: number, i: number) => Promise<unknown>
): Promise<void> {
  const end = performance.now() + time
  await Promise.all(
    Array.from({ length: count }, async (_, n) => {
      for (let i = 0; performance.now() < end; i++) await task(n, i)
    })
  )
}

/** Tries until it is so, and says after how many milliseconds it was. */
export async function until(isSo: () => Promise<boolean>, patience = 30_000): Promise<number> {
  const begun = performance.now()
  while (performance.now() - begun < patience) {
    if (await isSo()) break
    await setTimeout(50)
  }
  return Math.round(performance.now() - begun)
}

/** The value below which this share of them lies. */
export function quantile(values: number[], share: number): number {
  const sorted = values.toSorted((one, other) => one - other)
  return Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0)
}

/** How often each value came. */
export const tally = (values: Iterable<number>): Record<string, number> => {
  const counts: Record<string, number> = {}
  for (const value of values) counts[value] = (counts[value] ?? 0) + 1
  return counts
}
