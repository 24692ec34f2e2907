import { availableParallelism } from 'node:os'
import { Piscina } from 'piscina'
import type { Answer, Asked, Question } from './decide.ts'

/** As many as there are cores: while they work, nobody waits for a lock. */
export const THREADS = availableParallelism()

let threads: Piscina<{ questions: Question[]; asked: Asked }, Answer[]> | undefined

/** Decides on records in other threads, so that no request waits for it. */
export function decideElsewhere(questions: Question[], asked: Asked): Promise<Answer[]> {
  threads ??= new Piscina({
    filename: new URL('./deciding-thread.js', import.meta.url).href,
    minThreads: 0,
    maxThreads: THREADS,
    idleTimeout: 10_000
  })
  return threads.run({ questions, asked })
}
