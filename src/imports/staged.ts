import { randomUUID } from 'node:crypto'
import { type FileHandle, open, unlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { StagedRevisions } from '../agreements/staging.ts'
import { problem } from '../problems.ts'

/** Where revisions that one statement takes lie in the file: the values of the statement follow each other. */
interface Batch {
  position: number
  count: number
  values: { name: string; length: number }[]
}

/**
 * Revisions of an import that wait on disk until all of them are made: in memory they would be gigabytes, and in the database somebody
 * would have to clear them away after a crash.
 */
export class StagedFile {
  readonly #file: FileHandle
  readonly #batches: Batch[] = []
  #end = 0

  private constructor(file: FileHandle) {
    this.#file = file
  }

  static async open(): Promise<StagedFile> {
    const path = join(tmpdir(), `registry-import-${randomUUID()}`)
    const file = await open(path, 'wx+', 0o600)
    // From now on it has no name and ends with its handle, however this process ends.
    await unlink(path)
    return new StagedFile(file)
  }

  async add({ count, values }: StagedRevisions): Promise<void> {
    const texts = Object.values(values).map(text => Buffer.from(text))
    const found = Object.keys(values).map((name, i) => ({ name, length: texts[i]?.length ?? 0 }))
    const length = texts.reduce((sum, text) => sum + text.length, 0)
    const written = await this.#file.writev(texts, this.#end).catch((error: NodeJS.ErrnoException) => {
      if (!/^(ENOSPC|EDQUOT)$/.test(error.code ?? '')) throw error
      return { bytesWritten: 0 }
    })
    if (written.bytesWritten < length) {
      const detail = 'The service has no room on its disk to put the import together. Nothing was kept.'
      throw problem('unavailable', { detail, headers: { 'retry-after': '60' } })
    }
    this.#batches.push({ position: this.#end, count, values: found })
    this.#end += length
  }

  /** How many revisions each statement takes. */
  get sizes(): number[] {
    return this.#batches.map(({ count }) => count)
  }

  /** What some statements take, in the order in which it was added. */
  async *read(from: number, to: number): AsyncGenerator<StagedRevisions> {
    for (const { position, count, values } of this.#batches.slice(from, to)) {
      const texts = values.map(({ length }) => Buffer.allocUnsafe(length))
      const { bytesRead } = await this.#file.readv(texts, position)
      // The rest of these buffers holds whatever lay there before.
      if (bytesRead < values.reduce((sum, { length }) => sum + length, 0))
        throw new Error('The staged file is cut short.')
      yield { count, values: Object.fromEntries(values.map(({ name }, i) => [name, String(texts[i])])) }
    }
  }

  close(): Promise<void> {
    return this.#file.close()
  }
}
