import { availableParallelism } from 'node:os'
import { Piscina } from 'piscina'
import type { Asked, Decided, Question } from './decide.ts'

/** As many as there are cores: while they work, nobody waits for a lock. */
export const THREADS = availableParallelism()

let threads: Piscina<{ questions: Question[]; asked: Asked }, Decided> | undefined

/** Decides on records in other threads, so that no request waits for it. */
export function decideElsewhere(questions: Question[], asked: Asked): Promise<Decided> {
  threads ??= new Piscina({
    filename: new URL('./deciding-thread.js', import.meta.url).href,
    minThreads: 0,
    maxThreads: THREADS,
    idleTimeout: 10_000,
    // Nearly all that they make is gone with its record; room for that spares them a tenth of their time.
    resourceLimits: { maxYoungGenerationSizeMb: 64 }
  })
  return threads.run({ questions, asked })
}
