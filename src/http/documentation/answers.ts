import { readFileSync } from 'node:fs'

/** An answer that the API document shows. */
export interface ShownAnswer {
  /** The request that was sent for it. */
  request: string
  /** Members were left out, so that it fits a screen. */
  isCut: boolean
  value: unknown
}

/** Seen from the compiled file, dist/src/http/documentation/answers.js. */
const file = new URL('../../../../openapi/answers.json', import.meta.url)

/** Answers of a registry that holds the data set, by operation and status: `getAgreement 200`. */
export const shownAnswers = (): Record<string, ShownAnswer> => JSON.parse(readFileSync(file, 'utf8'))
