import { randomUUID } from 'node:crypto'
import { type FileHandle, open, unlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Draft } from '../agreements/drafting.ts'
import { problem } from '../problems.ts'

/** Of one batch. */
const MOST_CHARACTERS = 4 * 1024 * 1024

/**
 * Drafts of an import that wait on disk until all of them are made: in memory they would be gigabytes, and in the database somebody
 * would have to clear them away after a crash.
 */
export class StagedDrafts {
  readonly #file: FileHandle
  readonly #batches: { position: number; length: number; drafts: number }[] = []
  #end = 0

  private constructor(file: FileHandle) {
    this.#file = file
  }

  static async open(): Promise<StagedDrafts> {
    const path = join(tmpdir(), `registry-import-${randomUUID()}`)
    const file = await open(path, 'wx+', 0o600)
    // From now on it has no name and ends with its handle, however this process ends.
    await unlink(path)
    return new StagedDrafts(file)
  }

  /** Adds drafts, each as JSON, in batches that are not too long for a statement. */
  async add(drafts: string[]): Promise<void> {
    let batch: string[] = []
    let length = 0
    for (const draft of drafts) {
      batch.push(draft)
      length += draft.length
      if (length < MOST_CHARACTERS) continue
      await this.#write(batch)
      batch = []
      length = 0
    }
    await this.#write(batch)
  }

  async #write(drafts: string[]): Promise<void> {
    if (drafts.length === 0) return
    const bytes = Buffer.from(`[${drafts.join()}]`)
    try {
      await this.#file.write(bytes, 0, bytes.length, this.#end)
    } catch (error) {
      if (!/^(ENOSPC|EDQUOT)$/.test((error as NodeJS.ErrnoException).code ?? '')) throw error
      const detail = 'The service has no room on its disk to put the import together. Nothing was kept.'
      throw problem('unavailable', { detail, headers: { 'retry-after': '60' } })
    }
    this.#batches.push({ position: this.#end, length: bytes.length, drafts: drafts.length })
    this.#end += bytes.length
  }

  /** How many batches there are with how many drafts each. */
  get sizes(): number[] {
    return this.#batches.map(({ drafts }) => drafts)
  }

  /** The drafts of some batches, in the order in which they were added. */
  async *read(from = 0, to = this.#batches.length): AsyncGenerator<Draft[]> {
    for (const { position, length } of this.#batches.slice(from, to)) {
      const { buffer } = await this.#file.read(Buffer.allocUnsafe(length), 0, length, position)
      yield JSON.parse(buffer.toString())
    }
  }

  close(): Promise<void> {
    return this.#file.close()
  }
}
